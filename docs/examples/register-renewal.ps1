#Requires -Version 5.1

<#
.SYNOPSIS
    Registers a scheduled task on Windows that renews the tokens of a data directory every 15 minutes.
.DESCRIPTION
    The task runs for this user while the user is logged on, with -RunWhenLoggedOff always (Windows lets only an elevated
    PowerShell register that), with -AsSystem as SYSTEM. For SYSTEM the module has to be installed for all users, since
    anyone who can change the module could act as SYSTEM; -DataDir names the user's directory, and the user stays the owner of
    the tokens in it. Each directory has a task of its own; -Unregister removes it.
.PARAMETER DataDir
    The data directory. Default: as the task finds it.
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
[CmdletBinding(SupportsShouldProcess)]
param([string] $DataDir, [switch] $RunWhenLoggedOff, [switch] $AsSystem, [switch] $Unregister)
$ErrorActionPreference = 'Stop'

if ($AsSystem -and -not $DataDir) { throw 'SYSTEM has a home directory of its own. Name the data directory of the user with -DataDir.' }
$where = if ($DataDir) { @{ DataDir = $DataDir } } else { @{} }
# Absolute, without a separator at its end: the same directory has the same task, however it is written.
$directory = Split-Path -Parent (Get-WaiaasTokenPath @where)
$account = if ($AsSystem) { 'SYSTEM' } else { [Environment]::UserDomainName + '\' + [Environment]::UserName }
$task = @{ TaskPath = '\WaiaaS\'; TaskName = "Renew $($directory -replace '[\\/:*?"<>|]+', '-') as $($account -replace '.*\\')" }
if ($Unregister) {
    if ($PSCmdlet.ShouldProcess($task.TaskName, 'Unregister scheduled task')) { Unregister-ScheduledTask @task -Confirm:$false }
    return
}

$said = if ($DataDir) { " -DataDir '$($directory.Replace("'", "''"))'" }
$command = "Get-WaiaasTokenInfo$said | Update-WaiaasToken"
if ($AsSystem) { $command = "`$env:PSModulePath = [Environment]::GetEnvironmentVariable('PSModulePath', 'Machine'); $command" }
# Encoded, because a path may have what a command line takes for its own.
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
$program = (Get-Process -Id $PID).Path
if (-not $PSCmdlet.ShouldProcess("$($task.TaskName), as $account", "Register scheduled task: $program $command")) { return }
$new = @{
    Action    = New-ScheduledTaskAction -Execute $program -Argument "-NoProfile -NonInteractive -WindowStyle Hidden -EncodedCommand $encoded"
    Trigger   = New-ScheduledTaskTrigger -Once -At ([datetime]::Now.AddMinutes(1)) -RepetitionInterval ([timespan]::FromMinutes(15))
    Settings  = New-ScheduledTaskSettingsSet -StartWhenAvailable -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew
    Principal = if ($AsSystem) { New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount }
    else { New-ScheduledTaskPrincipal -UserId $account -LogonType $(if ($RunWhenLoggedOff) { 'S4U' } else { 'Interactive' }) }
}
[void](Register-ScheduledTask @task @new -Force)
