<#
.SYNOPSIS
    Decides on a real Windows what no other system shows about this module.
.DESCRIPTION
    Each line begins with 'held', 'fault' or 'not possible here', which says because of what. It asks nothing and changes no
    setting of the computer. Its files lie in folders of their own called WaiaaS-Check-<random>, with tokens that no daemon
    has issued, and go at the end, as do its scheduled tasks and its virtual disk.

    Elevated, it also decides what needs that: other owners, SYSTEM, and file systems on a virtual disk of 3 GB (the file has
    holes). In Windows PowerShell ISE it runs like any script.

    The exit code is 1 when there was a fault.
.PARAMETER Module
    The manifest of the module. Without it, the one that ./build.ps1 has staged in out/WaiaaS.
.PARAMETER Name
    Only the doubts with such a name; wildcards.
.PARAMETER Folder
    More folders in which a file is replaced while another program holds it: on a network share, a Dev Drive, a stick.
.EXAMPLE
    powershell -ExecutionPolicy Bypass -File tests/Windows-Check.ps1
.EXAMPLE
    pwsh -File tests/Windows-Check.ps1 -Folder \\server\share\me, D:\
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The functions and the parts use them.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'The parts use it.')]
[CmdletBinding()]
param(
    [string] $Module = (Join-Path $PSScriptRoot '../out/WaiaaS/WaiaaS.psd1'),
    [string[]] $Name = '*',
    [string[]] $Folder = @()
)

$ErrorActionPreference = 'Stop'
$count = @{ 'held' = 0; 'fault' = 0; 'not possible here' = 0 }
$scratch = $null

# A doubt that cannot be decided here leaves its block by this; a fault by any other exception.
function Stop-Doubt([string] $Because) {
    throw [Management.Automation.ErrorRecord]::new([Exception]::new($Because), 'NotPossibleHere', 'NotInstalled', $null)
}

function Write-Verdict([string] $Verdict, [string] $Doubt, [string] $Detail) {
    $count[$Verdict]++
    $text = "${Verdict}: $Doubt"
    if ($Detail) { $text += $(if ($Verdict -eq 'not possible here') { ", because $Detail" } else { ": $Detail" }) }
    $text -replace '\s+', ' '
}

# The block says what it saw, throws what must not be, or calls Stop-Doubt.
function Test-Doubt([string] $Doubt, [scriptblock] $Decide) {
    if (-not ($Name | Where-Object { $Doubt -like $_ })) { return }
    if (-not $isWindowsHere) { return Write-Verdict -Verdict 'not possible here' -Doubt $Doubt -Detail 'this is not Windows' }
    try {
        Write-Verdict -Verdict 'held' -Doubt $Doubt -Detail ((& $Decide) -join '; ')
    }
    catch {
        if ($_.FullyQualifiedErrorId -eq 'NotPossibleHere') { return Write-Verdict -Verdict 'not possible here' -Doubt $Doubt -Detail $_.Exception.Message }
        Write-Verdict -Verdict 'fault' -Doubt $Doubt -Detail "$_ (line $($_.InvocationInfo.ScriptLineNumber) of $([IO.Path]::GetFileName($_.InvocationInfo.ScriptName)))"
    }
}

$isWindowsHere = [Environment]::OSVersion.Platform -eq 'Win32NT'
foreach ($part in 'Common', 'Replacing', 'Folders', 'Accounts', 'Starting', 'Links') {
    . (Join-Path $PSScriptRoot "windows-check/$part.ps1")
}

try {
    if ($isWindowsHere) {
        Import-Module $Module
        $Module = (Get-Item -LiteralPath $Module).FullName
        $scratch = New-CheckFolder ([IO.Path]::GetTempPath())
        "$([Environment]::OSVersion.VersionString), PowerShell $($PSVersionTable.PSVersion) ($(8 * [IntPtr]::Size) bits, $($Host.Name)), $(if (Test-Elevated) { 'elevated' } else { 'not elevated' })$(if (Test-Wine) { ', wine' })"
    }
    Test-Replacing
    Test-Folder
    Test-Account
    Test-Starting
    Test-Link
}
finally {
    if ($isWindowsHere) { Clear-Check }
}
"Windows check: $($count['held']) held, $($count['fault']) faults, $($count['not possible here']) not possible here"
exit [int]($count['fault'] -gt 0)
