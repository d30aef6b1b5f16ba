# The recipes of docs/examples, with PowerShell's own Invoke-RestMethod against a daemon on loopback.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $faults = @(
        @{ Fault = 'ServerError'; Code = 75; Words = '500, INTERNAL_ERROR' }
        @{ Fault = 'Unavailable'; Code = 75; Words = '503, STARTING' }
        @{ Fault = 'TooManyRequests'; Code = 75; Words = '429, RATE_LIMITED' }
        @{ Fault = 'Page'; Code = 76; Words = 'no token' }
        @{ Fault = 'NoToken'; Code = 76; Words = 'no token' }
        @{ Fault = 'CutToken'; Code = 76; Words = 'not a token' }
        @{ Fault = 'Redirect'; Code = 76; Words = 'redirects' }
        @{ Fault = 'Drop'; Code = 75; Words = 'did not answer' }
        @{ Fault = 'LostAnswer'; Code = 75; Words = 'did not answer' }
        @{ Fault = 'Silence'; Code = 75; Words = 'did not answer' }
        # Before PowerShell 7.4 there is no limit for this but one of minutes.
        if (-not (Test-Missing StalledAnswer)) { @{ Fault = 'Stall'; Code = 75; Words = 'did not answer' } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestRecipe.ps1')
    Import-ModuleUnderTest

    function Invoke-Renewal([hashtable] $With = @{}) { Invoke-Recipe renew-token.ps1 (Get-Place), $With }

    function Invoke-SetUp([hashtable] $With = @{}, [string] $Password = $daemon.MasterPassword) {
        if ($Password) { $With.MasterPassword = Protect-Text $Password }
        Invoke-Recipe set-up.ps1 (Get-Place), @{ WalletId = 'trading' }, $With
    }

    function Get-StoredToken([string] $WalletId) { Get-FileText (Get-ExpectedPath $data $WalletId) }

    # A token of a new session, where the recipe looks for it.
    function Set-IssuedToken([long] $Age, [long] $Lifetime = 10000, [string] $WalletId) {
        $issued = $daemon.Issue($Age, $Lifetime)
        [void](Set-TokenFile $data $issued $WalletId)
        $issued
    }

    # Token and daemon as a user names them in a call, and as a scheduler does in the arguments of a program.
    function Get-Place { @{ DataDir = $data; Uri = $daemon.Address } }
    function Get-PlaceArgument { '-DataDir', $data, '-Uri', "$($daemon.Address)" }

    # A second daemon, which must not be asked anything.
    function Use-Elsewhere([scriptblock] $Block) {
        $elsewhere = New-FakeDaemon
        try {
            & $Block
            $elsewhere.Log | Should -BeNullOrEmpty
        }
        finally {
            $elsewhere.Dispose()
        }
    }
}

