#Requires -Version 5.1

<#
.SYNOPSIS
    Renews the session token when less than 40 % of its lifetime is left, and writes the new one.
.DESCRIPTION
    Made for a scheduler: it asks nothing, says nothing when all is well, and its exit code tells what happened. Run it
    a few times within the last 40 %, so that a daemon that is down for a while does no harm.

    The daemon renews a token once; what was renewed cannot be renewed again. So before it asks, the script makes sure
    that the directory can be written. Two of these scripts at once, or one beside an MCP server that renews too, are
    no mistake: the one that comes too late finds the other's token and is content with it.

    A token that does not expire needs no renewal. One that has expired by this computer's clock is tried all the same,
    because the daemon's clock decides.

    Exit codes. They are those of sysexits.h, so that systemctl status shows their names:

    0               renewed, or nothing to do
    64 USAGE        a parameter is wrong, such as http:// to another computer
    66 NOINPUT      there is no token, or it cannot be read
    73 CANTCREAT    the directory cannot be written; or, after the renewal, the new token could not be written
    74 IOERR        the new token is in place, but a power cut may undo it
    75 TEMPFAIL     the daemon cannot be reached or is busy; the next run tries again
    76 PROTOCOL     the daemon's answer is not a renewal
    77 NOPERM       the daemon refuses for good: the token needs to be replaced, for instance with set-up.ps1
    78 CONFIG       the module WaiaaS is not installed for this user
.PARAMETER WalletId
    The wallet whose token is renewed. Default: the default token.
.PARAMETER DataDir
    The data directory. Default: WAIAAS_DATA_DIR, else .waiaas in the home directory.
.PARAMETER Uri
    The daemon. Default: WAIAAS_BASE_URL, else http://127.0.0.1:3100. Over http:// only to this computer.
.PARAMETER Percent
    Renew when less than this part of the lifetime is left. The daemon refuses above 50.
.PARAMETER TimeoutSec
    How long to wait for the daemon.
.EXAMPLE
    ./renew-token.ps1 -Verbose
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File renew-token.ps1 -WalletId trading
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding()]
param(
    [string] $WalletId,
    [string] $DataDir,
    [uri] $Uri = $(if ($env:WAIAAS_BASE_URL) { $env:WAIAAS_BASE_URL } else { 'http://127.0.0.1:3100' }),
    [ValidateRange(1, 99)]
    [int] $Percent = 40,
    [ValidateRange(1, 3600)]
    [int] $TimeoutSec = 30
)

$ErrorActionPreference = 'Stop'
# A caller's strict mode would end this where a property is missing.
Set-StrictMode -Off
$ProgressPreference = 'SilentlyContinue'

# One line in the error stream, without the position in this script that Write-Error would add.
function Exit-WithError([int] $Code, [string] $Message) {
    $record = [Management.Automation.ErrorRecord]::new([Exception]::new($Message), "RenewToken$Code", 'NotSpecified', $null)
    $ErrorActionPreference = 'Continue'
    $script:PSCmdlet.WriteError($record)
    exit $Code
}

if (-not $Uri.IsAbsoluteUri -or ($Uri.Scheme -ne 'https' -and -not ($Uri.Scheme -eq 'http' -and $Uri.IsLoopback))) {
    Exit-WithError 64 "A token is sent over https://, or over http:// to this computer, and '$Uri' is neither. Nothing was sent."
}
if (-not (Get-Command -Name Get-WaiaasTokenInfo -ErrorAction Ignore)) {
    Exit-WithError 78 'The module WaiaaS is not installed where this user finds it. Install it for this user, or for all users.'
}

