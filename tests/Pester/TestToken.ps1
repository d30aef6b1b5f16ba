# What the suites share: tokens, the staged module, what a command said, and what this computer can do.
# Dot-source it in BeforeDiscovery (for the probes) and in BeforeAll (for everything else).
param()

# Category of every error id, as the module promises it.
$ErrorCategories = @{
    TokenNotFound           = 'ObjectNotFound'
    TokenPathIsSymbolicLink = 'SecurityError'
    TokenNotRegularFile     = 'InvalidData'
    TokenOwnerMismatch      = 'SecurityError'
    TokenMalformed          = 'InvalidData'
    TokenInputInvalid       = 'InvalidArgument'
    TokenTooLarge           = 'LimitsExceeded'
    TokenAccessDenied       = 'PermissionDenied'
    TokenWriteFailed        = 'WriteError'
    WalletIdInvalid         = 'InvalidArgument'
    PathNotFileSystem       = 'InvalidArgument'
}

#region The module

function Get-ModuleManifestPath {
    for ($folder = $PSScriptRoot; $folder; $folder = Split-Path -Parent $folder) {
        $manifest = Join-Path (Join-Path (Join-Path $folder 'out') 'WaiaaS') 'WaiaaS.psd1'
        if (Test-Path -LiteralPath $manifest) {
            return $manifest
        }
    }
    throw 'There is no out/WaiaaS here or further up. Build first.'
}

function Import-ModuleUnderTest {
    Import-Module (Get-ModuleManifestPath) -ErrorAction Stop
}

#endregion

#region Tokens

