# What only a PowerShell session on Windows shows: its paths, and files that other programs hold. The rest of Windows is
# in tests/WaiaaS.Core.Tests/Windows.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    # Win32 keeps the name of a file that is open without FileShare.Delete.
    $held = [IO.File]::Open([IO.Path]::GetTempFileName(), 'Open', 'Read', 'ReadWrite')
    try {
        [IO.File]::Delete($held.Name)
        $hasWin32 = $false
    }
    catch [IO.IOException] {
        $hasWin32 = $true
    }
    $held.Dispose()
    [IO.File]::Delete($held.Name)
    if (-not $hasWin32) {
        Write-Host 'Skipped, all of Windows.Tests.ps1: it needs the file calls of Win32.'
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'Paths of Windows' -Skip:(-not $hasWin32) {
    BeforeEach {
        $dir = New-TestDirectory
        $token = New-TestToken
        $here = [IO.Directory]::CreateDirectory((Join-Path $dir 'here')).FullName
    }

    It 'takes <_> from the location of PowerShell' -ForEach 'data\mcp-token', '.\data/mcp-token', '..\here\data\mcp-token' {
        Push-Location -LiteralPath $here
        try {
            Set-WaiaasToken $token -LiteralPath $_
            Get-WaiaasToken -LiteralPath $_ -AsPlainText | Should -BeExactly $token
        }
        finally {
            Pop-Location
        }
        Get-FileText (Join-Path $here 'data\mcp-token') | Should -BeExactly $token
    }

    It 'takes a path that is relative to a drive from the location there' {
        Push-Location -LiteralPath $here
        try { Set-WaiaasToken $token -LiteralPath ($here.Substring(0, 2) + 'mcp-token') }
        finally { Pop-Location }
        Get-FileText (Join-Path $here 'mcp-token') | Should -BeExactly $token
    }

    It 'takes a drive that New-PSDrive made' {
        $null = New-PSDrive -Name Wallets -PSProvider FileSystem -Root $here
        Set-WaiaasToken $token -DataDir 'Wallets:\data'
        Get-WaiaasToken -DataDir 'Wallets:\data' -AsPlainText | Should -BeExactly $token
        Get-FileText (Join-Path $here 'data\mcp-token') | Should -BeExactly $token
    }

    It 'refuses <_>, which is not the file system' -ForEach 'HKLM:\SOFTWARE\mcp-token', 'Env:mcp-token', 'NoSuchDrive:\mcp-token' {
        Assert-OneError (Watch-Command { Get-WaiaasToken -LiteralPath $_ }) -Id PathNotFileSystem -Command GetWaiaasToken
    }

    It 'finds the home directory in USERPROFILE, as Node does' {
        Use-Environment @{ USERPROFILE = $here; HOME = 'C:\not\this'; WAIAAS_DATA_DIR = $null } {
            Get-WaiaasTokenPath | Should -BeExactly (Join-Path $here '.waiaas\mcp-token')
        }
        Use-Environment @{ USERPROFILE = $null; HOME = 'C:\not\this'; WAIAAS_DATA_DIR = $null } {
            Get-WaiaasTokenPath | Should -Match '^(?!C:\\not).+\\\.waiaas\\mcp-token$'
        }
    }

    It 'warns of a directory that everybody can write to, with a command that PowerShell can parse' {
        $acl = Get-Acl -LiteralPath $here
        $everybody = [Security.Principal.SecurityIdentifier]::new('S-1-1-0')
        $acl.AddAccessRule([Security.AccessControl.FileSystemAccessRule]::new($everybody, 'Modify', 'Allow'))
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

Describe 'A token file that another program holds' -Skip:(-not $hasWin32) {
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

    It 'is TokenBusy after <Retries> retries when <Given>' -ForEach @(
        @{ Given = 'nothing is said'; Arguments = @{}; Retries = 3 }
        @{ Given = 'that many are allowed'; Arguments = @{ MaximumRetryCount = 0 }; Retries = 0 }
        @{ Given = 'that many are allowed'; Arguments = @{ MaximumRetryCount = 1 }; Retries = 1 }
        @{ Given = 'that many are allowed'; Arguments = @{ MaximumRetryCount = 7 }; Retries = 7 }
    ) {
        $seen = Watch-Command { Set-WaiaasToken $new -LiteralPath $path -Verbose @Arguments }

        $seen.Errors | Should -HaveCount 1
        $seen.Errors[0].FullyQualifiedErrorId | Should -BeExactly 'TokenBusy,WaiaaS.Commands.SetWaiaasTokenCommand'
        $seen.Errors[0].CategoryInfo.Category | Should -Be 'ResourceBusy'
        $said = @($seen.Verbose | Select-String 'ERROR_\w+.* (\d+) ms \((\d+) of (\d+)\)')
        $said | Should -HaveCount $Retries
        for ($retry = 1; $retry -le $Retries; $retry++) {
            $delay, $number, $most = $said[$retry - 1].Matches[0].Groups[1..3].Value
            [int]$delay | Should -BeIn (10..50)
            "$number of $most" | Should -Be "$retry of $Retries"
        }
    }

    It 'is waited for no longer when the cmdlet is stopped' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddCommand('Import-Module').AddParameter('Name', (Get-ModuleManifestPath)).AddStatement()
            $null = $shell.AddCommand('Set-WaiaasToken').AddParameters(
                @{ Token = $new; LiteralPath = $path; MaximumRetryCount = [int]::MaxValue; Verbose = $true })
            $running = $shell.BeginInvoke()
            $patience = [Diagnostics.Stopwatch]::StartNew()
            while (-not ($retries = $shell.Streams.Verbose.ReadAll() -match 'ERROR_') -and $patience.Elapsed.TotalSeconds -lt 60) {
                [void]$running.AsyncWaitHandle.WaitOne(10)
            }
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
