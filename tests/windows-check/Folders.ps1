# Folders that are not what they seem: synchronised ones, other systems', protected ones, long ones.

function Test-Folder {
    Test-Doubt 'a folder synchronised by OneDrive' { Assert-RoundTrip (New-CheckFolder (Get-OneDrive)); 'written, read and replaced' }
    Test-Doubt 'a folder synchronised by OneDrive, after "free up space"' { Test-CloudFile }
    Test-Doubt 'a folder of WSL (\\wsl.localhost)' { Assert-RoundTrip (Join-Path (New-CheckFolder (Get-WslFolder)) 'data'); 'written, read and replaced' }
    Test-Doubt 'a bind mount in a Windows container' { Test-Container }
    Test-Doubt 'Controlled folder access' { Test-ControlledFolder }
    foreach ($program in 'powershell', 'pwsh') {
        Test-Doubt "a path over 260 characters in $program, LongPathsEnabled $(Get-LongPathsEnabled)" { Test-LongPath $program }
    }
    Test-Doubt "a path over 260 characters in Windows PowerShell ISE, LongPathsEnabled $(Get-LongPathsEnabled)" {
        if ($Host.Name -notlike '*ISE*') { Stop-Doubt 'ISE runs nothing by itself; run this script in it' }
        Assert-RoundTrip (Get-LongFolder)
    }
}

function Get-OneDrive {
    if (-not $env:OneDrive -or -not (Test-Path -LiteralPath $env:OneDrive)) { Stop-Doubt 'this user has no OneDrive' }
    if (-not (Get-Process -Name OneDrive -ErrorAction Ignore)) { Stop-Doubt 'OneDrive is not running' }
    $env:OneDrive
}

function Test-CloudFile {
    $data = New-CheckFolder (Get-OneDrive)
    $token = New-CheckToken
    Set-WaiaasToken $token -DataDir $data 3>$null
    $path = Get-WaiaasTokenPath -DataDir $data
    $offline = 0x401000     # FILE_ATTRIBUTE_OFFLINE, FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS
    for ($wait = 0; $wait -lt 120 -and -not ([int][IO.File]::GetAttributes($path) -band $offline); $wait++) {
        # What "free up space" does. OneDrive has to have uploaded the file before.
        attrib.exe -P +U $path
        Start-Sleep -Seconds 1
    }
    if (-not ([int][IO.File]::GetAttributes($path) -band $offline)) { Stop-Doubt 'OneDrive did not free its space within two minutes' }
    $null = Get-WaiaasTokenInfo -DataDir $data 3>$null
    $read = Get-WaiaasToken -DataDir $data -AsPlainText 3>$null
    if ($read -cne $token) { throw 'another token is read' }
    Assert-RoundTrip $data
    'read and replaced'
}

function Get-WslFolder {
    if (-not (Get-Command wsl.exe -ErrorAction Ignore)) { Stop-Doubt 'there is no WSL' }
    $ErrorActionPreference = 'Continue'
    # wsl.exe writes UTF-16, whatever the console has.
    $first = @((wsl.exe --list --quiet) -replace "`0" | Where-Object { $_.Trim() })[0]
    if (-not $first -or $LASTEXITCODE) { Stop-Doubt 'WSL has no distribution' }
    $folder = "\\wsl.localhost\$($first.Trim())\tmp"
    if (-not (Test-Path -LiteralPath $folder)) { Stop-Doubt "$folder cannot be opened" }
    $folder
}

