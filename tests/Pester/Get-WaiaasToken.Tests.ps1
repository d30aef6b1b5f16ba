[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    $good = New-TestToken
    $parts = $good.Split('.')
    $badContents = @(
        @{ Name = 'nothing'; Content = '' }
        @{ Name = 'white space'; Content = " `r`n" }
        @{ Name = 'a byte order mark alone'; Content = [string][char]0xFEFF }
        @{ Name = 'a JWT without the prefix'; Content = $good.Substring('wai_sess_'.Length) }
        @{ Name = 'a token that was cut in its header'; Content = $good.Substring(0, 15) }
        @{ Name = 'a token that was cut in its payload'; Content = $parts[0] + '.' + $parts[1].Substring(0, 20) }
        @{ Name = 'a token that was cut before its signature'; Content = $parts[0] + '.' + $parts[1] + '.' }
        @{ Name = 'a newline inside'; Content = $parts[0] + "`n." + $parts[1] + '.' + $parts[2] }
        @{ Name = 'two tokens'; Content = $good + "`n" + $good }
        @{ Name = 'JSON'; Content = '{"token":"' + $good + '"}' }
        @{ Name = 'NUL bytes'; Content = [string]::new([char]0, 300) }
        @{ Name = 'UTF-16 as Out-File writes it'; Content = $good + "`r`n"; Encoding = [Text.UnicodeEncoding]::new($false, $true); Words = 'UTF-16' }
        @{ Name = 'UTF-16 with the high byte first'; Content = $good; Encoding = [Text.UnicodeEncoding]::new($true, $true); Words = 'UTF-16' }
        @{ Name = 'UTF-16 without a byte order mark'; Content = $good; Encoding = [Text.UnicodeEncoding]::new($false, $false); Words = 'UTF-16' }
        @{ Name = 'more than 8,192 bytes'; Content = (New-TestTokenOfLength 8193); Id = 'TokenTooLarge' }
        @{ Name = 'more than 8,192 bytes with white space'; Content = (New-TestTokenOfLength 8192) + ' '; Id = 'TokenTooLarge' }
    )
    $brokenWallets = @(
        @{ Name = 'a broken token'; Id = 'TokenMalformed'; Make = { Set-FileText $wallet 'nonsense' } }
        @{ Name = 'a directory'; Id = 'TokenNotRegularFile'; Make = { [void][IO.Directory]::CreateDirectory($wallet) } }
        @{ Name = 'a dangling link'; Id = 'TokenPathIsSymbolicLink'; Needs = 'SymbolicLink'; Make = { New-Link $wallet "$dir.missing" } }
    )
    $openings = @(
        @{ Name = 'with mode 644'; Needs = 'UnixMode'; Open = { Set-UnixMode $path '644' } }
        @{ Name = 'that everyone can read'; Needs = 'AccessList'; Open = {
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
    $savedDataDir = $env:WAIAAS_DATA_DIR
    $env:WAIAAS_DATA_DIR = New-TestDirectory
}

AfterAll {
    $env:WAIAAS_DATA_DIR = $savedDataDir
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

        It '-AsPlainText gives one string' {
            [void](Set-TokenFile $dir $token)
            $result = @(Get-WaiaasToken -DataDir $dir -AsPlainText)
            $result | Should -HaveCount 1
            $result[0] | Should -BeOfType string
            $result[0] | Should -BeExactly $token
        }

        It 'A read gives what Set-WaiaasToken wrote, says nothing else and leaves the file as it was' {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data
            $before = Get-Listing $dir
            $seen = Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText -Verbose }
            $seen.Records | Should -Be $token
            Get-Listing $dir | Should -Be $before
            Get-FileText (Get-ExpectedPath $data) | Should -BeExactly $token
        }

        It 'A read leaves out <Name> around the token' -ForEach @(
            @{ Name = 'a newline'; Before = ''; After = "`n" }
            @{ Name = 'a newline of Windows'; Before = ''; After = "`r`n" }
            @{ Name = 'white space'; Before = " `t"; After = "  `n`n" }
            @{ Name = 'a byte order mark'; Before = [string][char]0xFEFF; After = '' }
            @{ Name = 'a byte order mark and a newline'; Before = [string][char]0xFEFF; After = "`r`n" }
        ) {
            [void](Set-TokenFile $dir ($Before + $token + $After))
            (Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }).Records | Should -Be $token
        }

        It '<Name> is read' -ForEach @(
            @{ Name = 'A file of 8,192 bytes'; Content = { New-TestTokenOfLength 8192 } }
            @{ Name = 'A token that expired'; Content = { New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1)) } }
        ) {
            $text = & $Content
            [void](Set-TokenFile $dir $text)
            Get-WaiaasToken -DataDir $dir -AsPlainText | Should -BeExactly $text
        }
    }

    Context 'where it reads' {
        It '<Name> is read from <Place>' -ForEach @(
            @{ Name = 'A relative -DataDir'; Place = 'data/mcp-token'; Command = { Get-WaiaasToken -DataDir 'data' -AsPlainText } }
            @{ Name = 'A relative -LiteralPath'; Place = 'mcp-token'; Command = { Get-WaiaasToken -LiteralPath 'mcp-token' -AsPlainText } }
            @{ Name = 'A -LiteralPath with wildcard characters'; Place = '[x]'; Command = { Get-WaiaasToken -LiteralPath (Join-Path $dir '[x]') -AsPlainText } }
            @{ Name = 'The root of a PSDrive'; Place = 'mcp-token'; Command = { Get-WaiaasToken -DataDir 'WaiaasGet:' -AsPlainText } }
            @{ Name = 'A file of a PSDrive'; Place = 'data/mcp-token'; Command = { Get-WaiaasToken -LiteralPath 'WaiaasGet:data/mcp-token' -AsPlainText } }
            @{ Name = 'WAIAAS_DATA_DIR'; Place = 'mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $dir } { Get-WaiaasToken -AsPlainText } } }
            @{ Name = 'The home directory'; Place = '.waiaas/mcp-token'; Command = { Use-Environment @{ WAIAAS_DATA_DIR = $null; HOME = $dir; USERPROFILE = $dir } { Get-WaiaasToken -AsPlainText } } }
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

        It 'A data directory that is a link is read through' -Skip:(Test-Missing SymbolicLink) {
            [void](Set-TokenFile $dir $token)
            $link = Join-Path (New-TestDirectory) 'link'
            New-Link $link $dir
            Get-WaiaasToken -DataDir $link -AsPlainText | Should -BeExactly $token
        }
    }

    Context 'which wallet' {
        It 'A wallet without a token gets the default one, with a Verbose message that names both files' {
            [void](Set-TokenFile $dir $token)
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir -AsPlainText -Verbose }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
            $seen.Verbose | Should -HaveCount 1
            $seen.Verbose[0] | Should -BeLike "*$(Get-ExpectedPath $dir 'main')*$path*"
        }

        It 'The file of the wallet is the one that is missing when neither is there' {
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path (Get-ExpectedPath $dir 'main')
            $seen.Output | Should -BeNullOrEmpty
        }

        foreach ($case in $brokenWallets) {
            It 'The default token does not stand in for <Name>' -Skip:(Test-Missing $case.Needs) -ForEach $case {
                [void](Set-TokenFile $dir $token)
                $wallet = Get-ExpectedPath $dir 'main'
                [void][IO.Directory]::CreateDirectory((Split-Path -Parent $wallet))
                & $Make
                $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir }
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
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id $(if ($Id) { $Id } else { 'TokenMalformed' }) -Command GetWaiaasToken -Path $path
            $seen.Errors[0].Exception.Message | Should -BeLike "*$Words*"
            $seen.Output | Should -BeNullOrEmpty
            Get-Listing $dir | Should -Be $before
        }

        It 'A file that looks torn is read again before it is an error' {
            [void](Set-TokenFile $dir '')
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -Verbose }
            Assert-OneError $seen -Id TokenMalformed -Command GetWaiaasToken -Path $path
            $seen.Verbose | Should -HaveCount 3
        }
    }

    Context 'who can get at the file' {
        It 'A file with mode <_> gets a warning that says what to run' -Skip:(Test-Missing UnixMode) -ForEach '644', '640', '604', '660', '602' {
            [void](Set-TokenFile $dir $token)
            Set-UnixMode $path $_
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike "*chmod 600*$path*"
        }

        It 'A directory that others can write to gets a warning' -Skip:(Test-Missing UnixMode) {
            [void](Set-TokenFile $dir $token)
            Set-UnixMode $dir '777'
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            Set-UnixMode $dir '700'
            $seen.Output | Should -Be $token
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike "*$dir*"
        }

        foreach ($case in $openings) {
            It 'A read that is piped into Set-WaiaasToken closes a file <Name>' -Skip:(Test-Missing $case.Needs) -ForEach $case {
                $data = Join-Path $dir 'data'
                $path = Get-ExpectedPath $data
                Set-WaiaasToken $token -DataDir $data
                & $Open
                $seen = Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText }
                $seen.Output | Should -Be $token
                $seen.Warnings | Should -HaveCount 1
                $seen.Warnings[0] | Should -BeLike "*$path*"
                Get-WaiaasToken -DataDir $data -WarningAction SilentlyContinue | Set-WaiaasToken -DataDir $data
                (Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText }).Records | Should -Be $token
            }
        }

        It 'A file of the owner of its directory is read' -Skip:(Test-Missing OtherOwner) {
            [void](Set-TokenFile $dir $token)
            Set-OtherOwner $path
            Set-OtherOwner $dir
            Get-WaiaasToken -DataDir $dir -AsPlainText | Should -BeExactly $token
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
            $failures | Should -HaveCount 1
            Assert-ErrorRecord $failures[0] -Id TokenNotFound -Command GetWaiaasToken -Path $path
        }
    }
}

Describe 'The completion of -WalletId' {
    BeforeAll {
        $dir = New-TestDirectory
        'alpha', 'alphabet', 'beta', '.hidden', '.alpha.1.0123abcd.tmp', '0193a2b4-7c1d-7000-8000-000000000001' |
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

    It 'An id that would not be text otherwise is quoted' {
        $completion = Get-Completion "Get-WaiaasTokenInfo -DataDir '$dir' -WalletId 01"
        (& ([scriptblock]::Create("Get-WaiaasTokenInfo -DataDir '$dir' -WalletId $completion"))).State | Should -Be 'Active'
    }

    It 'The wallets of WAIAAS_DATA_DIR complete when -DataDir is not given' {
        Use-Environment @{ WAIAAS_DATA_DIR = $dir } {
            Get-Completion 'Get-WaiaasToken -WalletId ' | Select-Object -Last 3 | Should -Be 'alpha', 'alphabet', 'beta'
        }
    }
}