function ConvertTo-Base64Url([byte[]] $Bytes) {
    [Convert]::ToBase64String($Bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')
}

# A token as the daemon makes it: HS256 over a random key.
function New-TestToken {
    param(
        [TimeSpan] $ExpiresIn = [TimeSpan]::FromHours(1),
        [string] $Payload,
        [string] $Header = '{"alg":"HS256"}'
    )
    if (-not $Payload) {
        $now = [DateTimeOffset]::UtcNow.ToUnixTimeSeconds()
        $expiry = $now + [long]$ExpiresIn.TotalSeconds
        $Payload = '{"sub":"' + [guid]::NewGuid() + '","iat":' + $now + ',"exp":' + $expiry + '}'
    }
    $key = New-Object byte[] 32
    [Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($key)
    $signed = ($Header, $Payload | ForEach-Object { ConvertTo-Base64Url ([Text.Encoding]::UTF8.GetBytes($_)) }) -join '.'
    $hmac = [Security.Cryptography.HMACSHA256]::new($key)
    'wai_sess_' + $signed + '.' + (ConvertTo-Base64Url ($hmac.ComputeHash([Text.Encoding]::ASCII.GetBytes($signed))))
}

# A well-formed token of exactly so many bytes.
function New-TestTokenOfLength([int] $Length) {
    $start = 'wai_sess_h.' + (ConvertTo-Base64Url ([Text.Encoding]::ASCII.GetBytes('{}'))) + '.'
    $start + ('A' * ($Length - $start.Length))
}

function Protect-Text([string] $Text) {
    $secret = [Security.SecureString]::new()
    foreach ($character in $Text.ToCharArray()) {
        $secret.AppendChar($character)
    }
    $secret
}

function Unprotect-Text([Security.SecureString] $Secret) {
    [Net.NetworkCredential]::new('', $Secret).Password
}

#endregion

#region Files

# A new directory below TestDrive, so that no test meets what another one left.
function New-TestDirectory {
    $path = Join-Path (Get-PSDrive TestDrive).Root ([guid]::NewGuid().ToString('N'))
    $directory = [IO.Directory]::CreateDirectory($path).FullName
    if ($CanSetUnixMode) {
        Set-UnixMode $directory '700'
    }
    $directory
}

# Where the token of a data directory, or of a wallet in it, has to be.
function Get-ExpectedPath([string] $DataDir, [string] $WalletId) {
    if ($WalletId) {
        return Join-Path (Join-Path $DataDir 'mcp-tokens') $WalletId
    }
    Join-Path $DataDir 'mcp-token'
}

# Puts a token file where the module looks for it, past the module.
function Set-TokenFile([string] $DataDir, [string] $Content, [string] $WalletId) {
    $path = Get-ExpectedPath $DataDir $WalletId
    [void][IO.Directory]::CreateDirectory((Split-Path -Parent $path))
    Set-FileText $path $Content
    if ($CanSetUnixMode) {
        Set-UnixMode $path '600'
    }
    $path
}

# UTF-8, no byte order mark, no newline.
function Set-FileText([string] $Path, [string] $Content) {
    [IO.File]::WriteAllBytes($Path, [Text.Encoding]::UTF8.GetBytes($Content))
}

function Get-FileText([string] $Path) {
    [Text.Encoding]::UTF8.GetString([IO.File]::ReadAllBytes($Path))
}

# Everything below a directory, one line an entry, with what would show that it was touched.
function Get-Listing([string] $Directory) {
    Get-ChildItem -LiteralPath $Directory -Recurse -Force | Sort-Object FullName | ForEach-Object {
        '{0}|{1}|{2}|{3}' -f $_.FullName, $_.Attributes, $_.LastWriteTimeUtc.Ticks, $(if (-not $_.PSIsContainer) { $_.Length })
    }
}

function Get-TemporaryFile([string] $Directory) {
    Get-ChildItem -LiteralPath $Directory -Recurse -Force | Where-Object { $_.Name -like '*.tmp' }
}

function Get-UnixMode([string] $Path) {
    [Convert]::ToString([int][IO.File]::GetUnixFileMode($Path), 8)
}

function Set-UnixMode([string] $Path, [string] $Mode) {
    [IO.File]::SetUnixFileMode($Path, [IO.UnixFileMode][Convert]::ToInt32($Mode, 8))
}

function Clear-Directory([string] $Path) {
    Remove-Item -LiteralPath $Path -Recurse -Force -ErrorAction SilentlyContinue
}

#endregion

#region Commands

# Runs a script block and keeps everything that it said, stream by stream.
function Watch-Command([scriptblock] $WatchedCommand) {
    $ErrorActionPreference = 'Continue'
    $WarningPreference = 'Continue'
    $watchedRecords = [Collections.Generic.List[object]]::new()
    $watchedFailure = $null
    try {
        & $WatchedCommand *>&1 | ForEach-Object { $watchedRecords.Add($_) }
    }
    catch {
        $watchedFailure = $_
    }

    $streams = @{}
    foreach ($type in 'ErrorRecord', 'WarningRecord', 'VerboseRecord', 'DebugRecord', 'InformationRecord') {
        $streams[$type] = @($watchedRecords | Where-Object { $null -ne $_ -and $_.GetType().Name -eq $type })
    }
    [pscustomobject]@{
        Output   = @($watchedRecords | Where-Object { $null -eq $_ -or -not $streams.ContainsKey($_.GetType().Name) })
        Errors   = $streams.ErrorRecord
        Warnings = @($streams.WarningRecord | ForEach-Object { $_.Message })
        Verbose  = @($streams.VerboseRecord | ForEach-Object { $_.Message })
        Records  = $watchedRecords.ToArray()
        Thrown   = $watchedFailure
    }
}

# Environment variables for the length of a script block; $null takes one away.
function Use-Environment([hashtable] $Variables, [scriptblock] $ScopedCommand) {
    $saved = @{}
    foreach ($name in $Variables.Keys) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
    }
    try {
        foreach ($name in $Variables.Keys) {
            [Environment]::SetEnvironmentVariable($name, $Variables[$name])
        }
        & $ScopedCommand
    }
    finally {
        foreach ($name in $saved.Keys) {
            [Environment]::SetEnvironmentVariable($name, $saved[$name])
        }
    }
}

# The same PowerShell again, as a process of its own that cannot outlive the test.
function Invoke-ChildShell {
    param(
        [string] $Script,
        [string] $Switches = '',
        [int] $TimeoutSeconds = 120
    )
    $file = Join-Path (New-TestDirectory) 'child.ps1'
    Set-FileText $file ("Import-Module '{0}'`n{1}" -f (Get-ModuleManifestPath).Replace("'", "''"), $Script)

    $start = [Diagnostics.ProcessStartInfo]::new()
    $start.FileName = Get-ShellPath
    $start.Arguments = '-NoLogo -NoProfile -ExecutionPolicy Bypass {0} -File "{1}"' -f $Switches, $file
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        $ended = $process.WaitForExit($TimeoutSeconds * 1000)
        if (-not $ended) {
            $process.Kill()
        }
        [pscustomobject]@{
            Ended    = $ended
            ExitCode = $(if ($ended) { $process.ExitCode })
            Output   = $output.GetAwaiter().GetResult()
            Errors   = $errors.GetAwaiter().GetResult()
        }
    }
    finally {
        $process.Dispose()
    }
}

function Get-ShellPath {
    foreach ($name in 'pwsh', 'pwsh.exe', 'powershell.exe') {
        $path = Join-Path $PSHOME $name
        if (Test-Path -LiteralPath $path -PathType Leaf) {
            return $path
        }
    }
    (Get-Process -Id $PID).Path
}

#endregion

#region Assertions

