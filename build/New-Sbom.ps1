<#
.SYNOPSIS
    Writes down what the package is made of, as SPDX 2.2, beside it: out/WaiaaS.<version>.spdx.json.
.DESCRIPTION
    With Microsoft.Sbom.DotNetTool, in the version that .config/dotnet-tools.json names. It lists every file of the package
    with its checksums, and the packages that the module is built from. Not in the package, because the tool gives
    identifiers at random, and the package is the same byte for byte whenever it is made.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $root 'WaiaaS.psd1')
$version = & (Join-Path $PSScriptRoot 'Get-PackageVersion.ps1')
$package = Join-Path $root "out/WaiaaS.$version.nupkg"
if (-not (Test-Path -LiteralPath $package)) { throw "There is no package at '$package'. Run 'dotnet pack' first." }

$work = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
$content = Join-Path $work 'content'
$answer = Join-Path $work 'answer'
[void][IO.Directory]::CreateDirectory($answer)
Push-Location $root
try {
    Add-Type -AssemblyName System.IO.Compression.FileSystem
    [IO.Compression.ZipFile]::ExtractToDirectory($package, $content)
    $arguments = @(
        '-b', $content, '-bc', (Join-Path $root 'src/WaiaaS'), '-m', $answer
        '-pn', 'WaiaaS', '-pv', $version, '-ps', $manifest.CompanyName, '-nsb', $manifest.PrivateData.PSData.ProjectUri
    )
    # Windows PowerShell would take what a program writes to its error stream for a failure.
    $said = & { $ErrorActionPreference = 'Continue'; dotnet tool restore; dotnet tool run sbom-tool -- generate @arguments } 2>&1
    $made = Join-Path $answer '_manifest/spdx_2.2/manifest.spdx.json'
    if (-not (Test-Path -LiteralPath $made)) { throw "The SBOM tool made nothing. It said: $($said -join [Environment]::NewLine)" }
    $target = [IO.Path]::ChangeExtension($package, '.spdx.json')
    Copy-Item -LiteralPath $made -Destination $target -Force
    Get-Item -LiteralPath $target
}
finally {
    Pop-Location
    Remove-Item -LiteralPath $work -Recurse -Force
}
