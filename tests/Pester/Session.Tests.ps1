# The session that the README shows, and what else a user does with tokens that are there.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

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

        $said = @{}
        $said.Set = @($token | Set-WaiaasToken; $trading | Set-WaiaasToken)
        $ops | Set-WaiaasToken -WarningVariable expired -WarningAction SilentlyContinue
        $list = @(Get-WaiaasTokenInfo)
        $shown = ($list | Out-String -Width 100) -replace '\x1b\[[0-9;]*m'
        $lasts = Test-WaiaasToken -MinimumLifetime 1.00:00:00
        $tradingLasts = Test-WaiaasToken trading -MinimumLifetime 1.00:00:00 -Verbose 4>&1
        Get-WaiaasTokenInfo | Where-Object State -EQ Expired | Remove-WaiaasToken
        $left = @(Get-WaiaasTokenInfo)
        Remove-WaiaasToken ops -ErrorVariable gone -ErrorAction SilentlyContinue
    }

    AfterAll {
        $env:WAIAAS_DATA_DIR = $before
    }

    It 'writes without a word' {
        $said.Set | Should -BeNullOrEmpty
    }

    It 'warns of the one that has expired, and writes it' {
        $expired | Should -HaveCount 1
        $expired[0].Message | Should -Match 'expired at'
    }

    It 'lists all three, with their states' {
        ($list | Sort-Object WalletId | ForEach-Object { "$($_.WalletId)=$($_.State)" }) -join ' ' |
            Should -BeExactly '=Active ops=Expired trading=Active'
    }

    It 'shows a table of a hundred columns that says how long each lasts' {
        $lines = $shown -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $lines | Where-Object { $_ -match '^-\s+Active\s+6d 4h\s' } | Should -HaveCount 1
        $lines | Where-Object { $_ -match '^ops\s+Expired\s+1m.* ago\s' } | Should -HaveCount 1
    }

    It 'shows no part of a token' {
        foreach ($part in ($token, $trading.token, $ops.token | ForEach-Object { $_.Substring(9) -split '\.' } | Where-Object { $_.Length -gt 30 })) {
            $shown | Should -Not -Match ([regex]::Escape($part))
            ($list | ConvertTo-Json -Depth 3) | Should -Not -Match ([regex]::Escape($part))
            ($list | Format-List * -Force | Out-String) | Should -Not -Match ([regex]::Escape($part))
        }
    }

    It 'answers whether a token lasts for a day, and says why not' {
        $lasts | Should -BeTrue
        $tradingLasts[-1] | Should -BeFalse
        $tradingLasts[0].Message | Should -Match 'less than 1\.00:00:00 from now'
    }

    It 'removes the expired one through the pipeline, and only that' {
        ($left | Sort-Object WalletId).WalletId | Should -Be @($null, 'trading')
    }

    It 'finds nothing to remove then' {
        $gone[0].FullyQualifiedErrorId | Should -BeExactly 'TokenNotFound,WaiaaS.Commands.RemoveWaiaasTokenCommand'
        $gone[0].CategoryInfo.Category | Should -BeExactly 'ObjectNotFound'
    }
}

Describe 'A list' {
    BeforeEach {
        $data = Join-Path (New-TestDirectory) 'data'
        Set-WaiaasToken (New-TestToken) -DataDir $data -WalletId good
    }

    It 'shows a file that is no token as a row, with the reason' {
        [void](Set-TokenFile $data 'wai_sess_' 'cut')
        $infos = Get-WaiaasTokenInfo -DataDir $data | Sort-Object WalletId
        $infos.State | Should -Be @('Malformed', 'Active')
        $infos[0].Reason | Should -Match 'three parts'
    }

    It 'takes wildcards and completes' {
        Set-WaiaasToken (New-TestToken) -DataDir $data -WalletId gold
        (Get-WaiaasTokenInfo go* -DataDir $data | Sort-Object WalletId).WalletId | Should -Be @('gold', 'good')
        $line = "Remove-WaiaasToken -DataDir '$data' -WalletId goo"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'good'
    }

    It 'quotes a wallet id that would not be text otherwise' {
        Set-WaiaasToken (New-TestToken) -DataDir $data -WalletId 0193a2b4-7c1d-7000-8000-000000000001
        $line = "Get-WaiaasTokenInfo -DataDir '$data' -WalletId 01"
        $completion = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        (& ([scriptblock]::Create("Get-WaiaasTokenInfo -DataDir '$data' -WalletId $completion"))).State | Should -Be 'Active'
    }

    It 'looks the same when it comes out of Clixml' {
        $path = Join-Path (New-TestDirectory) 'info.xml'
        Get-WaiaasTokenInfo good -DataDir $data | Export-Clixml -LiteralPath $path
        ((Import-Clixml -LiteralPath $path | Out-String) -replace '\x1b\[[0-9;]*m') | Should -Match 'good\s+Active\s+59m'
    }

    It 'streams: the first token is there before the last was looked at' {
        1..200 | ForEach-Object { Copy-Item -LiteralPath (Get-WaiaasTokenPath good -DataDir $data) -Destination (Get-WaiaasTokenPath "w$_" -DataDir $data) }
        $looked = 0
        Get-WaiaasTokenInfo w* -DataDir $data | ForEach-Object { $looked++; $_ } | Select-Object -First 1 | Should -HaveCount 1
        $looked | Should -Be 1
    }

    It 'marks what others can read (<_>)' -ForEach @('Unix modes') -Skip:(-not $CanSetUnixMode) {
        Set-UnixMode (Get-WaiaasTokenPath good -DataDir $data) '644'
        (Get-WaiaasTokenInfo good -DataDir $data).IsOpenToOthers | Should -BeTrue
        (Get-WaiaasTokenInfo good -DataDir $data | Out-String) | Should -Match '0644 !'
    }
}

Describe 'A lifetime that is none' {
    It 'is a clear error: <_>' -ForEach @("1", "'1h'", "'5'", "-1") {
        { & ([scriptblock]::Create("Test-WaiaasToken -MinimumLifetime $_ -DataDir 'x'")) } | Should -Throw -ExpectedMessage '*01:00:00*'
    }
}

Describe 'A removal' {
    It 'asks for nothing and touches nothing under -WhatIf' {
        $data = Join-Path (New-TestDirectory) 'data'
        Set-WaiaasToken (New-TestToken) -DataDir $data
        Remove-WaiaasToken -DataDir $data -WhatIf
        Get-WaiaasTokenPath -DataDir $data | Should -Exist
        Remove-WaiaasToken -DataDir $data -Confirm:$false
        Get-WaiaasTokenPath -DataDir $data | Should -Not -Exist
    }
}
