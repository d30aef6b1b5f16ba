[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    $badIds = @(
        @{ Name = 'empty'; Id = '' }
        @{ Name = 'null'; Id = $null }
        @{ Name = 'a space'; Id = ' ' }
        @{ Name = 'one dot'; Id = '.' }
        @{ Name = 'two dots'; Id = '..' }
        @{ Name = 'a leading dot'; Id = '.hidden' }
        @{ Name = 'a trailing dot'; Id = 'wallet.' }
        @{ Name = 'a slash'; Id = 'a/b' }
        @{ Name = 'a backslash'; Id = 'a\b' }
        @{ Name = 'a way up'; Id = '../mcp-token' }
        @{ Name = 'a colon'; Id = 'a:b' }
        @{ Name = 'a space inside'; Id = 'a b' }
        @{ Name = 'a star'; Id = 'a*' }
        @{ Name = 'brackets'; Id = '[x]' }
        @{ Name = 'a newline'; Id = "a`nb" }
        @{ Name = 'a NUL'; Id = "a$([char]0)b" }
        @{ Name = 'a letter that is not ASCII'; Id = "w$([char]0xE4)llet" }
        @{ Name = '129 characters'; Id = 'w' * 129 }
        @{ Name = 'the device CON'; Id = 'CON' }
        @{ Name = 'the device nul'; Id = 'nul' }
        @{ Name = 'the device with an extension'; Id = 'aux.wallet' }
        @{ Name = 'the device COM1'; Id = 'Com1' }
        @{ Name = 'the device LPT9 with an extension'; Id = 'lpt9.token' }
    )
    $goodIds = @(
        'w', 'main', 'Wallet_1', '01938c7e-5d7c-7d7a-a1f4-0e2b3c4d5e6f', '0', '_x', '-x', 'a.b', 'a..b',
        'console', 'nul1', 'com10', 'comx', ('w' * 128)
    ) | ForEach-Object { @{ Id = $_; Name = $(if ($_.Length -gt 40) { "$($_.Length) characters" } else { $_ }) } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $savedDataDir = $env:WAIAAS_DATA_DIR
    $env:WAIAAS_DATA_DIR = New-TestDirectory
}

AfterAll {
    $env:WAIAAS_DATA_DIR = $savedDataDir
}

Describe 'Get-WaiaasTokenPath' {
    BeforeEach {
        $dir = New-TestDirectory
    }

    It '<Name> gives one absolute path, <Place>, and touches nothing' -ForEach @(
        @{ Name = '-DataDir'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir $dir } }
        @{ Name = 'A missing -DataDir'; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir 'data') } }
        @{ Name = '-DataDir beside the environment variable'; Place = 'mcp-token'
            Command = { Use-Environment @{ WAIAAS_DATA_DIR = (Get-Location).Path } { Get-WaiaasTokenPath -DataDir $dir } } }
        @{ Name = 'WAIAAS_DATA_DIR'; Place = 'mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $dir } { Get-WaiaasTokenPath } } }
        @{ Name = 'A relative WAIAAS_DATA_DIR'; Place = 'data/mcp-token'
            Command = { Set-Location -LiteralPath $dir; Use-Environment @{ WAIAAS_DATA_DIR = 'data' } { Get-WaiaasTokenPath } } }
        @{ Name = 'No environment variable'; Place = '.waiaas/mcp-token'
            Command = { Use-Environment @{ WAIAAS_DATA_DIR = $null; HOME = $dir; USERPROFILE = $dir } { Get-WaiaasTokenPath } } }
        @{ Name = 'An empty environment variable'; Place = '.waiaas/mcp-token'
            Command = { Use-Environment @{ WAIAAS_DATA_DIR = ''; HOME = $dir; USERPROFILE = $dir } { Get-WaiaasTokenPath } } }
        @{ Name = 'A relative -DataDir'; Place = 'data/mcp-token'; Command = { Set-Location -LiteralPath $dir; Get-WaiaasTokenPath -DataDir 'data' } }
        @{ Name = 'A dot'; Place = 'mcp-token'; Command = { Set-Location -LiteralPath $dir; Get-WaiaasTokenPath -DataDir '.' } }
        @{ Name = 'A way down and up'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir 'x/../.') } }
        @{ Name = 'A folder of a PSDrive'; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path 'WaiaasPath:' 'data') } }
        @{ Name = 'The root of a PSDrive'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir 'WaiaasPath:' } }
        @{ Name = 'A location on a PSDrive'; Place = 'data/mcp-token'; Command = { Set-Location 'WaiaasPath:'; Get-WaiaasTokenPath -DataDir 'data' } }
        @{ Name = 'An absolute path at a location of another provider'; Place = 'mcp-token'; Command = { Set-Location 'Env:'; Get-WaiaasTokenPath -DataDir $dir } }
        @{ Name = 'A path with wildcard characters'; Place = 'a[x]/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir 'a[x]') } }
        @{ Name = 'A path with a separator at its end'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir ($dir + [IO.Path]::DirectorySeparatorChar) } }
        @{ Name = 'A wallet by position'; Place = 'mcp-tokens/main'; Command = { Get-WaiaasTokenPath main -DataDir $dir } }
        @{ Name = 'A wallet of an object'; Place = 'mcp-tokens/main'; Command = { [pscustomobject]@{ WalletId = 'main' } | Get-WaiaasTokenPath -DataDir $dir } }
    ) {
        $drive = New-PSDrive -Name WaiaasPath -PSProvider FileSystem -Root $dir
        Push-Location
        try {
            $seen = Watch-Command $Command
        }
        finally {
            Pop-Location
            $drive | Remove-PSDrive
        }
        $seen.Records | Should -HaveCount 1
        $seen.Output[0] | Should -BeOfType string
        $seen.Output[0] | Should -BeExactly ([IO.Path]::GetFullPath((Join-Path $dir $Place)))
        Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
    }

    It '~ is the home directory of PowerShell' {
        $homeOfPowerShell = (Get-PSProvider FileSystem).Home
        Get-WaiaasTokenPath -DataDir (Join-Path '~' 'data') |
            Should -BeExactly (Get-ExpectedPath (Join-Path $homeOfPowerShell 'data'))
    }

    It 'The wallet id <Name> has a file of its own' -ForEach $goodIds {
        Get-WaiaasTokenPath -WalletId $Id -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir $Id)
    }

    It 'A wallet id that is or has <Name> is refused' -ForEach $badIds {
        $seen = Watch-Command { Get-WaiaasTokenPath -WalletId $Id -DataDir $dir }
        Assert-OneError $seen -Id WalletIdInvalid -Command GetWaiaasTokenPath
        $seen.Output | Should -BeNullOrEmpty
    }

    It 'A pipeline goes on after a bad wallet id' {
        $seen = Watch-Command {
            [pscustomobject]@{ walletId = 'one' }, [pscustomobject]@{ walletId = '../two' }, [pscustomobject]@{ walletId = 'three' } |
                Get-WaiaasTokenPath -DataDir $dir
        }
        Assert-OneError $seen -Id WalletIdInvalid -Command GetWaiaasTokenPath
        $seen.Output | Should -Be (Get-ExpectedPath $dir 'one'), (Get-ExpectedPath $dir 'three')
    }
}