# Nothing is downloaded: an image takes gigabytes.
function Test-Container {
    if (-not (Get-Command docker.exe -ErrorAction Ignore)) { Stop-Doubt 'there is no Docker' }
    $ErrorActionPreference = 'Continue'
    $system = docker.exe info --format '{{.OSType}}' 2>$null
    if ($system -ne 'windows') { Stop-Doubt 'Docker runs no Windows containers' }
    $image = @(docker.exe images --format '{{.Repository}}:{{.Tag}}' | Where-Object { $_ -match 'windows/server(core)?:' })[0]
    if (-not $image) { Stop-Doubt 'there is no image of Windows Server with PowerShell' }
    $data = New-CheckFolder $scratch
    $token = New-CheckToken
    $said = docker.exe run --rm --network none -v "$(Split-Path -Parent $Module):C:\WaiaaS" -v "${data}:C:\data" $image powershell -NoProfile -ExecutionPolicy Bypass -Command "Import-Module C:\WaiaaS\WaiaaS.psd1; Set-WaiaasToken '$token' -DataDir C:\data; Set-WaiaasToken '$token' -DataDir C:\data; Get-WaiaasToken -DataDir C:\data -AsPlainText" 2>&1 | Out-String
    if (-not $said.Contains($token) -or [IO.File]::ReadAllText((Join-Path $data 'mcp-token')) -cne $token) { throw "in $image`: $($said.Replace($token, '***'))" }
    Assert-NoTemporaryFile $data
    "written, replaced and read in $image"
}

function Test-ControlledFolder {
    if (-not (Get-Command Get-MpPreference -ErrorAction Ignore)) { Stop-Doubt 'there is no Microsoft Defender' }
    $state = try { (Get-MpPreference).EnableControlledFolderAccess } catch { Stop-Doubt "Microsoft Defender does not answer ($_)" }
    if ($state -ne 1) { Stop-Doubt 'it is switched off, and this script changes no setting' }
    $data = Join-Path ([Environment]::GetFolderPath('MyDocuments')) '.'
    $path = Join-Path $data ('WaiaaS-Check-' + [guid]::NewGuid().ToString('N'))
    $id = Get-ErrorId { Set-WaiaasToken (New-CheckToken) -LiteralPath $path -ErrorAction Stop }
    $isThere = [IO.File]::Exists($path)
    if ($isThere) { [IO.File]::Delete($path) }
    if ($id -and $isThere) { throw "it ends with $id, and a token is there" }
    if ($id -and $id -ne 'TokenAccessDenied') { throw "it ends with $id" }
    if ($id) { 'TokenAccessDenied, and nothing is there' } else { 'written; PowerShell is allowed here' }
}

function Get-LongPathsEnabled {
    if (-not $isWindowsHere) { return 'unknown' }
    $value = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\FileSystem' -Name LongPathsEnabled -ErrorAction Ignore
    if ($value) { $value.LongPathsEnabled } else { 0 }
}

function Get-LongFolder {
    $scratch + ('\' + 'd' * 60) * 5
}

# Removed by the program that can: the older one knows no long paths.
function Test-LongPath([string] $Program) {
    if (-not (Get-Command "$Program.exe" -CommandType Application -ErrorAction Ignore)) { Stop-Doubt "there is no $Program.exe" }
    Assert-NotWine "$Program that starts another one"
    $long = Get-LongFolder
    Add-Undo { param($it) Remove-LongTree $it } (Join-Path $scratch ('d' * 60))
    $result = Invoke-PowerShell "$Program.exe" '-ExecutionPolicy', 'Bypass' @"
try {
    Import-Module $(Get-QuotedText $Module)
    `$tokens = $(Get-QuotedText (New-CheckToken)), $(Get-QuotedText (New-CheckToken))
    foreach (`$token in `$tokens) {
        Set-WaiaasToken `$token -DataDir '$long' -ErrorAction Stop
        if ((Get-WaiaasToken -DataDir '$long' -AsPlainText -ErrorAction Stop) -cne `$token) { throw 'another token' }
    }
    'result:' + @(Get-WaiaasTokenInfo -DataDir '$long').Count
} catch { "result:`$(`$_.FullyQualifiedErrorId) `$_" }
"@
    if ($result -ne '1') { throw $result }
    "written, replaced, read and listed; $($long.Length + 10) characters"
}

function Remove-LongTree([string] $Path) {
    cmd.exe /d /c rd /s /q "\\?\$Path"
}
