# The recipes of docs/examples, with PowerShell's own Invoke-RestMethod against a daemon on loopback.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestRecipe.ps1')
    Import-ModuleUnderTest

    # A token of a new session, where the recipe looks for it.
    function Set-IssuedToken([long] $Age, [long] $Lifetime = 10000, [string] $WalletId) {
        $issued = $daemon.Issue($Age, $Lifetime)
        [void](Set-TokenFile $data $issued $WalletId)
        $issued
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

    Describe 'ci-job.ps1' {
        BeforeAll {
            # Runs a script as the job, with the token as the CI system's secret.
            function Invoke-Job([string] $Text, [hashtable] $With = @{}, [hashtable] $Environment = @{}) {
                $job = Join-Path $work 'job.ps1'
                Set-FileText $job $Text
                Invoke-Recipe ci-job.ps1 @{ Script = $job }, $With $jobEnvironment, $Environment
            }

            # The same in a process of its own, which an error ends.
            function Invoke-JobProgram([string] $Text, [string[]] $With, [hashtable] $Environment, [string] $Name) {
                Set-FileText (Join-Path $work 'job.ps1') $Text
                $step = @('-Script', (Join-Path $work $(if ($Name) { $Name } else { 'job.ps1' }))) + $With
                Invoke-ScriptFile (Join-Path $Examples 'ci-job.ps1') $step (Join-Table $jobEnvironment, $Environment)
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
            $run = Invoke-JobProgram "'ran'" @() @{ GITHUB_ACTIONS = 'true'; WAIAAS_TOKEN = $token.Insert(60, "`n") }
            $run.Code | Should -Be 1
            $lines = @($run.Output -split '\r?\n')
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
                Code = 0; Output = '0x0000000000000000000000000000000000000000'; With = @{}; Route = 'v1/wallet/address'
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

        It 'ends with 1 and one error: <Case>' -ForEach @(
            @{ Case = 'no token'; Words = 'WAIAAS_TOKEN is empty'; Secret = { $null }; With = @() }
            @{ Case = 'a part of a token'; Words = 'is not a token'; Secret = { $jwt }; With = @() }
            @{ Case = 'a token that ends too soon'; Words = 'too soon'; Secret = { $token }; With = '-MinimumLifetime', '02:00:00' }
            @{ Case = 'a script that throws'; Words = 'no funds'; Secret = { $token }; With = '-ArgumentList', 'no funds' }
            @{ Case = 'no script'; Words = 'missing.ps1'; Secret = { $token }; With = @(); Missing = 'missing.ps1' }
        ) {
            $run = Invoke-JobProgram 'if ($args) { throw $args[0] }; "ran"' $With @{ WAIAAS_TOKEN = . $Secret } $Missing
            $run.Code | Should -Be 1
            $run.Output | Should -BeNullOrEmpty
            (Get-Said $run.Errors).Contains((Get-Said $Words)) | Should -BeTrue -Because "'$Words' should stand in '$($run.Errors)'"
            Find-TokenPiece $run.Errors $token | Should -BeNullOrEmpty
        }
    }

    Describe 'use-credential.ps1' -Skip:(Test-Missing PowerShell7) {
        BeforeEach {
            $credentials = New-TestDirectory
            $credential = Join-Path $credentials 'waiaas-token'
            $handed = @{ CREDENTIALS_DIRECTORY = $credentials }

            function Assert-Accepted([object] $Run) {
                "$($Run.Errors)$($Run.Warnings)" | Should -BeNullOrEmpty
                "$($Run.Output)" | Should -BeLike 'The token is for the wallet trading (*).'
                "$($Run.Code)" | Should -BeIn '', '0'
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
            $daemon.Log | Should -Be 'GET /v1/connect-info 200', 'GET /v1/connect-info 200'
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

        It 'is content with a token of several wallets' {
            $wallets = [string[]]@($daemon.AddWallet('a'), $daemon.AddWallet('b'))
            Set-Credential $daemon.Issue(0, 3600, $wallets)
            $run = Invoke-ScriptFile (Join-Path $Examples 'use-credential.ps1') ('-Uri', "$($daemon.Address)") $handed
            $run.Code | Should -Be 0
            @($run.Output -split '\r?\n') | Should -HaveCount 2
        }

        It 'ends with 1 and says why: <Words>' -ForEach @(
            @{ Words = 'The token cannot be used'; Age = 3600; Environment = { $handed }; Change = { } }
            @{ Words = 'The token cannot be used'; Age = 0; Environment = { $handed }; Change = { $daemon.Revoke($token) } }
            @{ Words = 'Check that the daemon runs'; Age = 0; Environment = { $handed }; Change = { $daemon.Dispose() } }
            @{ Words = 'LoadCredential=waiaas-token:'; Age = 0; Environment = { @{ CREDENTIALS_DIRECTORY = $null } }; Change = { } }
            @{ Words = 'The token cannot be used'; Age = 0; Environment = { @{ CREDENTIALS_DIRECTORY = $data } }; Change = { } }
            @{ Words = 'Nothing was sent'; Age = 0; Environment = { $handed }; Change = { $address = 'http://192.0.2.1' } }
        ) {
            $token = $daemon.Issue($Age, 1800)
            $address = "$($daemon.Address)"
            Set-Credential $token
            . $Change
            $run = Invoke-ScriptFile (Join-Path $Examples 'use-credential.ps1') ('-Uri', $address) (. $Environment)
            $run.Code | Should -Be 1
            (Get-Said $run.Errors).Contains((Get-Said $Words)) | Should -BeTrue -Because "'$Words' should stand in '$($run.Errors)'"
            Assert-HoldsNone $run $token
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
