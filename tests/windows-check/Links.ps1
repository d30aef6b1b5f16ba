# What leads elsewhere is refused in the token's place, and what it leads to stays as it is.

function Test-Link {
    Test-Doubt 'a symbolic link in the token''s place' {
        Assert-NotWine 'symbolic links'
        Test-Reparse {
            param($path, $target)
            try { $null = New-Item -ItemType SymbolicLink -Path $path -Target $target }
            catch { Stop-Doubt "this user may create no symbolic link ($_)" }
        }
    }
    Test-Doubt 'a junction in the token''s place' {
        Assert-NotWine 'junctions'
        Test-Reparse -IsDirectory {
            param($path, $target)
            $null = New-Item -ItemType Junction -Path $path -Target $target
        }
    }
    Test-Doubt 'a mount point in the token''s place' {
        $volume = (mountvol.exe "$(New-CheckVolume 'NTFS')\" /L).Trim()
        Test-Reparse -IsDirectory {
            param($path)
            $null = New-Item -ItemType Directory -Path $path
            mountvol.exe $path $volume
            Add-Undo { param($it) mountvol.exe $it /D } $path
        }
    }
}

function Test-Reparse([scriptblock] $Create, [switch] $IsDirectory) {
    $data = New-CheckFolder $scratch
    $path = Join-Path $data 'mcp-token'
    $target = Join-Path $data 'target'
    $content = New-CheckToken
    if ($IsDirectory) { [void][IO.Directory]::CreateDirectory($target) } else { [IO.File]::WriteAllText($target, $content) }
    & $Create $path $target
    if (-not ([IO.File]::GetAttributes($path) -band [IO.FileAttributes]::ReparsePoint)) { Stop-Doubt 'Windows has made none' }
    $ids = @(
        Get-ErrorId { Get-WaiaasToken -DataDir $data -ErrorAction Stop }
        Get-ErrorId { Set-WaiaasToken (New-CheckToken) -DataDir $data -ErrorAction Stop }
    ) -join ' '
    if ($ids -ne 'TokenPathIsSymbolicLink TokenPathIsSymbolicLink') { throw "reading and writing end with '$ids'" }
    if (-not $IsDirectory -and [IO.File]::ReadAllText($target) -cne $content) { throw 'the file that it leads to was changed' }
    Assert-NoTemporaryFile $data
    'refused, for reading and writing'
}
