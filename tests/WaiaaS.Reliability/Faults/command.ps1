# One cmdlet in a process of its own: it has done the same elsewhere before, and waits for a line to begin.
param([string] $Module, [string] $Purpose, [string] $Token, [string] $Warm, [string] $Data)

$ErrorActionPreference = 'Stop'
Import-Module $Module
for ($i = 0; $i -lt 3; $i++) {
    Set-WaiaasToken $Token -DataDir $Warm
    $null = Get-WaiaasToken -DataDir $Warm -AsPlainText
}
[Console]::Out.WriteLine('ready')
$null = [Console]::In.ReadLine()

# So that this thread has made more of these calls than any other.
for ($i = 0; $i -lt 8; $i++) {
    [Console]::Out.WriteLine('.')
    $null = [IO.File]::ReadAllBytes($PSCommandPath)
}
if ($Purpose -eq 'Write') { Set-WaiaasToken $Token -DataDir $Data } else { Get-WaiaasToken -DataDir $Data -AsPlainText }
