<#
.SYNOPSIS
    The version that a package of these sources has: from WaiaaS.psd1, with the label of a prerelease.
#>
[CmdletBinding()]
[OutputType([string])]
param()

$manifest = Import-PowerShellDataFile -LiteralPath (Join-Path (Split-Path -Parent $PSScriptRoot) 'WaiaaS.psd1')
$label = $manifest.PrivateData.PSData.Prerelease
if ($label) { "$($manifest.ModuleVersion)-$label" } else { $manifest.ModuleVersion }
