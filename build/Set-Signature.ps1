<#
.SYNOPSIS
    Signs what this project ships, between the build and 'dotnet pack --no-build': docs/signing.md.
.DESCRIPTION
    Changes WaiaaS.psd1 and the other signed sources, because the package takes them from where they are, and copies what is
    signed to out/WaiaaS, which the tests load. Windows only.
.PARAMETER Thumbprint
    The thumbprint of a code signing certificate in a certificate store of this user or of this computer.
.PARAMETER TimestampServer
    The server that certifies the time, so that the signatures stay valid after the certificate expires.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Thumbprint,
    [string] $TimestampServer = 'http://timestamp.digicert.com'
)

$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$certificate = Get-Item -Path "Cert:\CurrentUser\My\$Thumbprint", "Cert:\LocalMachine\My\$Thumbprint" -ErrorAction Ignore | Select-Object -First 1
if (-not $certificate) { throw "There is no certificate with the thumbprint '$Thumbprint' in the store 'My' of this user or this computer." }

$built = Get-ChildItem -Path (Join-Path $root 'src/*/bin') -Recurse -File -Include WaiaaS*.dll
$sources = Get-ChildItem -Path (Join-Path $root 'WaiaaS.psd1'), (Join-Path $root 'module') -File | Where-Object Extension -In '.psd1', '.ps1xml'
if (-not $built) { throw "There are no assemblies in 'src/*/bin'. Run ./build.ps1 first." }

$signed = @($built) + @($sources) | Set-AuthenticodeSignature -Certificate $certificate -HashAlgorithm SHA256 -IncludeChain NotRoot -TimestampServer $TimestampServer
$signed
$invalid = @($signed | Where-Object Status -NE 'Valid')
if ($invalid) { throw "These signatures are not valid: $($invalid.Path -join ', '). Nothing was packed." }

foreach ($file in Get-ChildItem -Path (Join-Path $root 'out/WaiaaS') -Recurse -File) {
    $signed | Where-Object { (Split-Path -Leaf $_.Path) -eq $file.Name } | ForEach-Object { Copy-Item -LiteralPath $_.Path -Destination $file.FullName }
}
