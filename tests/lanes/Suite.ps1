# Runs the Pester suites and writes a line for each test, as lane.sh judges them.
param(
    [Parameter(Mandatory)] [string[]] $Path,
    [Parameter(Mandatory)] [string] $Report
)
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '../../out/modules/Pester')

function Format-Result([string] $Result, [string] $Name, [object[]] $Reason) {
    ($Result, $Name, "$($Reason | Select-Object -First 1)" | ForEach-Object { ($_ -replace '\s+', ' ').Trim() }) -join "`t"
}

function Get-SkipReason($Test) {
    if ("$($Test.ErrorRecord)" -match 'is skipped, because (.+)') {
        return $Matches[1]
    }
    # The suites print what they found missing.
    "$(Split-Path -Leaf $Test.ScriptBlock.File): what it needs is not possible here"
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

$lines = @(
    "version`t$($PSVersionTable.PSVersion) $($PSVersionTable.OS)"
    $run.Passed | ForEach-Object { Format-Result passed $_.ExpandedPath }
    $run.Skipped | ForEach-Object { Format-Result skipped $_.ExpandedPath (Get-SkipReason $_) }
    $run.Failed | ForEach-Object { Format-Result failed $_.ExpandedPath $_.ErrorRecord }
    $run.FailedBlocks | ForEach-Object { Format-Result failed $_.ExpandedPath $_.ErrorRecord }
    $run.FailedContainers | ForEach-Object { Format-Result failed $_.Item $_.ErrorRecord }
    "total`t$($run.TotalCount + $run.FailedBlocksCount + $run.FailedContainersCount)"
)
[IO.File]::WriteAllLines($Report, $lines)
