# Writes, reads and fails in PowerShell itself while a transcript is kept.
param([string] $Module, [string] $Data, [string] $Transcript)

Import-Module $Module
$null = Start-Transcript -Path $Transcript
$ErrorActionPreference = 'Continue'
Get-WaiaasToken -LiteralPath "$Data/source" | Set-WaiaasToken -DataDir $Data -PassThru -Verbose -Debug
Get-WaiaasToken -DataDir $Data -Verbose -Debug
Get-WaiaasTokenInfo -DataDir $Data | Format-List *
foreach ($name in 'none', 'link', 'fifo', 'strangers', 'cut', 'twice', 'json', 'utf16', 'large', 'source/x') {
    Get-WaiaasToken -LiteralPath "$Data/$name" -Verbose -Debug
}
foreach ($name in 'link', 'directory', 'mounted', 'readonly/x', 'source/x') {
    Get-WaiaasToken -LiteralPath "$Data/source" | Set-WaiaasToken -LiteralPath "$Data/$name" -Verbose -Debug
}
foreach ($name in 'twice', 'json', 'large') {
    Get-Content -Raw "$Data/$name" | Set-WaiaasToken -DataDir $Data -Verbose -Debug
}
$Error | Format-List * -Force
$Error | ForEach-Object { Get-Error $_ }
'control'
Get-WaiaasToken -LiteralPath "$Data/source" -AsPlainText
$null = Stop-Transcript
