<#
.SYNOPSIS
    Writes a token, reads it back, and shows where it is and who can read it.
.DESCRIPTION
    Works in a data directory of its own, out/first-token, and with a token that no daemon has issued.
#>
$ErrorActionPreference = 'Stop'
$root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")
$dataDir = [System.IO.Path]::Combine($root, 'out', 'first-token')
if (-not (Get-Command -Name Set-WaiaasToken -ErrorAction Ignore)) {
    Import-Module -Name ([System.IO.Path]::Combine($root, 'out', 'WaiaaS', 'WaiaaS.psd1'))
}

# What the daemon does: sign a header and a payload with HS256, and put wai_sess_ in front.
function ConvertTo-Base64Url([byte[]] $Bytes) {
    [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
}
$now = [DateTimeOffset]::UtcNow
$expiry = $now.AddDays(7).ToUnixTimeSeconds()
$payload = "{`"sub`":`"$([guid]::NewGuid())`",`"iat`":$($now.ToUnixTimeSeconds()),`"exp`":$expiry}"
$header = '{"alg":"HS256"}'
$signed = ($header, $payload | ForEach-Object { ConvertTo-Base64Url ([Text.Encoding]::UTF8.GetBytes($_)) }) -join '.'
$hmac = [System.Security.Cryptography.HMACSHA256]::new([Text.Encoding]::UTF8.GetBytes('only an example'))
$token = 'wai_sess_' + $signed + '.' + (ConvertTo-Base64Url $hmac.ComputeHash([Text.Encoding]::UTF8.GetBytes($signed)))

Set-WaiaasToken -Token $token -DataDir $dataDir
$read = Get-WaiaasToken -DataDir $dataDir -AsPlainText

"Written to:  $(Get-WaiaasTokenPath -DataDir $dataDir)"
"Read back:   $(if ($read -ceq $token) { 'the same token, byte for byte' } else { throw 'Another token than was written.' })"
Get-WaiaasTokenInfo -DataDir $dataDir
