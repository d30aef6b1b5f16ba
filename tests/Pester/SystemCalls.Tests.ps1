# What a write and a read ask of the system in a warm process: the list in docs/design.md.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    # The names of a command's calls on files below $data. Two look-ups of files that are not there mark it in the trace.
    function Get-SystemCall([string] $Command) {
        $trace = Join-Path $dir 'trace'
        $token = New-TestToken
        $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under 'strace', '-f', '--seccomp-bpf', '-y', '-qq', '-o', $trace, '-e', 'trace=%file,%desc' -Script @"
            `$token = '$token'
            `$data = '$data'
            Set-WaiaasToken `$token -DataDir `$data
            1..5 | ForEach-Object { $Command }
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
        $lines[$begin..$end] | Where-Object { $_.StartsWith("$thread ") -and $_.Contains($data) } |
            ForEach-Object { [regex]::Match($_, '^\d+\s+(\w+)\(').Groups[1].Value }
    }
}

Describe 'The system calls of a warm process' -Skip:(Test-Missing SystemCallTrace) {
    BeforeEach {
        $dir = New-TestDirectory
        $data = Join-Path $dir 'data'
    }

    It 'A write makes eleven calls' {
        Get-SystemCall 'Set-WaiaasToken $token -DataDir $data' |
            Should -Be 'openat', 'statx', 'statx', 'openat', 'statx', 'write', 'fsync', 'close', 'renameat', 'fsync', 'close'
    }

    It 'A write makes one call more to give the token to the owner of the directory' -Skip:(Test-Missing OtherOwner) {
        [void][IO.Directory]::CreateDirectory($data)
        Set-UnixMode $data '700'
        Set-OtherOwner $data
        Get-SystemCall 'Set-WaiaasToken $token -DataDir $data' |
            Should -Be 'openat', 'statx', 'statx', 'openat', 'statx', 'fchown', 'write', 'fsync', 'close', 'renameat', 'fsync', 'close'
    }

    It 'A write with -PassThru makes no further call' {
        Get-SystemCall '$null = Set-WaiaasToken $token -DataDir $data -PassThru' | Should -Be (Get-SystemCall 'Set-WaiaasToken $token -DataDir $data')
    }

    It 'A read makes nine calls' {
        Get-SystemCall '$null = Get-WaiaasToken -DataDir $data' |
            Should -Be 'openat', 'statx', 'openat', 'statx', 'read', 'lseek', 'pread64', 'close', 'close'
    }
}
