# Writes and reads a token some times, by the module or as scripts often do, and gives what came of it as one text.
param([string] $Data, [int] $Rounds, [string] $How)

Add-Type -Path "$PSScriptRoot/../WaiaaS.Reliability.dll"
$path = "$Data/mcp-token"
$figures = @{}
function Add-One([string] $name) { $figures[$name]++ }
function Cause([object] $failure) {
    if ($failure.FullyQualifiedErrorId -like 'Token*') { return $failure.FullyQualifiedErrorId.Split(',')[0] }
    $exception = $failure.Exception
    while ($exception.InnerException) { $exception = $exception.InnerException }
    $exception.GetType().Name
}

for ($i = 0; $i -lt $Rounds; $i++) {
    $token = [WaiaaS.Reliability.Machine.SignedToken]::New()
    $failed = $null
    switch ($How) {
        'Module' { Set-WaiaasToken $token -DataDir $Data -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue }
        'WriteInPlace' { try { [IO.File]::WriteAllText($path, $token) } catch { $failed = @($_) } }
        'Rename' {
            try {
                [IO.File]::WriteAllText("$path.$i.tmp", $token)
                [IO.File]::Move("$path.$i.tmp", $path, $true)
            }
            catch { $failed = @($_) }
        }
    }
    if ($failed.Count) { Add-One "write:$(Cause $failed[0])" } elseif ($How -ne 'Read') { Add-One 'writes' }

    # More reads than writes: right behind a write the attacker has not been at it again.
    for ($n = 0; $n -lt 3 -and $How -in 'Module', 'Read'; $n++) {
        $failed = $null
        $read = $null
        if ($How -eq 'Module') {
            $read = Get-WaiaasToken -DataDir $Data -AsPlainText -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        }
        else {
            try { $read = [IO.File]::ReadAllText($path) } catch { $failed = @($_) }
        }
        if ($failed.Count) { Add-One "read:$(Cause $failed[0])"; continue }
        if ([WaiaaS.Reliability.Machine.SignedToken]::IsWhole($read)) { Add-One 'reads' } else { Add-One 'foreign' }
    }
}
$texts = foreach ($name in $figures.Keys | Sort-Object) { "$name $($figures[$name])" }
$texts -join ';'