$where = @{}
foreach ($name in 'WalletId', 'DataDir') {
    if ($PSBoundParameters.ContainsKey($name)) { $where[$name] = $PSBoundParameters[$name] }
}
try {
    $path = Get-WaiaasTokenPath @where
}
catch {
    Exit-WithError 64 $_.Exception.Message
}
try {
    $info = Get-WaiaasTokenInfo -LiteralPath $path
}
catch {
    Exit-WithError 66 $_.Exception.Message
}
if ($info.State -eq 'Malformed' -or $info.State -eq 'Refused') {
    Exit-WithError 66 $info.Reason
}

# Is it time?

if (-not $info.ExpiresAt) {
    $PSCmdlet.WriteVerbose("The token at '$path' does not expire.")
    exit 0
}
$issued = if ($info.IssuedAt) { $info.IssuedAt } else { $info.LastWriteTime }
$lifetime = ($info.ExpiresAt - $issued).TotalSeconds
if ($info.Remaining.TotalSeconds -ge $lifetime * $Percent / 100) {
    $PSCmdlet.WriteVerbose("The token at '$path' expires at $($info.ExpiresAt.ToString('u')). It is not time to renew it.")
    exit 0
}
if (-not $info.SessionId) {
    Exit-WithError 66 "The token at '$path' does not say which session it is for, so it cannot be renewed. Write a new one with set-up.ps1."
}

# Can the new one be written? A text in the form of a token, which is none, is written beside it to find out.

$directory = [IO.Path]::GetDirectoryName($path)
$trial = [IO.Path]::Combine($directory, ".renewal-$([guid]::NewGuid().ToString('N'))")
try {
    Set-WaiaasToken -Token 'wai_sess_e30.e30.e30' -LiteralPath $trial -WarningAction SilentlyContinue
    Remove-WaiaasToken -LiteralPath $trial -Confirm:$false
}
catch {
    Exit-WithError 73 "The token at '$path' is due for renewal, but a new one could not be written there, so the daemon was not asked. $($_.Exception.Message)"
}

# Nor can a file be replaced that is mounted by itself, as containers do.
if ([IO.File]::Exists('/proc/self/mountinfo')) {
    $mounts = [IO.File]::ReadAllLines('/proc/self/mountinfo') | ForEach-Object { $_.Split(' ')[4].Replace('\040', ' ') }
    if ($mounts -ccontains $path) {
        Exit-WithError 73 "'$path' is a mount point and cannot be replaced, so the daemon was not asked. Mount its directory instead."
    }
}

# Ask the daemon.

$request = @{
    Method             = 'Put'
    Uri                = "$($Uri.AbsoluteUri.TrimEnd('/'))/v1/sessions/$([uri]::EscapeDataString($info.SessionId))/renew"
    TimeoutSec         = $TimeoutSec
    MaximumRedirection = 0
    # Both would say more about the request than should be in a log.
    Verbose            = $false
    Debug              = $false
}
try {
    $known = (Get-Command -Name Invoke-RestMethod).Parameters
    if ($known.ContainsKey('Authentication')) {
        $request.Authentication = 'Bearer'
        $request.Token = Get-WaiaasToken -LiteralPath $path
        $request.AllowUnencryptedAuthentication = $Uri.Scheme -eq 'http'
    }
    else {
        # Windows PowerShell knows neither, and its .NET does not use TLS 1.2 by itself everywhere.
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
        $request.Headers = @{ Authorization = 'Bearer ' + (Get-WaiaasToken -LiteralPath $path -AsPlainText) }
        $request.UseBasicParsing = $true
    }
    # The other limit ends at the headers.
    if ($known.ContainsKey('OperationTimeoutSeconds')) { $request.OperationTimeoutSeconds = $TimeoutSec }
    # A proxy would see a token that was meant for this computer.
    if ($Uri.IsLoopback -and $known.ContainsKey('NoProxy')) { $request.NoProxy = $true }
}
catch {
    Exit-WithError 66 $_.Exception.Message
}

