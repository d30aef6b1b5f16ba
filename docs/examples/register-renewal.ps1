#Requires -Version 5.1

<#
.SYNOPSIS
    Registers a scheduled task on Windows that renews the token, for this user or for SYSTEM.
.DESCRIPTION
    The task runs renew-token.ps1, which lies beside this script, with the PowerShell that runs this script, every 15
    minutes, also on battery, and makes up for a run that the computer slept through. No password is stored.

    For this user, the task runs while the user is logged on. With -RunWhenLoggedOff it runs always (S4U), which
    Windows lets only an elevated PowerShell register.

    With -AsSystem the task runs as SYSTEM, and -DataDir must name the user's data directory, because SYSTEM has a
    home directory of its own. The user stays the owner of the token that SYSTEM writes there. Both scripts must lie
    where only administrators can write, since whoever can change them could act as SYSTEM; the module must be
    installed for all users. The same goes for PowerShell itself, and for the folders above.

    Each token has a task of its own: wallet, data directory and user are in its name. -Unregister needs the same
    parameters, and finds it by them.

    The result of the last run is that of renew-token.ps1: (Get-ScheduledTaskInfo ...).LastTaskResult.

    Exit codes:

    0               the task is registered, or removed
    64 USAGE        a parameter is wrong or missing
    66 NOINPUT      renew-token.ps1 does not lie beside this script
    69 UNAVAILABLE  this is not Windows
    70 SOFTWARE     the Task Scheduler refuses
    77 NOPERM       not elevated; or, for SYSTEM, somebody else can change the scripts
    78 CONFIG       the module WaiaaS is not installed for this user
.PARAMETER WalletId
    The wallet whose token is renewed. Default: the default token.
.PARAMETER DataDir
    The data directory. Default: as the task finds it.
.PARAMETER Uri
    The daemon. Default: as the task finds it.
.PARAMETER Minutes
    How often the task runs.
.PARAMETER RunWhenLoggedOff
    Run as this user also while the user is not logged on.
.PARAMETER AsSystem
    Run as SYSTEM.
.PARAMETER Unregister
    Remove the task.
.EXAMPLE
    ./register-renewal.ps1
.EXAMPLE
    ./register-renewal.ps1 -AsSystem -DataDir C:\Users\ada\.waiaas -WhatIf
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding(SupportsShouldProcess, DefaultParameterSetName = 'User')]
param(
    [string] $WalletId,
    [string] $DataDir,
    [uri] $Uri,
    [ValidateRange(1, 1440)]
    [int] $Minutes = 15,
    [Parameter(ParameterSetName = 'User')]
    [switch] $RunWhenLoggedOff,
    [Parameter(Mandatory, ParameterSetName = 'System')]
    [switch] $AsSystem,
    [switch] $Unregister
)

$ErrorActionPreference = 'Stop'
# A caller's strict mode would end this where a property is missing.
Set-StrictMode -Off

# One line in the error stream, without the position in this script that Write-Error would add.
function Exit-WithError([int] $Code, [string] $Message) {
    $record = [Management.Automation.ErrorRecord]::new([Exception]::new($Message), "RegisterRenewal$Code", 'NotSpecified', $null)
    $ErrorActionPreference = 'Continue'
    $script:PSCmdlet.WriteError($record)
    exit $Code
}

function Confirm-TaskScheduler {
    if (-not (Get-Command -Name Register-ScheduledTask -ErrorAction Ignore)) {
        Exit-WithError 69 'There is no Task Scheduler here. On Linux use waiaas-renew.timer or cron, on macOS launchd.'
    }
}

