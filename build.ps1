<#
.SYNOPSIS
    Builds, tests, packs and publishes the module. Every command of the project is defined here once; the gate
    and the workflows call these tasks.
.DESCRIPTION
    What the tasks need is checked before the first one starts. PowerShell 7.4 or later or Windows PowerShell 5.1 runs
    this; with nothing but the .NET SDK, 'dotnet tool restore' brings PowerShell, and 'dotnet pwsh' starts it.

    Build      stages an importable module in out/WaiaaS.
    BuildAll   builds everything, the tests too, and stages Pester in out/modules; the same as 'dotnet build'.
    CoreTest   builds and runs the .NET tests of tests/WaiaaS.Core.Tests.
    Pester     runs tests/Pester in this PowerShell, against out/WaiaaS, with the Pester in out/modules, else with an
               installed one of 5.5 or later. Builds nothing.
    Test       CoreTest, then Pester, with all that the two need built.
    Model      checks the model of the protocol in tests/model, and that it sees each rule that is taken away, with spin.
    Attack     runs tests/WaiaaS.Reliability: faults, kills, power cuts, races, memory. Linux, as root.
    WineLane   runs the .NET tests and Pester in the Windows build of PowerShell, with Debian's wine. Linux, as root.
    Arm64Lane  imports and uses the module in PowerShell for arm64, with Debian's qemu-user. Linux, as root.
    MuslLane   the same in PowerShell for musl. Linux, as root.
    Format     fails where 'dotnet format' would change something.
    Lint       checks every script with PSScriptAnalyzer, by the rules in PSScriptAnalyzerSettings.psd1. Needs a build.
    Help       makes en-US/WaiaaS.dll-Help.xml from the Markdown in docs/en-US, with Microsoft.PowerShell.PlatyPS, the list
               of cmdlets in docs/en-US/WaiaaS.md, and the about topics in en-US from docs/about. PowerShell 7.
    Audit      fails where a package that something here is built from has a known vulnerability.
    Package    makes out/WaiaaS.<version>.nupkg, as 'dotnet pack' alone does, and its bill of materials beside it.
    Publish    shows where it would publish that package; with -Push it publishes. See build/Publish-Package.ps1.
    Clean      removes what building made.

    A task that tests ends with a line such as 'Pester: 612 passed, 0 failed, 12 skipped', and throws when a test failed
    or none ran.
.PARAMETER Task
    One or more of these, done in the order given.
.PARAMETER TestName
    Pester: the files or folders to run in place of tests/Pester.
.PARAMETER Repository
    Publish: a repository that PSResourceGet knows.
.PARAMETER ApiKey
    Publish: the repository's key. Without it the environment variable PSGALLERY_API_KEY is taken.
.PARAMETER Push
    Publish: not only tells, but does it.
.PARAMETER NoBuild
    Package: packs what has been built, such as signed assemblies.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Build, Pester -TestName tests/Pester/Set-WaiaasToken.Tests.ps1

    Builds the module, then tests one cmdlet.
.EXAMPLE
    ./build.ps1 -Task Package, Publish
#>
[CmdletBinding()]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The script blocks of the tasks use them.')]
param(
    [ValidateSet('Build', 'BuildAll', 'CoreTest', 'Pester', 'Test', 'Model', 'Attack', 'WineLane', 'Arm64Lane', 'MuslLane', 'Format', 'Lint', 'Help', 'Audit', 'Package', 'Publish', 'Clean')]
    [string[]] $Task = 'Build',
    [string[]] $TestName = 'tests/Pester',
    [string] $Repository = 'PSGallery',
    [securestring] $ApiKey,
    [switch] $Push,
    [switch] $NoBuild
)

$module = 'out/WaiaaS/WaiaaS.psd1'

#region What a task needs: each gives a sentence where it is missing

function Test-DotNet {
    if (-not (Get-Command -Name dotnet -CommandType Application -ErrorAction Ignore)) {
        return 'The .NET SDK is missing. Install the version that global.json names.'
    }
    $said = & { $ErrorActionPreference = 'Continue'; dotnet --version 2>&1 }
    if ($LASTEXITCODE -ne 0) { "dotnet finds no SDK for global.json: $said" }
}

