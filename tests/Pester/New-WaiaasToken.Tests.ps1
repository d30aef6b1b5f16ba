# New-WaiaasToken against a daemon that behaves like the real one.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $unwritable = @(
        @{ Why = 'a directory in its place'; Id = 'TokenNotRegularFile'; Make = { [void][IO.Directory]::CreateDirectory($path) }; Undo = { } }
        @{ Why = 'a link in its place'; Needs = 'SymbolicLink'; Id = 'TokenPathIsSymbolicLink'; Make = { New-Link $path "$path.target" }; Undo = { } }
        @{ Why = 'a directory that its mode closes'; Needs = 'UnixModeKeepsOut'; Id = 'TokenAccessDenied'; Make = { Set-UnixMode $folder '500' }; Undo = { Set-UnixMode $folder '700' } }
        @{ Why = 'a file system that is read-only'; Needs = 'Mount'; Id = 'TokenAccessDenied'; Make = { Invoke-Tool mount '-t' 'tmpfs' '-o' 'ro,mode=700' 'tmpfs' $folder }; Undo = { Invoke-Tool umount $folder } }
        @{
            Why = 'a file system that is full'; Needs = 'Mount'; Id = 'TokenWriteFailed'
            Make = { Invoke-Tool mount '-t' 'tmpfs' '-o' 'size=16k,mode=700' 'tmpfs' $folder; Invoke-Tool sh '-c' "cat /dev/zero > '$folder/ballast' 2> /dev/null || true" }
            Undo = { Invoke-Tool umount $folder }
        }
        @{ Why = 'a file that a container mounts'; Needs = 'Mount'; Id = 'TokenFileIsMountPoint'; Make = { Set-FileText $path 'x'; Set-FileText "$folder/source" 'x'; Invoke-Tool mount '--bind' "$folder/source" $path }; Undo = { Invoke-Tool umount $path } }
        @{ Why = 'an immutable file'; Needs = 'ImmutableFile'; Id = 'TokenAccessDenied'; Make = { Set-FileText $path 'x'; Invoke-Tool chattr '+i' $path }; Undo = { Invoke-Tool chattr '-i' $path } }
        @{ Why = 'a file that another process holds'; Needs = 'ExclusiveOpen'; Id = 'TokenBusy'; Make = { $held = [IO.File]::Open($path, 'Create', 'ReadWrite', 'None') }; Undo = { $held.Dispose() } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestDaemon.ps1')
    Import-ModuleUnderTest

    function Get-StoredToken([string] $WalletId) { Get-FileText (Get-ExpectedPath $data $WalletId) }

    function Assert-Quiet([object] $Seen) {
        $Seen.Thrown | Should -BeNullOrEmpty
        $Seen.Errors | Should -BeNullOrEmpty
        $Seen.Warnings | Should -BeNullOrEmpty
        Assert-NoSecret $Seen $daemon.MasterPassword
    }

    function Get-SentRequest { $daemon.Log | ForEach-Object { ($_ -split '[ ?/]')[0] + ' ' + ($_ -split ' ')[2] } }
}

