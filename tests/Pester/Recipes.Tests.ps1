# The recipes of docs/examples, each as a process of its own of this PowerShell, against a daemon on loopback.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of this file.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    function Test-HasProgram([string[]] $Name) {
        -not ($Name | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
    }

    $isPowerShell7 = $PSVersionTable.PSVersion.Major -ge 7
    $hasTaskScheduler = [bool](Get-Command Register-ScheduledTask -ErrorAction Ignore)
    $canCutFlushes = $isPowerShell7 -and (Test-HasProgram strace)
    $hasShell = $CanSetUnixMode -and (Test-HasProgram sh, env)
    $hasSshServer = $isPowerShell7 -and $hasShell -and (id -u) -eq '0' -and (Test-HasProgram sshd, ssh, ssh-keygen)

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
        @{ Fault = 'Stall'; Code = 75; Words = 'did not answer' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $examples = Join-Path (Join-Path $root 'docs') 'examples'
    $modules = Split-Path -Parent (Split-Path -Parent (Get-ModuleManifestPath))
    if (-not ('WaiaaS.FakeDaemon.Daemon' -as [type])) {
        Add-Type -Path (Get-ChildItem (Join-Path (Join-Path $root 'tests') 'WaiaaS.FakeDaemon') -Filter *.cs | ForEach-Object FullName)
    }

    # A program with nothing on its input. A variable that is $null is taken away.
    function Start-Program([string] $Program, [string[]] $Arguments, [hashtable] $Variables = @{}) {
        $start = [Diagnostics.ProcessStartInfo]::new()
        $start.FileName = $Program
        $start.Arguments = ($Arguments | ForEach-Object { '"' + $_.Replace('\', '\\').Replace('"', '\"') + '"' }) -join ' '
        $start.UseShellExecute = $false
        $start.CreateNoWindow = $true
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $all = @{ PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath; NO_COLOR = '1'; WAIAAS_DATA_DIR = $null }
        foreach ($name in $Variables.Keys) { $all[$name] = $Variables[$name] }
        foreach ($name in $all.Keys) {
            if ($null -eq $all[$name]) { $start.EnvironmentVariables.Remove($name) } else { $start.EnvironmentVariables[$name] = $all[$name] }
        }
        $process = [Diagnostics.Process]::Start($start)
        $process.StandardInput.Close()
        [pscustomobject]@{
            Process = $process
            Output  = $process.StandardOutput.ReadToEndAsync()
            Errors  = $process.StandardError.ReadToEndAsync()
        }
    }

    # What came of it. It cannot outlive the test.
    function Wait-Program([object] $Started) {
        try {
            if (-not $Started.Process.WaitForExit(120000)) {
                $Started.Process.Kill()
                throw 'The program did not end.'
            }
            [pscustomobject]@{
                Code   = $Started.Process.ExitCode
                Output = $Started.Output.GetAwaiter().GetResult().Trim()
                Errors = $Started.Errors.GetAwaiter().GetResult().Trim()
            }
        }
        finally {
            $Started.Process.Dispose()
        }
    }

    function Invoke-Program([string] $Program, [string[]] $Arguments, [hashtable] $Variables = @{}) {
        Wait-Program (Start-Program $Program $Arguments $Variables)
    }

    function Start-Recipe([string] $Name, [string[]] $Arguments = @(), [hashtable] $Variables = @{}) {
        $switches = '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', (Join-Path $examples $Name)
        Start-Program (Get-ShellPath) ($switches + $Arguments) $Variables
    }

    function Invoke-Recipe([string] $Name, [string[]] $Arguments = @(), [hashtable] $Variables = @{}) {
        Wait-Program (Start-Recipe $Name $Arguments $Variables)
    }

    function Assert-Silent([object] $Run) {
        $Run.Output | Should -BeNullOrEmpty
        $Run.Errors | Should -BeNullOrEmpty
        $Run.Code | Should -Be 0
    }

    # What was said, without the places where it was wrapped: Windows PowerShell breaks lines within words.
    function Get-Said([string] $Text) { $Text -replace '\s' }

    # One line that says what happened, and no secret.
    function Assert-Failure([object] $Run, [int] $Code, [string] $Words, [string[]] $Secrets = @()) {
        $Run.Code | Should -Be $Code
        $Run.Output | Should -BeNullOrEmpty
        Get-Said $Run.Errors | Should -BeLike "*$(Get-Said $Words)*"
        foreach ($secret in $Secrets) {
            Find-TokenPiece $Run.Errors $secret | Should -BeNullOrEmpty
        }
    }

    function Get-StoredToken([string] $WalletId) { Get-FileText (Get-ExpectedPath $data $WalletId) }
}

Describe 'The recipes' {
    BeforeEach {
        $daemon = [WaiaaS.FakeDaemon.Daemon]::new()
        $data = Join-Path (New-TestDirectory) 'data'
        $there = '-DataDir', $data, '-Uri', "$($daemon.Address)"
    }

    AfterEach {
        $daemon.Dispose()
    }

    Describe 'renew-token.ps1' {
        It 'renews a token with less than 40 % left, without a word' {
            $token = $daemon.Issue(6100, 10000)
            Set-WaiaasToken $token -DataDir $data
            Assert-Silent (Invoke-Recipe renew-token.ps1 $there)
            Get-StoredToken | Should -Not -BeExactly $token
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
            Get-ChildItem -LiteralPath $data -Force | Should -HaveCount 1
        }

        It 'leaves a token with more than 40 % left alone' {
            $token = $daemon.Issue(5900, 10000)
            Set-WaiaasToken $token -DataDir $data
            Assert-Silent (Invoke-Recipe renew-token.ps1 $there)
            Get-StoredToken | Should -BeExactly $token
            $daemon.Log | Should -BeNullOrEmpty
        }

        It 'tells with -Verbose what it did, and shows no token' {
            $token = $daemon.Issue(6100, 10000)
            Set-WaiaasToken $token -DataDir $data
            $run = Invoke-Recipe renew-token.ps1 ($there + '-Verbose')
            $run.Code | Should -Be 0
            Get-Said $run.Output | Should -BeLike '*Renewedthetoken*'
            Find-TokenPiece ($run.Output + $run.Errors) $token | Should -BeNullOrEmpty
            Find-TokenPiece ($run.Output + $run.Errors) (Get-StoredToken) | Should -BeNullOrEmpty
        }

        It 'finds data directory and daemon in the environment' {
            Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data -WalletId trading
            Assert-Silent (Invoke-Recipe renew-token.ps1 '-WalletId', 'trading' @{ WAIAAS_DATA_DIR = $data; WAIAAS_BASE_URL = "$($daemon.Address)" })
            $daemon.IsCurrent((Get-StoredToken trading)) | Should -BeTrue
        }

        It 'sends nothing to a proxy of the environment' {
            $proxy = [WaiaaS.FakeDaemon.Daemon]::new()
            try {
                Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data
                Assert-Silent (Invoke-Recipe renew-token.ps1 $there @{ http_proxy = "$($proxy.Address)"; no_proxy = $null })
                $proxy.Log | Should -BeNullOrEmpty
            }
            finally {
                $proxy.Dispose()
            }
        }

        It 'ends with <Code> when the daemon has the fault <Fault>' -ForEach $faults {
            if ($Fault -eq 'Stall' -and -not (Get-Command -Name Invoke-RestMethod).Parameters.ContainsKey('OperationTimeoutSeconds')) {
                Set-ItResult -Skipped -Because 'before PowerShell 7.4 there is no limit for this but one of minutes'
            }
            $token = $daemon.Issue(6100, 10000)
            Set-WaiaasToken $token -DataDir $data
            $elsewhere = [WaiaaS.FakeDaemon.Daemon]::new()
            try {
                $daemon.RedirectTarget = $elsewhere.Address
                $daemon.Fault = $Fault
                $run = Invoke-Recipe renew-token.ps1 ($there + '-TimeoutSec', $(if ($Fault -in 'Silence', 'Stall') { '2' } else { '60' }))
                Assert-Failure $run $Code $Words $token
                Get-StoredToken | Should -BeExactly $token
                $elsewhere.Log | Should -BeNullOrEmpty
            }
            finally {
                $elsewhere.Dispose()
            }
        }

        It 'is content when others of its kind run at the same time' {
            Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data
            $started = 1..4 | ForEach-Object { Start-Recipe renew-token.ps1 $there }
            foreach ($run in $started | ForEach-Object { Wait-Program $_ }) { Assert-Silent $run }
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
            @($daemon.Log -like '* 200') | Should -HaveCount 1
            Get-ChildItem -LiteralPath $data -Force | Should -HaveCount 1
        }

        It 'keeps nothing of a failed request in $Error' {
            $token = $daemon.Issue(6100, 10000)
            Set-WaiaasToken $token -DataDir $data
            $daemon.Fault = 'ServerError'
            $global:Error.Clear()
            $shown = & (Join-Path $examples 'renew-token.ps1') -DataDir $data -Uri $daemon.Address 2>&1
            $LASTEXITCODE | Should -Be 75
            $shown | Should -HaveCount 1
            $kept = $global:Error | ForEach-Object { $_; $_.Exception; $_.TargetObject; $_.ErrorDetails } | Format-List * -Force | Out-String -Width 4096
            Find-TokenPiece $kept $token | Should -BeNullOrEmpty
        }

        It 'says where nobody listens that the next run tries again' {
            $token = $daemon.Issue(6100, 10000)
            Set-WaiaasToken $token -DataDir $data
            $daemon.Dispose()
            Assert-Failure (Invoke-Recipe renew-token.ps1 $there) 75 'did not answer' $token
            Get-StoredToken | Should -BeExactly $token
        }

        It 'says of a session that is over that a new one is needed' {
            $token = $daemon.Issue(6100, 10000)
            Set-WaiaasToken $token -DataDir $data
            $daemon.Revoke($token)
            Assert-Failure (Invoke-Recipe renew-token.ps1 $there) 77 'SESSION_REVOKED' $token
        }

        It 'says what is missing' {
            Assert-Failure (Invoke-Recipe renew-token.ps1 $there) 66 'There is no token'
            Assert-Failure (Invoke-Recipe renew-token.ps1 '-DataDir', $data, '-Uri', 'http://192.0.2.1') 64 'Nothing was sent'
        }

        It 'says where the module is not installed what to do' {
            Assert-Failure (Invoke-Recipe renew-token.ps1 $there @{ PSModulePath = Join-Path $PSHOME 'Modules' }) 78 'not installed'
        }

        It 'says that a power cut may undo what could not be flushed (where strace is)' -Skip:(-not $canCutFlushes) {
            Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data
            # The trial flushes its file, its directory and, removing it, the directory; then come file and directory of the token.
            $trace = '-f', '-qq', '-o', (Join-Path (New-TestDirectory) 'trace'), '-e', 'trace=fsync', '-e', 'inject=fsync:error=EIO:when=5'
            $recipe = (Get-ShellPath), '-NoProfile', '-NonInteractive', '-File', (Join-Path $examples 'renew-token.ps1')
            Assert-Failure (Invoke-Program strace ($trace + $recipe + $there)) 74 'power cut'
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
        }
    }

    Describe 'What schedulers run' -Skip:(-not ($isPowerShell7 -and $hasShell)) {
        BeforeEach {
            $home1 = New-TestDirectory
            $script = Join-Path $home1 '.local/share/waiaas/renew-token.ps1'
            [void][IO.Directory]::CreateDirectory((Split-Path -Parent $script))
            [void][IO.Directory]::CreateDirectory((Join-Path $home1 'Library/Logs'))
            Copy-Item (Join-Path $examples 'renew-token.ps1') $script
            $data = Join-Path $home1 '.waiaas'

            # pwsh on the search path, with the module where this home directory does not have it.
            $bin = Join-Path (New-TestDirectory) 'bin'
            [void][IO.Directory]::CreateDirectory($bin)
            $pwsh = Join-Path $bin 'pwsh'
            Set-FileText $pwsh "#!/bin/sh`nPSModulePath='$modules' WAIAAS_BASE_URL='$($daemon.Address)' exec '$(Get-ShellPath)' `"`$@`"`n"
            Set-UnixMode $pwsh '755'
            $crontab = Get-Content (Join-Path $examples 'waiaas-renew.crontab')
        }

        It 'renews the token in an empty environment: <_>' -ForEach 'cron', 'launchd', 'systemd' {
            Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data
            $command = switch ($_) {
                'cron' { '/bin/sh', '-c', ($crontab -match '^\*' -split ' ', 6)[5] }
                'launchd' { ([xml](Get-Content -Raw (Join-Path $examples 'waiaas-renew.plist'))).plist.dict.array.string }
                'systemd' {
                    $line = @(Get-Content (Join-Path $examples 'waiaas-renew.service')) -match '^ExecStart='
                    ($line -replace '^ExecStart=' -replace '%h', $home1 -replace '/usr/bin/pwsh', $pwsh) -split ' '
                }
            }
            Assert-Silent (Invoke-Program env (@('-i', "HOME=$home1", "PATH=${bin}:/usr/bin:/bin", 'NO_COLOR=1') + $command))
            $daemon.IsCurrent((Get-StoredToken)) | Should -BeTrue
        }
    }

    Describe 'set-up.ps1' {
        It 'creates a session, writes its token, and does nothing the second time' {
            $variables = @{ WAIAAS_MASTER_PASSWORD = $daemon.MasterPassword }
            $run = Invoke-Recipe set-up.ps1 ($there + '-WalletId', 'trading', '-Lifetime', '7.00:00:00') $variables
            $run.Code | Should -Be 0
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -Match 'trading\s+Active\s+6d 23h'
            $token = Get-StoredToken trading
            $daemon.IsCurrent($token) | Should -BeTrue
            Find-TokenPiece $run.Output $token | Should -BeNullOrEmpty
            Assert-Silent (Invoke-Recipe set-up.ps1 ($there + '-WalletId', 'trading') $variables)
            $daemon.Log | Should -HaveCount 1
        }

        It 'takes the master password from a file and shows it nowhere' {
            $file = Join-Path (New-TestDirectory) 'secret'
            Set-FileText $file "wrong-$($daemon.MasterPassword)`n"
            $run = Invoke-Recipe set-up.ps1 ($there + '-WalletId', 'trading', '-MasterPasswordPath', $file)
            Assert-Failure $run 77 'INVALID_MASTER_PASSWORD'
            $run.Errors | Should -Not -Match $daemon.MasterPassword
            Set-FileText $file "$($daemon.MasterPassword)`r`n"
            (Invoke-Recipe set-up.ps1 ($there + '-WalletId', 'trading', '-MasterPasswordPath', $file)).Code | Should -Be 0
        }

        It 'does not ask for what is missing' {
            Assert-Failure (Invoke-Recipe set-up.ps1 ($there + '-WalletId', 'trading')) 66 'There is no master password'
            (Invoke-Recipe set-up.ps1 $there).Code | Should -Not -Be 0
        }
    }

    Describe 'ci-job.ps1' {
        BeforeEach {
            $work = New-TestDirectory
            $temp = Join-Path $work 'temp'
            [void][IO.Directory]::CreateDirectory($temp)
            $token = $daemon.Issue(0, 3600)
            $jwt = $token.Substring(9)
            Set-FileText (Join-Path $work 'pay-invoices.ps1') 'if ($env:WAIAAS_TOKEN) { exit 3 }; "Usable: $(Test-WaiaasToken)"; Get-WaiaasTokenPath; exit 5'
            Copy-Item (Join-Path $examples 'ci-job.ps1') $work
            $nobody = @{ GITHUB_ACTIONS = $null; TF_BUILD = $null; RUNNER_TEMP = $temp; AGENT_TEMPDIRECTORY = $null }
        }

        It 'masks, runs the script with the token, and leaves nothing, as <File> calls it' -ForEach @(
            @{ File = 'ci-job.github.yml'; Pattern = 'run: (.*ci-job.*)'; Variable = 'GITHUB_ACTIONS'; Value = 'true'; Mask = '::add-mask::' }
            @{ File = 'ci-job.azure.yml'; Pattern = 'pwsh: (.*ci-job.*)'; Variable = 'TF_BUILD'; Value = 'True'; Mask = '##vso[task.setsecret]' }
        ) {
            $line = @(Get-Content (Join-Path $examples $File)) -match $Pattern
            $line | Should -HaveCount 1
            $step = Join-Path $work 'step.ps1'
            Set-FileText $step "Set-Location '$work'`n$($line -replace "^.*?$Pattern", '$1')`nexit `$LASTEXITCODE"
            $nobody[$Variable] = $Value
            $run = Invoke-Program (Get-ShellPath) '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', $step ($nobody + @{ WAIAAS_TOKEN = $token })

            $run.Errors | Should -BeNullOrEmpty
            $lines = $run.Output -split '\r?\n'
            $lines[0..4] | Should -Be (@($token, $jwt) + $jwt.Split('.') | ForEach-Object { $Mask + $_ })
            $lines[5] | Should -Be 'Usable: True'
            $lines[6] | Should -BeLike "$temp*mcp-token"
            $run.Code | Should -Be 5
            Get-ChildItem -LiteralPath $temp -Force | Should -BeNullOrEmpty
        }

        It 'prints no mask where nobody reads it' {
            $run = Invoke-Recipe ci-job.ps1 '-Script', (Join-Path $work 'pay-invoices.ps1') ($nobody + @{ WAIAAS_TOKEN = $token })
            $run.Code | Should -Be 5
            Find-TokenPiece ($run.Output + $run.Errors) $token | Should -BeNullOrEmpty
        }

        It 'does not run the script without a token' {
            Assert-Failure (Invoke-Recipe ci-job.ps1 '-Script', (Join-Path $work 'pay-invoices.ps1') ($nobody + @{ WAIAAS_TOKEN = $null })) 66 'is empty'
            Assert-Failure (Invoke-Recipe ci-job.ps1 '-Script', (Join-Path $work 'pay-invoices.ps1') ($nobody + @{ WAIAAS_TOKEN = $jwt })) 65 'not a token' $token
        }
    }

    Describe 'use-credential.ps1' -Skip:(-not $isPowerShell7) {
        It 'uses what systemd handed over' {
            $credentials = New-TestDirectory
            Set-FileText (Join-Path $credentials 'waiaas-token') $daemon.Issue(0, 3600)
            $run = Invoke-Recipe use-credential.ps1 '-Uri', "$($daemon.Address)" @{ CREDENTIALS_DIRECTORY = $credentials }
            $run.Errors | Should -BeNullOrEmpty
            $run.Output | Should -BeLike '*has the address 0x00.'
            $run.Code | Should -Be 0
        }

        It 'says what the unit lacks' {
            Assert-Failure (Invoke-Recipe use-credential.ps1 @() @{ CREDENTIALS_DIRECTORY = $null }) 78 'LoadCredential=waiaas-token'
        }
    }

    Describe 'register-renewal.ps1' {
        It 'shows with -WhatIf what would run' {
            $run = Invoke-Recipe register-renewal.ps1 '-AsSystem', '-DataDir', $data, '-WalletId', 'trading', '-WhatIf'
            $run.Code | Should -Be 0
            Get-Said $run.Output | Should -BeLike '*-NoProfile-NonInteractive*renew-token.ps1"*-WalletId"trading"*'
            Get-Said $run.Output | Should -BeLike '*asSYSTEM,every15minutes*'
        }

        It 'names the alternatives where there is no Task Scheduler' -Skip:$hasTaskScheduler {
            Assert-Failure (Invoke-Recipe register-renewal.ps1) 69 'waiaas-renew.timer'
        }

        It 'refuses to let SYSTEM run a script that others can change (where there is a Task Scheduler)' -Skip:(-not $hasTaskScheduler) {
            $folder = New-TestDirectory
            Copy-Item (Join-Path $examples 're*.ps1') $folder
            $run = Invoke-Program (Get-ShellPath) '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', (Join-Path $folder 'register-renewal.ps1'), '-AsSystem', '-DataDir', $data
            Assert-Failure $run 77 'act as SYSTEM'
        }

        It 'registers a task that renews, and removes it (where there is a Task Scheduler)' -Skip:(-not $hasTaskScheduler) {
            # The task has no environment but its user's, so the module has to be where that user has modules.
            $installed = Join-Path (($env:PSModulePath -split ';' | Where-Object { $_.StartsWith($HOME) })[0]) 'WaiaaS'
            $ours = -not (Test-Path -LiteralPath $installed)
            if ($ours) { Copy-Item (Join-Path $modules 'WaiaaS') $installed -Recurse }
            $wallet = 'test-' + [guid]::NewGuid().ToString('N')
            $arguments = $there + '-WalletId', $wallet
            try {
                Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data -WalletId $wallet
                Assert-Silent (Invoke-Recipe register-renewal.ps1 ($arguments + '-RunWhenLoggedOff'))
                $task = @{ TaskPath = '\WaiaaS\'; TaskName = "Renew $wallet in $($data -replace '[\\/:]+', '-') for $([Environment]::UserName)" }
                Start-ScheduledTask @task
                $ended = [datetime]::UtcNow.AddMinutes(2)
                while (-not $daemon.IsCurrent((Get-StoredToken $wallet)) -or (Get-ScheduledTask @task).State -eq 'Running') {
                    if ([datetime]::UtcNow -gt $ended) { throw "The task did not renew the token. Its result: $((Get-ScheduledTaskInfo @task).LastTaskResult)" }
                    Start-Sleep -Milliseconds 200
                }
                (Get-ScheduledTaskInfo @task).LastTaskResult | Should -Be 0
            }
            finally {
                $removal = Invoke-Recipe register-renewal.ps1 ($arguments + '-Unregister')
                if ($ours) { Remove-Item -LiteralPath $installed -Recurse -Force }
            }
            Assert-Silent $removal
            Get-ScheduledTask @task -ErrorAction Ignore | Should -BeNullOrEmpty
        }
    }

    Describe 'send-token.ps1' -Skip:(-not $isPowerShell7) {
        It 'has a result for a computer that cannot be reached' {
            Set-WaiaasToken $daemon.Issue(0, 3600) -DataDir $data
            $run = Invoke-Recipe send-token.ps1 '-HostName', '127.0.0.1:1, localhost:1', '-DataDir', $data
            $run.Code | Should -Be 69
            $run.Output | Should -Match '127\.0\.0\.1:1'
            $run.Output | Should -Match 'localhost:1'
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
                Set-FileText $config (@(
                        "Port $port", 'ListenAddress 127.0.0.1', "HostKey $ssh/host", "AuthorizedKeysFile $ssh/user.pub", "PidFile $ssh/pid$number"
                        'StrictModes no', 'UsePAM no', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password'
                        "SetEnv PSModulePath=$modules WAIAAS_DATA_DIR=$ssh/data$number"
                        "Subsystem powershell $(Get-ShellPath) -sshs -NoLogo -NoProfile", '') -join "`n")
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
                    `$results = & '$(Join-Path $examples 'send-token.ps1')' -HostName {0} -DataDir '$data' -KeyFilePath '$ssh/user' -Options @{{ UserKnownHostsFile = '$ssh/known' }} -ThrottleLimit 2
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
