# What schedulers are given: systemd's units, the lines of cron and launchd, and the task of register-renewal.ps1.
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

    $crontab = @(Get-Content (Join-Path $Examples 'waiaas-renew.crontab'))
    $line = @($crontab -notmatch '^(#|$|[A-Z_]+=)')
    $service = @(Get-Content (Join-Path $Examples 'waiaas-renew.service'))
    $agent = @{}
    $document = [xml]::new()
    $document.XmlResolver = $null
    $document.LoadXml((Get-Content -Raw (Join-Path $Examples 'waiaas-renew.plist')))
    $entries = @($document.DocumentElement.dict.ChildNodes | Where-Object NodeType -EQ Element)
    for ($i = 0; $i -lt $entries.Count; $i += 2) { $agent[$entries[$i].InnerText] = $entries[$i + 1] }
}

Describe 'What schedulers run' {
    It 'renews the token in an empty environment, and says what is wrong: <_>' -Skip:(Test-Missing UnixMode, UnixShell) -ForEach 'cron', 'launchd', 'systemd' {
        $scheduler = $_
        # pwsh on the search path, with the module where these home directories do not have it.
        $bin = New-TestDirectory
        $pwsh = Join-Path $bin 'pwsh'

        function Start-Line([string] $UserHome) {
            $script = Join-Path $UserHome '.local/share/waiaas/renew-token.ps1'
            [void][IO.Directory]::CreateDirectory((Split-Path -Parent $script))
            [void][IO.Directory]::CreateDirectory((Join-Path $UserHome 'Library/Logs'))
            Copy-Item (Join-Path $Examples 'renew-token.ps1') $script
            $environment, $command = switch ($scheduler) {
                'cron' { @($crontab -match '^[A-Z_]+='), @('/bin/sh', '-c', ($line -split ' ', 6)[5]) }
                'launchd' {
                    $names = @($agent.EnvironmentVariables.key)
                    @(0..($names.Count - 1) | ForEach-Object { $names[$_] + '=' + @($agent.EnvironmentVariables.string)[$_] }), @($agent.ProgramArguments.string)
                }
                'systemd' {
                    @(($service -match '^Environment=' -replace '^Environment=') -split ' '),
                    @(($service -match '^ExecStart=' -replace '^ExecStart=' -replace '%h', $UserHome -replace '/usr/bin/pwsh', $pwsh) -split ' ')
                }
            }
            Start-Program env (@('-i', "HOME=$UserHome", 'PATH=/usr/bin:/bin') + ($environment -replace '^PATH=', "PATH=${bin}:") + $command)
        }

        function Get-Log([string] $UserHome) {
            Get-ChildItem -LiteralPath (Join-Path $UserHome 'Library/Logs') -Filter waiaas-renew.log | Get-Content -Raw
        }

        $daemon = New-FakeDaemon
        try {
            Set-FileText $pwsh (@(
                    '#!/bin/sh'
                    '[ "$1 $2 $3 $#" = "-NoProfile -NonInteractive -File 4" ] || exit 99'
                    "PSModulePath='$Modules' WAIAAS_BASE_URL='$($daemon.Address)' exec '$(Get-ShellPath)' `"`$@`""
                ) -join "`n")
            Set-UnixMode $pwsh '755'
            $with = New-TestDirectory
            $without = New-TestDirectory
            Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir (Join-Path $with '.waiaas')
            $renewal = Start-Line $with
            $failure = Wait-Program (Start-Line $without)
            $renewal = Wait-Program $renewal

            Assert-Silent $renewal
            Get-Log $with | Should -BeNullOrEmpty
            $daemon.IsCurrent((Get-FileText (Get-ExpectedPath (Join-Path $with '.waiaas')))) | Should -BeTrue
            if ($scheduler -eq 'launchd') { $failure.Errors = $failure.Errors + (Get-Log $without).Trim() }
            Assert-Failure $failure 66 'There is no token at'
        }
        finally {
            $daemon.Dispose()
        }
    }

    It 'gives cron one line with five times' {
        $line | Should -HaveCount 1
        $line | Should -Match '^(\*|\*/\d+|\d+) (\*|\d+) (\*|\d+) (\*|\d+) (\*|\d+) [^%]+$'
    }

    It 'gives launchd what it needs' {
        $agent.Label.InnerText | Should -BeExactly 'com.github.waiaas.renew'
        $agent.StartInterval.InnerText | Should -Be '900'
        $agent.RunAtLoad.LocalName | Should -BeExactly 'true'
        # Decimal: 077.
        $agent.Umask.InnerText | Should -Be '63'
    }

    It 'lets systemd try again only after a temporary failure' {
        $help = [regex]::Match((Get-Content -Raw (Join-Path $Examples 'renew-token.ps1')), '(?s)<#.*?#>').Value
        $names = [regex]::Matches($help, '(?m)^    [1-9][0-9] ([A-Z]+) {2,}') | ForEach-Object { $_.Groups[1].Value }
        $names | Should -Contain 'TEMPFAIL'
        $prevented = @($service -match '^RestartPreventExitStatus=' -replace '^RestartPreventExitStatus=') -split ' '
        $prevented | Should -Be (@('1') + ($names -ne 'TEMPFAIL'))
    }

    It 'gives systemd units in which it finds nothing wrong: <Units>' -Skip:(Test-Missing UnixShell, SystemdUnit) -ForEach @(
        @{ Manager = '--user'; Units = 'waiaas-renew.service', 'waiaas-renew.timer' }
        @{ Manager = '--system'; Units = , 'waiaas-agent.service' }
    ) {
        $folder = New-TestDirectory
        $paths = foreach ($unit in $Units) {
            Set-FileText (Join-Path $folder $unit) (Get-Content -Raw (Join-Path $Examples $unit)).Replace('/usr/bin/pwsh', '/bin/sh')
            Join-Path $folder $unit
        }
        $run = Invoke-Program systemd-analyze (@($Manager, 'verify', '--man=no', '--recursive-errors=no') + $paths) @{ HOME = $folder; XDG_RUNTIME_DIR = $folder }
        # What this computer's own units lack is not ours.
        $run.All -split '\n' | Where-Object { $said = $_; $Units | Where-Object { $said.Contains($_) } } | Should -BeNullOrEmpty
        $run.Code | Should -Be 0
    }
}

