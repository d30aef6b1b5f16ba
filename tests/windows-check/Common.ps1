# What the doubts share: tokens, folders and their removal, the other programs, a virtual disk.

# What is to be undone at the end, the last first: blocks, each with its argument.
$undo = [Collections.Generic.Stack[object]]::new()

function Add-Undo([scriptblock] $Step, $Argument) {
    $undo.Push(@{ Step = $Step; Argument = $Argument })
}

# A well-formed token that no daemon has issued.
function New-CheckToken {
    $payload = [Text.Encoding]::ASCII.GetBytes('{"sub":"' + [guid]::NewGuid() + '"}')
    'wai_sess_eyJhbGciOiJIUzI1NiJ9.' + [Convert]::ToBase64String($payload).TrimEnd('=').Replace('+', '-').Replace('/', '_') + '.' + ('A' * 43)
}

# A new folder in another one, removed at the end.
function New-CheckFolder([string] $Parent) {
    $path = Join-Path $Parent ('WaiaaS-Check-' + [guid]::NewGuid().ToString('N').Substring(0, 8))
    [void][IO.Directory]::CreateDirectory($path)
    Add-Undo { param($it) Remove-Tree $it } $path
    $path
}

# The same, which only administrators and the system can change.
function New-SystemFolder {
    Assert-NotWine 'icacls'
    $path = New-CheckFolder $env:ProgramData
    icacls.exe $path /inheritance:r /grant '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' /Q | Out-Null
    if ($LASTEXITCODE) { Stop-Doubt 'icacls closes no folder to other users' }
    $path
}

# Never through a reparse point, which may lead to what is not ours.
function Remove-Tree([string] $Path) {
    if (-not [IO.Directory]::Exists($Path)) { return }
    foreach ($entry in [IO.Directory]::GetFileSystemEntries($Path)) {
        $attributes = [IO.File]::GetAttributes($entry)
        if (-not ($attributes -band [IO.FileAttributes]::Directory)) { [IO.File]::Delete($entry) }
        elseif ($attributes -band [IO.FileAttributes]::ReparsePoint) { [IO.Directory]::Delete($entry, $false) }
        else { Remove-Tree $entry }
    }
    [IO.Directory]::Delete($Path, $false)
}

# What cannot be undone is named.
function Clear-Check {
    while ($undo.Count) {
        $step = $undo.Pop()
        try { & $step.Step $step.Argument }
        catch { Write-Warning "This has to be removed by hand: $_" }
    }
}

function Test-Elevated {
    [Security.Principal.WindowsPrincipal]::new([Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Test-Wine {
    Test-Path -LiteralPath 'HKLM:\Software\Wine'
}

function Assert-Elevated {
    if (-not (Test-Elevated)) { Stop-Doubt 'it needs an elevated PowerShell' }
}

function Assert-NotWine([string] $Lacks) {
    if (Test-Wine) { Stop-Doubt "wine has no $Lacks" }
}

# The error id of a command, or nothing.
function Get-ErrorId([scriptblock] $Command) {
    try { $null = & $Command 3>$null } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
}

# Writes, reads and writes again in a data directory, and what is left of it.
function Assert-RoundTrip([string] $DataDir) {
    foreach ($token in (New-CheckToken), (New-CheckToken)) {
        Set-WaiaasToken $token -DataDir $DataDir 3>$null
        $read = Get-WaiaasToken -DataDir $DataDir -AsPlainText 3>$null
        if ($read -cne $token) { throw 'another token is read than was written' }
    }
    Assert-NoTemporaryFile $DataDir
}

function Assert-NoTemporaryFile([string] $DataDir) {
    if ([IO.Directory]::GetFiles($DataDir, '*.tmp')) { throw 'a temporary file was left' }
}

# A block as text in another PowerShell. It gets $Module and what is given; its last line begins with 'result:'.
function Invoke-PowerShell([string] $Program, [string[]] $Argument, [string] $Script) {
    # In Windows PowerShell, a line of standard error would end this.
    $ErrorActionPreference = 'Continue'
    $said = & $Program -NoProfile -NonInteractive $Argument -EncodedCommand ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($Script))) 2>&1 | Out-String
    if ($said -notmatch 'result:([^\r\n]*)') { throw "no result: $said" }
    $Matches[1].Trim()
}

function Get-QuotedText([string] $Text) {
    "'" + $Text.Replace("'", "''") + "'"
}

# A command that ends with a line 'result:', run by SYSTEM in a scheduled task.
function Invoke-AsSystem([string] $Script, [string] $Program = "$env:windir\System32\WindowsPowerShell\v1.0\powershell.exe") {
    Assert-Elevated
    Assert-NotWine 'Task Scheduler'
    $folder = New-SystemFolder
    $file = Join-Path $folder 'task.ps1'
    $result = Join-Path $folder 'result.txt'
    [IO.File]::WriteAllText($file, "try { & { $Script } } catch { `"result:`$(`$_.FullyQualifiedErrorId) `$_`" }", [Text.UTF8Encoding]::new($true))
    $name = Split-Path -Leaf $folder
    $action = New-ScheduledTaskAction -Execute "$env:windir\System32\cmd.exe" -Argument "/c `"`"$Program`" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$file`" > `"$result`" 2>&1`""
    $null = Register-ScheduledTask -TaskName $name -Action $action -Principal (New-ScheduledTaskPrincipal -UserId 'S-1-5-18')
    try {
        Start-ScheduledTask -TaskName $name
        for ($wait = 0; $wait -lt 120 -and -not ((Test-Path $result) -and (Get-ScheduledTask -TaskName $name).State -eq 'Ready'); $wait++) { Start-Sleep -Milliseconds 500 }
        $said = Get-Content -Raw -LiteralPath $result
    }
    finally {
        Unregister-ScheduledTask -TaskName $name -Confirm:$false
    }
    if ("$said" -notmatch '(?s)result:(.*)') { throw "the task gave no result: $said" }
    $Matches[1].Trim()
}

# A new volume on a virtual disk, as a folder; detached at the end.
function New-CheckVolume([string] $FileSystem) {
    Assert-Elevated
    Assert-NotWine 'virtual disks'
    $folder = New-CheckFolder ([IO.Path]::GetTempPath())
    $disk = Join-Path $folder 'disk.vhdx'
    $mount = [IO.Directory]::CreateDirectory((Join-Path $folder 'volume')).FullName
    $size = if ($FileSystem -eq 'FAT32') { 512 } else { 3072 }
    # Before the folder goes, which is pushed earlier.
    Add-Undo { param($it) $null = Invoke-DiskPart "select vdisk file=`"$it`"", 'detach vdisk' } $disk
    $said = Invoke-DiskPart "create vdisk file=`"$disk`" maximum=$size type=expandable", "select vdisk file=`"$disk`"", 'attach vdisk', 'create partition primary', "format fs=$FileSystem quick", "assign mount=`"$mount`""
    if ((fsutil fsinfo volumeinfo $mount | Out-String) -notmatch $FileSystem) { Stop-Doubt "this Windows makes no volume with $FileSystem ($said)" }
    $mount
}

function Invoke-DiskPart([string[]] $Line) {
    $Line | diskpart | Select-Object -Last 3 | Out-String
}
