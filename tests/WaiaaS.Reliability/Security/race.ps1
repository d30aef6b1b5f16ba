# Writes and reads a token some times, by the module or as scripts often do, and gives what came of it as one text.
param([string] $Data, [int] $Rounds, [string] $How)

Add-Type -Path "$PSScriptRoot/../WaiaaS.Reliability.dll"
$path = "$Data/mcp-token"
function Cause([object] $failure) {
    if ($failure.FullyQualifiedErrorId -like 'Token*') { return $failure.FullyQualifiedErrorId.Split(',')[0] }
    $exception = $failure.Exception
    while ($exception.InnerException) { $exception = $exception.InnerException }
    $exception.GetType().Name
}

$lines = for ($i = 0; $i -lt $Rounds; $i++) {
    $token = [WaiaaS.Reliability.Machine.SignedToken]::Create()
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
    if ($failed.Count) { "failure write:$(Cause $failed[0])" } elseif ($How -ne 'Read') { 'writes 1' }

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
        if ($failed.Count) { "failure read:$(Cause $failed[0])" }
        elseif ([WaiaaS.Reliability.Machine.SignedToken]::IsWhole($read)) { 'reads 1' }
        else { 'foreign 1' }
    }
}
$lines -join "`n"