Describe 'register-renewal.ps1' {
    BeforeEach {
        $data = Join-Path (New-TestDirectory) 'data'
        $recipe = Join-Path $Examples 'register-renewal.ps1'
    }

    It 'shows with -WhatIf what would run, and needs no Task Scheduler for that' {
        $step = Join-Path (New-TestDirectory) 'step.ps1'
        $calls = '-WhatIf', "-AsSystem -DataDir '$data' -WalletId trading -WhatIf", '-Unregister -WhatIf'
        Set-FileText $step (($calls | ForEach-Object { "& '$recipe' $_; `"Code: `$LASTEXITCODE`"" }) -join "`n")
        $run = Invoke-ScriptFile $step
        $run.Errors | Should -BeNullOrEmpty
        @($run.Output -split '\r?\n' -like 'Code: 0') | Should -HaveCount 3
        Get-Said $run.Output | Should -BeLike '*-NoProfile-NonInteractive*renew-token.ps1"*-WalletId"trading"*'
        Get-Said $run.Output | Should -BeLike '*asSYSTEM,every15minutes*'
    }

    Context 'With <Case>' -ForEach @(
        @{ Case = 'no data directory for SYSTEM'; Code = 64; Words = '-DataDir'; With = @{ AsSystem = $true } }
        @{ Case = 'a path for a wallet id'; Code = 64; Words = 'wallet id'; With = @{ WalletId = '../x'; WhatIf = $true } }
        @{ Case = 'a quote that would end an argument'; Code = 64; Words = 'must not hold a quote'; With = @{ DataDir = 'a"b'; WhatIf = $true } }
        @{ Case = 'no renewal beside it'; Code = 66; Words = 'renew-token.ps1'; With = @{}; Files = 'register-renewal.ps1' }
        @{ Case = 'no Task Scheduler'; Code = 69; Words = 'waiaas-renew.timer', 'launchd'; With = @{}; Needed = 'NoTaskScheduler' }
        @{ Case = 'nowhere to remove it'; Code = 69; Words = 'waiaas-renew.timer', 'launchd'; With = @{ Unregister = $true }; Needed = 'NoTaskScheduler' }
        @{ Case = 'a script of others'; Code = 77; Words = 'act as SYSTEM'; With = @{ AsSystem = $true; DataDir = 'C:\data' }; Files = 're*.ps1'; Needed = 'TaskScheduler' }
    ) {
        It 'registers nothing, and says why' -Skip:(Test-Missing $Needed) {
            if ($Files) {
                $folder = New-TestDirectory
                Copy-Item (Join-Path $Examples $Files) $folder
                $recipe = Join-Path $folder 'register-renewal.ps1'
            }
            Assert-Failure (Invoke-Recipe $recipe $With) $Code $Words
        }
    }

    It 'registers a task that renews, and removes it' -Skip:(Test-Missing TaskScheduler) {
        # The task has no environment but its user's, so the module has to be where that user has modules.
        $installed = Join-Path (($env:PSModulePath -split ';' | Where-Object { $_.StartsWith($HOME) })[0]) 'WaiaaS'
        $ours = -not (Test-Path -LiteralPath $installed)
        if ($ours) { Copy-Item (Join-Path $Modules 'WaiaaS') $installed -Recurse }
        $daemon = New-FakeDaemon
        $wallet = 'test-' + [guid]::NewGuid().ToString('N')
        $file = Get-ExpectedPath $data $wallet
        $arguments = '-DataDir', $data, '-Uri', "$($daemon.Address)", '-WalletId', $wallet
        try {
            Set-WaiaasToken $daemon.Issue(6100, 10000) -DataDir $data -WalletId $wallet
            Assert-Silent (Invoke-ScriptFile $recipe ($arguments + '-RunWhenLoggedOff'))
            $task = @{ TaskPath = '\WaiaaS\'; TaskName = "Renew $wallet in $($data -replace '[\\/:]+', '-') for $([Environment]::UserName)" }
            Start-ScheduledTask @task
            $ended = [datetime]::UtcNow.AddMinutes(2)
            while (-not $daemon.IsCurrent((Get-FileText $file)) -or (Get-ScheduledTask @task).State -eq 'Running') {
                if ([datetime]::UtcNow -gt $ended) { throw "The task did not renew the token. Its result: $((Get-ScheduledTaskInfo @task).LastTaskResult)" }
                Start-Sleep -Milliseconds 200
            }
            (Get-ScheduledTaskInfo @task).LastTaskResult | Should -Be 0
        }
        finally {
            $removal = Invoke-ScriptFile $recipe ($arguments + '-Unregister')
            if ($ours) { Remove-Item -LiteralPath $installed -Recurse -Force }
            $daemon.Dispose()
        }
        Assert-Silent $removal
        Get-ScheduledTask @task -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