Describe 'The recipes' {
    BeforeEach {
        $daemon = New-FakeDaemon
        $data = Join-Path (New-TestDirectory) 'data'
    }

    AfterEach {
        $daemon.Dispose()
    }

    Describe '<Recipe>, when the daemon fails,' -ForEach @(
        @{ Recipe = 'renew-token.ps1'; WalletId = ''; Before = { Set-IssuedToken 7000 }; Attempt = { Invoke-Renewal @{ TimeoutSec = $limit } } }
        @{ Recipe = 'set-up.ps1'; WalletId = 'trading'; Before = { }; Attempt = { Invoke-SetUp @{ TimeoutSec = $limit } } }
    ) {
        It 'ends with <Code>, and the token is as before: <Fault>' -ForEach $faults {
            Use-Elsewhere {
                $token = . $Before
                $daemon.RedirectTarget = $elsewhere.Address
                $daemon.Fault = $Fault
                $limit = if ($Fault -in 'Silence', 'Stall') { 1 } else { 60 }
                Assert-Failure (. $Attempt) $Code $Words (@($token) + $daemon.MasterPassword -ne $null)
                $path = Get-ExpectedPath $data $WalletId
                $(if (Test-Path -LiteralPath $path) { Get-FileText $path }) | Should -BeExactly $token
            }
        }
    }

    Describe 'renew-token.ps1' {
        BeforeAll {
            # The time of issue is missing.
            function New-UndatedToken {
                New-TestToken -Payload ('{"sub":"s","exp":' + ([DateTimeOffset]::UtcNow.ToUnixTimeSeconds() + 100) + '}')
            }
        }

        It 'renews <What>' -ForEach @(
            @{ What = 'a token with less than 40 % left'; Age = 6100; With = @{}; Change = { } }
            @{ What = 'a token with 45 % left where it is told to'; Age = 5500; With = @{ Percent = 50 }; Change = { } }
            @{ What = 'a token that is valid by the clock of the daemon only'; Age = 6500; With = @{}; Change = { $daemon.ClockOffset = [timespan]::FromHours(-1) } }
            @{ What = 'nothing that another program renews meanwhile'; Age = 6100; With = @{}; Change = { $daemon.RivalFile = Get-ExpectedPath $data } }
        ) {
            . $Change
            $token = Set-IssuedToken $Age
            $run = Invoke-Renewal $With
            Assert-Silent $run
            $run.Verbose | Where-Object { $_ -match '^(Renewed|Another program has replaced) the token' } | Should -HaveCount 1
            Assert-HoldsNone $run $token, (Get-StoredToken)
            Get-StoredToken | Should -Not -BeExactly $token
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
            $daemon.Log | Should -HaveCount 1
            Get-ChildItem -LiteralPath $data -Force | Should -HaveCount 1
        }

        It 'leaves <What> alone' -ForEach @(
            @{ What = 'a token with more than 40 % left'; Words = 'not time to renew'; Token = { $daemon.Issue(5900, 10000) } }
            @{ What = 'a token that does not expire'; Words = 'does not expire'; Token = { $daemon.IssueWithoutExpiry() } }
            @{ What = 'a token that was written 40 seconds ago and has 100 left'; Words = 'not time to renew'; Token = { New-UndatedToken } }
        ) {
            $token = . $Token
            $path = Set-TokenFile $data $token
            [IO.File]::SetLastWriteTimeUtc($path, [datetime]::UtcNow.AddSeconds(-40))
            $run = Invoke-Renewal
            Assert-Silent $run
            $run.Verbose | Where-Object { $_ -like "*$Words*" } | Should -HaveCount 1
            Get-StoredToken | Should -BeExactly $token
            $daemon.Log | Should -BeNullOrEmpty
        }

        It 'renews the token of a wallet, and no other' {
            $token = Set-IssuedToken 7000
            [void](Set-IssuedToken 7000 -WalletId trading)
            Assert-Silent (Invoke-Renewal @{ WalletId = 'trading' })
            $daemon.IsCurrent((Get-StoredToken trading)) | Should -BeTrue
            $daemon.Log | Should -HaveCount 1
            Get-StoredToken | Should -BeExactly $token
        }

        It 'is content when others of its kind run at the same time' {
            [void](Set-IssuedToken 6100)
            $started = 1..3 | ForEach-Object { Start-ScriptFile (Join-Path $Examples 'renew-token.ps1') (Get-PlaceArgument) }
            foreach ($run in $started | ForEach-Object { Wait-Program $_ }) { Assert-Silent $run }
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
            @($daemon.Log -like '* 200') | Should -HaveCount 1
            Get-ChildItem -LiteralPath $data -Force | Should -HaveCount 1
        }

        It 'keeps the path of a base address' {
            [void](Set-IssuedToken 7000)
            Assert-Failure (Invoke-Recipe renew-token.ps1 @{ DataDir = $data; Uri = "$($daemon.Address)waiaas/" }) 77 '404'
            $daemon.Log | Should -BeLike 'PUT /waiaas/v1/sessions/*'
        }

        It 'sends nothing to a proxy of the environment' {
            Use-Elsewhere {
                [void](Set-IssuedToken 6100)
                # A process looks for its proxy once.
                Assert-Silent (Invoke-ScriptFile (Join-Path $Examples 'renew-token.ps1') (Get-PlaceArgument) @{ http_proxy = "$($elsewhere.Address)"; no_proxy = $null })
                $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
            }
        }

        It 'ends the same way in the strict mode of its caller' {
            $token = Set-IssuedToken 7000
            $daemon.Fault = 'ServerError'
            $step = Join-Path (New-TestDirectory) 'step.ps1'
            Set-FileText $step "param(`$With) Set-StrictMode -Version Latest; & '$(Join-Path $Examples 'renew-token.ps1')' @With; exit `$LASTEXITCODE"
            Assert-Failure (Invoke-Recipe $step @{ With = Get-Place }) 75 '500' $token
        }

        It 'keeps the token and ends with <Code> after <Sent> requests: <Words> <With.Values>' -ForEach @(
            @{ Code = 77; Sent = 1; Words = '401, TOKEN_EXPIRED', 'set-up.ps1'; Token = { $daemon.Issue(7000, 5000) } }
            @{ Code = 77; Sent = 1; Words = '401, SESSION_REVOKED', 'set-up.ps1'; Change = { $daemon.Revoke($token) } }
            @{ Code = 77; Sent = 1; Words = '403, SESSION_RENEWAL_MISMATCH', 'set-up.ps1'; Change = { [void]$daemon.Renew($token) } }
            @{ Code = 77; Sent = 1; Words = '403, RENEWAL_LIMIT_REACHED', 'set-up.ps1'; Change = { $daemon.MaximumRenewals = 0 } }
            # Written 240 seconds ago: with 100 seconds left it is due.
            @{
                Code = 77; Sent = 1; Words = '401, INVALID_TOKEN', 'set-up.ps1'; Token = { New-UndatedToken }
                Change = { [IO.File]::SetLastWriteTimeUtc($path, [datetime]::UtcNow.AddSeconds(-240)) }
            }
            @{ Code = 75; Sent = 1; Words = 'RENEWAL_TOO_EARLY', 'clock'; Change = { $daemon.ClockOffset = [timespan]::FromSeconds(-3000) } }
            @{ Code = 75; Sent = 0; Words = 'did not answer', 'next run'; Change = { $daemon.Dispose() } }
            @{ Code = 66; Sent = 0; Words = 'There is no token'; Token = { } }
            @{ Code = 66; Sent = 0; Words = 'trading'; With = @{ WalletId = 'trading' } }
            @{ Code = 66; Sent = 0; Words = 'does not hold a token'; Token = { @($daemon.Issue(7000, 10000)) * 2 -join ' ' } }
            @{ Code = 66; Sent = 0; Words = 'which session'; Token = { New-TestToken -Payload '{"iat":1,"exp":2}' } }
            @{ Code = 64; Sent = 0; Words = 'wallet id'; With = @{ WalletId = '../x' } }
            'http://192.0.2.1:3100', 'ftp://127.0.0.1', '127.0.0.1', 'http://127.0.0.1.example.com' | ForEach-Object {
                @{ Code = 64; Sent = 0; Words = 'Nothing was sent'; With = @{ Uri = $_ } }
            }
        ) {
            $token = if ($Token) { . $Token } else { $daemon.Issue(7000, 10000) }
            $path = if ($token) { Set-TokenFile $data $token }
            if ($Change) { . $Change }
            Assert-Failure (Invoke-Renewal $(if ($With) { $With } else { @{} })) $Code $Words $token
            $daemon.Log | Should -HaveCount $Sent
            if ($path) { Get-StoredToken | Should -BeExactly $token }
        }

        Context 'With <Place>' -ForEach @(
            @{
                Place = 'a directory that its mode closes'; Needed = 'UnixModeKeepsOut'; Words = 'the daemon was not asked'
                Close = { Set-UnixMode $data '500' }; Open = { Set-UnixMode $data '700' }
            }
            @{
                Place = 'a directory that is mounted without writing'; Needed = 'Mount'; Words = 'the daemon was not asked'
                Close = { Invoke-Tool mount '--bind' $data $data; Invoke-Tool mount '-o' 'remount,ro,bind' $data }; Open = { Invoke-Tool umount $data }
            }
            @{
                Place = 'a file that is mounted by itself'; Needed = 'Mount'; Words = 'mount point', 'Mount its directory'
                Close = { Copy-Item -LiteralPath $path "$data.copy"; Invoke-Tool mount '--bind' "$data.copy" $path }; Open = { Invoke-Tool umount $path }
            }
        ) {
            It 'does not ask the daemon, because the new token cannot be written' -Skip:(Test-Missing $Needed) {
                $token = Set-IssuedToken 7000
                $path = Get-ExpectedPath $data
                . $Close
                try {
                    Assert-Failure (Invoke-Renewal) 73 $Words $token
                }
                finally {
                    . $Open
                }
                $daemon.Log | Should -BeNullOrEmpty
                Get-StoredToken | Should -BeExactly $token
            }
        }

        # The trial flushes its file, its directory and, removing it, the directory; then come file and directory of the token.
        It 'ends with <Code> when flush <Flush> fails' -Skip:(Test-Missing FlushFault) -ForEach @(
            @{ Flush = 4; Code = 73; Words = 'has renewed the session', 'Create a new session'; Written = $false }
            @{ Flush = 5; Code = 74; Words = 'power cut'; Written = $true }
        ) {
            $token = Set-IssuedToken 6100
            $trace = '-f', '-qq', '-o', (Join-Path (New-TestDirectory) 'trace'), '-e', 'trace=fsync', '-e', "inject=fsync:error=EIO:when=$Flush"
            $command = @(Get-ShellPath) + $RecipeSwitches + (Join-Path $Examples 'renew-token.ps1') + (Get-PlaceArgument)
            Assert-Failure (Invoke-Program strace ($trace + $command) (Join-Table $NotInherited, $WithModule)) $Code $Words $token
            $daemon.IsCurrent((Get-StoredToken)) | Should -Be $Written
            $daemon.Log | Should -BeLike 'PUT * 200'
        }
    }

    Describe 'set-up.ps1' {
        BeforeEach {
            $secret = Join-Path (New-TestDirectory) 'secret'
        }

        It 'writes the token of a new session for the wallet, and shows no secret' {
            $variables = @{ WAIAAS_MASTER_PASSWORD = $daemon.MasterPassword }
            $run = Invoke-ScriptFile (Join-Path $Examples 'set-up.ps1') ((Get-PlaceArgument) + '-WalletId', 'trading', '-Lifetime', '7.00:00:00') $variables
            $run.Code | Should -Be 0
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -Match 'trading\s+Active\s+6d 23h'
            $daemon.IsCurrent((Get-StoredToken trading)) | Should -BeTrue
            Assert-HoldsNone $run (Get-StoredToken trading), $daemon.MasterPassword
            $daemon.Log | Should -Be 'POST /v1/sessions 201'
        }

        It 'replaces a usable token only by force or where it does not last' {
            $run = Invoke-SetUp @{ Lifetime = '02:00:00' }
            $run.Output | Should -HaveCount 1
            $run.Output[0].Path | Should -BeExactly (Get-ExpectedPath $data trading)
            [Math]::Round($run.Output[0].Remaining.TotalHours) | Should -Be 2
            Assert-HoldsNone $run (Get-StoredToken trading), $daemon.MasterPassword
            Assert-Silent (Invoke-SetUp)
            $daemon.Log | Should -HaveCount 1
            (Invoke-SetUp @{ MinimumLifetime = '03:00:00' }).Code | Should -Be 0
            (Invoke-SetUp @{ Force = $true }).Code | Should -Be 0
            $daemon.Log | Should -HaveCount 3
        }

        It 'takes the master password from a file, and writes the default token where it is told to' {
            Set-FileText $secret "$($daemon.MasterPassword)`r`n"
            $run = Invoke-SetUp @{ MasterPasswordPath = $secret; AsDefault = $true } ''
            $run.Code | Should -Be 0
            Assert-HoldsNone $run $daemon.MasterPassword
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
            Get-ChildItem -LiteralPath $data -Force | Should -HaveCount 1
        }

        It 'writes no token and shows no password: <Case>' -ForEach @(
            @{
                Case = 'a password that the daemon refuses'; Code = 77; Words = '401, INVALID_MASTER_PASSWORD'; Content = 'hunter2-hunter2'
                With = { @{ MasterPasswordPath = $secret } }; Asked = 'POST /v1/sessions 401'
            }
            @{ Case = 'a password of two lines'; Code = 66; Words = 'no HTTP header can carry'; Content = "two`nlines"; With = { @{ MasterPasswordPath = $secret } } }
            @{ Case = 'a password beyond ASCII'; Code = 66; Words = 'no HTTP header can carry'; Content = "p$([char]228)sswort"; With = { @{ MasterPasswordPath = $secret } } }
            @{ Case = 'no password'; Code = 66; Words = 'There is no master password', 'WAIAAS_MASTER_PASSWORD'; Content = 'x'; With = { @{} } }
            @{ Case = 'no file'; Code = 66; Words = 'missing'; Content = 'x'; With = { @{ MasterPasswordPath = Join-Path $secret 'missing' } } }
            @{ Case = 'another host, no TLS'; Code = 64; Words = 'Nothing was sent'; Content = 'hunter2'; With = { @{ MasterPasswordPath = $secret; Uri = 'http://192.0.2.1' } } }
            @{ Case = 'a file for a directory'; Code = 73; Words = 'was not asked'; Content = 'hunter2'; With = { @{ MasterPasswordPath = $secret; DataDir = $secret } } }
        ) {
            Set-FileText $secret $Content
            Assert-Failure (Invoke-SetUp (. $With) '') $Code $Words $(if ($Content -ne 'x') { $Content })
            "$($daemon.Log)" | Should -Be "$Asked"
            Test-Path -LiteralPath (Get-ExpectedPath $data trading) | Should -BeFalse
        }
    }

    Describe 'ci-job.ps1' {
        BeforeAll {
            # Runs a script as the job, with the token as the CI system's secret.
            function Invoke-Job([string] $Text, [hashtable] $With = @{}, [hashtable] $Environment = @{}) {
                $job = Join-Path $work 'job.ps1'
                Set-FileText $job $Text
                Invoke-Recipe ci-job.ps1 @{ Script = $job }, $With $jobEnvironment, $Environment
            }
        }

        BeforeEach {
            $work = New-TestDirectory
            $temp = Join-Path $work 'temp'
            [void][IO.Directory]::CreateDirectory($temp)
            $token = $daemon.Issue(0, 3600)
            $jwt = $token.Substring(9)
            $jobEnvironment = @{ RUNNER_TEMP = $temp; WAIAAS_TOKEN = $token }
        }

        AfterEach {
            Get-ChildItem -LiteralPath $temp -Force | Should -BeNullOrEmpty
        }

        It 'masks, runs the script with the token, and leaves nothing, as <File> calls it' -ForEach @(
            @{ File = 'ci-job.github.yml'; Pattern = 'run: (.*ci-job.*)'; Variable = 'GITHUB_ACTIONS'; Value = 'true'; Mask = '::add-mask::' }
            @{ File = 'ci-job.azure.yml'; Pattern = 'pwsh: (.*ci-job.*)'; Variable = 'TF_BUILD'; Value = 'True'; Mask = '##vso[task.setsecret]' }
        ) {
            $lines = @(Get-Content (Join-Path $Examples $File))
            @($lines -match '^\s+WAIAAS_TOKEN: ') | Should -HaveCount 1
            # YAML: no tabs, and every level two more spaces.
            $lines | Where-Object { $_ -match '\t' -or $_ -notmatch '^(  )*(\S|$)' } | Should -BeNullOrEmpty
            $call = @($lines -match $Pattern)
            $call | Should -HaveCount 1
            Set-FileText (Join-Path $work 'pay-invoices.ps1') 'if ($env:WAIAAS_TOKEN) { exit 3 }; "Usable: $(Test-WaiaasToken)"; Get-WaiaasTokenPath; exit 5'
            Copy-Item (Join-Path $Examples 'ci-job.ps1') $work
            $step = Join-Path $work 'step.ps1'
            Set-FileText $step "Set-Location '$work'`n$($call -replace "^.*?$Pattern", '$1')`nexit `$LASTEXITCODE"
            $run = Invoke-ScriptFile $step @() ($jobEnvironment + @{ $Variable = $Value })

            $run.Errors | Should -BeNullOrEmpty
            $shown = $run.Output -split '\r?\n'
            $shown[0..4] | Should -Be (@($token, $jwt) + $jwt.Split('.') | ForEach-Object { $Mask + $_ })
            $shown[5] | Should -Be 'Usable: True'
            $shown[6] | Should -BeLike "$temp*mcp-token"
            $shown | Should -HaveCount 7
            $run.Code | Should -Be 5
        }

        It 'masks every line of a secret with a line break by a command of its own' {
            $run = Invoke-Job "'ran'" @{} @{ GITHUB_ACTIONS = 'true'; WAIAAS_TOKEN = $token.Insert(60, "`n") }
            $run.Code | Should -Be 65
            $lines = "$($run.Output -join "`n")" -split "`n"
            $lines | Where-Object { -not $_.StartsWith('::add-mask::') } | Should -BeNullOrEmpty
            $lines | Should -Contain ('::add-mask::' + $token.Substring(60))
        }

        It 'runs the script and ends as it does: <Text>' -ForEach @(
            @{ Text = 'exit 7'; Code = 7; Output = $null; With = @{} }
            @{ Text = '# no word'; Code = 0; Output = $null; With = @{} }
            @{ Text = 'param($First, $Second) "$Second $First"'; Code = 0; Output = 'b a'; With = @{ ArgumentList = 'a', 'b' } }
            @{ Text = 'Test-WaiaasToken trading; Test-WaiaasToken'; Code = 0; Output = $true, $false; With = @{ WalletId = 'trading' } }
            @{ Text = '"Variable: $env:WAIAAS_TOKEN"'; Code = 0; Output = 'Variable: '; With = @{} }
            @{
                Text = 'param($Uri) $headers = @{ Authorization = "Bearer " + (Get-WaiaasToken -AsPlainText) };' +
                ' (Invoke-RestMethod $Uri -Headers $headers -UseBasicParsing -Verbose:$false -Debug:$false).address'
                Code = 0; Output = '0x00'; With = @{}; Route = 'v1/wallet/address'
            }
        ) {
            if ($Route) { $With = @{ ArgumentList = "$($daemon.Address)$Route" } }
            $run = Invoke-Job $Text $With
            "$($run.Errors)$($run.Warnings)" | Should -BeNullOrEmpty
            $run.Output | Should -Be $Output
            $run.Code | Should -Be $Code
            # A mask is printed only for a CI system.
            Assert-HoldsNone $run $token
        }

        It 'neither inherits the exit code of its step nor keeps its data directory' {
            $step = Join-Path $work 'step.ps1'
            Set-FileText (Join-Path $work 'job.ps1') 'Get-WaiaasTokenPath'
            $call = "& '$(Join-Path $Examples 'ci-job.ps1')' -Script '$(Join-Path $work 'job.ps1')'"
            Set-FileText $step "`$global:LASTEXITCODE = 3; $call; `$env:WAIAAS_DATA_DIR; exit `$LASTEXITCODE"
            $run = Invoke-Recipe $step @{} $jobEnvironment, @{ WAIAAS_DATA_DIR = $data }
            $run.Code | Should -Be 0
            $run.Output | Should -HaveCount 2
            $run.Output[0] | Should -BeLike "$temp*"
            $run.Output[1] | Should -BeExactly $data
        }

        It 'fails with <Code>: <Case>' -ForEach @(
            @{ Case = 'no token'; Code = 66; Words = 'WAIAAS_TOKEN is empty'; Secret = { $null }; With = @{} }
            @{ Case = 'a part of a token'; Code = 65; Words = 'not a token'; Secret = { $jwt }; With = @{} }
            @{ Case = 'a token that ends too soon'; Code = 77; Words = 'too soon'; Secret = { $token }; With = @{ MinimumLifetime = '02:00:00' } }
            @{ Case = 'no script'; Code = 66; Words = 'missing.ps1'; Secret = { $token }; With = @{ Script = 'missing.ps1' } }
            @{ Case = 'a script that throws'; Code = 70; Words = 'no funds'; Secret = { $token }; With = @{ ArgumentList = 'no funds' } }
        ) {
            Assert-Failure (Invoke-Job 'if ($args) { throw $args[0] }; "ran"' $With @{ WAIAAS_TOKEN = . $Secret }) $Code $Words $token
        }
    }

    Describe 'use-credential.ps1' -Skip:(Test-Missing PowerShell7) {
        BeforeEach {
            $credentials = New-TestDirectory
            $credential = Join-Path $credentials 'waiaas-token'
            $handed = @{ CREDENTIALS_DIRECTORY = $credentials }

            function Assert-Accepted([object] $Run) {
                "$($Run.Errors)$($Run.Warnings)" | Should -BeNullOrEmpty
                "$($Run.Output)" | Should -BeLike '*has the address 0x00.'
                $Run.Code | Should -Be 0
            }

            # As systemd leaves it: neither can be written.
            function Set-Credential([string] $Content) {
                Set-FileText $credential $Content
                if ($CanSetUnixMode) {
                    Set-UnixMode $credential '400'
                    Set-UnixMode $credentials '500'
                }
            }
        }

        AfterEach {
            if ($CanSetUnixMode) { Set-UnixMode $credentials '700' }
        }

        It 'uses what systemd handed over' {
            Set-Credential $daemon.Issue(0, 3600)
            Assert-Accepted (Invoke-ScriptFile (Join-Path $Examples 'use-credential.ps1') ('-Uri', "$($daemon.Address)") $handed)
            $daemon.Log | Should -Be 'GET /v1/wallet/address 200'
        }

        It 'uses a file of root that an access list opens for the user of the service' -Skip:(Test-Missing PosixAccessList) {
            . (Join-Path $PSScriptRoot 'PosixAccessList.ps1')
            # What is loaded later, the other user may be unable to read.
            Set-Credential $daemon.Issue(0, 3600)
            Assert-Accepted (Invoke-Recipe use-credential.ps1 @{ Uri = $daemon.Address } $handed)
            $copy = Join-Path (New-TestDirectory) 'use-credential.ps1'
            Copy-Item (Join-Path $Examples 'use-credential.ps1') $copy
            Set-UnixMode (Split-Path -Parent $copy) '755'
            Grant-ToOtherUser $credential 4
            Grant-ToOtherUser $credentials 5
            Get-UnixMode $credential | Should -Be '440'
            [WaiaaSTest.LibC]::seteuid(65534) | Should -Be 0
            try {
                $run = Invoke-Recipe $copy @{ Uri = $daemon.Address } $handed
            }
            finally {
                [void][WaiaaSTest.LibC]::seteuid(0)
            }
            Assert-Accepted $run
        }

        It 'fails with <Code>: <Words>' -ForEach @(
            @{ Code = 77; Words = '401'; Age = 3600; Environment = { $handed }; Change = { } }
            @{ Code = 75; Words = 'Check that it runs'; Age = 0; Environment = { $handed }; Change = { $daemon.Dispose() } }
            @{ Code = 78; Words = 'LoadCredential=waiaas-token:'; Age = 0; Environment = { @{ CREDENTIALS_DIRECTORY = $null } }; Change = { } }
            @{ Code = 66; Words = 'There is no token'; Age = 0; Environment = { @{ CREDENTIALS_DIRECTORY = $data } }; Change = { } }
            @{ Code = 64; Words = 'Nothing was sent'; Age = 0; Environment = { $handed }; Change = { $address = 'http://192.0.2.1' } }
        ) {
            $token = $daemon.Issue($Age, 1800)
            $address = $daemon.Address
            Set-Credential $token
            . $Change
            Assert-Failure (Invoke-Recipe use-credential.ps1 @{ Uri = $address } (. $Environment)) $Code $Words $token
            $daemon.Log | Where-Object { $_ -notlike '* 401' } | Should -BeNullOrEmpty
        }
    }

    Describe 'send-token.ps1' -Skip:(Test-Missing PowerShell7) {
        It 'has a result for each computer that cannot be reached' {
            $token = Set-IssuedToken 0 3600
            $run = Invoke-Recipe send-token.ps1 @{ HostName = '127.0.0.1:1, localhost:1'; DataDir = $data }
            $run.Code | Should -Be 69
            $run.Output.HostName | Sort-Object | Should -Be '127.0.0.1:1', 'localhost:1'
            $run.Output.Written | Should -Be $false, $false
            $run.Output | Where-Object { -not $_.Error } | Should -BeNullOrEmpty
            Assert-HoldsNone $run $token
        }

        It 'sends nothing: <Words>' -ForEach @(
            @{ Words = 'There is no token'; Code = 66; Age = $null; With = @{} }
            @{ Words = 'expired'; Code = 66; Age = 7200; With = @{} }
            @{ Words = 'trading'; Code = 66; Age = 0; With = @{ WalletId = 'trading' } }
            @{ Words = 'no computer'; Code = 64; Age = 0; With = @{ HostName = ' , ' } }
            @{ Words = 'no computer'; Code = 64; Age = 0; With = @{ HostName = ',' } }
        ) {
            if ($null -ne $Age) { [void](Set-IssuedToken $Age 3600) }
            Assert-Failure (Invoke-Recipe send-token.ps1 @{ HostName = '127.0.0.1:1'; DataDir = $data }, $With) $Code $Words
        }

        Context 'With SSH servers' -Skip:(Test-Missing SshServer) {
            BeforeAll {
                $ssh = New-TestDirectory
                'host', 'user' | ForEach-Object { ssh-keygen -q -t ed25519 -N '' -f (Join-Path $ssh $_) }
                [void][IO.Directory]::CreateDirectory('/run/sshd')
                $servers = foreach ($number in 1, 2) {
                    $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
                    $free.Start()
                    $port = $free.LocalEndpoint.Port
                    $free.Stop()
                    Set-FileText "$ssh/config$number" @"
Port $port
ListenAddress 127.0.0.1
HostKey $ssh/host
AuthorizedKeysFile $ssh/user.pub
PidFile $ssh/pid$number
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
SetEnv PSModulePath=$Modules WAIAAS_DATA_DIR=$ssh/data$number
Subsystem powershell $(Get-ShellPath) -sshs -NoLogo -NoProfile

"@
                    Invoke-Tool sshd '-f' "$ssh/config$number" '-E' "$ssh/log$number"
                    [pscustomobject]@{ HostName = "127.0.0.1:$port"; Stranger = "localhost:$port"; Path = "$ssh/data$number/mcp-token"; Pid = "$ssh/pid$number" }
                }
                # Under the name localhost, the key of no server is known.
                $known = $servers | ForEach-Object { "[127.0.0.1]:$($_.HostName.Split(':')[1]) $(Get-Content "$ssh/host.pub")" }
                Set-FileText "$ssh/known" (($known -join "`n") + "`n")

                function Send-ToHost([string[]] $HostName) {
                    $child = Invoke-ChildShell -Switches '-NonInteractive' @"
                        & '$(Join-Path $Examples 'send-token.ps1')' -HostName '$($HostName -join "','")' -DataDir '$data' -KeyFilePath '$ssh/user' ``
                            -Options @{ UserKnownHostsFile = '$ssh/known' } -ThrottleLimit 2 | ConvertTo-Json -AsArray | Set-Content '$ssh/results'
                        exit `$LASTEXITCODE
"@
                    Find-TokenPiece ($child.Output + $child.Errors) $token | Should -BeNullOrEmpty
                    $child.ExitCode
                    Get-Content -Raw "$ssh/results" | ConvertFrom-Json
                }
            }

            AfterAll {
                $servers | ForEach-Object { Stop-Process -Id ([int](Get-Content $_.Pid)) }
            }

            It 'gives the token to every computer that lets it in, and tells of each' {
                $token = Set-IssuedToken 0 3600
                $code, $results = Send-ToHost (@($servers.HostName) + $servers[1].Stranger + '127.0.0.1:1')
                $code | Should -Be 69
                $results | Should -HaveCount 4
                foreach ($server in $servers) {
                    $result = $results | Where-Object HostName -EQ $server.HostName
                    $result.Error | Should -BeNullOrEmpty
                    "$($result.Written) $($result.Path)" | Should -BeExactly "True $($server.Path)"
                    [Math]::Abs(($result.ExpiresAt.ToUniversalTime() - [datetime]::UtcNow).TotalHours - 1) | Should -BeLessThan 0.1
                    Get-FileText $result.Path | Should -BeExactly $token
                    Get-UnixMode $result.Path | Should -Be '600'
                }
                $failures = @($results | Where-Object Written -EQ $false | Sort-Object HostName -Descending)
                $failures.HostName | Should -Be $servers[1].Stranger, '127.0.0.1:1'
                $failures[0].Error | Should -Match 'Host key verification failed'
                $failures[1].Error | Should -Match 'Connection refused'

                $code, $results = Send-ToHost $servers.HostName
                $code | Should -Be 0
                $results.Written | Should -Be $true, $true
            }
        }
    }
}
