# Who owns a folder and who writes in it: services, accounts that nobody knows, SYSTEM.

function Test-Account {
    $owners = [ordered]@{
        'a service account'                   = 'S-1-5-19'
        'an account that cannot be looked up' = 'S-1-5-21-1111111111-2222222222-3333333333-1001'
    }
    foreach ($owner in $owners.Keys) {
        Test-Doubt "a directory owned by $owner, written by SYSTEM" { Test-Owner $owners[$owner] }
    }
    Test-Doubt '32-bit PowerShell as SYSTEM, in a folder of its own' { Test-System32 }
    Test-Doubt '32-bit PowerShell as SYSTEM, in the folder that its path names' { Test-Redirection }
}

# The owner must get in, or a warning must say that it does not.
function Test-Owner([string] $Sid) {
    Assert-Elevated
    Assert-NotWine 'icacls'
    $data = Join-Path (New-SystemFolder) 'data'
    [void][IO.Directory]::CreateDirectory($data)
    icacls.exe $data /inheritance:r /grant "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" "*${Sid}:(OI)(CI)F" /Q | Out-Null
    icacls.exe $data /setowner "*$Sid" /Q | Out-Null
    if ($LASTEXITCODE) { Stop-Doubt "icacls cannot make $Sid the owner" }
    $result = Invoke-AsSystem @"
Import-Module $(Get-QuotedText $Module)
Set-WaiaasToken $(Get-QuotedText (New-CheckToken)) -DataDir $(Get-QuotedText $data) -ErrorAction Stop -WarningVariable warned
'result:' + (`$warned -join ' ')
"@
    $path = Join-Path $data 'mcp-token'
    if (-not [IO.File]::Exists($path)) {
        if ($result -match '^TokenOwnerMismatch') { return 'refused with TokenOwnerMismatch' }
        throw $result
    }
    $acl = Get-Acl -LiteralPath $path
    $allowed = $acl.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier]) | Where-Object { $_.IdentityReference.Value -eq $Sid -and $_.AccessControlType -eq 'Allow' }
    if ($allowed) { return "the owner has $($allowed.FileSystemRights)" }
    if ($result) { return "the owner has no access, and a warning says: $result" }
    throw 'the owner is locked out, and nothing says so'
}

function Get-PowerShell32 {
    $program = "$env:windir\SysWOW64\WindowsPowerShell\v1.0\powershell.exe"
    if (-not (Test-Path -LiteralPath $program)) { Stop-Doubt 'there is no 32-bit Windows PowerShell' }
    $program
}

function Test-System32 {
    Assert-Elevated
    $data = Join-Path (New-SystemFolder) 'data'
    $token = New-CheckToken
    $result = Invoke-AsSystem -Program (Get-PowerShell32) -Script @"
Import-Module $(Get-QuotedText $Module)
Set-WaiaasToken $(Get-QuotedText $token) -DataDir $(Get-QuotedText $data) -ErrorAction Stop
'result:' + ((Get-WaiaasToken -DataDir $(Get-QuotedText $data) -AsPlainText) -ceq $(Get-QuotedText $token)) + [IntPtr]::Size
"@
    if ($result -ne 'True4') { throw $result }
    'written and read'
}

# Windows leads a 32-bit process from System32, where the profile of SYSTEM is, to SysWOW64. A token that lies elsewhere
# than its path says is not found by a 64-bit process.
function Test-Redirection {
    Assert-Elevated
    $name = 'WaiaaS-Check-' + [guid]::NewGuid().ToString('N').Substring(0, 8)
    $data = "$env:windir\System32\config\systemprofile\$name"
    foreach ($folder in $data, "$env:windir\SysWOW64\config\systemprofile\$name") {
        Add-Undo { param($it) Remove-Tree $it } $folder
    }
    $result = Invoke-AsSystem -Program (Get-PowerShell32) -Script @"
Import-Module $(Get-QuotedText $Module)
`$info = Set-WaiaasToken $(Get-QuotedText (New-CheckToken)) -DataDir $(Get-QuotedText $data) -ErrorAction Stop -PassThru -WarningVariable warned
'result:' + `$info.Path + '|' + (`$warned -join ' ')
"@
    $path, $warning = $result.Split('|')
    if ([IO.File]::Exists($path)) { return "it lies where it says: $path" }
    if ($warning) { return "it does not lie at $path, and a warning says: $warning" }
    throw "it says $path, and no 64-bit process finds it there"
}
