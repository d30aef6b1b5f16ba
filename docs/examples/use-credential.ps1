#Requires -Version 7.4

<#
.SYNOPSIS
    Uses a token that systemd handed to the service, and asks the daemon for the wallet's address with it.
.DESCRIPTION
    A service with LoadCredential= gets the token as a file that exists in memory only, for as long as the service runs,
    and that no other service can see: see waiaas-agent.service. The service's own user needs no access to the file that
    the administrator keeps. Such a file cannot be written, so it is the administrator's that is renewed, with
    renew-token.ps1; a service sees the new token when it starts again.

    Exit codes. They are those of sysexits.h, so that systemctl status shows their names:

    0               the daemon accepts the token
    64 USAGE        a parameter is wrong, such as http:// to another computer
    66 NOINPUT      there is no such credential, or it is not a token
    75 TEMPFAIL     the daemon cannot be reached or is busy
    77 NOPERM       the daemon refuses the token
    78 CONFIG       the service has no LoadCredential=, or the module WaiaaS is not installed for all users
.PARAMETER Name
    The credential's name, before the colon of LoadCredential=.
.PARAMETER Uri
    The daemon. Default: WAIAAS_BASE_URL, else http://127.0.0.1:3100. Over http:// only to this computer.
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding()]
param(
    [string] $Name = 'waiaas-token',
    [uri] $Uri = $(if ($env:WAIAAS_BASE_URL) { $env:WAIAAS_BASE_URL } else { 'http://127.0.0.1:3100' })
)

$ErrorActionPreference = 'Stop'
# A caller's strict mode would end this where a property is missing.
Set-StrictMode -Off
$ProgressPreference = 'SilentlyContinue'

# One line in the error stream, without the position in this script that Write-Error would add.
function Exit-WithError([int] $Code, [string] $Message) {
    $record = [Management.Automation.ErrorRecord]::new([Exception]::new($Message), "UseCredential$Code", 'NotSpecified', $null)
    $ErrorActionPreference = 'Continue'
    $script:PSCmdlet.WriteError($record)
    exit $Code
}

if (-not $Uri.IsAbsoluteUri -or ($Uri.Scheme -ne 'https' -and -not ($Uri.Scheme -eq 'http' -and $Uri.IsLoopback))) {
    Exit-WithError 64 "A token is sent over https://, or over http:// to this computer, and '$Uri' is neither. Nothing was sent."
}
if (-not (Get-Command -Name Get-WaiaasToken -ErrorAction Ignore)) {
    Exit-WithError 78 'The module WaiaaS is not installed where this service finds it. Install it for all users.'
}
if (-not $env:CREDENTIALS_DIRECTORY) {
    Exit-WithError 78 "This process got no credentials. Put LoadCredential=${Name}:<path of the token> in the service's unit."
}

try {
    $token = Get-WaiaasToken -LiteralPath ([IO.Path]::Combine($env:CREDENTIALS_DIRECTORY, $Name))
}
catch {
    Exit-WithError 66 $_.Exception.Message
}

$request = @{
    Uri                            = "$($Uri.AbsoluteUri.TrimEnd('/'))/v1/wallet/address"
    Authentication                 = 'Bearer'
    Token                          = $token
    AllowUnencryptedAuthentication = $Uri.Scheme -eq 'http'
    NoProxy                        = $Uri.IsLoopback
    MaximumRedirection             = 0
    TimeoutSec                     = 30
    Verbose                        = $false
    Debug                          = $false
}
# The other limit ends at the headers.
if ((Get-Command -Name Invoke-RestMethod).Parameters.ContainsKey('OperationTimeoutSeconds')) { $request.OperationTimeoutSeconds = 30 }
try {
    $wallet = Invoke-RestMethod @request
    "The wallet $($wallet.walletId) has the address $($wallet.address)."
}
catch {
    $failure = $_
    # What PowerShell keeps of it has the token in the request's headers, and perhaps in the body of the answer.
    foreach ($kept in @($Error | Where-Object { $failure.Exception -in $_.Exception, $_.ErrorRecord.Exception })) { $Error.Remove($kept) }
    $status = [int] $failure.Exception.Response.StatusCode
    if ($status -eq 0 -or $status -eq 429 -or $status -ge 500) {
        Exit-WithError 75 "The daemon at $Uri cannot be reached or is busy (status $status). Check that it runs."
    }
    Exit-WithError 77 "The daemon at $Uri refuses the token (status $status). Replace the administrator's token, then start the service again."
}
finally {
    $token.Dispose()
    $request.Clear()
}
exit 0
