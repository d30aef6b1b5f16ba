[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest

    # No system counts so far.
    $deadWriter = 999999999

    # The tokens that are left, without their temporary files.
    function Get-Left {
        (Get-ChildItem -LiteralPath $data -Recurse -Force -File | ForEach-Object { $_.Name } | Sort-Object) -join ' '
    }

    # What a killed writer leaves.
    function New-Leftover([string] $Wallet, [int] $Writer, [DateTime] $Written = [DateTime]::UtcNow) {
        $path = Set-TokenFile $data (New-TestToken) ".$Wallet.$Writer.0123abcd.tmp"
        [IO.File]::SetLastWriteTimeUtc($path, $Written)
        $path
    }
}

Describe 'Remove-WaiaasToken' {
    BeforeEach {
        $data = Join-Path (New-TestDirectory) 'data'
        $null, 'a1', 'a2' | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) $_) }
        [void](Set-TokenFile $data (New-TestToken -ExpiresIn ([TimeSpan]::FromMinutes(-1))) 'b')
    }

    It '"<Name>" leaves "<Left>"' -ForEach @(
        @{ Name = 'no wallet'; Command = { Remove-WaiaasToken -DataDir $data }; Left = 'a1 a2 b' }
        @{ Name = 'a wallet'; Command = { Remove-WaiaasToken a1 -DataDir $data }; Left = 'a2 b mcp-token' }
        @{ Name = 'a pattern'; Command = { Remove-WaiaasToken a* -DataDir $data }; Left = 'b mcp-token' }
        @{ Name = 'a pattern in capitals'; Command = { Remove-WaiaasToken A* -DataDir $data }; Left = 'b mcp-token' }
        @{ Name = '-Default'; Command = { Remove-WaiaasToken -Default -DataDir $data }; Left = 'a1 a2 b' }
        @{ Name = 'a piped id'; Command = { 'a1' | Remove-WaiaasToken -DataDir $data }; Left = 'a2 b mcp-token' }
        @{ Name = 'two wallets'; Command = { Remove-WaiaasToken b, a1 -DataDir $data }; Left = 'a2 mcp-token' }
        @{ Name = 'a pattern that fits nothing'; Command = { Remove-WaiaasToken z* -DataDir $data }; Left = 'a1 a2 b mcp-token' }
        @{ Name = 'a path'; Command = { Remove-WaiaasToken -LiteralPath (Get-ExpectedPath $data 'b') }; Left = 'a1 a2 mcp-token' }
        @{ Name = 'a piped path'; Command = { Get-WaiaasTokenPath b -DataDir $data | Remove-WaiaasToken }; Left = 'a1 a2 mcp-token' }
        @{ Name = 'a list'; Command = { Get-WaiaasTokenInfo -DataDir $data | Remove-WaiaasToken }; Left = '' }
        @{ Name = 'the expired of a list'; Command = { Get-WaiaasTokenInfo -DataDir $data | Where-Object State -EQ Expired | Remove-WaiaasToken }; Left = 'a1 a2 mcp-token' }
        @{ Name = '-WhatIf'; Command = { Remove-WaiaasToken * -DataDir $data -WhatIf }; Left = 'a1 a2 b mcp-token' }
        @{ Name = '-Confirm:$false'; Command = { Remove-WaiaasToken * -DataDir $data -Confirm:$false }; Left = 'mcp-token' }
    ) {
        (Watch-Command $Command).Records | Should -BeNullOrEmpty
        Get-Left | Should -BeExactly $Left
    }

    It 'A pattern means the same wallets in Turkish' {
        [void](Set-TokenFile $data (New-TestToken) 'ID1')
        $before = [Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = 'tr-TR'
            Remove-WaiaasToken 'id*' -DataDir $data
        }
        finally {
            [Threading.Thread]::CurrentThread.CurrentCulture = $before
        }
        Get-ExpectedPath $data 'ID1' | Should -Not -Exist
    }

    It 'A pattern removes both of two wallets that differ in case alone' -Skip:(Test-Missing CaseInNames) {
        'ops', 'OPS' | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) $_) }
        Remove-WaiaasToken 'op*' -DataDir $data
        Get-Left | Should -BeExactly 'a1 a2 b mcp-token'
    }

    It 'A temporary file of WAIaaS beside the tokens is no wallet' {
        $temporary = Set-TokenFile $data (New-TestToken) 'a1.tmp'
        Remove-WaiaasToken * -DataDir $data
        $temporary | Should -Exist
        Assert-OneError (Watch-Command { Remove-WaiaasToken a1.tmp -DataDir $data }) -Id WalletIdInvalid -Command RemoveWaiaasToken
        (Get-WaiaasTokenInfo -DataDir $data).WalletId | Should -BeNullOrEmpty
    }

    It '<Name> is <Id>, and every token stays' -ForEach @(
        @{ Name = 'A wallet without a token'; Id = 'TokenNotFound'; Command = { Remove-WaiaasToken nowhere -DataDir $data } }
        @{ Name = 'A missing data directory'; Id = 'TokenNotFound'; Command = { Remove-WaiaasToken -DataDir (Join-Path $data 'nowhere') } }
        @{ Name = 'A wallet without a token under -WhatIf'; Id = 'TokenNotFound'; Command = { Remove-WaiaasToken nowhere -DataDir $data -WhatIf } }
        @{ Name = 'A wallet id from an undefined variable'; Id = 'WalletIdInvalid'; Command = { Remove-WaiaasToken -WalletId $undefined -DataDir $data } }
        @{ Name = 'An empty wallet id'; Id = 'WalletIdInvalid'; Command = { Remove-WaiaasToken '' -DataDir $data } }
    ) {
        Assert-OneError (Watch-Command $Command) -Id $Id -Command RemoveWaiaasToken
        Get-Left | Should -BeExactly 'a1 a2 b mcp-token'
    }

    It 'A removal takes the leftovers of that token at once, unless their writer lives' {
        $dead = New-Leftover b $deadWriter
        $alive = New-Leftover b $PID
        $others = New-Leftover a1 $deadWriter
        # Opened so, a file is locked, as by its writer.
        $writer = [IO.File]::Open($alive, 'Open', 'ReadWrite', 'None')
        try { Remove-WaiaasToken b -DataDir $data } finally { $writer.Dispose() }
        $dead | Should -Not -Exist
        $alive | Should -Exist
        $others | Should -Exist
    }

    It 'A leftover of a token that was never there goes too, but not under -WhatIf' {
        $leftover = New-Leftover never $deadWriter
        (Watch-Command { Remove-WaiaasToken never -DataDir $data -WhatIf }).Errors | Should -BeNullOrEmpty
        $leftover | Should -Exist
        $seen = Watch-Command { Remove-WaiaasToken never -DataDir $data }
        Assert-OneError $seen -Id TokenNotFound -Command RemoveWaiaasToken -Path (Get-ExpectedPath $data 'never')
        $leftover | Should -Not -Exist
    }

    # The core's own tests have the first write.
    It 'An old leftover of any token goes with the first removal of a process in its directory' {
        $old = New-Leftover a1 $PID ([DateTime]::UtcNow.AddHours(-2))
        $new = New-Leftover a2 $PID
        Remove-WaiaasToken b -DataDir $data
        $old | Should -Not -Exist
        $new | Should -Exist
    }

    It 'A removal from a data directory that is a file says that nothing was removed' {
        $file = Join-Path (New-TestDirectory) 'file'
        Set-FileText $file 'x'
        $seen = Watch-Command { Remove-WaiaasToken -DataDir $file }
        $seen.Errors.Exception.Message | Should -BeLike '*Nothing was removed*'
    }
}
