[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    $good = New-TestToken
    # What PowerShell can give. The core's own tests have every form of a text.
    $badTokens = @(
        @{ Name = 'nothing'; Value = '' }
        @{ Name = 'a JWT without the prefix'; Value = $good.Substring('wai_sess_'.Length) }
        @{ Name = 'an integer'; Value = 5 }
        @{ Name = 'a boolean'; Value = $true }
        @{ Name = 'a date'; Value = [DateTime]::UtcNow }
        @{ Name = 'an array'; Value = @($good, $good) }
        @{ Name = 'an array of characters'; Value = $good.ToCharArray() }
        @{ Name = 'a token that lost the end of its signature'; Value = $good.Substring(0, $good.Length - 1) }
        @{ Name = 'a token with one character more'; Value = $good + 'A' }
        @{ Name = 'a hashtable without a token'; Value = @{ id = 1; walletId = 'w' } }
        @{ Name = 'a hashtable whose token is no text'; Value = @{ token = 5 } }
        @{ Name = 'a hashtable whose token is $null'; Value = @{ token = $null } }
        @{ Name = 'an object without a token'; Value = [pscustomobject]@{ id = 1 } }
        @{ Name = 'an object whose token is empty'; Value = [pscustomobject]@{ token = '' } }
    )

    # Every way that a token comes in: as argument and by pipeline. It goes to Wallet, which is a file name.
    $inputs = @(
        @{ Name = 'text'; Value = { $token } }
        @{ Name = 'a SecureString'; Value = { Protect-Text $token } }
        @{ Name = 'a SecureString with white space'; Value = { Protect-Text " $token`n" } }
        @{ Name = 'text with white space'; Value = { " `t$token `r`n" } }
        @{ Name = 'an object'; Value = { [pscustomobject]@{ id = 7; token = $token; expiresAt = 1 } } }
        @{ Name = 'an object with a SecureString'; Value = { [pscustomobject]@{ token = Protect-Text $token; walletId = 'w1' } }; Wallet = 'w1' }
        @{ Name = 'an object with a wallet id'; Value = { [pscustomobject]@{ token = $token; walletId = 'w1' } }; Wallet = 'w1' }
        @{ Name = 'an object whose wallet id is a Guid'; Value = { [pscustomobject]@{ token = $token; walletId = [guid]::Empty } }; Wallet = [guid]::Empty.ToString() }
        @{ Name = 'an object whose wallet id is null'; Value = { [pscustomobject]@{ token = $token; walletId = $null } } }
        @{ Name = 'an object whose wallet id is empty'; Value = { [pscustomobject]@{ token = $token; walletId = '' } } }
        @{ Name = 'a hashtable'; Value = { @{ token = $token } } }
        @{ Name = 'a hashtable with capitals and a SecureString'; Value = { @{ Token = Protect-Text $token; WalletId = 'w1' } }; Wallet = 'w1' }
        @{ Name = 'a hashtable with a wallet id'; Value = { @{ token = $token; walletId = 'w1' } }; Wallet = 'w1' }
        @{ Name = 'a hashtable whose wallet id is a number'; Value = { @{ token = $token; walletId = 42 } }; Wallet = '42' }
        @{ Name = 'an ordered dictionary'; Value = { [ordered]@{ walletId = 'w1'; token = $token } }; Wallet = 'w1' }
        @{ Name = 'a sorted list'; Value = { $list = [Collections.SortedList]::new(); $list['token'] = $token; $list['walletId'] = 'w1'; , $list }; Wallet = 'w1' }
        @{ Name = 'an API response'; Value = { '{"id":"01938c7e","token":"' + $token + '","walletId":"w1"}' | ConvertFrom-Json }; Wallet = 'w1' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest

    # As ConvertFrom-Json -AsHashtable makes it, which Windows PowerShell does not have.
    function ConvertTo-Table([object] $Object) {
        $table = @{}
        foreach ($property in $Object.PSObject.Properties) {
            $table[$property.Name] = if ($property.Value -is [Management.Automation.PSCustomObject]) { ConvertTo-Table $property.Value }
            elseif ($property.Value -is [array]) { , @($property.Value | ForEach-Object { if ($_ -is [Management.Automation.PSCustomObject]) { ConvertTo-Table $_ } else { $_ } }) }
            else { $property.Value }
        }
        $table
    }
    $savedDataDir = $env:WAIAAS_DATA_DIR
    $env:WAIAAS_DATA_DIR = New-TestDirectory
}

AfterAll {
    $env:WAIAAS_DATA_DIR = $savedDataDir
}

Describe 'Set-WaiaasToken' {
    BeforeEach {
        $dir = New-TestDirectory
        $token = New-TestToken
        $path = Get-ExpectedPath $dir
    }

    Context 'what it writes' {
        It 'A write puts the bytes of the token into the file, nothing else, and leaves no other file' {
            Set-WaiaasToken (New-TestToken) -DataDir $dir
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            $seen.Records | Should -BeNullOrEmpty
            [IO.File]::ReadAllBytes($path) | Should -Be ([Text.Encoding]::ASCII.GetBytes($token))
            Get-ChildItem -LiteralPath $dir -Recurse -Force | ForEach-Object { $_.FullName } | Should -Be $path
        }

        It 'A token comes as <Name>, by argument and by pipeline' -ForEach $inputs {
            $value = & $Value
            $expected = Get-ExpectedPath $dir $Wallet
            foreach ($command in { Set-WaiaasToken -Token $value -DataDir $dir }, { Set-WaiaasToken $value -DataDir $dir }, { $value | Set-WaiaasToken -DataDir $dir }) {
                (Watch-Command $command).Records | Should -BeNullOrEmpty
                Get-FileText $expected | Should -BeExactly $token
                Remove-Item -LiteralPath $expected
                Get-ChildItem -LiteralPath $dir -Recurse -Force -File | Should -BeNullOrEmpty
            }
        }

        It 'A SecureString of the caller stays usable, and does not remember the wallet that it was written to' {
            $secret = Protect-Text $token
            @{ token = $secret; walletId = 'w1' } | Set-WaiaasToken -DataDir $dir
            Remove-WaiaasToken w1 -DataDir $dir
            $secret | Set-WaiaasToken -DataDir $dir
            Set-WaiaasToken $secret -DataDir $dir
            Unprotect-Text $secret | Should -BeExactly $token
            Get-FileText $path | Should -BeExactly $token
            Get-ExpectedPath $dir 'w1' | Should -Not -Exist
        }

        It 'A data directory that is a link is written and read through' -Skip:(Test-Missing SymbolicLink) {
            $link = Join-Path (New-TestDirectory) 'link'
            New-Link $link $dir
            Set-WaiaasToken $token -DataDir $link
            Get-FileText $path | Should -BeExactly $token
            Get-WaiaasToken -DataDir $link -AsPlainText | Should -BeExactly $token
        }
    }

    Context 'where it writes' {
        It '<Name> is written to <Place>' -ForEach @(
            @{ Name = 'A missing data directory'; Place = 'one/two/mcp-token'; Command = { Set-WaiaasToken $token -DataDir (Join-Path (Join-Path $dir 'one') 'two') } }
            @{ Name = 'A data directory with wildcard characters'; Place = 'a[bc]/mcp-token'; Command = { Set-WaiaasToken $token -DataDir (Join-Path $dir 'a[bc]') } }
            @{ Name = 'A relative -DataDir'; Place = 'data/mcp-token'; Command = { Set-WaiaasToken $token -DataDir 'data' } }
            @{ Name = 'A relative -LiteralPath'; Place = 'my-token'; Command = { Set-WaiaasToken $token -LiteralPath 'my-token' } }
            @{ Name = 'A -LiteralPath with wildcard characters'; Place = '[x]'; Command = { Set-WaiaasToken $token -LiteralPath (Join-Path $dir '[x]') } }
            @{ Name = 'A file of a PSDrive'; Place = 'my-token'; Command = { Set-WaiaasToken $token -LiteralPath (Join-Path 'WaiaasSet:' 'my-token') } }
            @{ Name = 'WAIAAS_DATA_DIR'; Place = 'mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $dir } { Set-WaiaasToken $token } } }
            @{ Name = 'A wallet'; Place = 'mcp-tokens/main'; Command = { Set-WaiaasToken $token -WalletId main -DataDir $dir } }
            @{ Name = 'A wallet given beside another'; Place = 'mcp-tokens/main'; Command = { @{ token = $token; walletId = 'x' } | Set-WaiaasToken -WalletId main -DataDir . } }
        ) {
            # Wildcards would find this one.
            Set-FileText (Join-Path $dir 'x') 'decoy'
            $drive = New-PSDrive -Name WaiaasSet -PSProvider FileSystem -Root $dir
            Push-Location -LiteralPath $dir
            try {
                (Watch-Command $Command).Records | Should -BeNullOrEmpty
            }
            finally {
                Pop-Location
                $drive | Remove-PSDrive
            }
            Get-ChildItem -LiteralPath $dir -Recurse -Force -File | ForEach-Object { $_.FullName } | Sort-Object |
                Should -Be ((Join-Path $dir 'x'), [IO.Path]::GetFullPath((Join-Path $dir $Place)) | Sort-Object)
            Get-FileText (Join-Path $dir $Place) | Should -BeExactly $token
            Get-FileText (Join-Path $dir 'x') | Should -BeExactly 'decoy'
        }

        It '-LiteralPath and -<_> exclude each other' -ForEach 'DataDir', 'WalletId' {
            $other = @{ $_ = 'x' }
            { Set-WaiaasToken $token -LiteralPath (Join-Path $dir 'x') @other } |
                Should -Throw -ErrorId 'AmbiguousParameterSet,WaiaaS.Commands.SetWaiaasTokenCommand'
        }
    }

    Context 'where an object says that its token belongs' {
        # The shapes are those of the daemon's answers, and of what a script makes of them. Wallet: '' for the default token.
        It '<Name> goes to "<Wallet>", by argument and by pipeline, and a Verbose message says why' -ForEach @(
            @{ Name = 'A session of two wallets'; Wallet = ''; Why = 'names 2 wallets'; Json = '{"id":"s","token":"TOKEN","expiresAt":0,"walletId":"w1","wallets":[{"id":"w1","name":"a"},{"id":"w2","name":"b"}]}' }
            @{ Name = 'A session of three wallets, without the first one by itself'; Wallet = ''; Why = 'names 3 wallets'; Json = '{"token":"TOKEN","wallets":[{"id":"w1"},{"id":"w2"},{"id":"w3"}]}' }
            @{ Name = 'A session of one wallet'; Wallet = 'w1'; Why = "names the wallet 'w1'"; Json = '{"token":"TOKEN","walletId":"w1","wallets":[{"id":"w1","name":"a"}]}' }
            @{ Name = 'A session of one wallet, without it by itself'; Wallet = 'w1'; Why = "names the wallet 'w1'"; Json = '{"token":"TOKEN","wallets":[{"id":"w1"}]}' }
            @{ Name = 'A session whose wallets are ids'; Wallet = ''; Why = 'names 2 wallets'; Json = '{"token":"TOKEN","walletId":"w1","wallets":["w1","w2"]}' }
            @{ Name = 'A session whose only wallet is an id'; Wallet = 'w1'; Why = "names the wallet 'w1'"; Json = '{"token":"TOKEN","wallets":["w1"]}' }
            @{ Name = 'A session with an empty list'; Wallet = 'w1'; Why = "names the wallet 'w1'"; Json = '{"token":"TOKEN","walletId":"w1","wallets":[]}' }
            @{ Name = 'A session whose list is null'; Wallet = 'w1'; Why = "names the wallet 'w1'"; Json = '{"token":"TOKEN","walletId":"w1","wallets":null}' }
            @{ Name = 'A rotated session'; Wallet = ''; Why = 'names no wallet'; Json = '{"id":"s","token":"TOKEN","expiresAt":0,"tokenIssuedCount":2}' }
            @{ Name = 'A reissued session'; Wallet = ''; Why = 'names no wallet'; Json = '{"token":"TOKEN","sessionId":"s","tokenIssuedCount":2,"expiresAt":0}' }
            @{ Name = 'A new wallet'; Wallet = 'w9'; Why = "names the wallet 'w9'"; Json = '{"id":"w9","name":"a","session":{"id":"s","token":"TOKEN","expiresAt":0}}' }
            @{ Name = 'A nested session of two wallets'; Wallet = ''; Why = 'names 2 wallets'; Json = '{"session":{"token":"TOKEN","walletId":"w1","wallets":[{"id":"w1"},{"id":"w2"}]}}' }
        ) {
            $answer = $Json.Replace('TOKEN', $token) | ConvertFrom-Json
            $shapes = @($answer, (ConvertTo-Table $answer), [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($answer)))
            $expected = Get-ExpectedPath $dir $Wallet
            foreach ($shape in $shapes) {
                foreach ($command in { $shape | Set-WaiaasToken -DataDir $dir -Verbose }, { Set-WaiaasToken $shape -DataDir $dir -Verbose }, { Set-WaiaasToken -Token @($shape) -DataDir $dir -Verbose }) {
                    $seen = Watch-Command $command
                    $seen.Errors | Should -BeNullOrEmpty
                    $seen.Verbose[0] | Should -BeLike "*'$expected'*$Why*"
                    Get-ChildItem -LiteralPath $dir -Recurse -File | ForEach-Object FullName | Should -Be $expected
                    Get-FileText $expected | Should -BeExactly $token
                    Remove-Item -LiteralPath $expected
                }
            }
        }

        It '<Options> wins over the wallets of the object, by argument and by pipeline' -ForEach @(
            @{ Options = '-WalletId main'; Wallet = 'main' }
            @{ Options = '-Default'; Wallet = '' }
            @{ Options = '-WalletId { "main" }'; Wallet = 'main'; PipelineOnly = $true }
        ) {
            $one = [pscustomobject]@{ token = $token; walletId = 'w1'; wallets = @(@{ id = 'w1' }) }
            $two = [pscustomobject]@{ token = $token; walletId = 'w1'; wallets = @(@{ id = 'w1' }, @{ id = 'w2' }) }
            $expected = Get-ExpectedPath $dir $Wallet
            $lines = @('$object | Set-WaiaasToken') + @('Set-WaiaasToken $object' | Where-Object { -not $PipelineOnly })
            foreach ($object in $one, $two) {
                foreach ($line in $lines) {
                    $seen = Watch-Command ([scriptblock]::Create("$line $Options -DataDir `$dir -Verbose"))
                    $seen.Errors | Should -BeNullOrEmpty
                    $seen.Verbose[0] | Should -BeLike "*'$expected', as a parameter says*"
                    Get-ChildItem -LiteralPath $dir -Recurse -File | ForEach-Object FullName | Should -Be $expected
                    Remove-Item -LiteralPath $expected
                }
            }
        }

        It 'A new wallet without a session is no token' {
            $answer = '{"id":"w9","session":null}' | ConvertFrom-Json
            Assert-OneError (Watch-Command { $answer | Set-WaiaasToken -DataDir $dir }) -Id TokenInputInvalid -Command SetWaiaasToken
        }

        It 'Answers of several forms in one pipeline go each to its own file' {
            $tokens = 1..3 | ForEach-Object { New-TestToken }
            [pscustomobject]@{ token = $tokens[0]; walletId = 'w1' },
            [pscustomobject]@{ token = $tokens[1]; walletId = 'w1'; wallets = @(@{ id = 'w1' }, @{ id = 'w2' }) },
            @{ token = $tokens[2]; wallets = @(@{ id = 'w2' }) } | Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'w1') | Should -BeExactly $tokens[0]
            Get-FileText $path | Should -BeExactly $tokens[1]
            Get-FileText (Get-ExpectedPath $dir 'w2') | Should -BeExactly $tokens[2]
        }
    }

    Context 'several objects' {
        It 'Each object of a pipeline goes to its own wallet, and one without goes to the default token' {
            $second = New-TestToken
            $third = New-TestToken
            [pscustomobject]@{ token = $token; walletId = 'one' }, [pscustomobject]@{ token = $second; walletId = 'two' }, [pscustomobject]@{ token = $third } |
                Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
            Get-FileText (Get-ExpectedPath $dir 'two') | Should -BeExactly $second
            Get-FileText $path | Should -BeExactly $third
        }

        It 'A token given once goes to every wallet of the pipeline, and the default token stays' {
            $default = New-TestToken
            [void](Set-TokenFile $dir $default)
            [pscustomobject]@{ walletId = 'one' }, [pscustomobject]@{ walletId = 'two' } | Set-WaiaasToken -Token $token -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
            Get-FileText (Get-ExpectedPath $dir 'two') | Should -BeExactly $token
            Get-FileText $path | Should -BeExactly $default
        }

        It 'A pipeline goes on after <Name>, with one error for it' -ForEach @(
            @{ Name = 'a number'; Middle = { 42 }; Id = 'TokenInputInvalid' }
            @{ Name = 'a bad token'; Middle = { [pscustomobject]@{ token = 'nonsense'; walletId = 'two' } }; Id = 'TokenInputInvalid' }
            @{ Name = 'a bad wallet id'; Middle = { [pscustomobject]@{ token = $token; walletId = '../two' } }; Id = 'WalletIdInvalid' }
            @{ Name = 'an object without a token'; Middle = { [pscustomobject]@{ walletId = 'two' } }; Id = 'TokenInputInvalid' }
        ) {
            $third = New-TestToken
            $seen = Watch-Command {
                [pscustomobject]@{ token = $token; walletId = 'one' }, (& $Middle), [pscustomobject]@{ token = $third; walletId = 'three' } |
                    Set-WaiaasToken -DataDir $dir
            }
            Assert-OneError $seen -Id $Id -Command SetWaiaasToken
            Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
            Get-FileText (Get-ExpectedPath $dir 'three') | Should -BeExactly $third
            Get-ChildItem -LiteralPath $dir -Recurse -Force -File | Should -HaveCount 2
        }
    }

    Context 'what is no token' {
        It '<Name> is refused, and nothing is created or changed' -ForEach $badTokens {
            $commands = @(
                { Set-WaiaasToken -Token $Value -DataDir $dir }
                { Set-WaiaasToken $Value -DataDir $dir }
                { Set-WaiaasToken $Value -DataDir $dir -WhatIf }
            )
            if ($Value -isnot [array]) {
                $commands += { $Value | Set-WaiaasToken -DataDir $dir }
            }
            if ($Value -is [string]) {
                $secret = Protect-Text $Value
                $commands += { Set-WaiaasToken $secret -DataDir $dir }
            }
            foreach ($command in $commands) {
                Assert-OneError (Watch-Command $command) -Id TokenInputInvalid -Command SetWaiaasToken -Path $path
                Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
            }

            [void](Set-TokenFile $dir $token)
            $before = Get-Listing $dir
            [void](Watch-Command { Set-WaiaasToken $Value -DataDir $dir })
            Get-Listing $dir | Should -Be $before
        }

        It 'A token of <_> bytes is too large' -ForEach 8193, 20000, 100000 {
            $large = New-TestTokenOfLength $_
            foreach ($command in { Set-WaiaasToken $large -DataDir $dir }, { $large | Set-WaiaasToken -DataDir $dir }) {
                Assert-OneError (Watch-Command $command) -Id TokenTooLarge -Command SetWaiaasToken -Path $path
                Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
            }
        }

        It 'A SecureString that was disposed of is refused' {
            $secret = Protect-Text $token
            $secret.Dispose()
            Assert-OneError (Watch-Command { Set-WaiaasToken $secret -DataDir $dir }) -Id TokenInputInvalid -Command SetWaiaasToken
        }

        It '$null is refused with the error that PowerShell has for it' {
            { Set-WaiaasToken $null -DataDir $dir } | Should -Throw -ErrorId 'ParameterArgumentValidationErrorNullNotAllowed,*'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }
    }

    Context 'who can get at the file' {
        It 'A new file and new directories belong to their owner alone' -Skip:(Test-Missing UnixMode) {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data -WalletId main
            Get-UnixMode $data | Should -Be '700'
            Get-UnixMode (Join-Path $data 'mcp-tokens') | Should -Be '700'
            Get-UnixMode (Get-ExpectedPath $data 'main') | Should -Be '600'
        }

        It 'A directory that others can write to gets a warning that says what to run' -Skip:(Test-Missing UnixMode) {
            Set-UnixMode $dir '777'
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            Set-UnixMode $dir '700'
            $seen.Records | Should -HaveCount 1
            $seen.Warnings | Should -BeLike "*$dir*chmod*"
            Get-FileText $path | Should -BeExactly $token
        }

        It 'Only the current user and SYSTEM have access to the file and its new directories' -Skip:(Test-Missing AccessList) {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data -WalletId main
            $sid = [Security.Principal.SecurityIdentifier]
            $me = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
            foreach ($item in $data, (Join-Path $data 'mcp-tokens'), (Get-ExpectedPath $data 'main')) {
                $acl = Get-Acl -LiteralPath $item
                $acl.GetOwner($sid).Value | Should -Be $me
                $acl.GetAccessRules($true, $true, $sid) | ForEach-Object { "$($_.AccessControlType) $($_.IdentityReference.Value)" } |
                    Sort-Object -Unique | Should -Be ("Allow $me", 'Allow S-1-5-18' | Sort-Object -Unique)
            }
        }

        It 'The file and its new directories inherit no access' -Skip:(Test-Missing ProtectedList) {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data -WalletId main
            foreach ($item in $data, (Join-Path $data 'mcp-tokens'), (Get-ExpectedPath $data 'main')) {
                (Get-Acl -LiteralPath $item).AreAccessRulesProtected | Should -BeTrue
            }
        }
    }

    Context 'warnings' {
        It '<Name> is written with <Warnings> warnings' -ForEach @(
            @{ Name = 'A token that expired'; Value = { New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1)) }; Warnings = 1; Words = 'expired' }
            @{ Name = 'A payload that is not JSON'; Value = { New-TestToken -Payload 'not JSON' }; Warnings = 1; Words = 'JSON' }
            @{ Name = 'A token that never expires'; Value = { New-TestToken -Payload '{"sub":"session","iat":1700000000}' }; Warnings = 0 }
        ) {
            $token = & $Value
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            $seen.Records | Should -HaveCount $Warnings
            $seen.Warnings | ForEach-Object { $_ | Should -BeLike "*$Words*" }
            Get-FileText $path | Should -BeExactly $token
            Set-WaiaasToken $token -DataDir $dir -WarningAction SilentlyContinue -WarningVariable warned
            $warned | Should -HaveCount $Warnings
        }

        It 'No message says that something was written under -WhatIf, and with -WarningAction Stop it was' {
            $odd = New-TestToken -Payload 'not JSON'
            $expired = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1))
            foreach ($token in $odd, $expired) {
                $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir -WhatIf -Verbose; Set-WaiaasToken $token -DataDir $dir -WhatIf -WarningAction Stop }
                $seen.Warnings | Should -BeNullOrEmpty
                $seen.Thrown | Should -BeNullOrEmpty
                Get-ChildItem -LiteralPath $dir | Should -BeNullOrEmpty
                $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir -WarningAction Stop }
                "$($seen.Thrown)" | Should -BeLike '*The token was written to*'
                Get-FileText $path | Should -BeExactly $token
                Remove-Item -LiteralPath $path
            }
        }
    }

    Context 'common parameters' {
        It '-WhatIf and $WhatIfPreference touch nothing, whether or not there is a token' {
            Set-WaiaasToken $token -DataDir (Join-Path $dir 'missing') -WalletId main -WhatIf
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
            [void](Set-TokenFile $dir (New-TestToken))
            $before = Get-Listing $dir
            Set-WaiaasToken $token -DataDir $dir -WhatIf
            $WhatIfPreference = $true
            Set-WaiaasToken $token -DataDir $dir
            $WhatIfPreference = $false
            Get-Listing $dir | Should -Be $before
        }

        It '-Confirm:$false asks for nothing' {
            $ConfirmPreference = 'Low'
            Set-WaiaasToken $token -DataDir $dir -Confirm:$false
            Get-FileText $path | Should -BeExactly $token
        }

        It '-MaximumRetryCount <_> is accepted' -ForEach 0, 1, 100, ([int]::MaxValue) {
            Set-WaiaasToken $token -DataDir $dir -MaximumRetryCount $_
            Get-FileText $path | Should -BeExactly $token
        }

        It '-MaximumRetryCount -1 is refused' {
            { Set-WaiaasToken $token -DataDir $dir -MaximumRetryCount -1 } |
                Should -Throw -ErrorId 'ParameterArgumentValidationError,WaiaaS.Commands.SetWaiaasTokenCommand'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        # PowerShell's own error would show it, and it may be a token.
        It '-MaximumRetryCount <_>, which is no number, is an error of the module' -ForEach 'often', 'wai_sess_a.b.c', @(1, 2) {
            Assert-OneError (Watch-Command { Set-WaiaasToken $token -DataDir $dir -MaximumRetryCount $_ }) -Id InputNotUsable -Command SetWaiaasToken
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It '-ErrorAction Stop stops at the first bad object' {
            $seen = Watch-Command { 'nonsense', $token | Set-WaiaasToken -DataDir $dir -ErrorAction Stop }
            $seen.Thrown.FullyQualifiedErrorId | Should -BeExactly 'TokenInputInvalid,WaiaaS.Commands.SetWaiaasTokenCommand'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It '-Token has a text for whoever is asked for it' {
            $attribute = (Get-Command Set-WaiaasToken).Parameters.Token.Attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] }
            $attribute.HelpMessage | Should -BeLike '*wai_sess_*'
        }

        It 'A write without -Token fails rather than asks under -NonInteractive' {
            $child = Invoke-ChildShell -Switches '-NonInteractive' -Script @"
                try { Set-WaiaasToken -DataDir '$dir' } catch { `$_.FullyQualifiedErrorId }
"@
            $child.Ended | Should -BeTrue
            $child.Output.Trim() | Should -BeExactly 'MissingMandatoryParameter,WaiaaS.Commands.SetWaiaasTokenCommand'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }
    }
}
