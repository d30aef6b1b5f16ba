#Requires -Version 7.4

<#
.SYNOPSIS
    Gives the token of this computer to a fleet of others, with PowerShell remoting over SSH.
.DESCRIPTION
    Each computer gets the token as a SecureString and writes it with the module, so it must have PowerShell as an SSH
    subsystem and the module WaiaaS. It is SSH that keeps the token from others on the way: from PowerShell 7.6 on,
    remoting leaves a SecureString as it is and relies on the transport.

    Nothing is asked: BatchMode is on, so a key must do, and a computer whose host key is not known is an error.

    There is one result for each computer: HostName, Written, Path and ExpiresAt there, and the Error. One that cannot
    be reached delays only its own result.

    Exit codes. They are those of sysexits.h:

    0               every computer has the token
    64 USAGE        a parameter is wrong
    66 NOINPUT      there is no usable token here
    69 UNAVAILABLE  at least one computer does not have it; the results tell which, and why
    78 CONFIG       the module WaiaaS is not installed for this user
.PARAMETER HostName
    The computers: names or user@name:port, as Invoke-Command takes them. One text with commas will do.
.PARAMETER UserName
    The user to log in as. Default: as ssh has it.
.PARAMETER KeyFilePath
    The private key. Default: as ssh has it.
.PARAMETER Port
    The port. Default: as ssh has it.
.PARAMETER Options
    More options of ssh, as in ssh_config, such as @{ ProxyJump = 'gate' }.
.PARAMETER WalletId
    The wallet whose token is sent. Default: the default token.
.PARAMETER DataDir
    The data directory here. Default: WAIAAS_DATA_DIR, else .waiaas in the home directory.
.PARAMETER RemoteDataDir
    The data directory there. Default: as it is there.
.PARAMETER ThrottleLimit
    How many computers at a time.
.PARAMETER TimeoutSec
    How long one computer may take to accept a connection.
.EXAMPLE
    ./send-token.ps1 -HostName (Get-Content ./fleet.txt) -UserName agent | Where-Object { -not $_.Written }
.EXAMPLE
    pwsh -NoProfile -NonInteractive -File send-token.ps1 -HostName web1,web2 -WalletId trading
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string[]] $HostName,
    [string] $UserName,
    [string] $KeyFilePath,
    [ValidateRange(1, 65535)]
    [int] $Port,
    [hashtable] $Options = @{},
    [string] $WalletId,
    [string] $DataDir,
    [string] $RemoteDataDir,
    [ValidateRange(1, 1024)]
    [int] $ThrottleLimit = 16,
    [ValidateRange(1, 3600)]
    [int] $TimeoutSec = 30
)

$ErrorActionPreference = 'Stop'
# A caller's strict mode would end this where a property is missing.
Set-StrictMode -Off

# One line in the error stream, without the position in this script that Write-Error would add.
function Exit-WithError([int] $Code, [string] $Message) {
    $record = [Management.Automation.ErrorRecord]::new([Exception]::new($Message), "SendToken$Code", 'NotSpecified', $null)
    $ErrorActionPreference = 'Continue'
    $script:PSCmdlet.WriteError($record)
    exit $Code
}

# Behind -File, a list comes as one text.
$computers = @($HostName -split ',' | ForEach-Object { $_.Trim() } | Where-Object { $_ })
if (-not $computers) {
    Exit-WithError 64 'There is no computer to send the token to. Name at least one with -HostName.'
}
if (-not (Get-Command -Name Get-WaiaasToken -ErrorAction Ignore)) {
    Exit-WithError 78 'The module WaiaaS is not installed where this user finds it. Install it for this user, or for all users.'
}

$here = @{}
foreach ($name in 'WalletId', 'DataDir') {
    if ($PSBoundParameters.ContainsKey($name)) { $here[$name] = $PSBoundParameters[$name] }
}
try {
    $path = Get-WaiaasTokenPath @here
}
catch {
    Exit-WithError 64 $_.Exception.Message
}
try {
    $info = Get-WaiaasTokenInfo -LiteralPath $path
    if ($info.State -eq 'Expired') {
        Exit-WithError 66 "The token at '$path' expired at $($info.ExpiresAt.ToString('u')), so it was not sent. Write a new one first."
    }
    $token = Get-WaiaasToken -LiteralPath $path
}
catch {
    Exit-WithError 66 $_.Exception.Message
}

# No question on the way: neither for a password nor whether a host key is right.
$ssh = @{
    Options           = @{ BatchMode = 'yes'; StrictHostKeyChecking = 'yes'; ConnectTimeout = $TimeoutSec }
    ConnectingTimeout = 1000 * $TimeoutSec
}
foreach ($name in $Options.Keys) { $ssh.Options[$name] = $Options[$name] }
foreach ($name in 'UserName', 'KeyFilePath', 'Port') {
    if ($PSBoundParameters.ContainsKey($name)) { $ssh[$name] = $PSBoundParameters[$name] }
}
$there = @{}
if ($PSBoundParameters.ContainsKey('WalletId')) { $there.WalletId = $WalletId }
if ($PSBoundParameters.ContainsKey('RemoteDataDir')) { $there.DataDir = $RemoteDataDir }

# A path means the same to both, wherever the process started.
if ($KeyFilePath) { $ssh.KeyFilePath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($KeyFilePath) }

# The same for ssh itself.
$arguments = @('-n', '-s')
foreach ($name in $ssh.Options.Keys) { $arguments += '-o', "$name=$($ssh.Options[$name])" }
if ($UserName) { $arguments += '-l', $UserName }
if ($KeyFilePath) { $arguments += '-i', $ssh.KeyFilePath }
if ($Port) { $arguments += '-p', $Port }

# Invoke-Command throttles WSMan connections, not SSH ones, and one call for all would not tell whose an error is.
$failed = 0
$computers | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    $ssh = $using:ssh
    $result = [pscustomobject]@{ HostName = "$_"; Written = $false; Path = $null; ExpiresAt = $null; Error = $null }
    try {
        # Is there a PowerShell that lets us in? Where ssh ends at once, Invoke-Command can take this whole process with
        # it, and it does not tell why. ssh itself does: 255 is its own failure.
        $arguments = $using:arguments
        $said = & ssh @arguments "ssh://$_" powershell 2>&1
        if ($LASTEXITCODE -eq 255) { throw ($said -join ' ') }

        $written = Invoke-Command -HostName $_ @ssh -ErrorAction Stop -ArgumentList $using:token, $using:there -ScriptBlock {
            param([securestring] $Token, [hashtable] $Where)
            $ErrorActionPreference = 'Stop'
            Import-Module -Name WaiaaS
            $info = Set-WaiaasToken -Token $Token @Where -PassThru
            [pscustomobject]@{ Path = $info.Path; ExpiresAt = if ($info.ExpiresAt) { $info.ExpiresAt.UtcDateTime } }
        }
        $result.Path = $written.Path
        $result.ExpiresAt = $written.ExpiresAt
        $result.Written = $null -ne $written.Path
    }
    catch {
        $result.Error = $_.Exception.Message
    }
    $result
} | ForEach-Object {
    if (-not $_.Written) { $failed++ }
    $_
}
$token.Dispose()
exit $(if ($failed -gt 0) { 69 } else { 0 })
