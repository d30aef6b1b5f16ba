# A token file is replaced while other programs hold or read it, on each file system.

function Test-Replacing {
    $made = @{}
    foreach ($place in @('NTFS', 'ReFS', 'FAT32', 'an SMB share') + $Folder) {
        Test-Doubt "a holder with sharing while the file is replaced, on $place" {
            $made[$place] = Get-Place $place
            Test-Holder $made[$place] ($place -in 'NTFS', 'ReFS')
        }
        Test-Doubt "a reader never sees 'not found' beside a writer, on $place" {
            if (-not $made[$place]) { $made[$place] = Get-Place $place }
            Test-Reader $made[$place]
        }
    }
}

function Get-Place([string] $Place) {
    switch ($Place) {
        'NTFS' { New-CheckFolder $scratch }
        'ReFS' { New-CheckVolume 'ReFS' }
        'FAT32' { New-CheckVolume 'FAT32' }
        'an SMB share' { Get-LocalShare }
        default { New-CheckFolder $Place }
    }
}

# The administrators' share of this computer: a real SMB server, without a network.
function Get-LocalShare {
    Assert-NotWine 'SMB server'
    $folder = New-CheckFolder $scratch
    $share = '\\localhost\' + $folder.Substring(0, 1) + '$' + $folder.Substring(2)
    if (-not (Test-Path -LiteralPath $share)) { Stop-Doubt "$share cannot be opened; name a share with -Folder" }
    $share
}

# With POSIX semantics the file is replaced under its holder. Where a file system has none, the holder wins, and the old
# token stays.
function Test-Holder([string] $Place, [bool] $HasPosixSemantics) {
    $data = Join-Path $Place 'holder'
    $path = Get-WaiaasTokenPath -DataDir $data
    $old = New-CheckToken
    $new = New-CheckToken
    Set-WaiaasToken $old -DataDir $data 3>$null
    $holder = [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite, Delete')
    try {
        $id = Get-ErrorId { Set-WaiaasToken $new -DataDir $data -ErrorAction Stop }
        $now = Get-WaiaasToken -DataDir $data -AsPlainText 3>$null
    }
    finally {
        $holder.Dispose()
    }
    Assert-NoTemporaryFile $data
    if ($id -and $id -ne 'TokenBusy') { throw "it ends with $id" }
    if ($now -cne $(if ($id) { $old } else { $new })) { throw "it says '$id', and the other token is there" }
    Assert-RoundTrip $data
    if (-not $id) { return 'it is replaced' }
    if ($HasPosixSemantics -and -not (Test-Wine)) { throw 'it is not replaced, although this file system can' }
    'it is not: TokenBusy, and the old token stays'
}

$WriteTokens = {
    param($Module, $DataDir, $State)
    Import-Module $Module
    while (-not $State.Stop) {
        $State.Attempts++
        try {
            Set-WaiaasToken $State.Tokens[$State.Written % 2] -DataDir $DataDir -ErrorAction Stop 3>$null
            $State.Written++
        }
        catch {
            if ($_.FullyQualifiedErrorId -notlike 'TokenBusy,*') { throw }
            $State.Busy++
        }
    }
}

# Another thread writes; this one reads as the module does, and as a program does that knows nothing of it. Windows asks
# each handle what it shares, whose process it is does not matter.
function Test-Reader([string] $Place) {
    $data = Join-Path $Place 'reader'
    Set-WaiaasToken (New-CheckToken) -DataDir $data 3>$null
    $path = Get-WaiaasTokenPath -DataDir $data
    $state = [hashtable]::Synchronized(@{ Stop = $false; Attempts = 0; Written = 0; Busy = 0; Tokens = @((New-CheckToken), (New-CheckToken)) })
    $writer = [powershell]::Create()
    $null = $writer.AddScript($WriteTokens).AddArgument($Module).AddArgument($data).AddArgument($state)
    $running = $writer.BeginInvoke()
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not $state.Attempts -and $clock.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 20 }
    $seen = Watch-Reader $data $path
    $state.Stop = $true
    try { $null = $writer.EndInvoke($running) }
    catch { throw "the writer fails: $($_.Exception.GetBaseException().Message)" }
    finally { $writer.Dispose() }
    $text = "$($state.Written) writes, $($state.Busy) more ended with TokenBusy; " + (($seen.Keys | Sort-Object | ForEach-Object { "$_ $($seen[$_])" }) -join ', ')
    if ($state.Written -eq 0 -or $seen.Keys -match 'TokenNotFound|not found|torn|TokenMalformed') { throw $text }
    $text
}

# For ten seconds: how often each answer came.
function Watch-Reader([string] $DataDir, [string] $Path) {
    $seen = @{}
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while ($clock.Elapsed.TotalSeconds -lt 10) {
        $id = Get-ErrorId { Get-WaiaasToken -DataDir $DataDir -ErrorAction Stop }
        $seen["Get-WaiaasToken $(if ($id) { $id } else { 'token' })"]++
        $other = try { if ([IO.File]::ReadAllText($Path).StartsWith('wai_sess_')) { 'token' } else { 'torn' } }
        catch [IO.FileNotFoundException] { 'not found' }
        catch [IO.IOException], [UnauthorizedAccessException] { 'busy' }
        $seen["another program $other"]++
    }
    $seen
}
