[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    # The core's own tests have every form of an id.
    $badIds = @(
        @{ Name = 'empty'; Id = '' }
        @{ Name = 'null'; Id = $null }
        @{ Name = 'a space'; Id = ' ' }
        @{ Name = 'a way up'; Id = '../mcp-token' }
        @{ Name = 'a backslash'; Id = 'a\b' }
        @{ Name = 'brackets'; Id = '[x]' }
        @{ Name = 'a newline'; Id = "a`nb" }
        @{ Name = '129 characters'; Id = 'w' * 129 }
        @{ Name = 'the device with an extension'; Id = 'aux.wallet' }
    )
    $goodIds = 'w', '01938c7e-5d7c-7d7a-a1f4-0e2b3c4d5e6f', '0', '_x', '-x', 'a..b', 'console', 'com10', ('w' * 128)
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
        @{ Name = '-DataDir beside the environment variable'; Place = 'mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = (Get-Location).Path } { Get-WaiaasTokenPath -DataDir $dir } } }
        @{ Name = 'WAIAAS_DATA_DIR'; Place = 'mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $dir } { Get-WaiaasTokenPath } } }
        @{ Name = 'A relative WAIAAS_DATA_DIR'; Place = 'data/mcp-token'; Command = { Set-Location -LiteralPath $dir; Use-Environment @{ WAIAAS_DATA_DIR = 'data' } { Get-WaiaasTokenPath } } }
        @{ Name = 'No environment variable'; Place = '.waiaas/mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $null; HOME = $dir; USERPROFILE = $dir } { Get-WaiaasTokenPath } } }
        @{ Name = 'An empty environment variable'; Place = '.waiaas/mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = ''; HOME = $dir; USERPROFILE = $dir } { Get-WaiaasTokenPath } } }
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

    It 'The wallet id <_> has a file of its own' -ForEach $goodIds {
        Get-WaiaasTokenPath -WalletId $_ -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir $_)
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
