[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'Test-WaiaasToken' {
    BeforeEach {
        $dir = New-TestDirectory
        $path = Get-ExpectedPath $dir
    }

    It 'A token of an hour is <Expected> with -MinimumLifetime <Lifetime>, and only a refusal says why' -ForEach @(
        @{ Lifetime = '00:00:00'; Expected = $true }
        @{ Lifetime = '00:59:00'; Expected = $true }
        @{ Lifetime = [TimeSpan]::FromMinutes(59); Expected = $true }
        @{ Lifetime = '01:01:00'; Expected = $false }
        @{ Lifetime = '2.00:00:00'; Expected = $false }
    ) {
        [void](Set-TokenFile $dir (New-TestToken))
        $seen = Watch-Command { Test-WaiaasToken -DataDir $dir -MinimumLifetime $Lifetime -Verbose }
        $seen.Output | Should -Be $Expected
        $seen.Verbose | Should -HaveCount ([int](-not $Expected))
        if (-not $Expected) {
            $seen.Verbose | Should -Match 'less than .* from now'
        }
    }

    It 'A token without an expiry lasts as long as one asks for' {
        [void](Set-TokenFile $dir (New-TestToken -Payload '{"sub":"s"}'))
        Test-WaiaasToken -DataDir $dir -MinimumLifetime 9999.00:00:00 | Should -BeTrue
    }

    It '<Name> is false with the reason and no error' -ForEach @(
        @{ Name = 'A missing file'; Content = { $null }; Reason = 'no token' }
        @{ Name = 'An empty file'; Content = { '' }; Reason = 'empty' }
        @{ Name = 'A token of two parts'; Content = { 'wai_sess_a.b' }; Reason = 'three parts' }
        @{ Name = 'An expired token'; Content = { New-TestToken -ExpiresIn ([TimeSpan]::FromSeconds(-1)) }; Reason = 'expired at' }
    ) {
        $text = & $Content
        if ($null -ne $text) {
            [void](Set-TokenFile $dir $text)
        }
        $seen = Watch-Command { Test-WaiaasToken -LiteralPath $path -Verbose }
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Output | Should -Be $false
        $seen.Verbose[-1] | Should -Match $Reason
    }

    It 'The lifetime <_> is an error that shows how to write one' -ForEach '1', '3600', '1.5', "'1h'", "'5'", '-1', "'-01:00:00'", '$null' {
        $seen = Watch-Command ([scriptblock]::Create("Test-WaiaasToken -MinimumLifetime $_ -DataDir '$dir'"))
        $seen.Output | Should -BeNullOrEmpty
        "$($seen.Thrown)$($seen.Errors)" | Should -BeLike '*01:00:00*'
    }

    It 'Test-WaiaasToken takes what the other cmdlets put out' {
        [void](Set-TokenFile $dir (New-TestToken) 'w')
        Get-WaiaasTokenInfo -DataDir $dir | Test-WaiaasToken | Should -BeTrue
        Get-WaiaasTokenPath w -DataDir $dir | Test-WaiaasToken | Should -BeTrue
        Get-Item -LiteralPath (Get-ExpectedPath $dir 'w') | Test-WaiaasToken | Should -BeTrue
        Test-WaiaasToken w -DataDir $dir | Should -BeTrue
        Test-WaiaasToken -DataDir $dir | Should -BeFalse
    }
}
