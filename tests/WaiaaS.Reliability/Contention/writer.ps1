# Writes new tokens until the stop file is there. Each token is signed, so that a reader can tell a whole one.
param([string] $Data, [string] $Key, [string] $Stop, [string] $Module)

Import-Module $Module
. "$PSScriptRoot/../Machine/tokens.ps1" -Key $Key
$random = [Random]::new()

[Console]::Out.WriteLine('ready')
while (-not [IO.File]::Exists($Stop)) {
    $writes = 0
    $failures = @()
    for ($i = 0; $i -lt 10; $i++) {
        Set-WaiaasToken (New-Token ($random.Next(200))) -DataDir $Data -ErrorVariable failed -ErrorAction SilentlyContinue
        if ($failed.Count) { $failures += $failed[0].FullyQualifiedErrorId.Split(',')[0] } else { $writes++ }
    }
    [Console]::Out.WriteLine("writes $writes")
    foreach ($failure in $failures) { [Console]::Out.WriteLine("failure $failure") }
}