function Test-Build {
    if ('Build', 'BuildAll', 'CoreTest', 'Test' | Where-Object { $Task -contains $_ }) { return }
    if (-not (Test-Path -LiteralPath $module)) { 'There is no module in out/WaiaaS. Run ./build.ps1 first.' }
}

function Test-Pester {
    if ('BuildAll', 'Test' | Where-Object { $Task -contains $_ }) { return }
    if (-not (Find-Pester)) { 'Pester 5.5 or later is missing. Run ./build.ps1 -Task BuildAll, which stages it in out/modules, or install it.' }
}

function Test-PlatyPS {
    if (-not (Find-InstalledModule 'Microsoft.PowerShell.PlatyPS' '1.0')) {
        'Microsoft.PowerShell.PlatyPS 1.0 or later is missing. Install it from the PowerShell Gallery.'
    }
}

function Test-ScriptAnalyzer {
    if (-not (Find-InstalledModule 'PSScriptAnalyzer' '1.24')) { 'PSScriptAnalyzer 1.24 or later is missing. Install it from the PowerShell Gallery.' }
}

function Test-Root {
    if (-not (Get-Command -Name id -CommandType Application -ErrorAction Ignore) -or (id -u) -ne '0' -or -not (Test-Path -LiteralPath /proc)) {
        'It needs Linux, as root: it mounts file systems, acts as other users, or installs packages.'
    }
}

# The script installs both where it may.
function Test-Spin {
    if ((Get-Command -Name spin, gcc -CommandType Application -ErrorAction Ignore).Count -lt 2 -and (Test-Root)) {
        'spin or gcc is missing. Install them, or run this on Debian as root.'
    }
}

function Find-InstalledModule([string] $Name, [version] $Minimum) {
    # Version 1.25 of PSScriptAnalyzer fails by itself now and then, whatever the file (PowerShell/PSScriptAnalyzer#2205).
    Get-Module -ListAvailable -Name $Name | Where-Object Version -GE $Minimum |
        Sort-Object -Property { "$Name $($_.Version.Major).$($_.Version.Minor)" -ne 'PSScriptAnalyzer 1.25' }, Version -Descending |
        Select-Object -First 1
}

