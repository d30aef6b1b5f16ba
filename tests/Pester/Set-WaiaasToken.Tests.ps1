[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $canLink = Test-CanMakeSymbolicLink
    $canFifo = Test-CanMakeFifo
    $canGiveAway = Test-CanGiveFileAway
    $isKeptOut = Test-IsKeptOutByUnixMode
    $hasAcl = Test-HasAccessControlList

    $good = New-TestToken
    $parts = $good.Split('.')
    $badTokens = @(
        @{ Name = 'nothing'; Value = '' }
        @{ Name = 'white space'; Value = " `t`r`n" }
        @{ Name = 'a JWT without the prefix'; Value = $good.Substring('wai_sess_'.Length) }
        @{ Name = 'a prefix in capitals'; Value = 'WAI_SESS_' + $good.Substring('wai_sess_'.Length) }
        @{ Name = 'the prefix alone'; Value = 'wai_sess_' }
        @{ Name = 'two parts'; Value = $parts[0] + '.' + $parts[1] }
        @{ Name = 'four parts'; Value = $good + '.x' }
        @{ Name = 'an empty header'; Value = 'wai_sess_.' + $parts[1] + '.' + $parts[2] }
        @{ Name = 'an empty payload'; Value = $parts[0] + '..' + $parts[2] }
        @{ Name = 'an empty signature'; Value = $parts[0] + '.' + $parts[1] + '.' }
        @{ Name = 'a plus, which base64url does not have'; Value = $good + '+' }
        @{ Name = 'padding'; Value = $good + '=' }
        @{ Name = 'a letter that is not ASCII'; Value = $good + [char]0xE4 }
        @{ Name = 'a newline inside'; Value = $parts[0] + '.' + $parts[1] + ".`n" + $parts[2] }
        @{ Name = 'a space inside'; Value = $parts[0] + ' .' + $parts[1] + '.' + $parts[2] }
        @{ Name = 'a NUL'; Value = $good + [char]0 }
        @{ Name = 'a JSON text'; Value = '{"token":"' + $good + '"}' }
        @{ Name = 'an integer'; Value = 5 }
        @{ Name = 'a boolean'; Value = $true }
        @{ Name = 'an array'; Value = @(1, 2) }
        @{ Name = 'a hashtable without a token'; Value = @{ id = 1; walletId = 'w' } }
        @{ Name = 'a hashtable whose token is no text'; Value = @{ token = 5 } }
        @{ Name = 'a hashtable whose token is $null'; Value = @{ token = $null } }
        @{ Name = 'an object without a token'; Value = [pscustomobject]@{ id = 1 } }
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

Describe 'Set-WaiaasToken' {
    BeforeEach {
        $dir = New-TestDirectory
        $token = New-TestToken
        $path = Get-ExpectedPath $dir
    }

    Context 'what it writes' {
        It 'writes the bytes of the token and nothing else' {
            Set-WaiaasToken $token -DataDir $dir
            [IO.File]::ReadAllBytes($path) | Should -Be ([Text.Encoding]::ASCII.GetBytes($token))
        }

        It 'leaves out <Name> around the token' -ForEach @(
            @{ Name = 'white space'; Before = " `t"; After = " `r`n" }
            @{ Name = 'a newline'; Before = ''; After = "`n" }
            @{ Name = 'a byte order mark'; Before = [string][char]0xFEFF; After = '' }
            @{ Name = 'a byte order mark within white space'; Before = " $([char]0xFEFF) "; After = " $([char]0xFEFF)" }
            @{ Name = 'Unicode white space'; Before = [string][char]0xA0; After = [string][char]0x2028 }
        ) {
            Set-WaiaasToken ($Before + $token + $After) -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'takes a SecureString' {
            Set-WaiaasToken (Protect-Text $token) -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'leaves out white space around a SecureString too' {
            Set-WaiaasToken (Protect-Text " $token`n") -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'leaves the SecureString of the caller usable' {
            $secret = Protect-Text $token
            Set-WaiaasToken $secret -DataDir $dir
            $secret | Set-WaiaasToken -DataDir $dir
            Unprotect-Text $secret | Should -BeExactly $token
        }

        It 'takes -Token by name' {
            Set-WaiaasToken -Token $token -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'writes a token of 8,192 bytes' {
            $longest = New-TestTokenOfLength 8192
            $seen = Watch-Command { Set-WaiaasToken $longest -DataDir $dir }
            $seen.Errors | Should -BeNullOrEmpty
            [IO.File]::ReadAllBytes($path).Length | Should -Be 8192
        }

        It 'says nothing and gives nothing' {
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir (Join-Path $dir 'data') }
            $seen.Records | Should -BeNullOrEmpty
        }

        It 'replaces an old token' {
            [void](Set-TokenFile $dir (New-TestToken))
            Set-WaiaasToken $token -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'leaves no other file behind' {
            Set-WaiaasToken $token -DataDir $dir
            Set-WaiaasToken $token -DataDir $dir
            Get-ChildItem -LiteralPath $dir -Recurse -Force | ForEach-Object { $_.FullName } | Should -Be $path
        }

        It 'writes through a data directory that is a link (where symbolic links can be made)' -Skip:(-not $canLink) {
            $link = Join-Path (New-TestDirectory) 'link'
            [void](New-Item -ItemType SymbolicLink -Path $link -Value $dir)
            Set-WaiaasToken $token -DataDir $link
            Get-FileText $path | Should -BeExactly $token
        }
    }

    Context 'where it writes' {
        It 'creates the data directory' {
            $missing = Join-Path (Join-Path $dir 'one') 'two'
            Set-WaiaasToken $token -DataDir $missing
            Get-FileText (Get-ExpectedPath $missing) | Should -BeExactly $token
        }

        It 'writes to WAIAAS_DATA_DIR when -DataDir is not given' {
            Use-Environment @{ WAIAAS_DATA_DIR = $dir } { Set-WaiaasToken $token }
            Get-FileText $path | Should -BeExactly $token
        }

        It 'writes to .waiaas in the home directory when nothing is given' {
            Use-Environment @{ WAIAAS_DATA_DIR = $null; HOME = $dir; USERPROFILE = $dir } { Set-WaiaasToken $token }
            Get-FileText (Get-ExpectedPath (Join-Path $dir '.waiaas')) | Should -BeExactly $token
        }

        It 'gives a wallet a file of its own and leaves the default token alone' {
            $default = New-TestToken
            [void](Set-TokenFile $dir $default)
            Set-WaiaasToken $token -WalletId main -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
            Get-FileText $path | Should -BeExactly $default
        }

        It 'writes below the location of PowerShell when -DataDir is relative' {
            Push-Location -LiteralPath $dir
            try {
                Set-WaiaasToken $token -DataDir 'data'
            }
            finally {
                Pop-Location
            }
            Get-FileText (Get-ExpectedPath (Join-Path $dir 'data')) | Should -BeExactly $token
        }

        It 'writes to -LiteralPath, relative to the location of PowerShell' {
            Push-Location -LiteralPath $dir
            try {
                Set-WaiaasToken $token -LiteralPath 'my-token'
            }
            finally {
                Pop-Location
            }
            Get-FileText (Join-Path $dir 'my-token') | Should -BeExactly $token
        }

        It 'takes wildcard characters in -LiteralPath for ordinary ones' {
            $decoy = Join-Path $dir 'x'
            Set-FileText $decoy 'decoy'
            Set-WaiaasToken $token -LiteralPath (Join-Path $dir '[x]')
            Get-FileText (Join-Path $dir '[x]') | Should -BeExactly $token
            Get-FileText $decoy | Should -BeExactly 'decoy'
        }

        It 'takes wildcard characters in -DataDir for ordinary ones' {
            Set-WaiaasToken $token -DataDir (Join-Path $dir 'a[bc]')
            Get-FileText (Get-ExpectedPath (Join-Path $dir 'a[bc]')) | Should -BeExactly $token
        }

        It 'writes through a PSDrive of the file system' {
            $drive = New-PSDrive -Name WaiaasSet -PSProvider FileSystem -Root $dir
            try {
                Set-WaiaasToken $token -DataDir 'WaiaasSet:'
                Set-WaiaasToken $token -LiteralPath (Join-Path 'WaiaasSet:' 'my-token')
            }
            finally {
                $drive | Remove-PSDrive
            }
            Get-FileText $path | Should -BeExactly $token
            Get-FileText (Join-Path $dir 'my-token') | Should -BeExactly $token
        }

        It 'refuses <Foreign> as <Parameter>' -ForEach @(
            @{ Parameter = 'DataDir'; Foreign = 'Env:\WAIAAS' }
            @{ Parameter = 'DataDir'; Foreign = 'HKLM:\Software\WAIaaS' }
            @{ Parameter = 'LiteralPath'; Foreign = 'Env:\WAIAAS' }
            @{ Parameter = 'LiteralPath'; Foreign = 'Variable:\WAIAAS' }
            @{ Parameter = 'LiteralPath'; Foreign = 'HKLM:\Software\WAIaaS' }
        ) {
            $where = @{ $Parameter = $Foreign }
            $seen = Watch-Command { Set-WaiaasToken $token @where }
            Assert-OneError $seen -Id PathNotFileSystem -Command SetWaiaasToken -Path $Foreign
        }

        It 'refuses the wallet id <Name> and writes nothing' -ForEach @(
            @{ Name = 'that is empty'; Id = '' }
            @{ Name = 'that is null'; Id = $null }
            @{ Name = 'that leads up'; Id = '../mcp-token' }
            @{ Name = 'that starts with a dot'; Id = '.x' }
            @{ Name = 'that is a device'; Id = 'NUL' }
        ) {
            $seen = Watch-Command { Set-WaiaasToken $token -WalletId $Id -DataDir $dir }
            Assert-OneError $seen -Id WalletIdInvalid -Command SetWaiaasToken
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'takes no -LiteralPath together with -<Name>' -ForEach @(
            @{ Name = 'DataDir'; Other = @{ DataDir = 'x' } }
            @{ Name = 'WalletId'; Other = @{ WalletId = 'x' } }
        ) {
            { Set-WaiaasToken $token -LiteralPath (Join-Path $dir 'x') @Other } |
                Should -Throw -ErrorId 'AmbiguousParameterSet,WaiaaS.Commands.SetWaiaasTokenCommand'
        }
    }

    Context 'the pipeline' {
        It 'takes text' {
            $token | Set-WaiaasToken -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'takes a SecureString' {
            Protect-Text $token | Set-WaiaasToken -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'takes an object with a token and a wallet id' {
            [pscustomobject]@{ token = $token; walletId = 'main' } | Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
            Test-Path -LiteralPath $path | Should -BeFalse
        }

        It 'takes an object whose token is a SecureString' {
            [pscustomobject]@{ token = Protect-Text $token; walletId = 'main' } | Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
        }

        It 'writes the default token for an object <Name>' -ForEach @(
            @{ Name = 'without a wallet id'; Wallet = @{} }
            @{ Name = 'whose wallet id is null'; Wallet = @{ walletId = $null } }
            @{ Name = 'whose wallet id is empty'; Wallet = @{ walletId = '' } }
        ) {
            $response = $Wallet + @{ token = $token }
            [pscustomobject]$response | Set-WaiaasToken -DataDir $dir
            Get-FileText $path | Should -BeExactly $token
        }

        It 'prefers -WalletId to the wallet id of an object' {
            [pscustomobject]@{ token = $token; walletId = 'other' } | Set-WaiaasToken -WalletId main -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
            Test-Path -LiteralPath (Get-ExpectedPath $dir 'other') | Should -BeFalse
        }

        It 'takes a hashtable with a token and a wallet id' {
            @{ token = $token; walletId = 'main' } | Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
        }

        It 'takes a hashtable as -Token' {
            Set-WaiaasToken -Token @{ Token = $token; WalletId = 'main' } -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
        }

        It 'takes an API response from ConvertFrom-Json' {
            $json = '{"id":"01938c7e","token":"' + $token + '","walletId":"main","expiresAt":"2030-01-01T00:00:00Z","renewalCount":1}'
            $json | ConvertFrom-Json | Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'main') | Should -BeExactly $token
        }

        It 'takes several objects' {
            $second = New-TestToken
            [pscustomobject]@{ token = $token; walletId = 'one' }, [pscustomobject]@{ token = $second; walletId = 'two' } |
                Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
            Get-FileText (Get-ExpectedPath $dir 'two') | Should -BeExactly $second
        }

        It 'does not take the wallet id of the object before for one that has none' {
            $second = New-TestToken
            [pscustomobject]@{ token = $token; walletId = 'one' }, [pscustomobject]@{ token = $second } |
                Set-WaiaasToken -DataDir $dir
            Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
            Get-FileText $path | Should -BeExactly $second
        }

        It 'goes on after <Name> in the middle, with one error for it' -ForEach @(
            @{ Name = 'a bad token'; Middle = @{ token = 'nonsense'; walletId = 'two' }; Id = 'TokenInputInvalid' }
            @{ Name = 'a bad wallet id'; Middle = @{ token = $null; walletId = '../two' }; Id = 'WalletIdInvalid' }
            @{ Name = 'an object without a token'; Middle = @{ walletId = 'two' }; Id = 'TokenInputInvalid' }
        ) {
            if ($Middle.ContainsKey('token') -and -not $Middle.token) {
                $Middle.token = New-TestToken
            }
            $third = New-TestToken
            $seen = Watch-Command {
                [pscustomobject]@{ token = $token; walletId = 'one' },
                [pscustomobject]$Middle,
                [pscustomobject]@{ token = $third; walletId = 'three' } | Set-WaiaasToken -DataDir $dir
            }
            Assert-OneError $seen -Id $Id -Command SetWaiaasToken
            Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
            Get-FileText (Get-ExpectedPath $dir 'three') | Should -BeExactly $third
            Get-ChildItem -LiteralPath $dir -Recurse -Force -File | Should -HaveCount 2
        }
    }

    Context 'what is no token' {
        It 'refuses <Name>' -ForEach $badTokens {
            $seen = Watch-Command { Set-WaiaasToken $Value -DataDir $dir }
            Assert-OneError $seen -Id TokenInputInvalid -Command SetWaiaasToken -Path $path
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'refuses <Name> from a SecureString' -ForEach ($badTokens | Where-Object { $_.Value -is [string] }) {
            $secret = Protect-Text $Value
            $seen = Watch-Command { Set-WaiaasToken $secret -DataDir $dir }
            Assert-OneError $seen -Id TokenInputInvalid -Command SetWaiaasToken -Path $path
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'refuses <Name> from the pipeline' -ForEach ($badTokens | Where-Object { $_.Value -isnot [array] }) {
            $seen = Watch-Command { $Value | Set-WaiaasToken -DataDir $dir }
            $seen.Errors | Should -HaveCount 1
            Assert-ErrorRecord $seen.Errors[0] -Id TokenInputInvalid -Command SetWaiaasToken
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'refuses a token of <_> bytes' -ForEach 8193, 20000, 100000 {
            $large = New-TestTokenOfLength $_
            $seen = Watch-Command { Set-WaiaasToken $large -DataDir $dir }
            Assert-OneError $seen -Id TokenTooLarge -Command SetWaiaasToken -Path $path
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'refuses $null with the error that PowerShell has for it' {
            { Set-WaiaasToken $null -DataDir $dir } | Should -Throw -ErrorId 'ParameterArgumentValidationErrorNullNotAllowed,*'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'keeps the old token and leaves no temporary file when the new one is <Name>' -ForEach $badTokens {
            [void](Set-TokenFile $dir $token)
            $before = Get-Listing $dir
            [void](Watch-Command { Set-WaiaasToken $Value -DataDir $dir })
            Get-FileText $path | Should -BeExactly $token
            Get-Listing $dir | Should -Be $before
        }
    }

    Context 'what may not be replaced' {
        It 'refuses a directory, and names it' {
            [void](New-Item -ItemType Directory -Path $path)
            Set-FileText (Join-Path $path 'inside') 'kept'
            $before = Get-Listing $dir
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            Assert-OneError $seen -Id TokenNotRegularFile -Command SetWaiaasToken -Path $path
            $seen.Errors[0].Exception.Message | Should -BeLike '*directory*'
            Get-Listing $dir | Should -Be $before
        }

        It 'refuses a symbolic link and leaves its target alone (where symbolic links can be made)' -Skip:(-not $canLink) {
            $target = Join-Path (New-TestDirectory) 'target'
            Set-FileText $target 'kept'
            [void](New-Item -ItemType SymbolicLink -Path $path -Value $target)
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            Assert-OneError $seen -Id TokenPathIsSymbolicLink -Command SetWaiaasToken -Path $path
            Get-FileText $target | Should -BeExactly 'kept'
            (Get-Item -LiteralPath $path -Force).LinkType | Should -Be 'SymbolicLink'
            Get-TemporaryFile $dir | Should -BeNullOrEmpty
        }

        It 'refuses a dangling symbolic link and does not create its target (where symbolic links can be made)' -Skip:(-not $canLink) {
            $target = Join-Path (New-TestDirectory) 'target'
            Set-FileText $target 'x'
            [void](New-Item -ItemType SymbolicLink -Path $path -Value $target)
            Remove-Item -LiteralPath $target
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            Assert-OneError $seen -Id TokenPathIsSymbolicLink -Command SetWaiaasToken -Path $path
            Test-Path -LiteralPath $target | Should -BeFalse
        }

        It 'refuses a FIFO, names it and does not hang (where mkfifo is)' -Skip:(-not $canFifo) {
            mkfifo $path
            $child = Invoke-ChildShell @"
                Set-WaiaasToken '$token' -DataDir '$dir' -ErrorAction SilentlyContinue
                `$Error[0].FullyQualifiedErrorId
                `$Error[0].Exception.Message
"@
            $child.Ended | Should -BeTrue
            $child.Output | Should -BeLike 'TokenNotRegularFile,WaiaaS.Commands.SetWaiaasTokenCommand*FIFO*'
            Test-IsFifo $path | Should -BeTrue
        }

        It 'refuses a data directory that is a file' {
            $file = Join-Path $dir 'file'
            Set-FileText $file 'kept'
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $file }
            Assert-OneError $seen -Id TokenWriteFailed -Command SetWaiaasToken -Path (Get-ExpectedPath $file)
            Get-FileText $file | Should -BeExactly 'kept'
        }

        It 'keeps the old token when the directory cannot be written (where modes keep this user out)' -Skip:(-not $isKeptOut) {
            [void](Set-TokenFile $dir 'old')
            Set-UnixMode $dir '500'
            try {
                $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            }
            finally {
                Set-UnixMode $dir '700'
            }
            Assert-OneError $seen -Id TokenAccessDenied -Command SetWaiaasToken -Path $path
            Get-FileText $path | Should -BeExactly 'old'
            Get-TemporaryFile $dir | Should -BeNullOrEmpty
        }
    }

    Context 'who can get at the file' {
        It 'gives file and directories to their owner alone (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data -WalletId main
            Get-UnixMode $data | Should -Be '700'
            Get-UnixMode (Join-Path $data 'mcp-tokens') | Should -Be '700'
            Get-UnixMode (Get-ExpectedPath $data 'main') | Should -Be '600'
        }

        It 'closes a file that was open to others (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            [void](Set-TokenFile $dir (New-TestToken))
            Set-UnixMode $path '644'
            Set-WaiaasToken $token -DataDir $dir
            Get-UnixMode $path | Should -Be '600'
        }

        It 'leaves the mode of a directory that was there (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            Set-UnixMode $dir '750'
            Set-WaiaasToken $token -DataDir $dir
            Get-UnixMode $dir | Should -Be '750'
        }

        It 'warns of a directory that others can write to (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            Set-UnixMode $dir '777'
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            Set-UnixMode $dir '700'
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike "*$dir*chmod*"
            Get-FileText $path | Should -BeExactly $token
        }

        It 'does not warn of such a directory with the sticky bit (where Unix modes can be set)' -Skip:(-not $CanSetUnixMode) {
            Set-UnixMode $dir '1777'
            $seen = Watch-Command { Set-WaiaasToken $token -DataDir $dir }
            Set-UnixMode $dir '700'
            $seen.Records | Should -BeNullOrEmpty
        }

        It 'gives the file to the owner of the directory (where files can be given away)' -Skip:(-not $canGiveAway) {
            Set-OtherOwner $dir
            Set-WaiaasToken $token -DataDir $dir -WalletId main
            $owner = (Get-Item -LiteralPath $dir).User
            (Get-Item -LiteralPath (Join-Path $dir 'mcp-tokens')).User | Should -Be $owner
            (Get-Item -LiteralPath (Get-ExpectedPath $dir 'main')).User | Should -Be $owner
        }

        It 'gives the file to the current user and SYSTEM, and inherits nothing (where Get-Acl is)' -Skip:(-not $hasAcl) {
            $data = Join-Path $dir 'data'
            Set-WaiaasToken $token -DataDir $data -WalletId main
            $sid = [Security.Principal.SecurityIdentifier]
            $me = [Security.Principal.WindowsIdentity]::GetCurrent().User.Value
            foreach ($item in $data, (Join-Path $data 'mcp-tokens'), (Get-ExpectedPath $data 'main')) {
                $acl = Get-Acl -LiteralPath $item
                $acl.AreAccessRulesProtected | Should -BeTrue
                $acl.GetOwner($sid).Value | Should -Be $me
                $rules = @($acl.GetAccessRules($true, $true, $sid))
                $rules | ForEach-Object { $_.AccessControlType.ToString() } | Sort-Object -Unique | Should -Be 'Allow'
                $rules | ForEach-Object { $_.IdentityReference.Value } | Sort-Object -Unique |
                    Should -Be ($me, 'S-1-5-18' | Sort-Object -Unique)
            }
        }
    }

    Context 'warnings' {
        It 'warns of a token that expired, and writes it' {
            $expired = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1))
            $data = Join-Path $dir 'data'
            $seen = Watch-Command { Set-WaiaasToken $expired -DataDir $data }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike '*expired*'
            Get-FileText (Get-ExpectedPath $data) | Should -BeExactly $expired
        }

        It 'warns of a payload that is not JSON, and writes it' {
            $odd = New-TestToken -Payload 'not JSON'
            $data = Join-Path $dir 'data'
            $seen = Watch-Command { Set-WaiaasToken $odd -DataDir $data }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Warnings | Should -HaveCount 1
            $seen.Warnings[0] | Should -BeLike '*JSON*'
            Get-FileText (Get-ExpectedPath $data) | Should -BeExactly $odd
        }

        It 'does not warn of a token that never expires' {
            $endless = New-TestToken -Payload '{"sub":"session","iat":1700000000}'
            $seen = Watch-Command { Set-WaiaasToken $endless -DataDir (Join-Path $dir 'data') }
            $seen.Records | Should -BeNullOrEmpty
        }
    }

    Context 'common parameters' {
        It 'touches nothing with -WhatIf where nothing is' {
            $missing = Join-Path $dir 'missing'
            Set-WaiaasToken $token -DataDir $missing -WalletId main -WhatIf
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'touches nothing with -WhatIf where a token is' {
            [void](Set-TokenFile $dir (New-TestToken))
            $before = Get-Listing $dir
            $content = Get-FileText $path
            Set-WaiaasToken $token -DataDir $dir -WhatIf
            Get-Listing $dir | Should -Be $before
            Get-FileText $path | Should -BeExactly $content
        }

        It 'still tells with -WhatIf what is no token' {
            $seen = Watch-Command { Set-WaiaasToken 'nonsense' -DataDir $dir -WhatIf }
            Assert-OneError $seen -Id TokenInputInvalid -Command SetWaiaasToken -Path $path
        }

        It 'obeys $WhatIfPreference' {
            $WhatIfPreference = $true
            Set-WaiaasToken $token -DataDir $dir
            $WhatIfPreference = $false
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'asks nobody with -Confirm:$false' {
            $ConfirmPreference = 'Low'
            Set-WaiaasToken $token -DataDir $dir -Confirm:$false
            Get-FileText $path | Should -BeExactly $token
        }

        It 'writes with -MaximumRetryCount <_>' -ForEach 0, 1, 100, ([int]::MaxValue) {
            Set-WaiaasToken $token -DataDir $dir -MaximumRetryCount $_
            Get-FileText $path | Should -BeExactly $token
        }

        It 'refuses -MaximumRetryCount <Value>' -ForEach @(
            @{ Value = -1; Id = 'ParameterArgumentValidationError' }
            @{ Value = 'often'; Id = 'CannotConvertArgumentNoMessage' }
        ) {
            { Set-WaiaasToken $token -DataDir $dir -MaximumRetryCount $Value } |
                Should -Throw -ErrorId "$Id,WaiaaS.Commands.SetWaiaasTokenCommand"
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'throws with -ErrorAction Stop' {
            { Set-WaiaasToken 'nonsense' -DataDir $dir -ErrorAction Stop } |
                Should -Throw -ErrorId 'TokenInputInvalid,WaiaaS.Commands.SetWaiaasTokenCommand'
        }

        It 'stops at the first bad object with -ErrorAction Stop' {
            $seen = Watch-Command {
                'nonsense', $token | Set-WaiaasToken -DataDir $dir -ErrorAction Stop
            }
            $seen.Thrown.FullyQualifiedErrorId | Should -BeExactly 'TokenInputInvalid,WaiaaS.Commands.SetWaiaasTokenCommand'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'puts the error into -ErrorVariable and into $?' {
            Set-WaiaasToken 'nonsense' -DataDir $dir -ErrorAction SilentlyContinue -ErrorVariable failures
            $succeeded = $?
            $succeeded | Should -BeFalse
            $failures | Should -HaveCount 1
            Assert-ErrorRecord $failures[0] -Id TokenInputInvalid -Command SetWaiaasToken -Path $path
        }

        It 'puts warnings into -WarningVariable' {
            $expired = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(-1))
            Set-WaiaasToken $expired -DataDir (Join-Path $dir 'data') -WarningAction SilentlyContinue -WarningVariable warned
            $warned | Should -HaveCount 1
        }

        It 'fails without -Token rather than asks under -NonInteractive' {
            $child = Invoke-ChildShell -Switches '-NonInteractive' -Script @"
                try { Set-WaiaasToken -DataDir '$dir' } catch { `$_.FullyQualifiedErrorId }
"@
            $child.Ended | Should -BeTrue
            $child.Output.Trim() | Should -BeExactly 'MissingMandatoryParameter,WaiaaS.Commands.SetWaiaasTokenCommand'
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }
    }

    Context 'completion' {
        It 'completes -WalletId from the files that are there' {
            foreach ($id in 'alpha', 'alphabet', 'beta', '.hidden') {
                [void](Set-TokenFile $dir $token $id)
            }
            $line = "Set-WaiaasToken -DataDir '$dir' -WalletId alp"
            $completion = TabExpansion2 -inputScript $line -cursorColumn $line.Length
            $completion.CompletionMatches | ForEach-Object { $_.CompletionText } | Should -Be 'alpha', 'alphabet'
        }
    }
}
