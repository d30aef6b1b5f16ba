# The session that the README shows, and what else a user does with tokens that are there.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'A session with two wallets and the default token' {
    BeforeAll {
        $before = $env:WAIAAS_DATA_DIR
        $env:WAIAAS_DATA_DIR = Join-Path (New-TestDirectory) 'data'
        $token = New-TestToken -ExpiresIn ([TimeSpan]::FromDays(6) + [TimeSpan]::FromHours(4.5))
        $trading = [pscustomobject]@{ token = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(2)); walletId = 'trading' }
        $ops = [pscustomobject]@{ token = New-TestToken -ExpiresIn ([TimeSpan]::FromMinutes(-1)); walletId = 'ops' }

        $said = & { $token | Set-WaiaasToken; $trading | Set-WaiaasToken } 3>&1
        $ops | Set-WaiaasToken -WarningVariable expired -WarningAction SilentlyContinue
        $list = @(Get-WaiaasTokenInfo)
        $shown = ($list | Out-String -Width 100) -replace '\x1b\[[0-9;]*m'
        $lasts = Test-WaiaasToken -MinimumLifetime 1.00:00:00
        $tradingLasts = Test-WaiaasToken trading -MinimumLifetime 1.00:00:00 -Verbose 4>&1
        Get-WaiaasTokenInfo | Where-Object State -EQ Expired | Remove-WaiaasToken
        $left = @(Get-WaiaasTokenInfo)
    }

    AfterAll {
        $env:WAIAAS_DATA_DIR = $before
    }

    It 'Only the token that has expired is written with a warning' {
        $said | Should -BeNullOrEmpty
        $expired | Should -HaveCount 1
        $expired[0].Message | Should -Match 'expired at'
    }

    It 'The list has all three with their states' {
        ($list | Sort-Object WalletId | ForEach-Object { "$($_.WalletId)=$($_.State)" }) -join ' ' |
            Should -BeExactly '=Active ops=Expired trading=Active'
    }

    It 'The table of a hundred columns says how long each lasts' {
        $lines = $shown -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines | Where-Object { $_ -match '^-\s+Active\s+6d 4h\s' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^ops\s+Expired\s+1m.* ago\s' } | Should -HaveCount 1
    }

    It 'The test answers whether a token lasts for a day, and says why not' {
        $lasts | Should -BeTrue
        $tradingLasts[-1] | Should -BeFalse
        $tradingLasts[0].Message | Should -Match 'less than 1\.00:00:00 from now'
    }

    It 'The pipeline removes the expired one and only that' {
        ($left | Sort-Object WalletId).WalletId | Should -Be @($null, 'trading')
    }
}
