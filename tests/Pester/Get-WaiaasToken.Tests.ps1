[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $canLink = Test-CanMakeSymbolicLink
    $canFifo = Test-CanMakeFifo
    $canGiveAway = Test-CanGiveFileAway
    $isKeptOut = Test-IsKeptOutByUnixMode
    $hasAcl = Test-HasAccessControlList
    $canSendBearer = Test-CanSendBearerToken

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
        @{ Name = 'four parts'; Content = $good + '.x' }
        @{ Name = 'padding'; Content = $good + '=' }
        @{ Name = 'a newline inside'; Content = $parts[0] + "`n." + $parts[1] + '.' + $parts[2] }
        @{ Name = 'two tokens'; Content = $good + "`n" + $good }
        @{ Name = 'JSON'; Content = '{"token":"' + $good + '"}' }
        @{ Name = 'NUL bytes'; Content = [string]::new([char]0, 300) }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $savedDataDir = $env:WAIAAS_DATA_DIR
    $env:WAIAAS_DATA_DIR = New-TestDirectory

    # Answers one HTTP request on the loopback address, and gives what it was asked.
    $answerOnce = {
        param($listener)
        $client = $listener.AcceptTcpClient()
        try {
            $stream = $client.GetStream()
            $reader = [IO.StreamReader]::new($stream)
            while ($line = $reader.ReadLine()) {
                $line
            }
            $answer = [Text.Encoding]::ASCII.GetBytes(
                "HTTP/1.1 200 OK`r`nContent-Type: application/json`r`nContent-Length: 2`r`nConnection: close`r`n`r`n{}")
            $stream.Write($answer, 0, $answer.Length)
        }
        finally {
            $client.Dispose()
        }
    }
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
        It 'gives a SecureString that holds the token' {
            [void](Set-TokenFile $dir $token)
            $result = @(Get-WaiaasToken -DataDir $dir)
            $result | Should -HaveCount 1
            $result[0] | Should -BeOfType securestring
            Unprotect-Text $result[0] | Should -BeExactly $token
        }

        It 'gives a string with -AsPlainText' {
            [void](Set-TokenFile $dir $token)
            $result = @(Get-WaiaasToken -DataDir $dir -AsPlainText)
            $result | Should -HaveCount 1
            $result[0] | Should -BeOfType string
            $result[0] | Should -BeExactly $token
        }

        It 'gives what Set-WaiaasToken wrote' {
            Set-WaiaasToken $token -DataDir $dir
            Get-WaiaasToken -DataDir $dir -AsPlainText | Should -BeExactly $token
        }

        It 'leaves the file as it was, and says nothing else' {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data
            $before = Get-Listing $dir
            $seen = Watch-Command { Get-WaiaasToken -DataDir $data -Verbose }
            $seen.Records | Should -HaveCount 1
            Get-Listing $dir | Should -Be $before
            Get-FileText (Get-ExpectedPath $data) | Should -BeExactly $token
        }

        It 'leaves out <Name> around the token' -ForEach @(
            @{ Name = 'a newline'; Before = ''; After = "`n" }
            @{ Name = 'a newline of Windows'; Before = ''; After = "`r`n" }
            @{ Name = 'white space'; Before = " `t"; After = "  `n`n" }
            @{ Name = 'a byte order mark'; Before = [string][char]0xFEFF; After = '' }
            @{ Name = 'a byte order mark and a newline'; Before = [string][char]0xFEFF; After = "`r`n" }
        ) {
            [void](Set-TokenFile $dir ($Before + $token + $After))
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
        }

        It 'reads a file of 8,192 bytes' {
            $longest = New-TestTokenOfLength 8192
            [void](Set-TokenFile $dir $longest)
            Get-WaiaasToken -DataDir $dir -AsPlainText | Should -BeExactly $longest
        }

        It 'does not mind that a token expired' {
            $expired = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1))
            [void](Set-TokenFile $dir $expired)
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output[0] | Should -BeExactly $expired
        }
    }

    Context 'where it reads' {
        It 'reads from WAIAAS_DATA_DIR when -DataDir is not given' {
            [void](Set-TokenFile $dir $token)
            Use-Environment @{ WAIAAS_DATA_DIR = $dir } {
                Get-WaiaasToken -AsPlainText | Should -BeExactly $token
            }
        }

        It 'reads from .waiaas in the home directory when nothing is given' {
            [void](Set-TokenFile (Join-Path $dir '.waiaas') $token)
            Use-Environment @{ WAIAAS_DATA_DIR = $null; HOME = $dir; USERPROFILE = $dir } {
                Get-WaiaasToken -AsPlainText | Should -BeExactly $token
            }
        }

        It 'reads below the location of PowerShell when -DataDir is relative' {
            [void](Set-TokenFile (Join-Path $dir 'data') $token)
            Push-Location -LiteralPath $dir
            try {
                Get-WaiaasToken -DataDir 'data' -AsPlainText | Should -BeExactly $token
            }
            finally {
                Pop-Location
            }
        }

        It 'reads from -LiteralPath, relative to the location of PowerShell' {
            [void](Set-TokenFile $dir $token)
            Push-Location -LiteralPath $dir
            try {
                Get-WaiaasToken -LiteralPath 'mcp-token' -AsPlainText | Should -BeExactly $token
            }
            finally {
                Pop-Location
            }
        }

        It 'takes wildcard characters in -LiteralPath for ordinary ones' {
            Set-FileText (Join-Path $dir 'x') (New-TestToken)
            Set-WaiaasToken $token -LiteralPath (Join-Path $dir '[x]')
            Get-WaiaasToken -LiteralPath (Join-Path $dir '[x]') -AsPlainText | Should -BeExactly $token
        }

        It 'does not expand wildcard characters in -LiteralPath' {
            [void](Set-TokenFile $dir $token)
            $pattern = Join-Path $dir 'mcp-t[o]ken'
            $seen = Watch-Command { Get-WaiaasToken -LiteralPath $pattern }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $pattern
        }

        It 'reads through a PSDrive of the file system' {
            [void](Set-TokenFile $dir $token)
            $drive = New-PSDrive -Name WaiaasGet -PSProvider FileSystem -Root $dir
            try {
                Get-WaiaasToken -DataDir 'WaiaasGet:' -AsPlainText | Should -BeExactly $token
                Get-WaiaasToken -LiteralPath (Join-Path 'WaiaasGet:' 'mcp-token') -AsPlainText | Should -BeExactly $token
            }
            finally {
                $drive | Remove-PSDrive
            }
        }

        It 'takes files of the pipeline' {
            [void](Set-TokenFile $dir $token)
            Get-Item -LiteralPath $path | Get-WaiaasToken -AsPlainText | Should -BeExactly $token
            $path | Get-WaiaasToken -AsPlainText | Should -BeExactly $token
        }

        It 'goes on after a file that is not there, with one error for it' {
            [void](Set-TokenFile $dir $token)
            $missing = Join-Path $dir 'missing'
            $seen = Watch-Command { $path, $missing, $path | Get-WaiaasToken -AsPlainText }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $missing
            $seen.Output | Should -Be $token, $token
        }

        It 'refuses <Foreign> as <Parameter>' -ForEach @(
            @{ Parameter = 'DataDir'; Foreign = 'Env:\WAIAAS' }
            @{ Parameter = 'LiteralPath'; Foreign = 'Env:\WAIAAS' }
            @{ Parameter = 'LiteralPath'; Foreign = 'HKLM:\Software\WAIaaS' }
        ) {
            $where = @{ $Parameter = $Foreign }
            $seen = Watch-Command { Get-WaiaasToken @where }
            Assert-OneError $seen -Id PathNotFileSystem -Command GetWaiaasToken -Path $Foreign
        }
    }

    Context 'which wallet' {
        It 'reads the token of a wallet' {
            [void](Set-TokenFile $dir (New-TestToken))
            [void](Set-TokenFile $dir $token 'main')
            Get-WaiaasToken -WalletId main -DataDir $dir -AsPlainText | Should -BeExactly $token
        }

        It 'takes the wallet id by position' {
            [void](Set-TokenFile $dir $token 'main')
            Get-WaiaasToken main -DataDir $dir -AsPlainText | Should -BeExactly $token
        }

        It 'falls back to the default token, with a Verbose message that names both files' {
            [void](Set-TokenFile $dir $token)
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir -AsPlainText -Verbose }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
            $seen.Verbose | Should -HaveCount 1
            $seen.Verbose[0] | Should -BeLike "*$(Get-ExpectedPath $dir 'main')*$path*"
        }

        It 'reports the file of the wallet when neither is there' {
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path (Get-ExpectedPath $dir 'main')
            $seen.Output | Should -BeNullOrEmpty
        }

        It 'does not fall back from a token file that is broken' {
            [void](Set-TokenFile $dir $token)
            [void](Set-TokenFile $dir 'nonsense' 'main')
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir }
            Assert-OneError $seen -Id TokenMalformed -Command GetWaiaasToken -Path (Get-ExpectedPath $dir 'main')
            $seen.Output | Should -BeNullOrEmpty
        }

        It 'does not fall back from the default token to that of a wallet' {
            [void](Set-TokenFile $dir $token 'main')
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $path
        }

        It 'does not fall back from a wallet id that <Name>' -ForEach @(
            @{ Name = 'is empty'; Id = '' }
            @{ Name = 'is null'; Id = $null }
            @{ Name = 'leads up'; Id = '../mcp-token' }
            @{ Name = 'starts with a dot'; Id = '.x' }
            @{ Name = 'is a device'; Id = 'con' }
        ) {
            [void](Set-TokenFile $dir $token)
            $seen = Watch-Command { Get-WaiaasToken -WalletId $Id -DataDir $dir }
            Assert-OneError $seen -Id WalletIdInvalid -Command GetWaiaasToken
            $seen.Output | Should -BeNullOrEmpty
        }
    }

    Context 'what is no token' {
        It 'reports a file that is not there' {
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path $path
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'reports a directory that is not there, and does not create it' {
            $missing = Join-Path $dir 'missing'
            $seen = Watch-Command { Get-WaiaasToken -DataDir $missing }
            Assert-OneError $seen -Id TokenNotFound -Command GetWaiaasToken -Path (Get-ExpectedPath $missing)
            Test-Path -LiteralPath $missing | Should -BeFalse
        }

        It 'refuses a file that holds <Name>, and leaves it as it is' -ForEach $badContents {
            [void](Set-TokenFile $dir $Content)
            $before = Get-Listing $dir
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenMalformed -Command GetWaiaasToken -Path $path
            $seen.Output | Should -BeNullOrEmpty
            Get-Listing $dir | Should -Be $before
        }

        It 'reads a file that looks torn again before it is an error' {
            [void](Set-TokenFile $dir '')
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -Verbose }
            Assert-OneError $seen -Id TokenMalformed -Command GetWaiaasToken -Path $path
            $seen.Verbose | Should -HaveCount 3
        }

        It 'says that a file is UTF-16 when Out-File made it so' {
            $token | Out-File -FilePath $path -Encoding unicode
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenMalformed -Command GetWaiaasToken -Path $path
            $seen.Errors[0].Exception.Message | Should -BeLike '*UTF-16*'
        }

        It 'refuses UTF-16 <Name>' -ForEach @(
            @{ Name = 'with the high byte first'; Encoding = [Text.UnicodeEncoding]::new($true, $true) }
            @{ Name = 'without a byte order mark'; Encoding = [Text.UnicodeEncoding]::new($false, $false) }
        ) {
            [IO.File]::WriteAllText($path, $token, $Encoding)
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenMalformed -Command GetWaiaasToken -Path $path
            $seen.Errors[0].Exception.Message | Should -BeLike '*UTF-16*'
        }

        It 'refuses a file of more than 8,192 bytes, even where white space makes it so' -ForEach @(
            @{ Extra = 'A' }
            @{ Extra = ' ' }
        ) {
            [void](Set-TokenFile $dir ((New-TestTokenOfLength 8192) + $Extra))
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenTooLarge -Command GetWaiaasToken -Path $path
        }
    }

    Context 'what is no file' {
        It 'refuses a directory, and names it' {
            [void](New-Item -ItemType Directory -Path $path)
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenNotRegularFile -Command GetWaiaasToken -Path $path
            $seen.Errors[0].Exception.Message | Should -BeLike '*directory*'
        }

        It 'refuses a symbolic link to a good token (where symbolic links can be made)' -Skip:(-not $canLink) {
            $target = Set-TokenFile (New-TestDirectory) $token
            [void](New-Item -ItemType SymbolicLink -Path $path -Value $target)
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenPathIsSymbolicLink -Command GetWaiaasToken -Path $path
            $seen.Output | Should -BeNullOrEmpty
        }

        It 'refuses a dangling symbolic link, and does not fall back from it (where symbolic links can be made)' -Skip:(-not $canLink) {
            [void](Set-TokenFile $dir $token)
            $link = Set-TokenFile $dir 'x' 'main'
            Remove-Item -LiteralPath $link
            $target = Join-Path (New-TestDirectory) 'target'
            Set-FileText $target 'x'
            [void](New-Item -ItemType SymbolicLink -Path $link -Value $target)
            Remove-Item -LiteralPath $target
            $seen = Watch-Command { Get-WaiaasToken -WalletId main -DataDir $dir }
            Assert-OneError $seen -Id TokenPathIsSymbolicLink -Command GetWaiaasToken -Path $link
        }

        It 'reads through a data directory that is a link (where symbolic links can be made)' -Skip:(-not $canLink) {
            [void](Set-TokenFile $dir $token)
            $link = Join-Path (New-TestDirectory) 'link'
            [void](New-Item -ItemType SymbolicLink -Path $link -Value $dir)
            Get-WaiaasToken -DataDir $link -AsPlainText | Should -BeExactly $token
        }

        It 'refuses a FIFO, names it and does not hang (where mkfifo is)' -Skip:(-not $canFifo) {
            mkfifo $path
            $child = Invoke-ChildShell @"
                Get-WaiaasToken -DataDir '$dir' -ErrorAction SilentlyContinue
                `$Error[0].FullyQualifiedErrorId
                `$Error[0].Exception.Message
"@
            $child.Ended | Should -BeTrue
            $child.Output | Should -BeLike 'TokenNotRegularFile,WaiaaS.Commands.GetWaiaasTokenCommand*FIFO*'
        }
    }

    Context 'who can get at the file' {
        It 'warns of a file with mode <_> and says what to run (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) -ForEach '644', '640', '604', '660', '602' {
            [void](Set-TokenFile $dir $token)
            Set-UnixMode $path $_
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Output | Should -Be $token
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike "*chmod 600*$path*"
        }

        It 'warns of a directory that others can write to (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            [void](Set-TokenFile $dir $token)
            Set-UnixMode $dir '777'
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            Set-UnixMode $dir '700'
            $seen.Output | Should -Be $token
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike "*$dir*chmod*"
        }

        It 'does the same as the warning says when the token is piped to Set-WaiaasToken (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            [void](Set-TokenFile $dir $token)
            Set-UnixMode $path '644'
            Get-WaiaasToken -DataDir $dir -WarningAction SilentlyContinue | Set-WaiaasToken -DataDir $dir
            Get-UnixMode $path | Should -Be '600'
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -AsPlainText }
            $seen.Records | Should -Be $token
        }

        It 'refuses a file that it may not read (where modes keep this user out)' -Skip:(-not $isKeptOut) {
            [void](Set-TokenFile $dir $token)
            Set-UnixMode $path '000'
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenAccessDenied -Command GetWaiaasToken -Path $path
        }

        It 'refuses a file that somebody else owns (where files can be given away)' -Skip:(-not $canGiveAway) {
            [void](Set-TokenFile $dir $token)
            Set-OtherOwner $path
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir }
            Assert-OneError $seen -Id TokenOwnerMismatch -Command GetWaiaasToken -Path $path
            $seen.Output | Should -BeNullOrEmpty
        }

        It 'reads the file of the owner of its directory (where files can be given away)' -Skip:(-not $canGiveAway) {
            [void](Set-TokenFile $dir $token)
            Set-OtherOwner $path
            Set-OtherOwner $dir
            Get-WaiaasToken -DataDir $dir -AsPlainText | Should -BeExactly $token
        }

        It 'warns of a file that everybody can read, and Set-WaiaasToken closes it (where Get-Acl is)' -Skip:(-not $hasAcl) {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data
            $path = Get-ExpectedPath $data
            $acl = Get-Acl -LiteralPath $path
            $everybody = [Security.Principal.SecurityIdentifier]::new('S-1-1-0')
            $acl.AddAccessRule([Security.AccessControl.FileSystemAccessRule]::new($everybody, 'Read', 'Allow'))
            Set-Acl -LiteralPath $path -AclObject $acl

            $seen = Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText }
            $seen.Output | Should -Be $token
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike "*$path*"

            Get-WaiaasToken -DataDir $data -WarningAction SilentlyContinue | Set-WaiaasToken -DataDir $data
            $seen = Watch-Command { Get-WaiaasToken -DataDir $data -AsPlainText }
            $seen.Records | Should -Be $token
        }
    }

    Context 'common parameters' {
        It 'throws with -ErrorAction Stop' {
            { Get-WaiaasToken -DataDir $dir -ErrorAction Stop } |
                Should -Throw -ErrorId 'TokenNotFound,WaiaaS.Commands.GetWaiaasTokenCommand'
        }

        It 'puts the error into -ErrorVariable and into $?' {
            $result = Get-WaiaasToken -DataDir $dir -ErrorAction SilentlyContinue -ErrorVariable failures
            $succeeded = $?
            $succeeded | Should -BeFalse
            $result | Should -BeNullOrEmpty
            $failures | Should -HaveCount 1
            Assert-ErrorRecord $failures[0] -Id TokenNotFound -Command GetWaiaasToken -Path $path
        }

        It 'says nothing with -ErrorAction Ignore' {
            $seen = Watch-Command { Get-WaiaasToken -DataDir $dir -ErrorAction Ignore }
            $seen.Records | Should -BeNullOrEmpty
        }
    }

    Context 'completion' {
        It 'completes -WalletId of <_> from the files that are there' -ForEach 'Get-WaiaasToken', 'Get-WaiaasTokenPath' {
            foreach ($id in 'alpha', 'alphabet', 'beta', '.hidden') {
                [void](Set-TokenFile $dir $token $id)
            }
            $line = "$_ -DataDir '$dir' -WalletId alp"
            $completion = TabExpansion2 -inputScript $line -cursorColumn $line.Length
            $completion.CompletionMatches | ForEach-Object { $_.CompletionText } | Should -Be 'alpha', 'alphabet'
        }

        It 'completes all wallets of WAIAAS_DATA_DIR' {
            foreach ($id in 'beta', 'alpha') {
                [void](Set-TokenFile $dir $token $id)
            }
            $line = 'Get-WaiaasToken -WalletId '
            Use-Environment @{ WAIAAS_DATA_DIR = $dir } {
                $completion = TabExpansion2 -inputScript $line -cursorColumn $line.Length
                $completion.CompletionMatches | ForEach-Object { $_.CompletionText } | Should -Be 'alpha', 'beta'
            }
        }
    }

    Context 'what it is for' {
        It 'gives Invoke-RestMethod its bearer token (where that has -Authentication)' -Skip:(-not $canSendBearer) {
            [void](Set-TokenFile $dir $token)
            $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $listener.Start()
            $server = [powershell]::Create().AddScript($answerOnce).AddArgument($listener)
            $running = $server.BeginInvoke()
            try {
                $request = @{
                    Uri                            = 'http://127.0.0.1:{0}/v1/wallets' -f $listener.LocalEndpoint.Port
                    Authentication                 = 'Bearer'
                    Token                          = Get-WaiaasToken -DataDir $dir
                    AllowUnencryptedAuthentication = $true
                    NoProxy                        = $true
                    TimeoutSec                     = 60
                }
                [void](Invoke-RestMethod @request)
                $asked = $server.EndInvoke($running)
            }
            finally {
                $listener.Stop()
                $server.Dispose()
            }
            @($asked) | Should -Contain "Authorization: Bearer $token"
        }
    }
}
