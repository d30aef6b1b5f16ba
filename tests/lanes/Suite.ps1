# Runs Pester suites and writes a line for each test into a file for each suite, as lane.sh judges them. Several of these
# at once share the work: who makes a suite's file first runs it.
param(
    [Parameter(Mandatory)] [string] $SuiteFolder,
    [Parameter(Mandatory)] [string] $ResultFolder
)
# No preference is set here: 'pwsh -File' runs this in the global scope, which the modules under test see.
Import-Module (Join-Path $PSScriptRoot '../../out/modules/Pester') -ErrorAction Stop

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

foreach ($suite in Get-ChildItem -LiteralPath $SuiteFolder -Filter *.Tests.ps1) {
    try {
        $file = [IO.StreamWriter]::new([IO.File]::Open((Join-Path $ResultFolder $suite.BaseName), 'CreateNew', 'Write', 'Read'))
    }
    catch [IO.IOException] {
        continue
    }

    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $suite.FullName
    $configuration.Run.PassThru = $true
    $configuration.Output.RenderMode = 'Plaintext'
    $run = Invoke-Pester -Configuration $configuration
    @(
        "version`t$($PSVersionTable.PSVersion) $($PSVersionTable.OS)"
        $run.Passed | ForEach-Object { Format-Result passed $_.ExpandedPath }
        $run.Skipped | ForEach-Object { Format-Result skipped $_.ExpandedPath (Get-SkipReason $_) }
        $run.Failed | ForEach-Object { Format-Result failed $_.ExpandedPath $_.ErrorRecord }
        $run.FailedBlocks | ForEach-Object { Format-Result failed $_.ExpandedPath $_.ErrorRecord }
        $run.FailedContainers | ForEach-Object { Format-Result failed $_.Item $_.ErrorRecord }
        "total`t$($run.TotalCount + $run.FailedBlocksCount + $run.FailedContainersCount)"
    ) | ForEach-Object { $file.WriteLine($_) }
    $file.Dispose()
}
