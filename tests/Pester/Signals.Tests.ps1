# What a signal in the middle of a write leaves behind.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

Describe 'A signal in the middle of a write' -Skip:(Test-Missing SystemCallTrace) {
    BeforeEach {
        $dir = New-TestDirectory
        $old = New-TestToken
        $path = Set-TokenFile $dir $old
    }

    It 'SIG<_> leaves the old token and no temporary file' -ForEach 'TERM', 'HUP' {
        # A parent such as nohup leaves SIGHUP ignored. The name of the temporary file has the writer's number. The writer is held in the flush of that file.
        $killer = Start-Process -FilePath sh -PassThru -RedirectStandardOutput (Join-Path $dir 'sender') -ArgumentList '-c', @"
            "until set -- '$dir'/.mcp-token.*.tmp && test -e \"`$1\"; do sleep 0.05; done; kill -$_ `$(echo \"`${1##*/}\" | cut -d. -f3)"
"@.Trim()
        $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under 'env', '--default-signal=HUP,TERM', 'strace', '-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', 'trace=fsync', '-e', 'inject=fsync:delay_enter=20s:when=1' -Script "Set-WaiaasToken '$(New-TestToken)' -LiteralPath '$path'; 'went on'"
        $child.Ended | Should -BeTrue
        $child.Output | Should -BeNullOrEmpty
        $killer.WaitForExit(10000) | Should -BeTrue
        Get-FileText $path | Should -BeExactly $old
        Get-ChildItem -LiteralPath $dir -Force -Filter '*.tmp' | Should -BeNullOrEmpty
    }

    It 'A limit to the size of files is an error, and no signal ends the process' {
        $child = Invoke-ChildShell @"
            prlimit --fsize=0 --pid `$PID
            Set-WaiaasToken '$(New-TestToken)' -LiteralPath '$path' -ErrorAction SilentlyContinue
            `$Error[0].FullyQualifiedErrorId
"@
        $child.Output.Trim() | Should -BeExactly 'TokenWriteFailed,WaiaaS.Commands.SetWaiaasTokenCommand'
        Get-FileText $path | Should -BeExactly $old
        Get-ChildItem -LiteralPath $dir -Force -Filter '*.tmp' | Should -BeNullOrEmpty
    }
}