# One error, by its id; its category and target go with it.
function Assert-OneError {
    param(
        [object] $Of,
        [string] $Id,
        [string] $Command,
        [string] $Path
    )
    $Of.Thrown | Should -BeNullOrEmpty -Because 'the error is non-terminating'
    $Of.Errors | Should -HaveCount 1
    Assert-ErrorRecord -Record $Of.Errors[0] -Id $Id -Command $Command -Path $Path
}

function Assert-ErrorRecord {
    param(
        [Management.Automation.ErrorRecord] $Record,
        [string] $Id,
        [string] $Command,
        [string] $Path
    )
    $Record.FullyQualifiedErrorId | Should -BeExactly "$Id,WaiaaS.Commands.${Command}Command"
    $Record.CategoryInfo.Category | Should -Be $ErrorCategories[$Id]
    $Record.Exception.Message | Should -Not -BeNullOrEmpty
    if ($Path) {
        $Record.TargetObject | Should -BeExactly $Path
    }
}

# Runs of characters of a token that stand in a text. Any 24 characters of one of its parts hold at least one of them.
function Find-TokenPiece([string] $Text, [string] $Token) {
    # Formatting breaks lines and colours them.
    $escape = [char]27
    $flat = ($Text -replace "$escape\[[0-9;]*m", '') -replace '[\s|]', ''
    foreach ($part in $Token.Substring('wai_sess_'.Length).Split('.')) {
        for ($start = 0; $start + 16 -le $part.Length; $start += 8) {
            $piece = $part.Substring($start, 16)
            if ($flat.Contains($piece)) {
                $piece
            }
        }
    }
}

#endregion

#region Probes: what this computer and this edition can do, tried out

function Test-Probe([scriptblock] $Attempt) {
    $probeDirectory = Join-Path ([IO.Path]::GetTempPath()) ('waiaas-probe-' + [guid]::NewGuid().ToString('N'))
    try {
        [void][IO.Directory]::CreateDirectory($probeDirectory)
        [bool](& $Attempt $probeDirectory)
    }
    catch {
        $false
    }
    finally {
        Clear-Directory $probeDirectory
    }
}

function Test-CanSetUnixMode {
    Test-Probe {
        param($directory)
        $file = Join-Path $directory 'file'
        Set-FileText $file 'x'
        Set-UnixMode $file '644'
        $wide = Get-UnixMode $file
        Set-UnixMode $file '600'
        $wide -eq '644' -and (Get-UnixMode $file) -eq '600'
    }
}

# False for root, whom no mode keeps out.
function Test-IsKeptOutByUnixMode {
    Test-Probe {
        param($directory)
        Set-UnixMode $directory '500'
        try {
            Set-FileText (Join-Path $directory 'file') 'x'
            $false
        }
        catch {
            $true
        }
        finally {
            Set-UnixMode $directory '700'
        }
    }
}

function Test-CanMakeSymbolicLink {
    Test-Probe {
        param($directory)
        $target = Join-Path $directory 'target'
        Set-FileText $target 'x'
        $link = Join-Path $directory 'link'
        [void](New-Item -ItemType SymbolicLink -Path $link -Value $target -ErrorAction Stop)
        (Get-Item -LiteralPath $link -Force).LinkType -eq 'SymbolicLink'
    }
}

function Test-CanMakeFifo {
    Test-Probe {
        param($directory)
        $path = Join-Path $directory 'fifo'
        $mkfifo = @(Get-Command mkfifo -CommandType Application -ErrorAction Stop)[0]
        & $mkfifo $path 2>$null
        Test-IsFifo $path
    }
}

function Test-IsFifo([string] $Path) {
    (Get-Item -LiteralPath $Path -Force).UnixStat.ItemType -eq 'NamedPipe'
}

function Test-CanGiveFileAway {
    Test-Probe {
        param($directory)
        $path = Join-Path $directory 'file'
        Set-FileText $path 'x'
        $before = (Get-Item -LiteralPath $path).User
        Set-OtherOwner $path
        (Get-Item -LiteralPath $path).User -ne $before
    }
}

# Any other user will do; chown takes a number without asking whether there is an account for it.
function Set-OtherOwner([string] $Path) {
    $chown = @(Get-Command chown -CommandType Application -ErrorAction Stop)[0]
    & $chown 65534 $Path 2>$null
}

function Test-HasAccessControlList {
    Test-Probe {
        param($directory)
        $file = Join-Path $directory 'file'
        Set-FileText $file 'x'
        $null -ne (Get-Acl -LiteralPath $file -ErrorAction Stop).AreAccessRulesProtected
    }
}

function Test-CanSendBearerToken {
    (Get-Command Invoke-RestMethod -ErrorAction SilentlyContinue).Parameters.ContainsKey('Authentication')
}

$CanSetUnixMode = Test-CanSetUnixMode

#endregion
