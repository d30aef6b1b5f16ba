<#
.SYNOPSIS
    Builds, tests, packs and publishes the module.
.DESCRIPTION
    Build    stages an importable module in out/WaiaaS; the same as 'dotnet build'.
    Test     builds, then runs the .NET tests and the Pester suites against out/WaiaaS. Pester comes from the PowerShell
             Gallery when it is missing and the Gallery can be reached.
    Lint     looks at every script with PSScriptAnalyzer, by the rules in PSScriptAnalyzerSettings.psd1. Needs a build.
    Help     makes en-US/WaiaaS.dll-Help.xml from the Markdown in docs/en-US, with Microsoft.PowerShell.PlatyPS.
    Package  makes out/WaiaaS.<version>.nupkg, as 'dotnet pack' alone does, and its bill of materials beside it.
    Publish  packs, and tells what it would publish and where; with -Push it publishes. See build/Publish-Package.ps1.
    Clean    removes what building made.
.PARAMETER Repository
    Publish: a repository that PSResourceGet knows.
.PARAMETER ApiKey
    Publish: the repository's key. Without it the environment variable PSGALLERY_API_KEY is taken.
.PARAMETER Push
    Publish: not only tells, but does it.
.EXAMPLE
    ./build.ps1 -Task Test
.EXAMPLE
    ./build.ps1 -Task Publish
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Lint', 'Help', 'Package', 'Publish', 'Clean')]
    [string[]] $Task = 'Build',
    [string] $Repository = 'PSGallery',
    [securestring] $ApiKey,
    [switch] $Push
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args failed with exit code $LASTEXITCODE." }
}

function Import-Pester {
    $wanted = @{ Name = 'Pester'; MinimumVersion = '5.5.0' }
    if (-not (Get-Module -ListAvailable -Name Pester | Where-Object Version -GE $wanted.MinimumVersion)) {
        if (-not (Find-Module @wanted -ErrorAction SilentlyContinue)) {
            throw 'Pester 5.5 or later is missing, and the PowerShell Gallery cannot be reached. Install Pester, then try again.'
        }
        Install-Module @wanted -Scope CurrentUser -Force -SkipPublisherCheck
    }
    Import-Module @wanted
}

function Import-PlatyPS {
    $name = 'Microsoft.PowerShell.PlatyPS'
    if (-not (Get-Module -ListAvailable -Name $name | Where-Object Version -GE '1.0')) {
        throw "$name 1.0 or later is missing. Install it from the PowerShell Gallery, then try again."
    }
    Import-Module -Name $name -MinimumVersion 1.0
}

function Import-ScriptAnalyzer {
    $there = @(Get-Module -ListAvailable -Name PSScriptAnalyzer)
    if (-not $there) {
        throw 'PSScriptAnalyzer is missing. Install it from the PowerShell Gallery, then try again.'
    }

    # Version 1.25 fails by itself now and then, whatever the file (PowerShell/PSScriptAnalyzer#2205).
    $there | Sort-Object -Property { $_.Version.Minor -ne 25 }, Version -Descending | Select-Object -First 1 | Import-Module
}

# The module's manifest is looked at where the files are that it names.
function Get-Script {
    Get-ChildItem -Path $PSScriptRoot -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
        Where-Object { $_.FullName.Substring($PSScriptRoot.Length) -notmatch '^[\\/](out[\\/]|WaiaaS\.psd1$)|[\\/](bin|obj)[\\/]' }
    Get-Item -LiteralPath (Join-Path $PSScriptRoot 'out/WaiaaS/WaiaaS.psd1')
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { Invoke-DotNet build }
        'Test' {
            Invoke-DotNet test
            Import-Pester
            $result = Invoke-Pester -Path tests/Pester -PassThru
            if ($result.Result -ne 'Passed') { throw "$($result.FailedCount) Pester tests failed." }
        }
        'Lint' {
            Import-ScriptAnalyzer
            $findings = @(Get-Script | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings ./PSScriptAnalyzerSettings.psd1 })
            $findings
            if ($findings) { throw "PSScriptAnalyzer has found $($findings.Count) faults." }
        }
        'Help' {
            Import-PlatyPS
            ./build/Export-Help.ps1 -Path (Join-Path $PSScriptRoot 'en-US/WaiaaS.dll-Help.xml')
        }
        'Package' {
            Invoke-DotNet pack
            ./build/New-Sbom.ps1
        }
        'Publish' {
            Invoke-DotNet pack
            ./build/Publish-Package.ps1 -Repository $Repository -ApiKey $ApiKey -Push:$Push
        }
        'Clean' {
            Invoke-DotNet clean --verbosity quiet
            Remove-Item -Path out -Recurse -Force -ErrorAction Ignore
        }
    }
}
finally {
    Pop-Location
}
