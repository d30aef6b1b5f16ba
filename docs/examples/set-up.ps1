#Requires -Version 5.1

<#
.SYNOPSIS
    Creates a session at the daemon and writes its token: the first set-up of a computer.
.DESCRIPTION
    Made for provisioning: it asks nothing, and where there is a usable token already it does nothing, so it can be run
    again. The daemon wants its master password for a new session. It comes from a file, from the environment variable
    WAIAAS_MASTER_PASSWORD or as a SecureString, and is sent to nobody but the daemon.

    The token is written to mcp-tokens/<wallet id>; with -AsDefault to mcp-token.

    Exit codes. They are those of sysexits.h, so that systemctl status shows their names:

    0               the token is written, or a usable one was there
    64 USAGE        a parameter is wrong or missing, such as http:// to another computer
    66 NOINPUT      there is no master password, or its file cannot be read
    73 CANTCREAT    the token could not be written
    74 IOERR        the token is in place, but a power cut may undo it
    75 TEMPFAIL     the daemon cannot be reached or is busy; try again
    76 PROTOCOL     the daemon's answer is not a session
    77 NOPERM       the daemon refuses: the master password, the wallet or the number of sessions
    78 CONFIG       the module WaiaaS is not installed for this user
.PARAMETER WalletId
    The wallet that the session is for.
.PARAMETER AsDefault
    Write the default token, mcp-token, in place of the wallet's own.
.PARAMETER Lifetime
    How long the session is to last, such as 7.00:00:00. Default: as the daemon has it.
.PARAMETER MinimumLifetime
    A token that lasts at least so long is usable and stays.
.PARAMETER Force
    Create a session even where there is a usable token.
.PARAMETER MasterPassword
    The daemon's master password.
.PARAMETER MasterPasswordPath
    A file that holds it, such as a container's secret.
.PARAMETER DataDir
    The data directory. Default: WAIAAS_DATA_DIR, else .waiaas in the home directory.
.PARAMETER Uri
    The daemon. Default: WAIAAS_BASE_URL, else http://127.0.0.1:3100. Over http:// only to this computer.
.PARAMETER TimeoutSec
    How long to wait for the daemon.