function Find-Pester {
    $staged = Get-ChildItem -Path out/modules/Pester/*/Pester.psd1 -ErrorAction Ignore | Select-Object -Last 1
    if ($staged) { return $staged.FullName }
    (Find-InstalledModule 'Pester' '5.5').Path
}

#endregion

function Invoke-Program {
    $program, [string[]] $rest = $args
    & $program @rest
    if ($LASTEXITCODE -ne 0) { throw "$args failed with exit code $LASTEXITCODE." }
}

# The line that a test run ends with; a run without a test has shown nothing.
function Complete-Test([string] $Name, [int] $Passed, [int] $Failed, [int] $Skipped) {
    "${Name}: $Passed passed, $Failed failed, $Skipped skipped"
    if ($Failed -gt 0 -or $Passed -eq 0) { throw "${Name}: $Failed failed, $Passed passed." }
}

function Invoke-CoreTest {
    Invoke-Program dotnet build tests/WaiaaS.Core.Tests
    dotnet test --project tests/WaiaaS.Core.Tests --no-build | Tee-Object -Variable said
    $code = $LASTEXITCODE
    $count = @{}
    foreach ($line in $said) {
        if ($line -match '^\s*(failed|succeeded|skipped):\s*(\d+)') { $count[$Matches[1]] = [int]$Matches[2] }
    }
    if ($count.Count -ne 3) { throw "The .NET tests ended without a summary (exit code $code)." }
    Complete-Test 'Core' $count.succeeded $count.failed $count.skipped
    if ($code -ne 0) { throw "The .NET tests failed with exit code $code." }
}

function Invoke-PesterTest {
    Import-Module -Name (Find-Pester)
    "Pester $((Get-Module -Name Pester).Version) in PowerShell $($PSVersionTable.PSVersion) ($($PSVersionTable.PSEdition))"
    $result = Invoke-Pester -Path $TestName -PassThru
    # A block that failed outside of its tests counts for none of them.
    $broken = $result.FailedBlocksCount + $result.FailedContainersCount
    Complete-Test 'Pester' $result.PassedCount ($result.FailedCount + $broken) ($result.SkippedCount + $result.NotRunCount)
}

# The module's manifest is looked at where the files are that it names.
function Get-Script {
    Get-ChildItem -Path $PSScriptRoot -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
        Where-Object { $_.FullName.Substring($PSScriptRoot.Length) -notmatch '^[\\/](out[\\/]|WaiaaS\.psd1$)|[\\/](bin|obj)[\\/]' }
    Get-Item -LiteralPath $module
}

function Invoke-Lint {
    Import-Module -Name (Find-InstalledModule 'PSScriptAnalyzer' '1.24').Path
    $findings = @(Get-Script | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings ./PSScriptAnalyzerSettings.psd1 })
    $findings
    if ($findings) { throw "PSScriptAnalyzer has found $($findings.Count) faults." }
}

function Export-Help {
    Import-Module -Name (Find-InstalledModule 'Microsoft.PowerShell.PlatyPS' '1.0').Path
    ./build/Export-Help.ps1 -Path (Join-Path $PSScriptRoot 'en-US/WaiaaS.dll-Help.xml') -ModulePage (Join-Path $PSScriptRoot 'docs/en-US/WaiaaS.md')
    ./build/Export-AboutTopic.ps1 -OutputFolder (Join-Path $PSScriptRoot 'en-US')
}

$dotnet = ${function:Test-DotNet}
$root = ${function:Test-Root}
$tasks = @{
    Build     = @{ Needs = @($dotnet); Work = { Invoke-Program dotnet build src/WaiaaS } }
    BuildAll  = @{ Needs = @($dotnet); Work = { Invoke-Program dotnet build } }
    CoreTest  = @{ Needs = @($dotnet); Work = { Invoke-CoreTest } }
    Pester    = @{ Needs = @(${function:Test-Build}, ${function:Test-Pester}); Work = { Invoke-PesterTest } }
    Test      = @{ Needs = @($dotnet); Work = { Invoke-CoreTest; Invoke-Program dotnet build tests/PowerShell; Invoke-PesterTest } }
    Model     = @{ Needs = @(${function:Test-Spin}); Work = { Invoke-Program bash tests/model/model.sh } }
    Attack    = @{ Needs = @($dotnet, $root); Work = { Invoke-Program dotnet run --project tests/WaiaaS.Reliability -- --quick } }
    WineLane  = @{ Needs = @($dotnet, $root); Work = { Invoke-Program bash tests/lanes/wine.sh } }
    Arm64Lane = @{ Needs = @($dotnet, $root); Work = { Invoke-Program bash tests/lanes/arm64.sh } }
    MuslLane  = @{ Needs = @($dotnet, $root); Work = { Invoke-Program bash tests/lanes/musl.sh } }
    Format    = @{ Needs = @($dotnet); Work = { Invoke-Program dotnet format WaiaaS.sln --verify-no-changes } }
    Lint      = @{ Needs = @(${function:Test-Build}, ${function:Test-ScriptAnalyzer}); Work = { Invoke-Lint } }
    Help      = @{ Needs = @(${function:Test-PlatyPS}); Work = { Export-Help } }
    Audit     = @{ Needs = @($dotnet); Work = { Invoke-Program dotnet restore --force -p:WarningsNotAsErrors= } }
    Package   = @{ Needs = @($dotnet); Work = { Invoke-Program dotnet pack @(if ($NoBuild) { '--no-build' }); ./build/New-Sbom.ps1 } }
    Publish   = @{ Needs = @(); Work = { ./build/Publish-Package.ps1 -Repository $Repository -ApiKey $ApiKey -Push:$Push } }
    Clean     = @{ Needs = @($dotnet); Work = { Invoke-Program dotnet clean --verbosity quiet; Remove-Item -Path out -Recurse -Force -ErrorAction Ignore } }
}

# In a scope of its own: 'pwsh -File' runs a script in the global one, and the modules under test would see its preference.
& {
    $ErrorActionPreference = 'Stop'
    Push-Location -LiteralPath $PSScriptRoot
    try {
        $missing = @(foreach ($name in $Task) { $tasks[$name].Needs | ForEach-Object { & $_ } | ForEach-Object { "${name}: $_" } })
        if ($missing) { throw ($missing -join [Environment]::NewLine) }
        foreach ($name in $Task) { & $tasks[$name].Work }
    }
    finally {
        Pop-Location
    }
}
