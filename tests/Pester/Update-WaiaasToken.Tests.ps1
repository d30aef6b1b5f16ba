# Update-WaiaasToken against a daemon that behaves like the real one.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestDaemon.ps1')
    Import-ModuleUnderTest

    function Get-StoredToken([string] $WalletId) { Get-FileText (Get-ExpectedPath $data $WalletId) }

    # A token of a new session, where the cmdlet looks for it.
    function Set-IssuedToken([long] $Age, [long] $Lifetime = 10000, [string] $WalletId) {
        $issued = $daemon.Issue($Age, $Lifetime)
        [void](Set-TokenFile $data $issued $WalletId)
        $issued
    }

    function Assert-Quiet([object] $Seen) {
        $Seen.Thrown | Should -BeNullOrEmpty
        $Seen.Errors | Should -BeNullOrEmpty
        $Seen.Warnings | Should -BeNullOrEmpty
    }
}

Describe 'Update-WaiaasToken' {
    BeforeEach {
        $daemon = New-FakeDaemon
        $data = Join-Path (New-TestDirectory) 'data'
        $with = Get-DaemonPlace $daemon $data
    }

    AfterEach {
        $daemon.Dispose()
    }

    It 'renews <What>' -ForEach @(
        @{ What = 'a token with 29 % left'; Age = 7100; More = @{}; Change = { } }
        @{ What = 'a token with 45 % left where it is told to'; Age = 5500; More = @{ RemainingPercent = 50 }; Change = { } }
        @{ What = 'a token with 45 % left by force'; Age = 5500; More = @{ Force = $true }; Change = { } }
        @{ What = 'a token beside which an operator has issued another'; Age = 7100; More = @{}; Change = { [void]$daemon.Reissue($token) } }
        @{ What = 'a token that is valid by the clock of the daemon only'; Age = 6500; More = @{ RemainingPercent = 40 }; Change = { $daemon.ClockOffset = [timespan]::FromSeconds(-100) } }
    ) {
        $token = Set-IssuedToken $Age
        . $Change
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with @More -Verbose -PassThru }
        Assert-Quiet $seen
        $new = Get-StoredToken
        $new | Should -Not -BeExactly $token
        $daemon.IsCurrent($new) | Should -BeTrue
        $seen.Verbose | Where-Object { $_ -like 'Renewed the token at*expires at*' } | Should -HaveCount 1
        $seen.Output[0].SessionId | Should -Be $daemon.SessionOf($token)
        Assert-NoSecret $seen $token, $new
        $daemon.Log | Should -HaveCount 1
        @(Get-ChildItem -LiteralPath $data -Force) | Should -HaveCount 1
    }

    It 'leaves <What> alone, and asks nothing' -ForEach @(
        @{ What = 'a token with 31 % left'; Words = 'is due for renewal from'; Token = { $daemon.Issue(6900, 10000) }; More = @{} }
        @{ What = 'a token that never expires'; Words = 'never expires'; Token = { $daemon.IssueWithoutExpiry() }; More = @{} }
        @{ What = 'a token that never expires, by force'; Words = 'never expires'; Token = { $daemon.IssueWithoutExpiry() }; More = @{ Force = $true } }
    ) {
        $token = . $Token
        [void](Set-TokenFile $data $token)
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with @More -Verbose -PassThru }
        Assert-Quiet $seen
        $seen.Verbose | Where-Object { $_ -like "Nothing to do: the token at*$Words*" } | Should -HaveCount 1
        $seen.Output | Should -HaveCount 1
        Get-StoredToken | Should -BeExactly $token
        $daemon.Log | Should -BeNullOrEmpty
    }

    It 'renews the tokens of the pipeline, each by itself' {
        $old = @(Set-IssuedToken 8000), @(Set-IssuedToken 8000 -WalletId 'a'), @(Set-IssuedToken 100 -WalletId 'b'), @(Set-IssuedToken 11000 -WalletId 'c')
        $seen = Invoke-AtDaemon { Get-WaiaasTokenInfo -DataDir $data | Update-WaiaasToken -Uri "$($daemon.Address)" -PassThru }
        $seen.Output.Path | Should -Be (Get-ExpectedPath $data), (Get-ExpectedPath $data 'a'), (Get-ExpectedPath $data 'b')
        $seen.Errors.FullyQualifiedErrorId | Should -Be 'SessionEnded,WaiaaS.Commands.UpdateWaiaasTokenCommand'
        Get-StoredToken | Should -Not -BeExactly $old[0]
        Get-StoredToken 'a' | Should -Not -BeExactly $old[1]
        Get-StoredToken 'b' | Should -BeExactly $old[2]
    }

    It 'renews wallets by wildcard, and the default token where nothing is named' {
        $old = @(Set-IssuedToken 8000), @(Set-IssuedToken 8000 -WalletId 'a'), @(Set-IssuedToken 8000 -WalletId 'b')
        Assert-Quiet (Invoke-AtDaemon { Update-WaiaasToken * @with })
        Get-StoredToken | Should -BeExactly $old[0]
        Assert-Quiet (Invoke-AtDaemon { Update-WaiaasToken @with })
        Get-StoredToken | Should -Not -BeExactly $old[0]
        $daemon.Log | Should -HaveCount 3
    }

    It 'touches nothing with -WhatIf, and asks nothing' {
        $token = Set-IssuedToken 8000
        $before = Get-Listing $data
        Assert-Quiet (Invoke-AtDaemon { Update-WaiaasToken @with -WhatIf })
        Get-Listing $data | Should -Be $before
        $daemon.Log | Should -BeNullOrEmpty
    }

    It 'is content when another program has <What>' -ForEach @(
        @{ What = 'renewed the token meanwhile'; Make = { $daemon.RivalFile = Get-ExpectedPath $data }; Where = { Get-ExpectedPath $data } }
        @{
            What = 'renewed it into the file of a wallet meanwhile'; Adopts = $true
            Make = { [void][IO.Directory]::CreateDirectory("$data/mcp-tokens"); $daemon.RivalFile = Get-ExpectedPath $data; $daemon.RivalTarget = Get-ExpectedPath $data 'w' }
        }
        @{ What = 'renewed it into the file of a wallet long ago'; Adopts = $true; Make = { [void](Set-TokenFile $data $daemon.Renew($token) 'w') } }
        @{
            What = 'renewed it into the file of a wallet, and it has expired since'; Adopts = $true
            Make = { [void](Set-TokenFile $data $daemon.Renew($token) 'w'); $daemon.ClockOffset = [timespan]::FromSeconds(4000) }
        }
    ) {
        $token = Set-IssuedToken 8000
        . $Make
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with -Verbose -PassThru }
        Assert-Quiet $seen
        $new = Get-StoredToken
        $new | Should -Not -BeExactly $token
        $daemon.IsCurrent($new) | Should -BeTrue
        $words = $(if ($Adopts) { "Another program had renewed the token at '*' into '$(Get-ExpectedPath $data 'w')'*" } else { 'Another program has replaced the token at*' })
        $seen.Verbose | Where-Object { $_ -like $words } | Should -HaveCount 1
        Assert-NoSecret $seen $token, $new
    }

    It 'adopts no token <What>' -ForEach @(
        @{ What = 'of another session'; Make = { [void](Set-IssuedToken 100 -WalletId 'w') } }
        @{ What = 'that the daemon does not accept'; Make = { $payload = '{"sub":"' + $daemon.SessionOf($token) + '","iat":' + [DateTimeOffset]::UtcNow.ToUnixTimeSeconds() + ',"exp":99999999999}'; [void](Set-TokenFile $data (New-TestToken -Payload $payload) 'w') } }
    ) {
        $token = Set-IssuedToken 8000
        [void]$daemon.Rotate($token)
        . $Make
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with }
        Assert-OneError $seen -Id SessionEnded -Command UpdateWaiaasToken -Path (Get-ExpectedPath $data)
        Get-StoredToken | Should -BeExactly $token
    }

    It 'says <Id> and leaves the token as it is: <Words>' -ForEach @(
        @{ Id = 'SessionEnded'; Words = 'SESSION_REVOKED', 'New-WaiaasToken'; Change = { $daemon.Revoke($token) } }
        @{ Id = 'SessionEnded'; Words = 'TOKEN_EXPIRED', 'New-WaiaasToken'; Change = { $daemon.ClockOffset = [timespan]::FromSeconds(3000) } }
        @{ Id = 'SessionEnded'; Words = 'INVALID_TOKEN', 'New-WaiaasToken'; Change = { $daemon.RotateKey(); $daemon.ClockOffset = [timespan]::FromSeconds(301) } }
        @{ Id = 'SessionEnded'; Words = 'SESSION_RENEWAL_MISMATCH', 'renewed before', 'accepts the token until', 'New-WaiaasToken'; Change = { [void]$daemon.Renew($token) } }
        @{ Id = 'SessionEnded'; Words = 'SESSION_RENEWAL_MISMATCH', 'rotated', 'New-WaiaasToken'; Change = { [void]$daemon.Rotate($token) } }
        @{ Id = 'SessionEnded'; Words = 'SESSION_RENEWAL_MISMATCH', 'reissued by an operator', 'New-WaiaasToken'; Token = { $daemon.Reissue($daemon.Issue(8000, 10000)) }; More = @{ Force = $true } }
        @{ Id = 'SessionEnded'; Words = 'RENEWAL_LIMIT_REACHED', 'accepts the token until'; Token = { $daemon.Renew($daemon.IssueLimited(8000, 10000, 0, 1)); $daemon.ClockOffset = [timespan]::FromSeconds(6000) }; More = @{ Force = $true } }
        @{ Id = 'SessionEnded'; Words = 'SESSION_ABSOLUTE_LIFETIME_EXCEEDED', 'accepts the token until'; Token = { $daemon.IssueLimited(8000, 10000, 7000, 0) } }
        @{ Id = 'SessionEnded'; Words = 'does not name its session'; Sent = 0; Token = { New-TestToken -Payload '{"iat":1,"exp":2}' } }
        @{ Id = 'RenewalTooEarly'; Words = 'half of its lifetime', 'set the clock'; More = @{ Force = $true }; Token = { $daemon.Issue(4000, 10000) } }
        @{ Id = 'RenewalTooEarly'; Words = 'half of its lifetime', 'set the clock'; Change = { $daemon.ClockOffset = [timespan]::FromSeconds(-4000) } }
        @{ Id = 'TokenMalformed'; Words = 'contains no token'; Sent = 0; Token = { 'x' } }
        @{ Id = 'DaemonUnreachable'; Words = 'If the daemon renewed it', 'next run'; Change = { $daemon.Fault = 'LostAnswer' } }
        @{ Id = 'DaemonAnswerInvalid'; Words = 'If the daemon renewed it'; Change = { $daemon.Fault = 'NoToken' } }
        @{ Id = 'DaemonBusy'; Words = 'The token was left as it is. Try again in 7 seconds'; Change = { $daemon.Fault = 'TooManyRequests' } }
        @{ Id = 'DaemonLocked'; Words = 'kill switch'; Change = { $daemon.Fault = 'KillSwitch' } }
    ) {
        $token = if ($Token) { . $Token } else { $daemon.Issue(8000, 10000) }
        $path = Set-TokenFile $data $token
        if ($Change) { . $Change }
        $more = if ($More) { $More } else { @{} }
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with @more }
        Assert-OneError $seen -Id $Id -Command UpdateWaiaasToken -Path $path
        $seen.Warnings | Should -BeNullOrEmpty
        foreach ($word in $Words) { $seen.Errors[0].Exception.Message | Should -BeLike "*$word*" }
        if ($token.Length -gt 20) { Assert-NoSecret $seen $token }
        $daemon.Log | Should -HaveCount $(if ($null -eq $Sent) { 1 } else { $Sent })
        Get-StoredToken | Should -BeExactly $token
    }

    It 'says TokenNotFound where there is no token' {
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with }
        Assert-OneError $seen -Id TokenNotFound -Command UpdateWaiaasToken -Path (Get-ExpectedPath $data)
    }

    It 'warns when the session has an absolute end that cuts the new token' {
        $token = $daemon.IssueLimited(8000, 10000, 12000, 0)
        [void](Set-TokenFile $data $token)
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with }
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Warnings | Should -HaveCount 1
        $end = [DateTimeOffset]::UtcNow.AddSeconds(4000).ToLocalTime().ToString('yyyy-MM-dd HH:')
        $seen.Warnings[0] | Should -BeLike "*up to the session's absolute end, $end*New-WaiaasToken*"
        $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
    }

    It 'keeps the new token also where warnings stop' {
        [void](Set-TokenFile $data $daemon.IssueLimited(8000, 10000, 12000, 0))
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with -WarningAction Stop }
        $seen.Thrown | Should -Not -BeNullOrEmpty
        $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
    }

    It 'does not ask the daemon where the new token could not be written' -Skip:(Test-Missing Mount) {
        $token = Set-IssuedToken 8000
        $path = Get-ExpectedPath $data
        Copy-Item -LiteralPath $path "$data.copy"
        Invoke-Tool mount '--bind' "$data.copy" $path
        try { $seen = Invoke-AtDaemon { Update-WaiaasToken @with } } finally { Invoke-Tool umount $path }
        Assert-OneError $seen -Id TokenFileIsMountPoint -Command UpdateWaiaasToken -Path $path
        $daemon.Log | Should -BeNullOrEmpty
    }

    It 'says what is lost and what to do where the renewed token cannot be written after all' {
        $token = Set-IssuedToken 8000
        $path = Get-ExpectedPath $data
        $daemon.DirectoryToMake = $path
        $seen = Invoke-AtDaemon { Update-WaiaasToken @with }
        Assert-OneError $seen -Id TokenNotRegularFile -Command UpdateWaiaasToken -Path $path
        $seen.Errors[0].Exception.Message | Should -BeLike "The daemon has renewed the token at '$path', but the new token could not be written and is lost. The one in place can never be renewed again; it is accepted until *is a directory*New-WaiaasToken."
        Assert-NoSecret $seen $token
    }

    It 'ends with one valid token where three run at once' {
        $manifest, $uri = (Get-ModuleManifestPath), "$($daemon.Address)"
        [void](Set-IssuedToken 8000)
        $runs = 1..3 | ForEach-Object {
            Start-Job {
                Import-Module $using:manifest
                Update-WaiaasToken -DataDir $using:data -Uri $using:uri 2>&1
            }
        }
        $runs | Wait-Job | Receive-Job | Should -BeNullOrEmpty
        $runs | Remove-Job
        $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
        @($daemon.Log -like 'PUT * 200') | Should -HaveCount 1
    }
}
