<#
.SYNOPSIS
    Publishes the package in out/ through PSResourceGet. Without -Push it only shows what it would do.
.DESCRIPTION
    Refuses a work tree with changes, a version without a section in CHANGELOG.md (a prerelease may have [Unreleased]), and a
    version that the repository has: some repositories would replace it without a word. All of that is found out in a dry
    run too.
.PARAMETER Repository
    A repository that PSResourceGet knows.
.PARAMETER ApiKey
    The repository's key. Without it the environment variable PSGALLERY_API_KEY is taken. A folder needs none.
.PARAMETER Push
    Publishes. A published version stays published: the Gallery can hide it, but the number is used up.
.OUTPUTS
    What was published, or would be.
#>
[CmdletBinding()]
param(
    [string] $Repository = 'PSGallery',
    [securestring] $ApiKey,
    [switch] $Push
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$version = & (Join-Path $PSScriptRoot 'Get-PackageVersion.ps1')
$package = Join-Path $root "out/WaiaaS.$version.nupkg"
if (-not (Test-Path -LiteralPath $package)) { throw "There is no package at '$package'. Run 'dotnet pack' first." }

$changes = @(& git -C $root status --porcelain)
if ($LASTEXITCODE -ne 0) { throw "Git does not tell whether '$root' has changes. Nothing was published." }
if ($changes) { throw "The work tree has changes: $($changes -join '; '). Commit them or put them aside; nothing was published." }

$changelog = [IO.File]::ReadAllText((Join-Path $root 'CHANGELOG.md'))
$sections = if ($version.Contains('-')) { $version, 'Unreleased' } else { , $version }
if (-not ($sections | Where-Object { $changelog -match "(?m)^## \[$([regex]::Escape($_))\]" })) {
    throw "CHANGELOG.md has no section [$version]. Give [Unreleased] that name, and the date; nothing was published."
}

Import-Module -Name Microsoft.PowerShell.PSResourceGet -MinimumVersion 1.1.0
$target = Get-PSResourceRepository -Name $Repository
$find = @{ Name = 'WaiaaS'; Version = $version; Prerelease = $true; Repository = $Repository }
$known = Find-PSResource @find -ErrorAction SilentlyContinue -ErrorVariable failed
$unknown = @($failed | Where-Object { $_.FullyQualifiedErrorId -notlike 'PackageNotFound,*' })
if ($unknown) { throw "The repository '$Repository' does not tell whether it has WaiaaS ${version}: $($unknown[0]). Nothing was published." }
if ($known) { throw "The repository '$Repository' has WaiaaS $version already. Raise the ModuleVersion in WaiaaS.psd1; nothing was published." }

$publish = @{ NupkgPath = $package; Repository = $Repository }
$key = if ($ApiKey) { [Net.NetworkCredential]::new('', $ApiKey).Password } else { $env:PSGALLERY_API_KEY }
if ($key) {
    $publish.ApiKey = $key
}
elseif (-not $target.Uri.IsFile) {
    $needed = "'$Repository' needs a key: -ApiKey, or the environment variable PSGALLERY_API_KEY."
    if ($Push) { throw "$needed Nothing was published." }
    Write-Warning $needed
}

if ($Push) {
    Publish-PSResource @publish
}
else {
    Write-Warning 'This was a dry run, and nothing was published. To publish, add -Push.'
}
[pscustomobject]@{
    Published  = [bool]$Push
    Version    = $version
    Repository = $target.Uri.AbsoluteUri
    Package    = $package
    Sha256     = (Get-FileHash -LiteralPath $package -Algorithm SHA256).Hash
}
