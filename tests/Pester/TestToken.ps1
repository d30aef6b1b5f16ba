# What the suites share: tokens, the staged module, what a command said, and what this computer can do.
# Dot-source it in BeforeDiscovery (for Test-Missing) and in BeforeAll.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program.')]
param()

# A PowerShell that a test starts sends no telemetry, which would load assemblies in the background.
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_UPDATECHECK = 'Off'

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
    TokenBusy               = 'ResourceBusy'
    TokenFileIsMountPoint   = 'ResourceBusy'
    TokenWriteFailed        = 'WriteError'
    TokenDurabilityUnknown  = 'WriteError'
    TokenReadFailed         = 'ReadError'
    WalletIdInvalid         = 'InvalidArgument'
    PathNotFileSystem       = 'InvalidArgument'
    HomeDirectoryNotFound   = 'ObjectNotFound'
    InputNotUsable          = 'InvalidArgument'
    SurplusArgument         = 'InvalidArgument'
    ParameterNotFound       = 'InvalidArgument'
    DaemonAddressNotAllowed = 'SecurityError'
    DaemonUnreachable       = 'ConnectionError'
    DaemonBusy              = 'ResourceBusy'
    DaemonLocked            = 'ResourceUnavailable'
    DaemonAnswerInvalid     = 'InvalidResult'
    DaemonRefusedRequest    = 'InvalidArgument'
    MasterPasswordNotFound  = 'ObjectNotFound'
    MasterPasswordRefused   = 'AuthenticationError'
    WalletNotFound          = 'ObjectNotFound'
    SessionLimitReached     = 'LimitsExceeded'
    RenewalTooEarly         = 'InvalidOperation'
    SessionEnded            = 'InvalidOperation'
}

# The tests are two folders below what was built.
function Find-Built([string] $Pattern) {
    $folder = [Management.Automation.WildcardPattern]::Escape((Split-Path -Parent (Split-Path -Parent $PSScriptRoot)))
    $found = @(Get-Item -Path (Join-Path $folder $Pattern) -ErrorAction SilentlyContinue)
    if (-not $found) {
        throw "There is no $Pattern. Build first."
    }
    $found[0].FullName
}

function Get-ModuleManifestPath {
    Find-Built 'out/WaiaaS/WaiaaS.psd1'
}

function Import-ModuleUnderTest {
    Import-Module (Get-ModuleManifestPath) -ErrorAction Stop
}

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
    [Net.NetworkCredential]::new('', $Text).SecurePassword
}

function Unprotect-Text([Security.SecureString] $Secret) {
    [Net.NetworkCredential]::new('', $Secret).Password
}

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

function Get-UnixMode([string] $Path) {
    [Convert]::ToString([int][IO.File]::GetUnixFileMode($Path), 8)
}

function Set-UnixMode([string] $Path, [string] $Mode) {
    [IO.File]::SetUnixFileMode($Path, [IO.UnixFileMode][Convert]::ToInt32($Mode, 8))
}

# A program of the system, which must succeed.
function Invoke-Tool([string] $Name) {
    $program = @(Get-Command $Name -CommandType Application -ErrorAction Stop)[0]
    $said = & $program $args 2>&1
    if ($LASTEXITCODE -ne 0) {
        throw "$Name $args ended with $LASTEXITCODE`: $said"
    }
    $said
}

function New-Link([string] $Path, [string] $Target) {
    # Windows PowerShell makes no link to what is not there.
    $isMissing = -not (Test-Path -LiteralPath $Target)
    if ($isMissing) {
        Set-FileText $Target 'x'
    }
    [void](New-Item -ItemType SymbolicLink -Path $Path -Value $Target -ErrorAction Stop)
    if ($isMissing) {
        [IO.File]::Delete($Target)
    }
}

function New-Socket([string] $Path) {
    $socket = [Net.Sockets.Socket]::new('Unix', 'Stream', 'Unspecified')
    # Unix knows no socket at a path of more than 108 characters, and closing removes the name that it was bound to.
    $short = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N').Substring(0, 8))
    $socket.Bind([Net.Sockets.UnixDomainSocketEndPoint]::new($short))
    [IO.File]::Move($short, $Path)
    $socket.Dispose()
}

