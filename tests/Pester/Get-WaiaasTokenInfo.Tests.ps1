[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

Describe 'Get-WaiaasTokenInfo' {
    BeforeEach {
        $data = Join-Path (New-TestDirectory) 'data'
        Set-WaiaasToken (New-TestToken) -DataDir $data -WalletId good
    }

    Context 'one token' {
        It 'The info has the claims of the token and the state of its file' {
            $token = New-TestToken -Payload '{"sub":"s-1","aid":"a-1","iat":1700000000,"exp":4000000000}'
            Set-WaiaasToken $token -DataDir $data -WalletId w1
            $info = Get-WaiaasTokenInfo w1 -DataDir $data
            $info | Should -HaveCount 1
            $info.GetType().FullName | Should -BeExactly 'WaiaaS.TokenInfo'
            $info.Path | Should -BeExactly (Get-ExpectedPath $data 'w1')
            $info.WalletId | Should -BeExactly 'w1'
            $info.State | Should -Be 'Active'
            $info.SessionId | Should -BeExactly 's-1'
            $info.AgentId | Should -BeExactly 'a-1'
            $info.IssuedAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(1700000000))
            $info.ExpiresAt | Should -Be ([DateTimeOffset]::FromUnixTimeSeconds(4000000000))
            $info.ExpiresAt.Offset | Should -Be ([TimeZoneInfo]::Local.GetUtcOffset($info.ExpiresAt))
            $info.Length | Should -Be $token.Length
            $info.IsOpenToOthers | Should -BeFalse
            $info.Reason | Should -BeNullOrEmpty
        }

        It 'The info has the mode, who has access, and the owner' -Skip:(Test-Missing UnixMode) {
            $info = Get-WaiaasTokenInfo good -DataDir $data
            $info.Mode | Should -BeExactly '0600'
            $info.Access | Should -BeExactly 'owner'
            $info.Owner | Should -BeExactly ([Environment]::UserName)
        }

        It 'A file that others can read is marked, also in the table' -Skip:(Test-Missing UnixMode) {
            Set-UnixMode (Get-WaiaasTokenPath good -DataDir $data) '644'
            $info = Get-WaiaasTokenInfo good -DataDir $data
            $info.State | Should -Be 'Active'
            $info.IsOpenToOthers | Should -BeTrue
            $info.Access | Should -BeExactly 'everyone'
            ($info | Out-String) | Should -Match '0644 !'
        }

        It 'A file of another user is refused and its owner is named' -Skip:(Test-Missing OtherOwner) {
            $path = Get-WaiaasTokenPath good -DataDir $data
            Set-OtherOwner $path
            $info = Get-WaiaasTokenInfo good -DataDir $data
            $info.State | Should -Be 'Refused'
            $info.Owner | Should -BeExactly (Get-Item -LiteralPath $path).User
            $info.Owner | Should -Not -BeExactly ([Environment]::UserName)
        }

        It 'A token without an expiry never expires' {
            Set-WaiaasToken (New-TestToken -Payload '{"sub":"s"}') -DataDir $data
            $info = Get-WaiaasTokenInfo -LiteralPath (Get-ExpectedPath $data)
            $info.State | Should -Be 'Active'
            $info.ExpiresAt | Should -BeNullOrEmpty
            $info.Remaining | Should -BeNullOrEmpty
            ($info | Out-String) | Should -Match '-\s+Active\s+never expires'
        }

        It 'A token whose payload is <_> is malformed, and still read' -ForEach @(
            'hello', '[1]', '{}]}', '{"exp":"tomorrow"}', '{"exp":"4000000000"}', '{"exp":[4000000000]}'
        ) {
            $token = New-TestToken -Payload $_
            [void](Set-TokenFile $data $token 'odd')
            $seen = Watch-Command { (Get-WaiaasTokenInfo odd, good -DataDir $data).State; Test-WaiaasToken odd -DataDir $data }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be 'Malformed', 'Active', $false
            Get-WaiaasToken odd -DataDir $data -AsPlainText | Should -BeExactly $token
        }

        It 'An escape sequence in a claim does not reach the terminal' {
            [void](Set-TokenFile $data (New-TestToken -Payload '{"sub":"\u001b[31mred"}') 'odd')
            (Get-WaiaasTokenInfo odd -DataDir $data).SessionId | Should -BeExactly "$([char]0xFFFD)[31mred"
        }

        It 'A file that looks torn is read again only if it is new' {
            $path = Set-TokenFile $data '' 'torn'
            [IO.File]::SetLastWriteTimeUtc($path, [DateTime]::UtcNow.AddMinutes(-1))
            (Watch-Command { Get-WaiaasTokenInfo torn -DataDir $data -Verbose }).Verbose | Should -BeNullOrEmpty
            [IO.File]::SetLastWriteTimeUtc($path, [DateTime]::UtcNow.AddMinutes(1))
            (Watch-Command { Get-WaiaasTokenInfo torn -DataDir $data -Verbose }).Verbose | Should -HaveCount 3
        }
    }

    Context 'a list' {
        It 'A list has every token, and a file that is none as a row with the reason' {
            [void](Set-TokenFile $data (New-TestToken))
            [void](Set-TokenFile $data (New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1))) 'late')
            [void](Set-TokenFile $data 'wai_sess_' 'cut')
            [void](Set-TokenFile $data (New-TestTokenOfLength 8193) 'large')
            [void](Set-TokenFile $data (New-TestToken) '.good.1.0123abcd.tmp')
            [void](Set-TokenFile $data (New-TestToken) 'not a wallet')
            [void][IO.Directory]::CreateDirectory((Get-ExpectedPath $data 'directory'))
            $seen = Watch-Command { Get-WaiaasTokenInfo -DataDir $data }
            $seen.Output | ForEach-Object { "$($_.WalletId)=$($_.State)" } | Sort-Object |
                Should -Be '=Active', 'cut=Malformed', 'directory=Refused', 'good=Active', 'large=Refused', 'late=Expired'
            @($seen.Output | Where-Object WalletId -EQ 'cut')[0].Reason | Should -Match 'three parts'
            $seen.Records | Should -HaveCount 6
        }

        It 'A list of an empty data directory is empty and says so in one Verbose message' {
            $seen = Watch-Command { Get-WaiaasTokenInfo -DataDir (New-TestDirectory) -Verbose }
            $seen.Verbose | Should -HaveCount 1
            $seen.Records | Should -HaveCount 1
        }

        It 'The pattern <Pattern> stands for the wallets <Wallets>' -ForEach @(
            @{ Pattern = 'al*'; Wallets = @('alpha', 'alps') }
            @{ Pattern = 'AL*'; Wallets = @('alpha', 'alps') }
            @{ Pattern = '[ab]*a'; Wallets = @('alpha', 'beta') }
            @{ Pattern = 'z*'; Wallets = @() }
        ) {
            'alpha', 'alps', 'beta' | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) $_) }
            $seen = Watch-Command { Get-WaiaasTokenInfo $Pattern -DataDir $data }
            $seen.Errors | Should -BeNullOrEmpty
            @($seen.Output | ForEach-Object { $_.WalletId } | Sort-Object) | Should -Be $Wallets
        }

        It 'A wallet that is missing and an id that is none do not hide the others' {
            $seen = Watch-Command { Get-WaiaasTokenInfo nowhere, 'x/y', good -DataDir $data }
            $seen.Output.WalletId | Should -BeExactly 'good'
            $seen.Errors | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Should -Be 'TokenNotFound', 'WalletIdInvalid'
        }

        It 'A list streams: the first token is there before the last was looked at' {
            1..200 | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) "w$_") }
            $looked = 0
            Get-WaiaasTokenInfo w* -DataDir $data | ForEach-Object { $looked++; $_ } | Select-Object -First 1 | Should -HaveCount 1
            $looked | Should -Be 1
        }
    }

    Context 'the view' {
        It 'A token that lasts <Remaining> is shown with <Words>' -ForEach @(
            @{ Remaining = '6.04:30:00'; Words = '6d 4h' }
            @{ Remaining = '1.00:00:00'; Words = '1d' }
            @{ Remaining = '05:07:09'; Words = '5h 7m' }
            @{ Remaining = '00:59:03'; Words = '59m 3s' }
            @{ Remaining = '00:00:07'; Words = '7s' }
        ) {
            # What the view gets of an object that came out of Clixml: properties only, and so no clock.
            $info = [pscustomobject]@{ State = 'Active'; Remaining = [TimeSpan]$Remaining }
            [WaiaaS.Views.TokenInfoView]::Remaining($info) | Should -BeExactly $Words
            $info = [pscustomobject]@{ State = 'Expired'; Remaining = ([TimeSpan]$Remaining).Negate() }
            [WaiaaS.Views.TokenInfoView]::Remaining($info) | Should -BeExactly "$Words ago"
        }

        It 'The table shows wallet, state and access, and the path within a hundred columns' {
            $id = '0193a2b4-7c1d-7000-8000-000000000001'
            Set-WaiaasToken (New-TestToken) -DataDir $data -WalletId $id
            $text = (Get-WaiaasTokenInfo $id -DataDir $data | Out-String -Width 100) -replace '\x1b\[[0-9;]*m'
            $text -split '\r?\n' | Where-Object { $_ -match "^$id Active\s+\d+m( \d+s)?\s+(0600|private)\s" } | Should -HaveCount 1
            # The path may be wider than what is left for it.
            $text.Contains($data.Substring(0, 15)) | Should -BeTrue
        }

        It 'The table looks the same when the info comes out of Clixml' {
            $path = Join-Path (New-TestDirectory) 'info.xml'
            Get-WaiaasTokenInfo good -DataDir $data | Export-Clixml -LiteralPath $path
            ((Import-Clixml -LiteralPath $path | Out-String) -replace '\x1b\[[0-9;]*m') | Should -Match 'good\s+Active\s+\d+m'
        }
    }

    It 'Set-WaiaasToken -PassThru gives the info of what it wrote' {
        $info = @(Set-WaiaasToken (New-TestToken) -WalletId w1 -DataDir $data -PassThru)
        $info | Should -HaveCount 1
        "$($info[0].WalletId) $($info[0].State)" | Should -BeExactly 'w1 Active'
        $info[0].Path | Should -BeExactly (Get-ExpectedPath $data 'w1')
    }
}