.EXAMPLE
    ./set-up.ps1 -WalletId trading -MasterPasswordPath /run/secrets/waiaas
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding()]
[Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidUsingPlainTextForPassword', 'MasterPasswordPath', Justification = 'A path, not a password.')]
param(
    [Parameter(Mandatory)]
    [string] $WalletId,
    [switch] $AsDefault,
    [timespan] $Lifetime,
    [timespan] $MinimumLifetime = '01:00:00',
    [switch] $Force,
    [securestring] $MasterPassword,
    [string] $MasterPasswordPath,
    [string] $DataDir,
    [uri] $Uri = $(if ($env:WAIAAS_BASE_URL) { $env:WAIAAS_BASE_URL } else { 'http://127.0.0.1:3100' }),
    [ValidateRange(1, 3600)]
    [int] $TimeoutSec = 30
)

$ErrorActionPreference = 'Stop'
# A caller's strict mode would end this where a property is missing.
Set-StrictMode -Off
$ProgressPreference = 'SilentlyContinue'

# One line in the error stream, without the position in this script that Write-Error would add.
function Exit-WithError([int] $Code, [string] $Message) {
    $record = [Management.Automation.ErrorRecord]::new([Exception]::new($Message), "SetUp$Code", 'NotSpecified', $null)
    $ErrorActionPreference = 'Continue'
    $script:PSCmdlet.WriteError($record)
    exit $Code
}

if (-not $Uri.IsAbsoluteUri -or ($Uri.Scheme -ne 'https' -and -not ($Uri.Scheme -eq 'http' -and $Uri.IsLoopback))) {
    Exit-WithError 64 "The master password is sent over https://, or over http:// to this computer, and '$Uri' is neither. Nothing was sent."
}
if (-not (Get-Command -Name Set-WaiaasToken -ErrorAction Ignore)) {
    Exit-WithError 78 'The module WaiaaS is not installed where this user finds it. Install it for this user, or for all users.'
}

$where = @{}
if ($PSBoundParameters.ContainsKey('DataDir')) { $where.DataDir = $DataDir }
if (-not $AsDefault) { $where.WalletId = $WalletId }
try {
    $path = Get-WaiaasTokenPath @where
}
catch {
    Exit-WithError 64 $_.Exception.Message
}
if (-not $Force -and (Test-WaiaasToken -LiteralPath $path -MinimumLifetime $MinimumLifetime)) {
    $PSCmdlet.WriteVerbose("There is a usable token at '$path' already.")
    exit 0
}

# Can it be written? A text in the form of a token, which is none, is written beside it to find out: a session whose
# token is lost would count as one until it expires.

$trial = [IO.Path]::Combine([IO.Path]::GetDirectoryName($path), ".set-up-$([guid]::NewGuid().ToString('N'))")
try {
    Set-WaiaasToken -Token 'wai_sess_e30.e30.e30' -LiteralPath $trial -WarningAction SilentlyContinue
    Remove-WaiaasToken -LiteralPath $trial -Confirm:$false
}
catch {
    Exit-WithError 73 "A token could not be written to '$path', so the daemon was not asked for one. $($_.Exception.Message)"
}

try {
    (Get-WaiaasToken -LiteralPath $path -WarningAction SilentlyContinue).Dispose()
}
catch {
    if ($_.FullyQualifiedErrorId -match '^Token(PathIsSymbolicLink|NotRegularFile),') {
        Exit-WithError 73 "A token could not be written to '$path', so the daemon was not asked for one. $($_.Exception.Message)"
    }
}

# Nor can a file be replaced that is mounted by itself, as containers do.
if ([IO.File]::Exists('/proc/self/mountinfo')) {
    $mounts = [IO.File]::ReadAllLines('/proc/self/mountinfo') | ForEach-Object { $_.Split(' ')[4].Replace('\040', ' ') }
    if ($mounts -ccontains $path) {
        Exit-WithError 73 "'$path' is a mount point and cannot be replaced, so the daemon was not asked. Mount its directory instead."
    }
}

# Ask the daemon.

$password = $env:WAIAAS_MASTER_PASSWORD
if ($MasterPassword) {
    $password = [Net.NetworkCredential]::new('', $MasterPassword).Password
}
elseif ($MasterPasswordPath) {
    try {
        $file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($MasterPasswordPath)
        $password = [IO.File]::ReadAllText($file).TrimEnd("`r", "`n")
    }
    catch {
        Exit-WithError 66 "The master password could not be read from '$MasterPasswordPath': $($_.Exception.GetBaseException().Message)"
    }
}
if (-not $password) {
    Exit-WithError 66 'There is no master password. Pass -MasterPasswordPath, set WAIAAS_MASTER_PASSWORD, or pass -MasterPassword.'
}

if ($password -match '[^ -~]') {
    Exit-WithError 66 'The master password has a line break or a character that is not ASCII, which no HTTP header can carry. Nothing was sent.'
}

$body = @{ walletId = $WalletId }
if ($PSBoundParameters.ContainsKey('Lifetime')) { $body.ttl = [long] $Lifetime.TotalSeconds }
$request = @{
    Method             = 'Post'
    Uri                = "$($Uri.AbsoluteUri.TrimEnd('/'))/v1/sessions"
    Headers            = @{ 'X-Master-Password' = $password }
    ContentType        = 'application/json'
    Body               = ConvertTo-Json -InputObject $body -Compress
    TimeoutSec         = $TimeoutSec
    MaximumRedirection = 0
    UseBasicParsing    = $true
    # Both would say more about the request than should be in a log.
    Verbose            = $false
    Debug              = $false
}
$known = (Get-Command -Name Invoke-RestMethod).Parameters
# The other limit ends at the headers.
if ($known.ContainsKey('OperationTimeoutSeconds')) { $request.OperationTimeoutSeconds = $TimeoutSec }
# A proxy would see a password that was meant for this computer.
if ($Uri.IsLoopback -and $known.ContainsKey('NoProxy')) { $request.NoProxy = $true }
if ($PSVersionTable.PSVersion.Major -lt 6) {
    # Its .NET does not use TLS 1.2 by itself everywhere.
    [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
}

$answer = $failure = $null
try {
    $answer = Invoke-RestMethod @request
}
catch {
    $failure = $_
    # What PowerShell keeps of it has the password in the request's headers, and perhaps in the body of the answer.
    foreach ($kept in @($Error | Where-Object { $failure.Exception -in $_.Exception, $_.ErrorRecord.Exception })) { $Error.Remove($kept) }
}
finally {
    $request.Clear()
    $password = $null
}

if ($failure) {
    $status = [int] $failure.Exception.Response.StatusCode
    $reason = if ("$($failure.ErrorDetails)" -cmatch '"code"\s*:\s*"([A-Z][A-Z_]{1,63})"') { ", $($Matches[1])" }
    $said = "The daemon at $Uri answered with $status$reason to a new session for the wallet '$WalletId'. Nothing was written."
    # Windows PowerShell has an error of its own for this, without the response.
    if ($status -in 300..399 -or $failure.FullyQualifiedErrorId -like 'MaximumRedirectExceeded,*') {
        Exit-WithError 76 "The daemon at $Uri redirects to elsewhere, which was not followed. Nothing was written. Check that -Uri is a WAIaaS daemon."
    }
    if ($status -eq 0) {
        $cause = $failure.Exception.GetBaseException().Message.TrimEnd('.')
        Exit-WithError 75 "The daemon at $Uri did not answer: $cause. Nothing was written. Check that the daemon runs, then try again."
    }
    if ($status -eq 408 -or $status -eq 429 -or $status -ge 500) {
        Exit-WithError 75 "$said Try again."
    }
    if ($status -in 401, 403, 404, 409) {
        Exit-WithError 77 "$said Check the master password, the wallet's id, and how many sessions the wallet has."
    }
    Exit-WithError 76 "$said Check that -Uri is a WAIaaS daemon."
}
if ($answer.token -isnot [string]) {
    Exit-WithError 76 "What the daemon at $Uri answered is not a session: it has no token. Nothing was written. Check that -Uri is a WAIaaS daemon."
}

# Write it. A response pipes straight in; its wallet id would tell where, if none was named.

$written = if ($AsDefault) { [pscustomobject]@{ token = $answer.token } } else { $answer }
try {
    $written | Set-WaiaasToken @where -MaximumRetryCount 20 -PassThru
}
catch {
    $message = $_.Exception.Message
    switch -Wildcard ($_.FullyQualifiedErrorId) {
        'TokenDurabilityUnknown,*' { Exit-WithError 74 $message }
        'TokenInputInvalid,*' { Exit-WithError 76 "The daemon at $Uri answered with something that is not a token. $message" }
        'TokenTooLarge,*' { Exit-WithError 76 "The daemon at $Uri answered with something that is not a token. $message" }
        default { Exit-WithError 73 "The daemon has created a session, but its token could not be written. $message" }
    }
}
finally {
    $answer = $written = $null
}
exit 0
