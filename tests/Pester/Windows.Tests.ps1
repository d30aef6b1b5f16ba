# What only a PowerShell session on Windows shows: its paths, and files that other programs hold. The rest of Windows is
# in tests/WaiaaS.Core.Tests/Windows.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'Paths of Windows' -Skip:(Test-Missing ExclusiveOpen) {
    BeforeEach {
        $dir = New-TestDirectory
        $token = New-TestToken
        $here = [IO.Directory]::CreateDirectory((Join-Path $dir 'here')).FullName
    }

    It '<_> is taken from the location of PowerShell' -ForEach 'mcp-token', '.\mcp-token', '../here\mcp-token', 'DRIVE:mcp-token' {
        $file = $_.Replace('DRIVE:', $here.Substring(0, 2))
        Push-Location -LiteralPath $here
        try {
            Set-WaiaasToken $token -LiteralPath $file
            Get-WaiaasToken -LiteralPath $file -AsPlainText | Should -BeExactly $token
        }
        finally {
            Pop-Location
        }
        Get-FileText (Join-Path $here 'mcp-token') | Should -BeExactly $token
    }

    It 'The home directory is the one in USERPROFILE, as in Node' {
        Use-Environment @{ USERPROFILE = $here; HOME = 'C:\not\this'; WAIAAS_DATA_DIR = $null } {
            Get-WaiaasTokenPath | Should -BeExactly (Join-Path $here '.waiaas\mcp-token')
        }
        Use-Environment @{ USERPROFILE = $null; HOME = 'C:\not\this'; WAIAAS_DATA_DIR = $null } {
            Get-WaiaasTokenPath | Should -Match '^(?!C:\\not).+\\\.waiaas\\mcp-token$'
        }
    }

    It 'A directory that everyone can write to gets a warning, with a command that PowerShell can parse' {
        $acl = Get-Acl -LiteralPath $here
        $everyone = [Security.Principal.SecurityIdentifier]::new('S-1-1-0')
        $acl.AddAccessRule([Security.AccessControl.FileSystemAccessRule]::new($everyone, 'Modify', 'Allow'))
        Set-Acl -LiteralPath $here -AclObject $acl

        $warnings = (Watch-Command { Set-WaiaasToken $token -DataDir $here }).Warnings
        $warnings | Should -HaveCount 1
        $warnings[0] | Should -Match 'icacls .*/remove:g ''\*S-1-1-0'''

        $tokens = $errors = $null
        $command = $warnings[0].Substring($warnings[0].IndexOf('icacls'))
        $null = [Management.Automation.Language.Parser]::ParseInput($command, [ref]$tokens, [ref]$errors)
        $errors | Should -BeNullOrEmpty
        # PowerShell would run what stands in parentheses: (OI)(CI).
        $tokens.Kind | Should -Not -Contain 'LParen'
    }
}

Describe 'A token file that another program holds' -Skip:(Test-Missing ExclusiveOpen) {
    BeforeEach {
        $dir = New-TestDirectory
        $old = New-TestToken
        $new = New-TestToken
        $path = Set-TokenFile $dir $old
        $held = [IO.File]::Open($path, 'Open', 'Read', 'ReadWrite')
    }

    AfterEach {
        $held.Dispose()
        Get-ChildItem -LiteralPath $dir -Force -Filter *.tmp | Should -BeNullOrEmpty
        Get-FileText $path | Should -BeExactly $old
    }

    It 'A held file is TokenBusy after <Retries> retries with -MaximumRetryCount <Allowed>' -ForEach @(
        @{ Allowed = 'not given'; Retries = 3 }
        @{ Allowed = 0; Retries = 0 }
        @{ Allowed = 1; Retries = 1 }
        @{ Allowed = 7; Retries = 7 }
    ) {
        $arguments = @{ LiteralPath = $path; Verbose = $true }
        if ($Allowed -is [int]) {
            $arguments.MaximumRetryCount = $Allowed
        }
        $seen = Watch-Command { Set-WaiaasToken $new @arguments }
        Assert-OneError $seen -Id TokenBusy -Command SetWaiaasToken -Path $path
        $said = @($seen.Verbose | Select-String 'ERROR_\w+.* (\d+) ms \((\d+) of (\d+)\)')
        $said | Should -HaveCount $Retries
        for ($retry = 1; $retry -le $Retries; $retry++) {
            $delay, $number, $most = $said[$retry - 1].Matches[0].Groups[1..3].Value
            [int]$delay | Should -BeIn (10..50)
            "$number of $most" | Should -Be "$retry of $Retries"
        }
    }

    It 'A stopped cmdlet waits no longer for a held file' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', (Get-ModuleManifestPath)).AddStatement()
            $null = $shell.AddCommand('Set-WaiaasToken').AddParameters(
                @{ Token = $new; LiteralPath = $path; MaximumRetryCount = [int]::MaxValue; Verbose = $true })
            $running = $shell.BeginInvoke()
            $patience = [Diagnostics.Stopwatch]::StartNew()
            do {
                [void]$running.AsyncWaitHandle.WaitOne(10)
                $retries = $shell.Streams.Verbose.ReadAll() -match 'ERROR_'
            } until ($retries -or $patience.Elapsed.TotalSeconds -ge 60)
            $retries | Should -Not -BeNullOrEmpty

            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $running.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }
}