# Everybody but SYSTEM, Administrators and Windows' own installer who can do one of these things to a file or directory.
function Get-Writer([string] $Path, [Security.AccessControl.FileSystemRights] $Changing) {
    $trusted = 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
    $acl = Get-Acl -LiteralPath $Path
    $sids = @($acl.GetOwner([Security.Principal.SecurityIdentifier]))
    foreach ($rule in $acl.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {
        $here = -not ($rule.PropagationFlags -band [Security.AccessControl.PropagationFlags]::InheritOnly)
        if ($here -and $rule.AccessControlType -eq 'Allow' -and ($rule.FileSystemRights -band $Changing)) { $sids += $rule.IdentityReference }
    }
    $sids | Where-Object { $_.Value -notin $trusted }
}

if (-not (Get-Command -Name Get-WaiaasTokenPath -ErrorAction Ignore)) {
    Exit-WithError 78 'The module WaiaaS is not installed where this user finds it. Install it for this user, or, for -AsSystem, for all users.'
}
if ($AsSystem -and -not $DataDir) {
    Exit-WithError 64 'SYSTEM has a home directory of its own. Name the data directory with -DataDir.'
}
$script = [IO.Path]::Combine($PSScriptRoot, 'renew-token.ps1')
if (-not [IO.File]::Exists($script)) {
    Exit-WithError 66 "There is no script '$script'. Put both scripts into one folder."
}

# What the task runs.

$arguments = '-NoProfile -NonInteractive -WindowStyle Hidden -ExecutionPolicy RemoteSigned -File "{0}"' -f $script
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
if ($where.DataDir) {
    # Absolute, because the task runs elsewhere.
    $where.DataDir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($DataDir)
}
if ($PSBoundParameters.ContainsKey('Uri')) { $where.Uri = $Uri.AbsoluteUri }
foreach ($name in $where.Keys) {
    if ("$($where[$name])".Contains('"')) { Exit-WithError 64 "-$name must not hold a quote." }
    # A backslash before the closing quote would escape it.
    $arguments += ' -{0} "{1}"' -f $name, ($where[$name] -replace '\\+$', '$0$0')
}
$directory = if ($where.DataDir) { 'in ' + ($where.DataDir -replace '[\\/:]+', '-') }
$user = if (-not $AsSystem) { 'for ' + [Environment]::UserName }
$task = @{ TaskPath = '\WaiaaS\'; TaskName = @('Renew', $WalletId, $directory, $user | Where-Object { $_ }) -join ' ' }
$program = [Diagnostics.Process]::GetCurrentProcess().MainModule.FileName
$account = if ($AsSystem) { 'SYSTEM' } else { [Environment]::UserDomainName + '\' + [Environment]::UserName }

# Register it.

if ($Unregister) {
    if ($PSCmdlet.ShouldProcess("$($task.TaskPath)$($task.TaskName)", 'Unregister scheduled task')) {
        Confirm-TaskScheduler
        try {
            Unregister-ScheduledTask @task -Confirm:$false
        }
        catch {
            Exit-WithError 70 "The task could not be removed: $($_.Exception.Message)"
        }
    }
    exit 0
}
$target = "$($task.TaskPath)$($task.TaskName), as $account, every $Minutes minutes, for '$path'"
if (-not $PSCmdlet.ShouldProcess($target, "Register scheduled task: $program $arguments")) {
    exit 0
}
Confirm-TaskScheduler
if ($AsSystem) {
    # In a folder above, to make something new does no harm; to remove or rename what is there does.
    $replacing = 'Delete, DeleteSubdirectoriesAndFiles, ChangePermissions, TakeOwnership'
    $changing = @{}
    foreach ($file in $script, $program) {
        $folder = [IO.Path]::GetDirectoryName($file)
        $changing[$file] = $changing[$folder] = "WriteData, AppendData, $replacing"
        for ($above = [IO.Path]::GetDirectoryName($folder); $above; $above = [IO.Path]::GetDirectoryName($above)) {
            if (-not $changing[$above]) { $changing[$above] = $replacing }
        }
    }
    foreach ($changeable in $changing.Keys) {
        $writers = @(Get-Writer $changeable $changing[$changeable])
        if ($writers) {
            Exit-WithError 77 "'$changeable' can be changed by $($writers -join ', '), who could so act as SYSTEM. Use scripts and a PowerShell in folders that only administrators can write, such as those in Program Files."
        }
    }
}

$principal = if ($AsSystem) {
    New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount
}
else {
    New-ScheduledTaskPrincipal -UserId $account -LogonType $(if ($RunWhenLoggedOff) { 'S4U' } else { 'Interactive' }) -RunLevel Limited
}
$settings = @{
    StartWhenAvailable         = $true
    AllowStartIfOnBatteries    = $true
    DontStopIfGoingOnBatteries = $true
    MultipleInstances          = 'IgnoreNew'
    ExecutionTimeLimit         = [timespan]::FromMinutes(5)
}
$new = @{
    Action      = New-ScheduledTaskAction -Execute $program -Argument $arguments
    Trigger     = New-ScheduledTaskTrigger -Once -At ([datetime]::Now.AddMinutes(1)) -RepetitionInterval ([timespan]::FromMinutes($Minutes))
    Settings    = New-ScheduledTaskSettingsSet @settings
    Principal   = $principal
    Description = 'Renews the WAIaaS session token when less than 40 % of its lifetime is left.'
}
try {
    [void](Register-ScheduledTask @task @new -Force)
}
catch {
    $code = if ($_.Exception.HResult -eq 0x80070005 -or "$($_.FullyQualifiedErrorId)" -like '*0x80070005*') { 77 } else { 70 }
    $advice = if ($code -eq 77) { ' Run this in an elevated PowerShell, or without -AsSystem and -RunWhenLoggedOff.' }
    Exit-WithError $code "The task could not be registered: $($_.Exception.Message)$advice"
}
$PSCmdlet.WriteVerbose("Registered $target.")
exit 0
