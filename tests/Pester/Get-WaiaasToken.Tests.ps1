[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    $good = New-TestToken
    # The core's own tests have every form of a file that holds no token.
    $badContents = @(
        @{ Name = 'nothing'; Content = '' }
        @{ Name = 'a token that was cut before its signature'; Content = $good.Substring(0, $good.LastIndexOf('.') + 1) }
        @{ Name = 'UTF-16 as Out-File writes it'; Content = $good + "`r`n"; Encoding = [Text.Encoding]::Unicode; Words = 'UTF-16' }
        @{ Name = 'more than 8,192 bytes'; Content = (New-TestTokenOfLength 8193); Id = 'TokenTooLarge' }
        @{ Name = 'more than 8,192 bytes with white space'; Content = (New-TestTokenOfLength 8192) + ' '; Id = 'TokenTooLarge' }
    )
    $brokenWallets = @(
        @{ Name = 'a broken token'; Id = 'TokenMalformed'; Make = { Set-FileText $wallet 'nonsense' } }
        @{ Name = 'a directory'; Id = 'TokenNotRegularFile'; Make = { [void][IO.Directory]::CreateDirectory($wallet) } }
        @{ Name = 'a dangling link'; Id = 'TokenPathIsSymbolicLink'; Needs = 'SymbolicLink'; Make = { New-Link $wallet "$dir.missing" } }
    )
    $openings = @(
        @{ Name = 'with mode 644'; Words = 'chmod 600'; Needs = 'UnixMode'; Open = { Set-UnixMode $path '644' } }
        @{
            Name = 'that everyone can read'; Needs = 'AccessList'
            Open = {
                $acl = Get-Acl -LiteralPath $path
                $everyone = [Security.Principal.SecurityIdentifier]::new('S-1-1-0')
                $acl.AddAccessRule([Security.AccessControl.FileSystemAccessRule]::new($everyone, 'Read', 'Allow'))
                Set-Acl -LiteralPath $path -AclObject $acl
            }
        }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'Get-WaiaasToken' {
    BeforeEach {
        $dir = New-TestDirectory
        $token = New-TestToken
        $path = Get-ExpectedPath $dir
    }

    Context 'what it gives' {
        It 'A read gives one read-only SecureString that holds the token' {
            [void](Set-TokenFile $dir $token)
            $result = @(Get-WaiaasToken -DataDir $dir)
            $result | Should -HaveCount 1
            $result[0] | Should -BeOfType securestring
            $result[0].IsReadOnly() | Should -BeTrue
            Unprotect-Text $result[0] | Should -BeExactly $token
        }

        It 'A read with -AsPlainText gives one string, says nothing else and leaves the file as it was' {
            [void](Set-TokenFile $dir $token)
            $before = Get-Listing $dir
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText -Verbose }
            $seen.Records | Should -HaveCount 1
            $seen.Records[0] | Should -BeOfType string
            $seen.Records[0] | Should -BeExactly $token
            Get-Listing $dir | Should -Be $before
        }

        It 'A read leaves out a byte order mark and white space around the token' {
            [void](Set-TokenFile $dir "$([char]0xFEFF) $token`r`n")
            (Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }).Records | Should -Be $token
        }

        It 'A token that expired is read' {
            $expired = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1))
            [void](Set-TokenFile $dir $expired)
            (Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }).Records | Should -Be $expired
        }
    }

    Context 'where it reads' {
        It '<Name> is read from <Place>' -ForEach @(
            @{ Name = 'A relative -DataDir'; Place = 'data/mcp-token'; Command = { Get-WaiaasToken -DataDir 'data' -AsPlainText } }
            @{ Name = 'A relative -LiteralPath'; Place = 'mcp-token'; Command = { Get-WaiaasToken -LiteralPath 'mcp-token' -AsPlainText } }
            @{ Name = 'A -LiteralPath with wildcard characters'; Place = '[x]'; Command = { Get-WaiaasToken -LiteralPath (Join-Path $dir '[x]') -AsPlainText } }
            @{ Name = 'A file of a PSDrive'; Place = 'data/mcp-token'; Command = { Get-WaiaasToken -LiteralPath 'WaiaasGet:data/mcp-token' -AsPlainText } }
            @{ Name = 'The token in WAIAAS_DATA_DIR'; Place = 'mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $dir } { Get-WaiaasToken -AsPlainText } } }
            @{ Name = 'A piped file'; Place = 'mcp-token'; Command = { Get-Item -LiteralPath $path | Get-WaiaasToken -AsPlainText } }
            @{ Name = 'A piped path'; Place = 'mcp-token'; Command = { $path | Get-WaiaasToken -AsPlainText } }
            @{ Name = 'An object with a path'; Place = 'mcp-token'; Command = { [pscustomobject]@{ Path = $path } | Get-WaiaasToken -AsPlainText } }
            @{ Name = 'What Get-WaiaasTokenPath gives'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir $dir | Get-WaiaasToken -AsPlainText } }
            @{ Name = 'A wallet by name'; Place = 'mcp-tokens/main'; Command = { Get-WaiaasToken -WalletId main -DataDir $dir -AsPlainText } }
            @{ Name = 'A wallet by position'; Place = 'mcp-tokens/main'; Command = { Get-WaiaasToken main -DataDir $dir -AsPlainText } }
        ) {
            $file = Join-Path $dir $Place
            [void][IO.Directory]::CreateDirectory((Split-Path -Parent $file))
            Set-FileText (Join-Path $dir 'x') 'decoy'
            Set-FileText $file $token
            $drive = New-PSDrive -Name WaiaasGet -PSProvider FileSystem -Root $dir
            Push-Location -LiteralPath $dir
            try {
                $seen = Watch-Command $Command
            }
            finally {
                Pop-Location
                $drive | Remove-PSDrive
            }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
        }

        It 'Wildcard characters in -LiteralPath are not expanded' {
            [void](Set-TokenFile $dir $token)
            $pattern = Join-Path $dir 'mcp-t[o]ken'
            $seen = Watch-Command { Get-WaiaasToken -LiteralPath $pattern }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $pattern
        }

        It 'A pipeline goes on after a file that is not there, with one error for it' {
            [void](Set-TokenFile $dir $token)
            $missing = Join-Path $dir 'missing'
            $seen = Watch-Command { $path, $missing, $path | Get-WaiaasToken -AsPlainText }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $missing
            $seen.Output | Should -Be $token, $token
        }
    }

    Context 'which wallet' {
        It 'A wallet without a token is an error that names what there is: <Names>' -ForEach @(
            @{ Names = 'the default token'; Wallets = @($null); Words = '*The default token exists*-OrDefault*' }
            @{ Names = 'another wallet'; Wallets = @('maine'); Words = "*Wallets with a token: 'maine'.*-WalletId*" }
            @{ Names = 'five wallets'; Wallets = @('a', 'b', 'c', 'd', 'e', 'f', 'g'); Words = "*Wallets with a token: 'a', 'b', 'c', 'd', 'e' and 2 more.*" }
            @{ Names = 'nothing'; Wallets = @(); Words = '*Write one with Set-WaiaasToken*' }
        ) {
            $Wallets | ForEach-Object { [void](Set-TokenFile $dir $token $_) }
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path (Get-ExpectedPath $dir 'main')
            $seen.Errors[0].Exception.Message | Should -BeLike $Words
            $seen.Output | Should -BeNullOrEmpty
        }

        It 'With -OrDefault, a wallet without a token gets the default one, with a Verbose message that names both files' {
            [void](Set-TokenFile $dir $token)
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir -OrDefault -AsPlainText -Verbose }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
            $seen.Verbose | Should -HaveCount 1
            $seen.Verbose[0] | Should -BeLike "*$(Get-ExpectedPath $dir 'main')*$path*"
        }

        It 'The file of the wallet is the one that is missing when neither is there' {
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir -OrDefault }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path (Get-ExpectedPath $dir 'main')
            $seen.Output | Should -BeNullOrEmpty
        }

        foreach ($case in $brokenWallets) {
            It 'The default token does not stand in for <Name>' -Skip:(Test-Missing $case.Needs) -ForEach $case {
                [void](Set-TokenFile $dir $token)
                $wallet = Get-ExpectedPath $dir 'main'
                [void][IO.Directory]::CreateDirectory((Split-Path -Parent $wallet))
                & $Make
                $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir -OrDefault }
                Assert-OneError $seen -Id $Id -Command GetWaiaasToken -Path $wallet
                $seen.Output | Should -BeNullOrEmpty
            }
        }

        It 'A token of a wallet does not stand in for the default token' {
            [void](Set-TokenFile $dir $token 'main')
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $path
        }
    }

    Context 'what is no token' {
        It 'A file that holds <Name> is refused, and stays as it is' -ForEach $badContents {
            [void](Set-TokenFile $dir $Content)
            if ($Encoding) {
                [IO.File]::WriteAllText($path, $Content, $Encoding)
            }
            $before = Get-Listing $dir
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -Verbose }
            Assert-OneError $seen -Id $(if ($Id) { $Id } else { 'TokenMalformed' }) -Command GetWaiaasToken -Path $path
            # What looks torn is read again.
            $seen.Verbose | Should -HaveCount $(if ($Id) { 0 } else { 3 })
            $seen.Errors[0].Exception.Message | Should -BeLike "*$Words*"
            $seen.Output | Should -BeNullOrEmpty
            Get-Listing $dir | Should -Be $before
        }
    }

    Context 'who can get at the file' {

        foreach ($case in $openings) {
            It 'A read that is piped into Set-WaiaasToken closes a file <Name>' -Skip:(Test-Missing $case.Needs) -ForEach $case {
                $data = Join-Path $dir 'data'
                $path = Get-ExpectedPath $data
                Set-WaiaasToken $token -DataDir $data
                & $Open
                $seen = Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText }
                $seen.Output | Should -Be $token
                $seen.Warnings | Should -HaveCount 1
                $seen.Warnings[0] | Should -BeLike "*$Words*$path*"
                # The command has a line of its own, to be copied; on Windows it names users by their long SIDs.
                $prose, $command = $seen.Warnings[0].Replace($path, 'p') -split '\r?\n(?=[^\r\n]*$)'
                $command | Should -BeLike "*'p'*"
                ($prose -split '\r?\n' | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessThan 80
                Get-WaiaasToken -DataDir $data -WarningAction SilentlyContinue | Set-WaiaasToken -DataDir $data
                (Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText }).Records | Should -Be $token
            }
        }
    }

    It 'Reads a file whose length the file system gives as 0, as procfs does' -Skip:(Test-Missing HostName) {
        # A file of procfs that holds what is written to it.
        $child = Invoke-ChildShell -Under 'unshare', '--uts' -Script @'
            $path = '/proc/sys/kernel/hostname'
            [IO.File]::WriteAllText($path, 'wai_sess_e30.e30.c2lnbmF0dXJl')
            (Get-Item -LiteralPath $path).Length
            Get-WaiaasToken -LiteralPath $path -AsPlainText -WarningAction SilentlyContinue
'@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\r?\n' | Should -Be '0', 'wai_sess_e30.e30.c2lnbmF0dXJl'
    }

    Context 'a link' {
        It 'The error of a link names its target' -Skip:(Test-Missing SymbolicLink) {
            New-Link $path "$path.target"
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir; (Get-WaiaasTokenInfo -DataDir $dir).Reason }
            Assert-OneError $seen -Id TokenPathIsSymbolicLink -Command GetWaiaasToken -Path $path
            $seen.Errors[0].Exception.Message, $seen.Output[0] | Should -BeLike "*It points to '$path.target'.*"
        }

        It 'The error of a link of a secret volume says which -DataDir to pass, and that works' -Skip:(Test-Missing SymbolicLink) {
            $version = Join-Path $dir '..2026_11_26'
            [void](Set-TokenFile $version $token)
            [void](New-Item -ItemType SymbolicLink -Path (Join-Path $dir '..data') -Value '..2026_11_26')
            [void](New-Item -ItemType SymbolicLink -Path $path -Value '..data/mcp-token')
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenPathIsSymbolicLink -Command GetWaiaasToken -Path $path
            $advice = [regex]::Match($seen.Errors[0].Exception.Message, "It points to '\.\.data/mcp-token', as in a Kubernetes secret volume\. Pass -DataDir '([^']+)'\.")
            $advice.Success | Should -BeTrue
            Get-WaiaasToken -DataDir $advice.Groups[1].Value -AsPlainText -WarningAction SilentlyContinue | Should -BeExactly $token
        }
    }

    Context 'common parameters' {
        It '-ErrorAction Stop ends the script, Ignore keeps every stream empty, and without either the script goes on' {
            { Get-WaiaasToken -DataDir $dir -ErrorAction Stop; 'after' } |
                Should -Throw -ErrorId 'TokenNotFound,WaiaaS.Commands.GetWaiaasTokenCommand'
            (Watch-Command { Get-WaiaasToken -DataDir $dir; 'after' }).Output | Should -Be 'after'
            (Watch-Command { Get-WaiaasToken -DataDir $dir -ErrorAction Ignore }).Records | Should -BeNullOrEmpty
        }

        It 'An error goes into -ErrorVariable and $?' {
            $result = Get-WaiaasToken -DataDir $dir -ErrorAction SilentlyContinue -ErrorVariable failures
            $succeeded = $?
            $succeeded | Should -BeFalse
            $result | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeExactly 'TokenNotFound,WaiaaS.Commands.GetWaiaasTokenCommand'
        }
    }
}