# Any other user will do; chown takes a number without asking whether there is an account for it.
function Set-OtherOwner([string] $Path) {
    Invoke-Tool chown '65534' $Path
}

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
    try {
        foreach ($name in $Variables.Keys) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            Set-Item -LiteralPath "Env:$name" -Value $Variables[$name]
        }
        & $ScopedCommand
    }
    finally {
        foreach ($name in $saved.Keys) {
            Set-Item -LiteralPath "Env:$name" -Value $saved[$name]
        }
    }
}

# The same PowerShell again, as a process of its own that cannot outlive the test.
function Invoke-ChildShell {
    param(
        [string] $Script,
        [string] $Switches = '',
        [string] $Shell = (Get-ShellPath),
        # A program that runs the shell, with its arguments.
        [string[]] $Under = @(),
        # The script imports what it needs itself.
        [switch] $WithoutModule
    )
    $file = Join-Path (New-TestDirectory) 'child.ps1'
    $import = if (-not $WithoutModule) { "Import-Module '{0}'" -f (Get-ModuleManifestPath).Replace("'", "''") }
    Set-FileText $file "$import`n$Script"

    $start = [Diagnostics.ProcessStartInfo]::new()
    $words = @($Under) + $Shell
    $start.FileName = $words[0]
    $start.Arguments = '{0} -NoLogo -NoProfile -ExecutionPolicy Bypass {1} -File "{2}"' -f (($words | Select-Object -Skip 1) -join ' '), $Switches, $file
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    try {
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        $ended = $process.WaitForExit(300000)
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

# The PowerShell that tests/PowerShell builds: a program that does not start another one.
function Get-TraceableShellPath {
    Find-Built 'tests/PowerShell/bin/*/net*/pwsh'
}

# One error, by its id; its category and target go with it.
function Assert-OneError([object] $Of, [string] $Id, [string] $Command, [string] $Path) {
    $Of.Thrown | Should -BeNullOrEmpty -Because 'the error is non-terminating'
    $Of.Errors | Should -HaveCount 1
    $record = $Of.Errors[0]
    $record.FullyQualifiedErrorId | Should -BeExactly "$Id,WaiaaS.Commands.${Command}Command"
    $record.CategoryInfo.Category | Should -Be $ErrorCategories[$Id]
    $record.Exception.Message | Should -Not -BeNullOrEmpty
    if ($Path) {
        $record.TargetObject | Should -BeExactly $Path
    }
}

# Any eight characters of a part of a token that stand in a text.
function Find-TokenPiece([string] $Text, [string] $Token) {
    # Formatting breaks lines and colours them.
    $escape = [char]27
    $flat = ($Text -replace "$escape\[[0-9;]*m", '') -replace '[\s|]', ''
    foreach ($part in $Token.Substring('wai_sess_'.Length).Split('.')) {
        # Eight characters have four in them that start at a multiple of four; a text has few of those by chance.
        for ($block = 0; $block + 4 -le $part.Length; $block += 4) {
            if (-not $flat.Contains($part.Substring($block, 4))) {
                continue
            }
            for ($start = [Math]::Max(0, $block - 4); $start -le $block -and $start + 8 -le $part.Length; $start++) {
                $piece = $part.Substring($start, 8)
                if ($flat.Contains($piece)) {
                    $piece
                }
            }
        }
    }
}

# What a test may need: how to say it, and how to try it in an empty $directory. Tests skip by nothing else.
$Capabilities = [ordered]@{
    UnixMode         = 'set Unix file modes', {
        Set-UnixMode $directory '750'
        (Get-UnixMode $directory) -eq '750'
    }
    UnixModeKeepsOut = 'be kept out of a directory by its mode (root is not)', {
        Set-UnixMode $directory '500'
        $child = New-Item -ItemType Directory -Path (Join-Path $directory 'child') -ErrorAction SilentlyContinue
        Set-UnixMode $directory '700'
        -not $child
    }
    SymbolicLink     = 'make symbolic links', {
        $link = Join-Path $directory 'link'
        New-Link $link (Join-Path $directory 'target')
        (Get-Item -LiteralPath $link -Force).LinkType -eq 'SymbolicLink'
    }
    Fifo             = 'make a FIFO', {
        Invoke-Tool mkfifo "$directory/file"
        (Get-Item -LiteralPath "$directory/file" -Force).UnixStat.ItemType -eq 'NamedPipe'
    }
    Socket           = 'make a socket', {
        New-Socket "$directory/file"
        (Get-Item -LiteralPath "$directory/file" -Force).UnixStat.ItemType -eq 'Socket'
    }
    Certificate      = 'make a certificate', {
        $key = [Security.Cryptography.RSA]::Create(2048)
        $null -ne [Security.Cryptography.X509Certificates.CertificateRequest]::new(
            'CN=probe', $key, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    }
    Device           = 'make a device', {
        Invoke-Tool mknod "$directory/file" 'c' '1' '3'
        (Get-Item -LiteralPath "$directory/file" -Force).UnixStat.ItemType -eq 'CharacterDevice'
    }
    OtherOwner       = 'give a file to another user', {
        $before = (Get-Item -LiteralPath $directory).User
        Set-OtherOwner $directory
        (Get-Item -LiteralPath $directory).User -ne $before
    }
    UnknownUser      = 'run as a user without an account', { (Invoke-Tool unshare '--user' '--map-user=3999999' 'id' '-u') -eq '3999999' }
    HostName         = 'have a host name of its own', { (Invoke-Tool unshare '--uts' 'sh' '-c' 'echo probe > /proc/sys/kernel/hostname; uname -n') -eq 'probe' }
    Mount            = 'mount a file system', {
        Invoke-Tool mount '-t' 'tmpfs' 'tmpfs' $directory
        Invoke-Tool umount $directory
        $true
    }
    ImmutableFile    = 'make a file immutable', {
        Invoke-Tool chattr '+i' $directory
        Invoke-Tool chattr '-i' $directory
        $true
    }
    ExclusiveOpen    = 'hold a file so that no other process can replace it', {
        $file = Join-Path $directory 'file'
        $holder = [IO.File]::Open($file, 'Create', 'ReadWrite', 'None')
        Remove-Item -LiteralPath $file -ErrorAction SilentlyContinue
        $holder.Dispose()
        Test-Path -LiteralPath $file
    }
    SystemCallTrace  = 'watch system calls (with strace, in the pwsh that tests/PowerShell builds)', {
        Invoke-Tool strace '-f' '--seccomp-bpf' '-qq' '-o' (Join-Path $directory 'trace') 'true'
        [bool](Get-TraceableShellPath)
    }
    AccessList       = 'read and change access control lists', { $null -ne (Get-Acl -LiteralPath $directory -ErrorAction Stop).AreAccessRulesProtected }
    ProtectedList    = 'protect an access control list against inheritance', {
        $acl = Get-Acl -LiteralPath $directory -ErrorAction Stop
        $acl.SetAccessRuleProtection($true, $true)
        Set-Acl -LiteralPath $directory -AclObject $acl -ErrorAction Stop
        (Get-Acl -LiteralPath $directory).AreAccessRulesProtected
    }
    ExecutionPolicy  = 'be kept from running scripts by an execution policy', {
        Use-Environment @{ PSExecutionPolicyPreference = 'Restricted' } { (Get-ExecutionPolicy) -eq 'Restricted' }
    }
    AnyFileName      = 'have * in the name of a folder', { [IO.Directory]::CreateDirectory((Join-Path $directory 'a*b')).Exists }
    Repository       = 'see the repository that the tests are from', { Test-Path -LiteralPath (Join-Path $PSScriptRoot '../../build.ps1') }
    BearerToken      = 'give Invoke-RestMethod a bearer token', { (Get-Command Invoke-RestMethod).Parameters.ContainsKey('Authentication') }
    MarkdownParser   = 'parse Markdown (PowerShell 7 can)', { Get-Command ConvertFrom-Markdown -ErrorAction Stop }
    CaseInNames      = 'keep two files whose names differ in case alone', {
        Set-FileText (Join-Path $directory 'CASE') 'x'
        -not (Test-Path -LiteralPath (Join-Path $directory 'case'))
    }
    FlushFault       = 'let a flush fail (with strace, which has to be allowed to trace)', {
        Invoke-Tool strace '-f' '-qq' '-o' (Join-Path $directory 'trace') '-e' 'inject=fsync:error=EIO' 'true'
        $true
    }
    UnixShell        = 'run sh and env', { Get-Command sh, env -CommandType Application -ErrorAction Stop }
    SystemdUnit      = 'check units (with systemd-analyze)', { Invoke-Tool systemd-analyze '--version' }
    SshServer        = 'start an SSH server as root', {
        [void](Get-Command sshd, ssh, ssh-keygen -CommandType Application -ErrorAction Stop)
        (Invoke-Tool id '-u') -eq '0'
    }
    PosixAccessList  = 'open a file of root to another user by an access list', {
        if ((Invoke-Tool id '-u') -ne '0') { return $false }
        . (Join-Path $PSScriptRoot 'PosixAccessList.ps1')
        Grant-ToOtherUser $directory 5
        $true
    }
    TaskScheduler    = 'register a scheduled task', { Get-Command Register-ScheduledTask -ErrorAction Stop }
    NoTaskScheduler  = 'be without a Task Scheduler', { -not (Get-Command Register-ScheduledTask -ErrorAction Ignore) }
    CrashReport      = "write a crash report (.NET's createdump, on Linux)", {
        (Test-Path -LiteralPath /proc/self/environ) -and (Test-Path -LiteralPath (Join-Path (Split-Path -Parent ([object].Assembly.Location)) 'createdump'))
    }
    PowerShell7      = 'run scripts that ask for PowerShell 7', { $PSVersionTable.PSVersion.Major -ge 7 }
    StalledAnswer    = 'give up on an answer that stalls (Invoke-RestMethod -OperationTimeoutSeconds)', {
        (Get-Command Invoke-RestMethod).Parameters.ContainsKey('OperationTimeoutSeconds')
    }
    SecretManagement = 'register a vault (with Microsoft.PowerShell.SecretManagement)', {
        Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement
    }
    PlatyPS          = 'make the help file anew (with Microsoft.PowerShell.PlatyPS 1.0)', {
        Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object Version -GE '1.0'
    }
    Sources          = 'pack (with the sources in a git work tree of one''s own, and the .NET SDK that global.json names)', {
        Push-Location (Split-Path -Parent (Split-Path -Parent $PSScriptRoot))
        try { (Invoke-Tool git 'ls-files' 'src/WaiaaS/WaiaaS.csproj') -and (Invoke-Tool dotnet '--version') } finally { Pop-Location }
    }
    # Before, packing had the current time in every file (NuGet 7.9, DeterministicTimestamp).
    PackWithoutTime  = 'pack without the time of day (with the .NET SDK 10.0.400)', { [version]((Invoke-Tool dotnet '--version') -replace '-.*') -ge '10.0.400' }
    # Elsewhere modules and repositories are the user's own, wherever the home directory is said to be.
    InstalledPackage = 'install from a folder, for another home directory (with PSResourceGet 1.1)', {
        [IO.Path]::DirectorySeparatorChar -eq '/' -and (Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet | Where-Object Version -GE '1.1')
    }
}

function Test-Probe([scriptblock] $Attempt) {
    $directory = Join-Path ([IO.Path]::GetTempPath()) ('waiaas-probe-' + [guid]::NewGuid().ToString('N'))
    try {
        [void][IO.Directory]::CreateDirectory($directory)
        [bool]@(& $Attempt)[-1]
    }
    catch {
        $false
    }
    finally {
        Remove-Item -LiteralPath $directory -Recurse -Force -ErrorAction SilentlyContinue
    }
}

# For -Skip: whether something that a test needs is not possible here.
function Test-Missing([string[]] $Needed) {
    foreach ($name in $Needed | Where-Object { $_ }) {
        if (-not $Capabilities.Contains($name)) {
            throw "There is no probe for '$name'."
        }
        if ($name -in $LackingCapabilities) {
            return $true
        }
    }
    $false
}

function Test-CanSendBearerToken {
    -not (Test-Missing BearerToken)
}

# Tries everything once in a run, and says once what is not possible. What a run found is in the environment.
$run = '{0}/{1}' -f $PID, (Get-PSCallStack)[-1].InvocationInfo.HistoryId
if ("$env:WAIAAS_TESTS_LACK" -split ':' -notcontains $run) {
    $lacking = @($Capabilities.Keys | Where-Object { -not (Test-Probe $Capabilities[$_][1]) })
    if ($lacking) {
        $lines = @('Not possible here, so the tests that need it are skipped:') + @($lacking | ForEach-Object { '  ' + $Capabilities[$_][0] })
        Write-Information ($lines -join "`n") -InformationAction Continue
    }
    $env:WAIAAS_TESTS_LACK = (@($run) + $lacking) -join ':'
}
$LackingCapabilities = @($env:WAIAAS_TESTS_LACK -split ':' | Select-Object -Skip 1)
$CanSetUnixMode = -not (Test-Missing UnixMode)
