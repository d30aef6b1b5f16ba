# Times a write and a read beside one wallet and beside many, in turns, and gives the medians in microseconds.
param([string] $Module, [string] $One, [string] $Many, [string] $Token)

Import-Module $Module
$times = @{ SetOne = @(); SetMany = @(); GetOne = @(); GetMany = @() }
function Measure-Block([string] $name, [scriptblock] $block) {
    $start = [Diagnostics.Stopwatch]::GetTimestamp()
    & $block
    $script:times[$name] += [Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMicroseconds
}

$data = @{ One = $One; Many = $Many }
Set-WaiaasToken $Token -DataDir $One -WalletId w1
$first = [Diagnostics.Stopwatch]::GetTimestamp()
Set-WaiaasToken $Token -DataDir $Many -WalletId w1
$first = [Diagnostics.Stopwatch]::GetElapsedTime($first).TotalMicroseconds
for ($i = 0; $i -lt 400; $i++) {
    # Each is the first one half of the time: what comes right behind a write finds the caches colder.
    $order = if ($i % 2) { 'One', 'Many' } else { 'Many', 'One' }
    foreach ($which in $order) { Measure-Block "Set$which" { Set-WaiaasToken $Token -DataDir $data[$which] -WalletId w1 } }
    foreach ($which in $order) { Measure-Block "Get$which" { $null = Get-WaiaasToken -DataDir $data[$which] -WalletId w1 } }
}

foreach ($name in 'SetOne', 'SetMany', 'GetOne', 'GetMany') {
    # The first ones are slow for reasons of the engine.
    [double[]] $sorted = $times[$name][100..399]
    [Array]::Sort($sorted)
    [Console]::Out.WriteLine([string]::Format([Globalization.CultureInfo]::InvariantCulture, '{0:0}', $sorted[150]))
}
[Console]::Out.WriteLine([string]::Format([Globalization.CultureInfo]::InvariantCulture, '{0:0}', $first))