Describe 'The completion of -WalletId' {
    BeforeAll {
        $dir = New-TestDirectory
        'alpha', 'alphabet', 'beta', '.hidden', 'alpha.tmp', '.alpha.1.0123abcd.tmp', '1e3', '0x10' |
            ForEach-Object { [void](Set-TokenFile $dir (New-TestToken) $_) }

        function Get-Completion([string] $Line) {
            (TabExpansion2 -inputScript $Line -cursorColumn $Line.Length).CompletionMatches | ForEach-Object { $_.CompletionText }
        }
    }

    It '<_> completes a wallet from the files that are there' -ForEach @(
        'Set-WaiaasToken', 'Get-WaiaasToken', 'Get-WaiaasTokenPath', 'Get-WaiaasTokenInfo', 'Test-WaiaasToken', 'Remove-WaiaasToken'
    ) {
        Get-Completion "$_ -DataDir '$dir' -WalletId alp" | Should -Be 'alpha', 'alphabet'
    }

    It 'The id <_>, which PowerShell would read as a number in a list, is quoted' -ForEach '1e3', '0x10' {
        $line = "Get-WaiaasTokenInfo -DataDir '$dir' -WalletId alpha,"
        $completion = Get-Completion ($line + $_.Substring(0, 2))
        (& ([scriptblock]::Create($line + $completion))).WalletId | Should -Be 'alpha', $_
    }

    It 'A length of time completes to examples, and not to files' {
        $line = 'Test-WaiaasToken -MinimumLifetime '
        Get-Completion $line | Should -Be '00:10:00', '01:00:00', '1.00:00:00', '7.00:00:00'
        Get-Completion ($line + '1') | Should -Be '1.00:00:00'
        Get-Completion ($line + '1') | ForEach-Object { [TimeSpan]$_ } | Should -Be ([TimeSpan]::FromDays(1))
    }

    It 'The wallets of WAIAAS_DATA_DIR complete when -DataDir is not given' {
        Use-Environment @{ WAIAAS_DATA_DIR = $dir } {
            Get-Completion 'Get-WaiaasToken -WalletId ' | Select-Object -Last 3 | Should -Be 'alpha', 'alphabet', 'beta'
        }
    }
}
