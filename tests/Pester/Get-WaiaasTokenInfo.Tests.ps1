[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
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
            $info.TimeLeft | Should -BeExactly 'never expires'
            ($info | Out-String) | Should -Match '\(default\)\s+Active\s+never expires'
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

    Context 'a list that changes while it is read' {
        It 'A token that is removed after it was listed is left out: <Call>' -ForEach @(
            @{ Call = { Get-WaiaasTokenInfo -DataDir $data } }
            @{ Call = { Get-WaiaasTokenInfo 'w*' -DataDir $data } }
            @{ Call = { 'w*' | Get-WaiaasTokenInfo -DataDir $data } }
        ) {
            1..3 | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) "w$_") }
            $seen = Watch-Command { & $Call | ForEach-Object { Remove-Item -LiteralPath (Get-ExpectedPath $data w3) -ErrorAction Ignore; $_.WalletId } }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Contain 'w2'
            $seen.Output | Should -Not -Contain 'w3'
        }

        It 'A token that is named and gone is an error, also beside a wildcard' {
            [void](Set-TokenFile $data (New-TestToken) 'w1')
            (Watch-Command { Get-WaiaasTokenInfo 'w*', gone -DataDir $data }).Errors | Should -HaveCount 1
        }

        It 'Each piped pattern has a progress of its own' {
            1..100 | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) "a$_"); [void](Set-TokenFile $data (New-TestToken) "b$_") }
            $shell = [PowerShell]::Create()
            [void]$shell.AddScript('param($Manifest, $DataDir) Import-Module $Manifest
                & { Start-Sleep -Milliseconds 600; "a*"; "b*" } | Get-WaiaasTokenInfo -DataDir $DataDir')
            $shell.AddArgument((Get-ModuleManifestPath)).AddArgument($data).Invoke() | Should -HaveCount 200
            $own = $shell.Streams.Progress | Where-Object StatusDescription -Like '* so far'
            $own | ForEach-Object { "$($_.RecordType) $($_.StatusDescription)" } |
                Should -BeExactly 'Processing 100 so far', 'Completed 100 so far', 'Processing 100 so far', 'Completed 100 so far'
            $shell.Dispose()
        }
    }

    Context 'the view' {
        It 'A token that expires in <Seconds> seconds has <Words> left' -ForEach @(
            @{ Seconds = 6 * 86400 + 4 * 3600 + 1800; Words = '6d 4h' }
            @{ Seconds = 86400 + 1800; Words = '1d' }
            @{ Seconds = 5 * 3600 + 7 * 60 + 30; Words = '5h 7m' }
            @{ Seconds = - (5 * 3600 + 7 * 60 + 1); Words = '5h 7m ago' }
            @{ Seconds = - (26 * 3600 + 61); Words = '1d 2h ago' }
        ) {
            [void](Set-TokenFile $data (New-TestToken -ExpiresIn ([TimeSpan]::FromSeconds($Seconds))) 'timed')
            (Get-WaiaasTokenInfo timed -DataDir $data).TimeLeft | Should -BeExactly $Words
        }

        It 'The list is grouped by data directory, default token first, and fits into 80 columns' {
            $id = '0193a2b4-7c1d-7000-8000-000000000001'
            'zeta', $id, '' | ForEach-Object { [void](Set-TokenFile $data (New-TestToken) $_) }
            $lines = (Get-WaiaasTokenInfo -DataDir $data | Out-String -Width 80) -split '\r?\n' -replace '\s+$'
            ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
            $lines -join ' ' -replace '-{3,}' -replace '\s+', ' ' | Should -BeLike '*Data directory: *(parameter)* Wallet State TimeLeft Protection*'
            $lines -match '\sActive\s' -replace '\s.*' | Should -BeExactly '(default)', $id, 'good', 'zeta'
            $lines -match '\sActive\s' | ForEach-Object { $_ | Should -Match '^\S+ +Active +(1h|\d+m( \d+s)?) +(0600|private)$' }
        }

        It 'The heading says that the directory comes from <Expected>' -ForEach @(
            @{ Expected = 'parameter'; Call = { Get-WaiaasTokenInfo -DataDir $data } }
            @{ Expected = 'WAIAAS_DATA_DIR'; Call = { Use-Environment @{ WAIAAS_DATA_DIR = $data } { Get-WaiaasTokenInfo } } }
            @{ Expected = 'home directory'; Call = { Use-Environment @{ WAIAAS_DATA_DIR = $null; HOME = $home2; USERPROFILE = $home2 } { Get-WaiaasTokenInfo } } }
            @{ Expected = 'path'; Call = { Get-WaiaasTokenInfo -LiteralPath (Get-ExpectedPath $data good) } }
            @{ Expected = 'WAIAAS_DATA_DIR'; Call = { Use-Environment @{ WAIAAS_DATA_DIR = $data } { Get-WaiaasTokenInfo -LiteralPath (Get-ExpectedPath $data good) } } }
            @{ Expected = 'parameter'; Call = { Set-WaiaasToken (New-TestToken) -DataDir $data -WalletId good -PassThru } }
        ) {
            $home2 = New-TestDirectory
            [void](Set-TokenFile (Join-Path $home2 '.waiaas') (New-TestToken) good)
            $info = @(& $Call)[-1]
            $info.DataDirectorySource | Should -BeExactly $Expected
            $info.DataDirectory | Should -BeExactly $(if ($Expected -eq 'home directory') { Join-Path $home2 '.waiaas' } else { $data })
            ($info | Out-String -Width 500) | Should -Match ([regex]::Escape("Data directory: $($info.DataDirectory) ($Expected)"))
        }

        It 'A token file of another name is shown by it, below its own directory' {
            $folder = New-TestDirectory
            $path = Join-Path $folder 'waiaas.credential'
            Copy-Item -LiteralPath (Get-ExpectedPath $data good) -Destination $path
            $info = Get-WaiaasTokenInfo -LiteralPath $path
            $info.Wallet | Should -BeExactly 'waiaas.credential'
            $info.DataDirectory | Should -BeExactly $folder
        }

        It 'The table looks the same when the info comes out of <_>' -ForEach 'Clixml', 'a job' {
            $path = Join-Path (New-TestDirectory) 'info.xml'
            Get-WaiaasTokenInfo good -DataDir $data -OutVariable info | Export-Clixml -LiteralPath $path
            $copy = if ($_ -eq 'Clixml') { Import-Clixml -LiteralPath $path }
            else { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($info[0])) }
            ($copy | Out-String) | Should -BeExactly ($info | Out-String)
            ($copy | Out-String) | Should -Match 'good\s+Active\s+\d'
        }

        It 'An info that was made in another runspace has the columns of the table' {
            $other = [PowerShell]::Create()
            [void]$other.AddScript('param($Manifest, $DataDir) Import-Module $Manifest; Get-WaiaasTokenInfo -DataDir $DataDir')
            $made = $other.AddArgument((Get-ModuleManifestPath)).AddArgument($data).Invoke()
            $other.Dispose()
            $made | Should -HaveCount 1
            $bare = [PowerShell]::Create()
            $shown = $bare.AddCommand('Out-String').AddParameter('InputObject', $made[0]).Invoke()[0]
            $bare.Dispose()
            $shown -replace '\x1b\[[0-9;]*m' | Should -Match 'Wallet\s+State\s+TimeLeft\s+Protection'
        }

        It 'The first info leaves the user''s preferences and $Error alone' {
            $child = Invoke-ChildShell @"
                Set-WaiaasToken '$(New-TestToken)' -DataDir '$data'
                `$WhatIfPreference = `$true; `$ConfirmPreference = 'Low'; `$VerbosePreference = `$DebugPreference = 'Continue'
                `$said = Get-WaiaasTokenInfo -DataDir '$data' *>&1
                `$WhatIfPreference = `$false
                "`$(@(`$said).Count) `$(`$Error.Count)"
                (`$said | Out-String) -match 'Data directory'
"@
            $child.Errors | Should -BeNullOrEmpty
            $child.Output.Trim() -split '\r?\n' | Should -Be '2 0', 'True'
        }
    }

    It 'Set-WaiaasToken -PassThru gives the info of what it wrote' {
        $info = @(Set-WaiaasToken (New-TestToken) -WalletId w1 -DataDir $data -PassThru)
        $info | Should -HaveCount 1
        "$($info[0].WalletId) $($info[0].State)" | Should -BeExactly 'w1 Active'
        $info[0].Path | Should -BeExactly (Get-ExpectedPath $data 'w1')
    }
}