$answer = $failure = $null
try {
    $answer = Invoke-RestMethod @request
}
catch {
    $failure = $_
    # What PowerShell keeps of it has the token in the request's headers, and perhaps in the body of the answer.
    foreach ($kept in @($Error | Where-Object { $failure.Exception -in $_.Exception, $_.ErrorRecord.Exception })) { $Error.Remove($kept) }
}
finally {
    if ($request.Token) { $request.Token.Dispose() }
    $request.Clear()
}

if ($failure) {
    $status = [int] $failure.Exception.Response.StatusCode
    $reason = if ("$($failure.ErrorDetails)" -cmatch '"code"\s*:\s*"([A-Z][A-Z_]{1,63})"') { ", $($Matches[1])" }
    $said = "The daemon at $Uri answered the renewal of the token at '$path' with $status$reason."
    # Windows PowerShell has an error of its own for this, without the response.
    if ($status -in 300..399 -or $failure.FullyQualifiedErrorId -like 'MaximumRedirectExceeded,*') {
        Exit-WithError 76 "The daemon at $Uri redirects to elsewhere, which was not followed. The token at '$path' was left as it is. Check that -Uri is a WAIaaS daemon."
    }
    if ($status -eq 0) {
        $cause = $failure.Exception.GetBaseException().Message.TrimEnd('.')
        Exit-WithError 75 "The daemon at $Uri did not answer: $cause. The token at '$path' was left as it is. Check that the daemon runs; the next run tries again."
    }
    if ($status -eq 408 -or $status -eq 429 -or $status -ge 500) {
        Exit-WithError 75 "$said The token was left as it is. The next run tries again."
    }
    if ($status -notin 401, 403, 404, 410) {
        Exit-WithError 76 "$said The token was left as it is. Check that -Uri is a WAIaaS daemon."
    }

    # Another program may have replaced it since it was looked at; one that has renewed it may still be about to write.
    $looks = if ($reason -like '*SESSION_RENEWAL_MISMATCH') { 10 } else { 1 }
    foreach ($look in 1..$looks) {
        $now = Get-WaiaasTokenInfo -LiteralPath $path -ErrorAction Ignore
        if ($now.State -eq 'Active' -and ($now.LastWriteTime -ne $info.LastWriteTime -or $now.ExpiresAt -ne $info.ExpiresAt)) {
            $PSCmdlet.WriteVerbose("Another program has replaced the token at '$path'.")
            exit 0
        }
        if ($look -lt $looks) { [Threading.Thread]::Sleep(500) }
    }
    if ($reason -like '*RENEWAL_TOO_EARLY') {
        Exit-WithError 75 "$said The token was left as it is. Compare this computer's clock with the daemon's, and keep -Percent at 50 or below."
    }
    Exit-WithError 77 "$said The token was left as it is; it expires at $($info.ExpiresAt.ToString('u')). Create a new session and write its token, for instance with set-up.ps1."
}
if ($answer.token -isnot [string]) {
    Exit-WithError 76 "What the daemon at $Uri answered is not a renewal: it has no token. The token at '$path' was left as it is. Check that -Uri is a WAIaaS daemon."
}

# Write it.

try {
    $answer | Set-WaiaasToken -LiteralPath $path -MaximumRetryCount 20
}
catch {
    $message = $_.Exception.Message
    switch -Wildcard ($_.FullyQualifiedErrorId) {
        'TokenDurabilityUnknown,*' { Exit-WithError 74 $message }
        'TokenInputInvalid,*' { Exit-WithError 76 "The daemon at $Uri answered with something that is not a token. $message" }
        'TokenTooLarge,*' { Exit-WithError 76 "The daemon at $Uri answered with something that is not a token. $message" }
        default { Exit-WithError 73 "The daemon has renewed the session, but the new token could not be written, and the old one cannot be renewed again. Create a new session before the old one expires. $message" }
    }
}
finally {
    $answer = $null
}
$PSCmdlet.WriteVerbose("Renewed the token at '$path'. It expires at $((Get-WaiaasTokenInfo -LiteralPath $path).ExpiresAt.ToString('u')).")
exit 0
