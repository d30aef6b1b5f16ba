# What a write and a read ask of the system in a warm process: the list in docs/design.md.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    # A command's calls on files below $dir, with their arguments. Two look-ups of files that are not there mark it in the trace.
    function Get-SystemCallLine([string] $Command, [string] $Warm = $Command) {
        $trace = Join-Path $dir 'trace'
        $token = New-TestToken
        $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under 'strace', '-f', '--seccomp-bpf', '-y', '-qq', '-s', '200', '-o', $trace, '-e', 'trace=%file,%desc' -Script @"
            `$token = '$token'
            `$data = '$data'
            # Root hands a file over to the one who called sudo.
            `$env:SUDO_UID = '65534'
            Set-WaiaasToken `$token -DataDir $(if ($Warm -eq $Command) { '$data' } else { "'$dir/warm'" })
            1..5 | ForEach-Object { $Warm }
            `$null = [IO.File]::Exists('$dir/begin')
            $Command
            `$null = [IO.File]::Exists('$dir/end')
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0

        # strace writes down all threads; PowerShell's pipeline stays on one.
        $lines = [IO.File]::ReadAllLines($trace)
        $begin = [Array]::FindIndex($lines, [Predicate[string]] { $args[0].Contains("$dir/begin") })
        $end = [Array]::FindIndex($lines, [Predicate[string]] { $args[0].Contains("$dir/end") })
        $begin | Should -BeGreaterOrEqual 0
        $end | Should -BeGreaterThan $begin
        $thread = $lines[$begin].Split(' ')[0]
        $lines[($begin + 1)..($end - 1)] | Where-Object { $_.StartsWith("$thread ") -and $_.Contains($dir) } | ForEach-Object { $_ -replace '^\d+\s+' }
    }

    function Get-SystemCall([string] $Command) {
        Get-SystemCallLine $Command | ForEach-Object { $_.Substring(0, $_.IndexOf('(')) }
    }
}

Describe 'The system calls of a warm process' -Skip:(Test-Missing SystemCallTrace) {
    BeforeEach {
        $dir = New-TestDirectory
        $data = Join-Path $dir 'data'
    }

    It 'A write makes twelve calls' {
        Get-SystemCall 'Set-WaiaasToken $token -DataDir $data' |
            Should -Be 'openat', 'statx', 'statx', 'openat', 'flock', 'statx', 'write', 'fsync', 'renameat', 'close', 'fsync', 'close'
    }

    It 'A write makes one call more to give the token to the owner of the directory' -Skip:(Test-Missing OtherOwner) {
        [void][IO.Directory]::CreateDirectory($data)
        Set-UnixMode $data '700'
        Set-OtherOwner $data
        Get-SystemCall 'Set-WaiaasToken $token -DataDir $data' |
            Should -Be 'openat', 'statx', 'statx', 'openat', 'flock', 'statx', 'fchown', 'write', 'fsync', 'renameat', 'close', 'fsync', 'close'
    }

    It 'A write with -PassThru makes no further call' {
        Get-SystemCall '$null = Set-WaiaasToken $token -DataDir $data -PassThru' | Should -Be (Get-SystemCall 'Set-WaiaasToken $token -DataDir $data')
    }

    It 'A read makes nine calls' {
        Get-SystemCall '$null = Get-WaiaasToken -DataDir $data' |
            Should -Be 'openat', 'statx', 'openat', 'statx', 'read', 'lseek', 'pread64', 'close', 'close'
    }

    It 'A first write makes the calls that protect the token, in their order' {
        $calls = @(Get-SystemCallLine 'Set-WaiaasToken $token -DataDir $data -WalletId w' -Warm "Set-WaiaasToken `$token -DataDir '$dir/warm'")
        $temporary = '\.w\.\d+\.[0-9a-f]{8}\.tmp'
        $promises = @(
            # Closed to others from the moment that they are there, and durable before what is in them.
            "mkdirat\(\d+<$dir>, `"data`", 0700\)"
            "openat\(\d+<$dir>, `"data`", O_RDONLY\|O_NOFOLLOW\|O_CLOEXEC\|O_DIRECTORY\)"
            "fsync\(\d+<$dir>\)"
            "mkdirat\(\d+<$data>, `"mcp-tokens`", 0700\)"
            "openat\(\d+<$data>, `"mcp-tokens`", O_RDONLY\|O_NOFOLLOW\|O_CLOEXEC\|O_DIRECTORY\)"
            "fsync\(\d+<$data>\)"
            # Never an existing file, never through a link, not for programs that are started meanwhile.
            "openat\(\d+<$data/mcp-tokens>, `"$temporary`", O_RDWR\|O_CREAT\|O_EXCL\|O_NOFOLLOW\|O_CLOEXEC, 0600\)"
            "flock\(\d+<$data/mcp-tokens/$temporary>, LOCK_SH\|LOCK_NB\)"
            "write\(\d+<$data/mcp-tokens/$temporary>"
            "fsync\(\d+<$data/mcp-tokens/$temporary>\)"
            "renameat\(\d+<$data/mcp-tokens>, `"$temporary`", \d+<$data/mcp-tokens>, `"w`"\)"
            "fsync\(\d+<$data/mcp-tokens>\)"
        )
        $last = -1
        foreach ($promise in $promises) {
            $found = [Array]::FindIndex($calls, $last + 1, [Predicate[string]] { $args[0] -match "^$promise.* = \d" })
            $found | Should -BeGreaterThan $last -Because "$promise has to come next in:`n$($calls -join "`n")"
            $last = $found
        }
        $calls | Where-Object { $_ -match '^open' -and $_ -notmatch 'O_CLOEXEC' } | Should -BeNullOrEmpty
        $calls | Where-Object { $_ -match '^f?chmod' } | Should -BeNullOrEmpty -Because 'what is narrowed later was open before'
    }

    It 'A new directory that cannot be given to the owner of the one above is a warning, also where it is not the last one' -Skip:(Test-Missing OtherOwner) {
        Set-OtherOwner $dir
        $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under 'strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=fchown', '-e', 'inject=fchown:error=EPERM' -Script @"
            `$env:SUDO_UID = '$((Get-Item -LiteralPath $dir).UnixStat.UserId)'
            Set-WaiaasToken '$(New-TestToken)' -WalletId main -DataDir '$data' 3>&1 | ForEach-Object Message
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -BeLike "*could not be changed to*"
        Join-Path $data 'mcp-tokens/main' | Should -Exist
    }

    It 'A directory that comes into the place of a new one keeps its mode and its owner' -Skip:(Test-Missing OtherOwner) {
        # The one that the write makes is swapped: here it is not made at all, and the other is there already.
        [void][IO.Directory]::CreateDirectory($data)
        Set-FileText (Join-Path $data 'secret') 'x'
        Set-UnixMode $data '755'
        Set-UnixMode $dir '777'
        $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under 'strace', '-f', '-qq', '-o', '/dev/null', '-P', $data, '-P', $dir, '-e', 'trace=openat,mkdirat', '-e', 'inject=openat:error=ENOENT:when=1', '-e', 'inject=mkdirat:retval=0:when=1' -Script @"
            Set-WaiaasToken '$(New-TestToken)' -DataDir '$data' -WarningAction SilentlyContinue
"@
        $child.Errors | Should -BeNullOrEmpty
        Join-Path $data 'mcp-token' | Should -Exist
        Get-UnixMode $data | Should -Be '755'
    }
}
