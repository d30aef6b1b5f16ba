# The recipes of docs/examples, with PowerShell's own Invoke-RestMethod against a daemon on loopback.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestRecipe.ps1')

    $isPowerShell7 = $PSVersionTable.PSVersion.Major -ge 7
    $isRoot = $CanSetUnixMode -and (id -u) -eq '0'
    $canCutFlushes = $isPowerShell7 -and (Test-HasProgram strace) -and (Test-Probe { strace -qq -o /dev/null true; $LASTEXITCODE -eq 0 })
    $canMount = $isRoot -and (Test-HasProgram mount, umount) -and (Test-Probe { mount --bind $Examples $Examples; $LASTEXITCODE -eq 0; umount $Examples })
    $hasSshServer = $isPowerShell7 -and $isRoot -and (Test-HasProgram sshd, ssh, ssh-keygen)
    $canLimitAnswer = (Get-Command -Name Invoke-RestMethod).Parameters.ContainsKey('OperationTimeoutSeconds')
    Write-Lack Recipes ([ordered]@{
            'strace that may trace' = $canCutFlushes; 'the right to mount' = $canMount; 'root' = $isRoot; 'sshd that root starts' = $hasSshServer
            'PowerShell 7' = $isPowerShell7; 'a limit for an answer that stalls' = $canLimitAnswer
        })

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
        if ($canLimitAnswer) { @{ Fault = 'Stall'; Code = 75; Words = 'did not answer' } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestRecipe.ps1')
    Import-ModuleUnderTest
    Add-FakeDaemon

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
        $elsewhere = [WaiaaS.FakeDaemon.Daemon]::new()
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
        $daemon = [WaiaaS.FakeDaemon.Daemon]::new()
        $data = Join-Path (New-TestDirectory) 'data'
    }

    AfterEach {
        $daemon.Dispose()
    }

    Describe 'renew-token.ps1' {
        BeforeAll {
            # The time of issue is missing.
            function New-UndatedToken {
                New-TestToken -Payload ('{"sub":"s","exp":' + ([DateTimeOffset]::UtcNow.ToUnixTimeSeconds() + 100) + '}')
            }

            function Invoke-Renewal([hashtable] $With = @{}) { Invoke-Recipe renew-token.ps1 (Get-Place), $With }
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

        It 'names a clock that is ahead of the daemon as the cause' {
            $daemon.ClockOffset = [timespan]::FromSeconds(-3000)
            $token = Set-IssuedToken 3200
            Assert-Failure (Invoke-Renewal) 75 'RENEWAL_TOO_EARLY', 'clock' $token
            Get-StoredToken | Should -BeExactly $token
        }

        It 'is content when others of its kind run at the same time' {
            [void](Set-IssuedToken 6100)
            $arguments = $RecipeSwitches + (Join-Path $Examples 'renew-token.ps1') + (Get-PlaceArgument)
            $started = 1..3 | ForEach-Object { Start-Program (Get-ShellPath) $arguments }
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

        It 'ends with <Code> when the daemon has the fault <Fault>' -ForEach $faults {
            Use-Elsewhere {
                $token = Set-IssuedToken 7000
                $daemon.RedirectTarget = $elsewhere.Address
                $daemon.Fault = $Fault
                $limit = if ($Fault -in 'Silence', 'Stall') { 1 } else { 60 }
                Assert-Failure (Invoke-Renewal @{ TimeoutSec = $limit }) $Code $Words, (Get-ExpectedPath $data) $token
                Get-StoredToken | Should -BeExactly $token
            }
        }

        It 'ends the same way in the strict mode of its caller' {
            $token = Set-IssuedToken 7000
            $daemon.Fault = 'ServerError'
            $step = Join-Path (New-TestDirectory) 'step.ps1'
            Set-FileText $step "param(`$With) Set-StrictMode -Version Latest; & '$(Join-Path $Examples 'renew-token.ps1')' @With; exit `$LASTEXITCODE"
            Assert-Failure (Invoke-Recipe $step @{ With = Get-Place }) 75 '500' $token
        }

        It 'says where nobody listens that the next run tries again' {
            $token = Set-IssuedToken 6100
            $daemon.Dispose()
            Assert-Failure (Invoke-Renewal) 75 'did not answer', 'next run' $token
            Get-StoredToken | Should -BeExactly $token
        }

        It 'asks for a new session: <Words>' -ForEach @(
            @{ Words = '401, TOKEN_EXPIRED'; Token = { $daemon.Issue(7000, 5000) }; Change = { } }
            @{ Words = '401, SESSION_REVOKED'; Token = { $daemon.Issue(7000, 10000) }; Change = { $daemon.Revoke($token) } }
            @{ Words = '403, SESSION_RENEWAL_MISMATCH'; Token = { $daemon.Issue(7000, 10000) }; Change = { [void]$daemon.Renew($token) } }
            @{ Words = '403, RENEWAL_LIMIT_REACHED'; Token = { $daemon.Issue(7000, 10000) }; Change = { $daemon.MaximumRenewals = 0 } }
            # Written 240 seconds ago: with 100 seconds left it is due.
            @{ Words = '401, INVALID_TOKEN'; Token = { New-UndatedToken }; Change = { [IO.File]::SetLastWriteTimeUtc($path, [datetime]::UtcNow.AddSeconds(-240)) } }
        ) {
            $token = . $Token
            $path = Set-TokenFile $data $token
            . $Change
            Assert-Failure (Invoke-Renewal) 77 $Words, 'set-up.ps1' $token
            Get-StoredToken | Should -BeExactly $token
        }

        It 'sends nothing: <Words>, <With.Values>' -ForEach @(
            @{ Words = 'There is no token'; Code = 66; With = @{}; Content = { } }
            @{ Words = 'trading'; Code = 66; With = @{ WalletId = 'trading' }; Content = { $token } }
            @{ Words = 'does not hold a token'; Code = 66; With = @{}; Content = { "$token $token" } }
            @{ Words = 'which session'; Code = 66; With = @{}; Content = { New-TestToken -Payload '{"iat":1,"exp":2}' } }
            @{ Words = 'wallet id'; Code = 64; With = @{ WalletId = '../x' }; Content = { $token } }
            @{ Words = 'Nothing was sent'; Code = 64; With = @{ Uri = 'http://192.0.2.1:3100' }; Content = { $token } }
            @{ Words = 'Nothing was sent'; Code = 64; With = @{ Uri = 'ftp://127.0.0.1' }; Content = { $token } }
            @{ Words = 'Nothing was sent'; Code = 64; With = @{ Uri = '127.0.0.1' }; Content = { $token } }
            @{ Words = 'Nothing was sent'; Code = 64; With = @{ Uri = 'http://127.0.0.1.example.com' }; Content = { $token } }
        ) {
            $token = $daemon.Issue(7000, 10000)
            $content = . $Content
            if ($content) { [void](Set-TokenFile $data $content) }
            Assert-Failure (Invoke-Renewal $With) $Code $Words $token
            $daemon.Log | Should -BeNullOrEmpty
        }

        It 'does not ask the daemon where the new token cannot be written' -Skip:(-not ($CanSetUnixMode -and ($canMount -or -not $isRoot))) {
            $token = Set-IssuedToken 7000
            # No mode keeps root out.
            $isMounted = (id -u) -eq '0'
            if ($isMounted) { mount --bind $data $data; mount -o 'remount,ro,bind' $data } else { Set-UnixMode $data '500' }
            try {
                Assert-Failure (Invoke-Renewal) 73 'the daemon was not asked' $token
            }
            finally {
                if ($isMounted) { umount $data } else { Set-UnixMode $data '700' }
            }
            $daemon.Log | Should -BeNullOrEmpty
            Get-StoredToken | Should -BeExactly $token
        }

        It 'does not ask the daemon where the file is mounted by itself' -Skip:(-not $canMount) {
            $token = Set-IssuedToken 7000
            $path = Get-ExpectedPath $data
            $source = Join-Path (New-TestDirectory) 'mounted'
            Copy-Item -LiteralPath $path $source
            mount --bind $source $path
            try {
                Assert-Failure (Invoke-Renewal) 73 'mount point', 'Mount its directory' $token
            }
            finally {
                umount $path
            }
            $daemon.Log | Should -BeNullOrEmpty
            Get-StoredToken | Should -BeExactly $token
        }

        # The trial flushes its file, its directory and, removing it, the directory; then come file and directory of the token.
        It 'ends with <Code> when flush <Flush> fails' -Skip:(-not $canCutFlushes) -ForEach @(
            @{ Flush = 4; Code = 73; Words = 'has renewed the session', 'Create a new session'; Written = $false }
            @{ Flush = 5; Code = 74; Words = 'power cut'; Written = $true }
        ) {
            $token = Set-IssuedToken 6100
            $trace = '-f', '-qq', '-o', (Join-Path (New-TestDirectory) 'trace'), '-e', 'trace=fsync', '-e', "inject=fsync:error=EIO:when=$Flush"
            $command = @(Get-ShellPath) + $RecipeSwitches + (Join-Path $Examples 'renew-token.ps1') + (Get-PlaceArgument)
            Assert-Failure (Invoke-Program strace ($trace + $command)) $Code $Words $token
            $daemon.IsCurrent((Get-StoredToken)) | Should -Be $Written
            $daemon.Log | Should -BeLike 'PUT * 200'
        }
    }

    Describe 'set-up.ps1' {
        BeforeAll {
            function Invoke-SetUp([hashtable] $With = @{}, [string] $Password = $daemon.MasterPassword) {
                if ($Password) { $With.MasterPassword = Protect-Text $Password }
                Invoke-Recipe set-up.ps1 (Get-Place), @{ WalletId = 'trading' }, $With
            }
        }

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

        It 'does not ask the daemon: <Case>' -ForEach @(
            @{ Case = 'a password of two lines'; Code = 66; Words = 'no HTTP header can carry'; Content = "two`nlines"; With = { @{ MasterPasswordPath = $secret } } }
            @{ Case = 'a password beyond ASCII'; Code = 66; Words = 'no HTTP header can carry'; Content = "p$([char]228)sswort"; With = { @{ MasterPasswordPath = $secret } } }
            @{ Case = 'no password'; Code = 66; Words = 'There is no master password', 'WAIAAS_MASTER_PASSWORD'; Content = 'x'; With = { @{} } }
            @{ Case = 'no file'; Code = 66; Words = 'missing'; Content = 'x'; With = { @{ MasterPasswordPath = Join-Path $secret 'missing' } } }
            @{ Case = 'another computer without TLS'; Code = 64; Words = 'Nothing was sent'; Content = 'hunter2'; With = { @{ MasterPasswordPath = $secret; Uri = 'http://192.0.2.1' } } }
            @{ Case = 'a file in the place of the data directory'; Code = 73; Words = 'was not asked'; Content = 'hunter2'; With = { @{ MasterPasswordPath = $secret; DataDir = $secret } } }
        ) {
            Set-FileText $secret $Content
            Assert-Failure (Invoke-SetUp (. $With) '') $Code $Words $(if ($Content -ne 'x') { $Content })
            $daemon.Log | Should -BeNullOrEmpty
        }

        It 'does not show a master password that the daemon refuses' {
            Assert-Failure (Invoke-SetUp @{} 'hunter2-hunter2') 77 '401, INVALID_MASTER_PASSWORD' 'hunter2-hunter2'
            Test-Path -LiteralPath (Get-ExpectedPath $data trading) | Should -BeFalse
        }

        It 'ends with <Code> when the daemon has the fault <Fault>' -ForEach $faults {
            Use-Elsewhere {
                $daemon.RedirectTarget = $elsewhere.Address
                $daemon.Fault = $Fault
                $limit = if ($Fault -in 'Silence', 'Stall') { 1 } else { 60 }
                Assert-Failure (Invoke-SetUp @{ TimeoutSec = $limit }) $Code $Words $daemon.MasterPassword
                Test-Path -LiteralPath (Get-ExpectedPath $data trading) | Should -BeFalse
            }
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

        It 'lets the script use the token, and keeps it out of the environment' {
            $run = Invoke-Job @"
                `$request = @{ Uri = '$($daemon.Address)v1/wallet/address'; UseBasicParsing = `$true; Verbose = `$false; Debug = `$false }
                "Address: `$((Invoke-RestMethod @request -Headers @{ Authorization = 'Bearer ' + (Get-WaiaasToken -AsPlainText) }).address)"
                "Variable: '`$env:WAIAAS_TOKEN'"
"@
            $run.Output | Should -Be 'Address: 0x00', "Variable: ''"
            $daemon.Log | Should -Be 'GET /v1/wallet/address 200'
        }

        It 'runs the script and ends as it does: <Text>' -ForEach @(
            @{ Text = 'exit 7'; Code = 7; Output = $null; With = @{} }
            @{ Text = '# no word'; Code = 0; Output = $null; With = @{} }
            @{ Text = 'param($First, $Second) "$Second $First"'; Code = 0; Output = 'b a'; With = @{ ArgumentList = 'a', 'b' } }
            @{ Text = 'Test-WaiaasToken trading; Test-WaiaasToken'; Code = 0; Output = $true, $false; With = @{ WalletId = 'trading' } }
        ) {
            $run = Invoke-Job $Text $With
            $run.Errors | Should -BeNullOrEmpty
            $run.Warnings | Should -BeNullOrEmpty
            $run.Output | Should -Be $Output
            $run.Code | Should -Be $Code
            # No mask is printed where nobody reads it.
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

    Describe 'use-credential.ps1' -Skip:(-not $isPowerShell7) {
        BeforeEach {
            $credentials = New-TestDirectory
            $credential = Join-Path $credentials 'waiaas-token'
            $handed = @{ CREDENTIALS_DIRECTORY = $credentials }

            function Assert-Accepted([object] $Run) {
                $Run.Errors | Should -BeNullOrEmpty
                $Run.Warnings | Should -BeNullOrEmpty
                $Run.Output | Should -HaveCount 1
                $Run.Output | Should -BeLike '*has the address 0x00.'
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

        It 'uses a file of root that an access list opens for the user of the service' -Skip:(-not $isRoot) {
            Add-Type -Namespace WaiaaSTest -Name LibC -MemberDefinition @'
                [DllImport("libc", SetLastError = true)] public static extern int setxattr(string path, string name, byte[] value, IntPtr size, int flags);
                [DllImport("libc", SetLastError = true)] public static extern int seteuid(uint user);
'@
            # What is loaded later, the other user may be unable to read.
            Set-Credential $daemon.Issue(0, 3600)
            Assert-Accepted (Invoke-Recipe use-credential.ps1 @{ Uri = $daemon.Address } $handed)
            $copy = Join-Path (New-TestDirectory) 'use-credential.ps1'
            Copy-Item (Join-Path $Examples 'use-credential.ps1') $copy
            Set-UnixMode (Split-Path -Parent $copy) '755'
            foreach ($entry in @($credential, 4), @($credentials, 5)) {
                # Version 2; the owner, user 65534, the group, the mask, everybody else.
                $list = [byte[]](2, 0, 0, 0) + (@(1, -1, $entry[1]), @(2, 65534, $entry[1]), @(4, -1, 0), @(16, -1, $entry[1]), @(32, -1, 0) | ForEach-Object {
                        [BitConverter]::GetBytes([int16]$_[0]) + [BitConverter]::GetBytes([int16]$_[2]) + [BitConverter]::GetBytes([int]$_[1])
                    })
                if ([WaiaaSTest.LibC]::setxattr($entry[0], 'system.posix_acl_access', $list, $list.Length, 0) -ne 0) {
                    Set-ItResult -Skipped -Because 'the file system of TestDrive has no access lists'
                }
            }
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

    Describe 'send-token.ps1' -Skip:(-not $isPowerShell7) {
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

        It 'gives the token to every computer that lets it in, and tells of each (where an SSH server is)' -Skip:(-not $hasSshServer) {
            $ssh = New-TestDirectory
            ssh-keygen -q -t ed25519 -N '' -f (Join-Path $ssh 'host')
            ssh-keygen -q -t ed25519 -N '' -f (Join-Path $ssh 'user')
            [void][IO.Directory]::CreateDirectory('/run/sshd')
            $servers = foreach ($number in 1..2) {
                $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
                $free.Start()
                $port = $free.LocalEndpoint.Port
                $free.Stop()
                $config = Join-Path $ssh "config$number"
                $lines = @(
                    "Port $port"
                    'ListenAddress 127.0.0.1'
                    "HostKey $ssh/host"
                    "AuthorizedKeysFile $ssh/user.pub"
                    "PidFile $ssh/pid$number"
                    'StrictModes no'
                    'UsePAM no'
                    'PasswordAuthentication no'
                    'KbdInteractiveAuthentication no'
                    'PermitRootLogin prohibit-password'
                    "SetEnv PSModulePath=$Modules WAIAAS_DATA_DIR=$ssh/data$number"
                    "Subsystem powershell $(Get-ShellPath) -sshs -NoLogo -NoProfile"
                )
                Set-FileText $config (($lines -join "`n") + "`n")
                & (Get-Command sshd -CommandType Application)[0].Source -f $config -E (Join-Path $ssh "log$number")
                $LASTEXITCODE | Should -Be 0
                [pscustomobject]@{ Port = $port; HostName = "127.0.0.1:$port"; Data = "$ssh/data$number"; Pid = "$ssh/pid$number" }
            }
            try {
                # The second one's host key is not known under the name localhost.
                Set-FileText (Join-Path $ssh 'known') ((($servers | ForEach-Object { "[127.0.0.1]:$($_.Port) $(Get-Content "$ssh/host.pub")" }) -join "`n") + "`n")
                $stranger = "localhost:$($servers[1].Port)"
                $token = $daemon.Issue(0, 3600)
                Set-WaiaasToken $token -DataDir $data
                $hosts = @($servers.HostName) + $stranger + '127.0.0.1:1'
                $script = @"
                    `$results = & '$(Join-Path $Examples 'send-token.ps1')' -HostName {0} -DataDir '$data' -KeyFilePath '$ssh/user' -Options @{{ UserKnownHostsFile = '$ssh/known' }} -ThrottleLimit 2
                    `$code = `$LASTEXITCODE
                    `$results | ConvertTo-Json -AsArray | Set-Content '$ssh/results'
                    exit `$code
"@
                $child = Invoke-ChildShell ($script -f (($hosts | ForEach-Object { "'$_'" }) -join ',')) '-NonInteractive'
                $child.ExitCode | Should -Be 69
                $results = Get-Content -Raw (Join-Path $ssh 'results') | ConvertFrom-Json
                $results | Should -HaveCount 4
                foreach ($server in $servers) {
                    $result = $results | Where-Object HostName -EQ $server.HostName
                    $result.Error | Should -BeNullOrEmpty
                    $result.Written | Should -BeTrue
                    $result.Path | Should -BeExactly "$($server.Data)/mcp-token"
                    [Math]::Abs(($result.ExpiresAt.ToUniversalTime() - [datetime]::UtcNow).TotalHours - 1) | Should -BeLessThan 0.1
                    Get-FileText $result.Path | Should -BeExactly $token
                    Get-UnixMode $result.Path | Should -Be '600'
                }
                foreach ($case in @(@($stranger, 'Host key verification failed'), @('127.0.0.1:1', 'Connection refused'))) {
                    $result = $results | Where-Object HostName -EQ $case[0]
                    $result.Written | Should -BeFalse
                    $result.Error | Should -Match $case[1]
                }
                Find-TokenPiece ($child.Output + $child.Errors) $token | Should -BeNullOrEmpty

                $child = Invoke-ChildShell ($script -f (($servers.HostName | ForEach-Object { "'$_'" }) -join ',')) '-NonInteractive'
                $child.ExitCode | Should -Be 0
                (Get-Content -Raw (Join-Path $ssh 'results') | ConvertFrom-Json).Written | Should -Be $true, $true
            }
            finally {
                foreach ($server in $servers) { Stop-Process -Id ([int](Get-Content $server.Pid)) }
            }
        }
    }
}
