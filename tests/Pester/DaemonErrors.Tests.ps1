# Each error of the daemon's cmdlets, caused for real, and what must never be shown.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    # What New-WaiaasToken does first is a question about wallets, or a new session; Words are what the message says.
    $faults = @(
        @{ Fault = 'ServerError'; Id = 'DaemonAnswerInvalid'; Words = 'INTERNAL_ERROR (HTTP 500)', 'its log' }
        @{ Fault = 'Unavailable'; Id = 'DaemonBusy'; Words = 'ADAPTER_NOT_AVAILABLE (HTTP 503)', 'No session was created. Try again in a minute' }
        @{ Fault = 'TooManyRequests'; Id = 'DaemonBusy'; Words = 'RATE_LIMITED (HTTP 429)', 'No session was created. Try again in 7 seconds' }
        @{ Fault = 'RequestTimeout'; Id = 'DaemonBusy'; Words = 'HTTP 408', 'If the daemon created a session', 'Try again' }
        @{ Fault = 'KillSwitch'; Id = 'DaemonLocked'; Words = 'SYSTEM_LOCKED (HTTP 503)', 'kill switch', 'does not help' }
        @{ Fault = 'ForeignHost'; Id = 'DaemonLocked'; Words = 'SYSTEM_LOCKED (HTTP 503)', 'host name', 'http://127.0.0.1:3100' }
        @{ Fault = 'BadRequest'; Id = 'DaemonRefusedRequest'; Words = 'ACTION_VALIDATION_FAILED (HTTP 400)', 'It says: Check the request against the API.' }
        @{ Fault = 'Echo'; Id = 'DaemonRefusedRequest'; Words = 'ACTION_VALIDATION_FAILED (HTTP 400). No session was created. Check the parameters' }
        @{ Fault = 'Page'; Id = 'DaemonAnswerInvalid'; Words = 'is not a valid WAIaaS response', '-Uri' }
        @{ Fault = 'NotFound'; Id = 'DaemonAnswerInvalid'; Words = 'is not a WAIaaS daemon (HTTP 404)', '-Uri' }
        @{ Fault = 'NoToken'; Id = 'DaemonAnswerInvalid'; Words = "'token' is missing or invalid", 'If the daemon created a session' }
        @{ Fault = 'CutToken'; Id = 'DaemonAnswerInvalid'; Words = "'token' is missing or invalid", 'If the daemon created a session' }
        @{ Fault = 'Redirect'; Id = 'DaemonAnswerInvalid'; Words = 'redirects to another address', 'not followed', 'No session was created' }
        @{ Fault = 'Huge'; Id = 'DaemonAnswerInvalid'; Words = 'the limit of 65,536 bytes' }
        @{ Fault = 'Endless'; Id = 'DaemonAnswerInvalid'; Words = 'the limit of 65,536 bytes' }
        @{ Fault = 'BadGateway'; Id = 'DaemonUnreachable'; Words = 'could not reach the daemon (HTTP 502)', 'If the daemon created a session' }
        @{ Fault = 'Drop'; Id = 'DaemonUnreachable'; Words = 'did not answer', 'Check that the daemon runs' }
        @{ Fault = 'LostAnswer'; Id = 'DaemonUnreachable'; Words = 'did not answer', 'If the daemon created a session' }
        @{ Fault = 'CutAnswer'; Id = 'DaemonUnreachable'; Words = 'did not answer', 'If the daemon created a session' }
        @{ Fault = 'Silence'; Id = 'DaemonUnreachable'; Words = 'within 1 second.', '-TimeoutSec'; Seconds = 1 }
        @{ Fault = 'Stall'; Id = 'DaemonUnreachable'; Words = 'within 1 second.', '-TimeoutSec'; Seconds = 1 }
        @{ Fault = 'Slow'; Id = 'DaemonUnreachable'; Words = 'within 1 second.', '-TimeoutSec'; Seconds = 1 }
    )
    $addresses = @(
        @{ Uri = 'http://192.0.2.1:3100'; Words = 'plain http to another computer' }
        @{ Uri = 'http://127.0.0.1.example.com'; Words = 'plain http to another computer' }
        @{ Uri = 'ftp://127.0.0.1'; Words = 'not an absolute http or https address' }
        @{ Uri = '127.0.0.1:3100'; Words = 'not an absolute http or https address' }
        @{ Uri = ''; Words = 'not an absolute http or https address' }
        @{ Uri = 'http://ada:hunter2hunter2@127.0.0.1'; Words = 'has a user name' }
        @{ Uri = 'http://127.0.0.1/?key=hunter2hunter2'; Words = 'a query or a fragment' }
    )
    $requests = @(
        @{ Name = 'an unknown name'; Id = 'WalletNotFound'; Words = "has no wallet named 'nobody'", '-WalletId'; Line = { New-WaiaasToken nobody @with } }
        @{ Name = 'an unknown id'; Id = 'WalletNotFound'; Words = 'WALLET_NOT_FOUND (HTTP 404). No session was created. Pass -WalletId'; Line = { New-WaiaasToken 00000000-0000-4000-8000-000000000000 @with } }
        @{ Name = 'a terminated wallet, by id'; Id = 'WalletNotFound'; Words = 'WALLET_TERMINATED (HTTP 410)'; Line = { New-WaiaasToken $gone @with } }
        @{ Name = 'a terminated wallet, by name'; Id = 'WalletNotFound'; Words = "'gone' is terminated"; Line = { New-WaiaasToken gone @with } }
        @{ Name = 'an ambiguous name'; Id = 'WalletNotFound'; Words = "Several wallets are named 'twin'. No session was created. Their ids: ", 'Pass one of them with -WalletId'; Line = { New-WaiaasToken twin @with } }
        @{ Name = 'a limit that is reached'; Id = 'SessionLimitReached'; Words = 'SESSION_LIMIT_EXCEEDED (HTTP 403). No session was created. Revoke unused sessions in the daemon'; Line = { 1..5 | ForEach-Object { [void]$daemon.Issue(0, 3600, $wallet) }; New-WaiaasToken $wallet @with } }
        @{ Name = 'a wrong password'; Id = 'MasterPasswordRefused'; Words = 'INVALID_MASTER_PASSWORD (HTTP 401). No session was created. Check -MasterPassword'; Line = { New-WaiaasToken $wallet @place -MasterPassword (Protect-Text 'not the password') } }
        @{ Name = 'a password that no header can carry'; Id = 'MasterPasswordRefused'; Words = 'Nothing was sent'; Sent = 0; Line = { New-WaiaasToken $wallet @place -MasterPassword (Protect-Text "line`nbreak") } }
        @{ Name = 'no password'; Id = 'MasterPasswordNotFound'; Words = 'Nothing was sent', '-MasterPasswordPath'; Sent = 0; Line = { New-WaiaasToken $wallet @place } }
        @{ Name = 'an empty password'; Id = 'MasterPasswordNotFound'; Words = 'Nothing was sent'; Sent = 0; Line = { New-WaiaasToken $wallet @place -MasterPassword ([securestring]::new()) } }
        @{ Name = 'a password that is text'; Id = 'MasterPasswordNotFound'; Words = 'not a SecureString'; Sent = 0; Line = { New-WaiaasToken $wallet @place -MasterPassword $daemon.MasterPassword } }
        @{ Name = 'a password file that there is not'; Id = 'MasterPasswordNotFound'; Words = 'could not be read'; Sent = 0; Line = { New-WaiaasToken $wallet @place -MasterPasswordPath (Join-Path $data 'nowhere') } }
        @{ Name = 'a password file that is a directory'; Id = 'MasterPasswordNotFound'; Words = 'could not be read'; Sent = 0; Line = { New-WaiaasToken $wallet @place -MasterPasswordPath (New-TestDirectory) } }
        @{ Name = 'a password file that is empty'; Id = 'MasterPasswordNotFound'; Words = 'is empty'; Sent = 0; Line = { $file = Join-Path (New-TestDirectory) 'p'; Set-FileText $file " `n"; New-WaiaasToken $wallet @place -MasterPasswordPath $file } }
        @{ Name = 'a password file that is too large'; Id = 'MasterPasswordNotFound'; Words = 'more than 4,096 bytes'; Sent = 0; Line = { $file = Join-Path (New-TestDirectory) 'p'; Set-FileText $file ('x' * 5000); New-WaiaasToken $wallet @place -MasterPasswordPath $file } }
        @{ Name = 'a lifetime that is too short'; Id = 'InputNotUsable'; Words = '5 minutes to 365 days'; Sent = 0; Line = { New-WaiaasToken $wallet @with -Lifetime 00:04:59 } }
        @{ Name = 'a lifetime that is too long'; Id = 'InputNotUsable'; Words = '5 minutes to 365 days'; Sent = 0; Line = { New-WaiaasToken $wallet @with -Lifetime 365.00:00:01 } }
        @{ Name = 'a lifetime beside -NoExpiration'; Id = 'InputNotUsable'; Words = 'exclude each other'; Sent = 0; Line = { New-WaiaasToken $wallet @with -Lifetime 01:00:00 -NoExpiration } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestDaemon.ps1')
    . (Join-Path $PSScriptRoot 'TestProgram.ps1')
    Import-ModuleUnderTest
}

Describe 'The errors of the daemon' {
    BeforeEach {
        $daemon = New-FakeDaemon
        $wallet = $daemon.AddWallet('trading')
        $gone = $daemon.AddWallet('gone')
        $daemon.TerminateWallet($gone)
        1..2 | ForEach-Object { [void]$daemon.AddWallet('twin') }
        $data = Join-Path (New-TestDirectory) 'data'
        $place = Get-DaemonPlace $daemon $data
        $with = Get-MasterPlace $daemon $data
        $global:Error.Clear()
    }

    AfterEach {
        $daemon.Dispose()
    }

    It 'New-WaiaasToken says <Id> of <Fault>, and nothing is written' -ForEach $faults {
        $elsewhere = New-FakeDaemon
        try {
            $daemon.RedirectTarget = $elsewhere.Address
            $daemon.Fault = $Fault
            if ($Seconds) { $with.TimeoutSec = $Seconds }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $seen = Invoke-AtDaemon { New-WaiaasToken $wallet @with -Verbose -Debug }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
            $elsewhere.Log | Should -BeNullOrEmpty
        }
        finally {
            $elsewhere.Dispose()
        }
        Assert-OneError $seen -Id $Id -Command NewWaiaasToken -Path (Get-ExpectedPath $data $wallet)
        foreach ($word in $Words) { $seen.Errors[0].Exception.Message.Contains($word) | Should -BeTrue -Because "'$word' should stand in '$($seen.Errors[0].Exception.Message)'" }
        Assert-NoSecret $seen $daemon.MasterPassword
        @(Get-ChildItem -LiteralPath $data -Recurse -File -Force) | Should -BeNullOrEmpty
        $daemon.Log | Where-Object { $_.Contains($daemon.MasterPassword) } | Should -BeNullOrEmpty
    }

    It 'Test-WaiaasToken -Online says <Id> of <Fault>, and answers nothing' -ForEach ($faults | Where-Object { $_.Fault -notin 'NoToken', 'CutToken' }) {
        $daemon.RedirectTarget = $daemon.Address
        $token = $daemon.Issue(0, 3600)
        $path = Set-TokenFile $data $token
        $daemon.Fault = $Fault
        if ($Seconds) { $place.TimeoutSec = $Seconds }
        $seen = Invoke-AtDaemon { Test-WaiaasToken @place -Online -Verbose -Debug }
        Assert-OneError $seen -Id $Id -Command TestWaiaasToken -Path $path
        $seen.Output | Should -BeNullOrEmpty
        Assert-NoSecret $seen $token
    }

    It 'An address of "<Uri>" is refused, and nothing is sent' -ForEach $addresses {
        $token = New-TestToken
        [void](Set-TokenFile $data $token)
        $place.Uri = $with.Uri = $Uri
        foreach ($line in { New-WaiaasToken $wallet @with }, { Update-WaiaasToken @place -Force }, { Test-WaiaasToken @place -Online }) {
            $seen = Invoke-AtDaemon $line
            $seen.Thrown | Should -BeNullOrEmpty
            $seen.Errors | Should -HaveCount 1
            $seen.Errors[0].FullyQualifiedErrorId | Should -BeLike 'DaemonAddressNotAllowed,*'
            $seen.Errors[0].CategoryInfo.Category | Should -Be SecurityError
            $seen.Errors[0].Exception.Message | Should -BeLike "*$Words*Nothing was sent*-Uri*"
            $seen.Errors[0].Exception.Message | Should -Not -BeLike '*hunter2*'
        }
    }

    It 'The address of the environment is taken, and refused likewise' {
        [void](Set-TokenFile $data $daemon.Issue(0, 3600))
        $answer = Use-Environment @{ WAIAAS_BASE_URL = "$($daemon.Address)" } { Test-WaiaasToken -DataDir $data -Online }
        $answer | Should -BeTrue
        $seen = Watch-Command { Use-Environment @{ WAIAAS_BASE_URL = 'http://192.0.2.1' } { Test-WaiaasToken -DataDir $data -Online } }
        Assert-OneError $seen -Id DaemonAddressNotAllowed -Command TestWaiaasToken -Path (Get-ExpectedPath $data)
    }

    It 'New-WaiaasToken says <Id> of <Name>, and nothing is written' -ForEach $requests {
        $seen = Invoke-AtDaemon $Line
        Assert-OneError $seen -Id $Id -Command NewWaiaasToken
        foreach ($word in $Words) { $seen.Errors[0].Exception.Message.Contains($word) | Should -BeTrue -Because "'$word' should stand in '$($seen.Errors[0].Exception.Message)'" }
        Assert-NoSecret $seen $daemon.MasterPassword, 'not the password'
        if ($null -ne $Sent) { $daemon.Log | Should -HaveCount $Sent }
        $daemon.Log | Where-Object { $_ -like '* 201' } | Should -BeNullOrEmpty
        @(Get-ChildItem -LiteralPath $data -Recurse -File -Force -ErrorAction Ignore) | Should -BeNullOrEmpty
    }

    It 'No daemon is DaemonUnreachable, and the message does not suspect it of anything: <Command>' -ForEach @(
        @{ Command = 'NewWaiaasToken'; Changed = 'No session was created.'; Line = { New-WaiaasToken $wallet @with } }
        @{ Command = 'UpdateWaiaasToken'; Changed = 'The token was left as it is.'; Line = { Update-WaiaasToken @place -Force } }
        @{ Command = 'TestWaiaasToken'; Line = { Test-WaiaasToken @place -Online } }
    ) {
        $path = if ($Command -eq 'NewWaiaasToken') { Get-ExpectedPath $data $wallet } else { Set-TokenFile $data $daemon.Issue(8000, 10000) }
        $daemon.Dispose()
        $seen = Invoke-AtDaemon $Line
        Assert-OneError $seen -Id DaemonUnreachable -Command $Command -Path $path
        $seen.Errors[0].Exception.Message | Should -Match "^There is no connection to the daemon at '[^']+': [^.]+\. $([regex]::Escape($Changed)) ?Check that the daemon runs, and -Uri or"
    }

    It 'A certificate that no one trusts is DaemonUnreachable, and no password is sent' -Skip:(Test-Missing Certificate) {
        $secured = [WaiaaS.FakeDaemon.Daemon]::new(0, (New-SelfSignedCertificateForTest))
        try {
            $with.Uri = "$($secured.Address)"
            $seen = Invoke-AtDaemon { New-WaiaasToken $wallet @with }
            $secured.Log | Should -BeNullOrEmpty
        }
        finally {
            $secured.Dispose()
        }
        Assert-OneError $seen -Id DaemonUnreachable -Command NewWaiaasToken -Path (Get-ExpectedPath $data $wallet)
        $seen.Errors[0].Exception.Message | Should -BeLike '*certificate*No session was created. Check -Uri and the certificate*'
    }

    It 'TLS to a port that has none is DaemonUnreachable, and the daemon goes on' {
        $with.Uri = "$($daemon.Address)" -replace '^http', 'https'
        $seen = Invoke-AtDaemon { New-WaiaasToken $wallet @with }
        Assert-OneError $seen -Id DaemonUnreachable -Command NewWaiaasToken -Path (Get-ExpectedPath $data $wallet)
        $daemon.Log | Should -BeNullOrEmpty
        $with.Uri = "$($daemon.Address)"
        (Invoke-AtDaemon { New-WaiaasToken $wallet @with }).Errors | Should -BeNullOrEmpty
    }

    It 'A proxy of the environment sees nothing of a request to this computer' {
        $proxy = New-FakeDaemon
        try {
            [void](Set-TokenFile $data $daemon.Issue(8000, 10000))
            # A process looks for its proxy once.
            $child = Use-Environment @{ http_proxy = "$($proxy.Address)"; all_proxy = "$($proxy.Address)"; no_proxy = $null } {
                Invoke-ChildShell "Update-WaiaasToken -DataDir '$data' -Uri '$($daemon.Address)'; Test-WaiaasToken -DataDir '$data' -Uri '$($daemon.Address)' -Online"
            }
            $proxy.Log | Should -BeNullOrEmpty
        }
        finally {
            $proxy.Dispose()
        }
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -BeExactly 'True'
    }

    It 'Ctrl+C ends a request at once: <Fault>' -ForEach @(@{ Fault = 'Silence' }, @{ Fault = 'Stall' }, @{ Fault = 'Slow' }) {
        $daemon.Fault = $Fault
        $shell = [powershell]::Create()
        [void]$shell.AddScript('param($Module, $Wallet, $With) Import-Module $Module; New-WaiaasToken $Wallet @With').AddArgument((Get-ModuleManifestPath)).AddArgument($wallet).AddArgument($with)
        $with.TimeoutSec = 300
        try {
            $running = $shell.BeginInvoke()
            $deadline = [Diagnostics.Stopwatch]::StartNew()
            while ($daemon.Received -eq 0 -and $deadline.Elapsed.TotalSeconds -lt 60) { [Threading.Thread]::Sleep(20) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            $running.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
        @(Get-ChildItem -LiteralPath $data -Recurse -File -Force) | Should -BeNullOrEmpty
    }
}

Describe 'The list of errors' {
    It 'has no error of the daemon that no test causes' {
        $ids = [Enum]::GetNames([WaiaaS.TokenError])
        $ofDaemon = $ids[([array]::IndexOf($ids, 'DaemonAddressNotAllowed'))..($ids.Count - 1)]
        $ofDaemon.Count | Should -BeGreaterOrEqual 12
        $suites = ('DaemonErrors', 'New-WaiaasToken', 'Update-WaiaasToken' | ForEach-Object { Get-FileText (Join-Path $PSScriptRoot "$_.Tests.ps1") }) -join "`n"
        $ofDaemon | Where-Object { $suites -notmatch "\bId = '$_'|-Id $_\b|'$_,\*'" } | Should -BeNullOrEmpty
    }
}

Describe 'The secrets' {
    It 'stand in no stream, no transcript, no $Error and no command line of a whole life of a token' {
        $daemon = New-FakeDaemon
        try {
            $wallet = $daemon.AddWallet('trading')
            $folder = New-TestDirectory
            Set-FileText (Join-Path $folder 'secret') $daemon.MasterPassword
            $child = Invoke-ChildShell @"
                `$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
                [void](Start-Transcript -Path '$folder/transcript.txt')
                `$place = @{ Uri = '$($daemon.Address)'; DataDir = '$folder/data' }
                New-WaiaasToken trading @place -MasterPasswordPath '$folder/secret' -Lifetime 00:30:00 -PassThru
                New-WaiaasToken trading @place -MasterPasswordPath '$folder/secret' -Force -PassThru
                Test-WaiaasToken '$wallet' @place -Online
                Update-WaiaasToken '$wallet' @place -Force
                New-WaiaasToken nobody @place -MasterPasswordPath '$folder/secret'
                New-WaiaasToken trading @place -MasterPasswordPath '$folder/transcript.txt' -Force
                `$Error | ForEach-Object { `$_; `$_.Exception } | Format-List * -Force | Out-String -Width 4096
                Get-Error -Newest 5 | Out-String -Width 4096
                [Environment]::CommandLine
                [void](Stop-Transcript)
"@
            $token = Get-FileText (Get-ExpectedPath "$folder/data" $wallet)
            $said = $child.Output + $child.Errors + (Get-FileText "$folder/transcript.txt") + ($daemon.Log -join ' ')
        }
        finally {
            $daemon.Dispose()
        }
        $said | Should -BeLike '*RenewalTooEarly*WalletNotFound*'
        Find-TokenPiece $said $token | Should -BeNullOrEmpty
        ($said -replace '\s').Contains($daemon.MasterPassword) | Should -BeFalse
    }

    It 'stand neither in the crash report of a process that dies in the middle of a request, nor in its command line and environment' -Skip:(Test-Missing CrashReport) {
        $daemon = New-FakeDaemon
        try {
            $folder = New-TestDirectory
            $password = Join-Path $folder 'password'
            Set-FileText $password $daemon.MasterPassword
            $token = $daemon.Issue(8000, 10000)
            [void](Set-TokenFile $folder $token)
            $daemon.Fault = 'Silence'
            $report = Join-Path $folder 'report'
            $environment = @{
                DOTNET_DbgEnableMiniDump = '1'; DOTNET_EnableCrashReport = '1'; DOTNET_EnableCrashReportOnly = '1'; DOTNET_DbgMiniDumpName = $report
            }
            $all = ''
            foreach ($line in "New-WaiaasToken -DataDir '$folder/new' -MasterPasswordPath '$password'", "Update-WaiaasToken -DataDir '$folder'") {
                $before = $daemon.Received
                $started = Start-Program (Get-ShellPath) ('-NoProfile', '-NonInteractive', '-Command', "Import-Module '$(Get-ModuleManifestPath)'; $line -Uri '$($daemon.Address)'") $environment
                $deadline = [Diagnostics.Stopwatch]::StartNew()
                while ($daemon.Received -eq $before -and $deadline.Elapsed.TotalSeconds -lt 60) { [Threading.Thread]::Sleep(20) }
                $daemon.Received | Should -BeGreaterThan $before
                $all += [IO.File]::ReadAllText("/proc/$($started.Process.Id)/cmdline") + [IO.File]::ReadAllText("/proc/$($started.Process.Id)/environ")
                Invoke-Tool kill '-ABRT' $started.Process.Id
                $all += (Wait-Program $started).All
                $json = Get-Content -Raw "$report.crashreport.json"
                $json | Should -BeLike '*System.Management.Automation*' -Because 'it is the report of a PowerShell'
                $all += $json
                Remove-Item "$report.crashreport.json"
            }
        }
        finally {
            $daemon.Dispose()
        }
        Find-TokenPiece $all $token | Should -BeNullOrEmpty
        $all.Contains($daemon.MasterPassword) | Should -BeFalse
    }
}