Describe 'New-WaiaasToken' {
    BeforeEach {
        $daemon = New-FakeDaemon
        $trading = $daemon.AddWallet('trading')
        $savings = $daemon.AddWallet("the savings' wallet")
        $gone = $daemon.AddWallet('gone')
        $daemon.TerminateWallet($gone)
        $data = Join-Path (New-TestDirectory) 'data'
        $place = Get-DaemonPlace $daemon $data
        $with = Get-MasterPlace $daemon $data
    }

    AfterEach {
        $daemon.Dispose()
    }

    It 'writes the token of a new session for <What>' -ForEach @(
        @{ What = 'one wallet to its file'; Line = { New-WaiaasToken $trading @all }; File = { $trading }; Wallets = { $trading } }
        @{ What = 'a name to the file of its wallet'; Line = { New-WaiaasToken "the savings' wallet" @all }; File = { $savings }; Wallets = { $savings } }
        @{ What = 'one wallet to the default token'; Line = { New-WaiaasToken $trading -Default @all }; File = { '' }; Wallets = { $trading } }
        @{ What = 'several wallets to the default token'; Line = { New-WaiaasToken trading, $savings @all }; File = { '' }; Wallets = { $trading, $savings } }
        @{ What = 'all active wallets to the default token'; Line = { New-WaiaasToken @all }; File = { '' }; Wallets = { $trading, $savings } }
    ) {
        $all = $with + @{ PassThru = $true; Verbose = $true }
        $seen = Invoke-AtDaemon $Line
        Assert-Quiet $seen
        $token = Get-StoredToken (. $File)
        $daemon.IsCurrent($token) | Should -BeTrue
        Assert-NoSecret $seen $token
        $seen.Output | Should -HaveCount 1
        $seen.Output[0].SessionId | Should -Be $daemon.SessionOf($token)
        $seen.Output[0].Remaining.TotalDays | Should -BeGreaterThan 6.9
        $seen.Verbose | Where-Object { $_ -like "Created session $($seen.Output[0].SessionId)*" } | Should -HaveCount 1
        $info = Invoke-RestMethod "$($daemon.Address)v1/connect-info" -Headers @{ Authorization = "Bearer $token" }
        @($info.wallets.id | Sort-Object) | Should -Be @(. $Wallets | Sort-Object)
        @(Get-ChildItem -LiteralPath $data -Recurse -File -Force) | Should -HaveCount 1
    }

    It 'writes to the path of -LiteralPath' {
        $path = Join-Path (New-TestDirectory) 'a token'
        [void]$with.Remove('DataDir')
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with -LiteralPath $path })
        $daemon.IsAccepted((Get-FileText $path)) | Should -BeTrue
    }

    It 'gives the token the lifetime asked for: <Lifetime>' -ForEach @(@{ Lifetime = '00:05:00' }, @{ Lifetime = '365.00:00:00' }) {
        $seen = Invoke-AtDaemon { New-WaiaasToken $trading @with -Lifetime $Lifetime -PassThru }
        Assert-Quiet $seen
        ($seen.Output[0].ExpiresAt - $seen.Output[0].IssuedAt) | Should -Be ([timespan]$Lifetime)
    }

    It 'gives a token that never expires only where it is asked for one' {
        $seen = Invoke-AtDaemon { New-WaiaasToken $trading @with -NoExpiration -PassThru }
        Assert-Quiet $seen
        $seen.Output[0].ExpiresAt | Should -BeNullOrEmpty
        $seen.Output[0].State | Should -Be 'Active'
    }

    Context 'With a master password from <From>' -ForEach @(
        @{ From = '-MasterPasswordPath'; Add = { @{ MasterPasswordPath = $secret } }; Environment = { @{} } }
        @{ From = 'the file that the environment names'; Add = { @{} }; Environment = { @{ WAIAAS_MASTER_PASSWORD_FILE = $secret; WAIAAS_MASTER_PASSWORD = 'not it' } } }
        @{ From = 'the environment'; Add = { @{} }; Environment = { @{ WAIAAS_MASTER_PASSWORD = $daemon.MasterPassword } } }
    ) {
        It 'writes the token' {
            $secret = Join-Path (New-TestDirectory) 'secret'
            Set-FileText $secret "$($daemon.MasterPassword)`r`n"
            $more = . $Add
            $environment = . $Environment
            $seen = Invoke-AtDaemon { Use-Environment $environment { New-WaiaasToken $trading @place @more } }
            Assert-Quiet $seen
            $daemon.IsCurrent((Get-StoredToken $trading)) | Should -BeTrue
        }
    }

    It 'sends nothing but the one question where the daemon accepts the token, and needs no password for that' {
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with })
        $token = Get-StoredToken $trading
        $seen = Invoke-AtDaemon { New-WaiaasToken $trading @place -PassThru -Verbose }
        Assert-Quiet $seen
        $seen.Verbose | Where-Object { $_ -like 'Nothing to do: the daemon accepts the token*' } | Should -HaveCount 1
        $seen.Output[0].SessionId | Should -Be $daemon.SessionOf($token)
        Get-SentRequest | Should -Be 'POST 201', 'GET 200'
        Get-StoredToken $trading | Should -BeExactly $token
    }

    It 'makes a new one, and ends the old session, where <Why>' -ForEach @(
        @{ Why = 'the session was revoked'; Change = { $daemon.Revoke($token) }; More = @{} }
        @{ Why = 'the key was changed'; Change = { $daemon.RotateKey(); $daemon.ClockOffset = [timespan]'00:05:01' }; More = @{} }
        @{ Why = 'the token does not last long enough'; Change = { }; More = @{ MinimumLifetime = '8.00:00:00' } }
        @{ Why = 'it is forced'; Change = { }; More = @{ Force = $true } }
        @{ Why = 'the file is none of a token'; Change = { Set-FileText (Get-ExpectedPath $data $trading) 'x' }; More = @{}; Stays = $true }
    ) {
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with })
        $token = Get-StoredToken $trading
        . $Change
        $seen = Invoke-AtDaemon { New-WaiaasToken $trading @with @More }
        Assert-Quiet $seen
        $new = Get-StoredToken $trading
        $new | Should -Not -BeExactly $token
        $daemon.IsAccepted($new) | Should -BeTrue
        $daemon.IsAccepted($token) | Should -Be ([bool]$Stays)
        $daemon.ActiveSessions | Should -Be $(if ($Stays) { 2 } else { 1 })
    }

    It 'leaves one session after six runs for half an hour' {
        1..6 | ForEach-Object { Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with -Lifetime 00:30:00 }) }
        1..6 | ForEach-Object { Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with -Lifetime 00:30:00 -Force }) }
        $daemon.ActiveSessions | Should -Be 1
        $daemon.IsAccepted((Get-StoredToken $trading)) | Should -BeTrue
    }

    It 'makes a new one for other wallets than the token in place is for' {
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken @with })
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading -Default @with })
        $daemon.ActiveSessions | Should -Be 1
        Get-SentRequest | Should -Be 'GET 200', 'POST 201', 'GET 200', 'POST 201', 'DELETE 200'
    }

    It 'keeps the old session where it is told to' {
        1..2 | ForEach-Object { Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with -Force -KeepOldSession }) }
        $daemon.ActiveSessions | Should -Be 2
    }

    It 'keeps the old session, and says so, where another file holds a token of it' {
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken @with })
        $shared = Get-StoredToken
        [void](Set-TokenFile $data $shared $trading)
        $seen = Invoke-AtDaemon { New-WaiaasToken @with -Force }
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings[0] | Should -BeLike "*was not revoked, because '$(Get-ExpectedPath $data $trading)' holds a token of it*"
        $daemon.IsAccepted($shared) | Should -BeTrue
    }

    It 'warns where the old session could not be ended' {
        Assert-Quiet (Invoke-AtDaemon { New-WaiaasToken $trading @with })
        $daemon.FailRevocations = $true
        $seen = Invoke-AtDaemon { New-WaiaasToken $trading @with -Force }
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings[0] | Should -BeLike 'Session * could not be revoked, so its token stays valid*Revoke it*'
        $daemon.IsAccepted((Get-StoredToken $trading)) | Should -BeTrue
    }

    It 'touches nothing with -WhatIf' {
        $seen = Invoke-AtDaemon { New-WaiaasToken trading @with -WhatIf -PassThru }
        Assert-Quiet $seen
        $seen.Output | Should -BeNullOrEmpty
        $data | Should -Not -Exist
        Get-SentRequest | Should -Be 'GET 200'
    }

    foreach ($case in $unwritable) {
        It 'asks for no session where the token could not be written: <Why>' -Skip:(Test-Missing $case.Needs) -ForEach $case {
            $folder = New-TestDirectory
            $path = Join-Path $folder 'mcp-token'
            [void]$with.Remove('DataDir')
            . $Make
            try { $seen = Invoke-AtDaemon { New-WaiaasToken $trading @with -LiteralPath $path } } finally { . $Undo }
            Assert-OneError $seen -Id $Id -Command NewWaiaasToken -Path $path
            $daemon.ActiveSessions | Should -Be 0
            $daemon.Log | Where-Object { $_ -like 'POST*' } | Should -BeNullOrEmpty
            @(Get-ChildItem -LiteralPath $folder -Force -Filter '*.tmp') | Should -BeNullOrEmpty
        }
    }

    It 'ends the new session again where its token cannot be written after all' {
        $path = Get-ExpectedPath $data $trading
        # Between the question and the answer, another program puts a directory in the way.
        $daemon.DirectoryToMake = $path
        $seen = Invoke-AtDaemon { New-WaiaasToken $trading @with }
        Assert-OneError $seen -Id TokenNotRegularFile -Command NewWaiaasToken -Path $path
        $seen.Errors[0].Exception.Message | Should -BeLike '*was revoked again, so nothing is left over*'
        $daemon.ActiveSessions | Should -Be 0
    }

    It 'ends with one session and its token where two run at once' {
        $manifest, $uri, $password = (Get-ModuleManifestPath), "$($daemon.Address)", $daemon.MasterPassword
        $runs = 1..2 | ForEach-Object {
            Start-Job {
                Import-Module $using:manifest
                $secret = [Net.NetworkCredential]::new('', $using:password).SecurePassword
                1..10 | ForEach-Object { New-WaiaasToken $using:trading -DataDir $using:data -Uri $using:uri -MasterPassword $secret -Force 2>&1 3>&1 }
            }
        }
        $said = $runs | Wait-Job | Receive-Job
        $runs | Remove-Job
        $said | Should -BeNullOrEmpty
        $daemon.IsAccepted((Get-StoredToken $trading)) | Should -BeTrue
        $daemon.ActiveSessions | Should -Be 1
    }

    It 'completes names of the daemon where the password is at hand, else the wallets that have a file' {
        $line = "New-WaiaasToken -Uri '$($daemon.Address)' -DataDir '$data' -WalletId "
        Use-Environment ($NoDaemonEnvironment + @{}) {
            [void](Set-TokenFile $data (New-TestToken) 'from-a-file')
            $env:WAIAAS_MASTER_PASSWORD = $daemon.MasterPassword
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'trading'", "'the savings'' wallet'"
            $env:WAIAAS_MASTER_PASSWORD = $null
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'from-a-file'
        }
    }
}
