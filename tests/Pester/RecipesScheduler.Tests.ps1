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
            [void][IO.Directory]::CreateDirectory((Join-Path $UserHome 'Library/Logs'))
            $environment, $command = switch ($scheduler) {
                'cron' { @($crontab -match '^[A-Z_]+='), @('/bin/sh', '-c', ($line -split ' ', 6)[5]) }
                'launchd' {
                    $names = @($agent.EnvironmentVariables.key)
                    @(0..($names.Count - 1) | ForEach-Object { $names[$_] + '=' + @($agent.EnvironmentVariables.string)[$_] }), @($agent.ProgramArguments.string)
                }
                # systemd takes quotes as the shell does.
                'systemd' {
                    @(($service -match '^Environment=' -replace '^Environment=') -split ' '),
                    @('/bin/sh', '-c', ($service -match '^ExecStart=' -replace '^ExecStart=/usr/bin/pwsh', $pwsh)[0])
                }
            }
            Start-Program env (@('-i', "HOME=$UserHome", 'PATH=/usr/bin:/bin') + ($environment -replace '^PATH=', "PATH=${bin}:") + $command)
        }

        function Get-Log([string] $UserHome) {
            Get-ChildItem -LiteralPath (Join-Path $UserHome 'Library/Logs') -Filter waiaas-renew.log | Get-Content -Raw
        }

        $daemon = New-FakeDaemon
        try {
            $lines = @(
                '#!/bin/sh'
                '[ "$1 $2 $3 $#" = "-NoProfile -NonInteractive -Command 4" ] || exit 99'
                "PSModulePath='$Modules' WAIAAS_BASE_URL='$($daemon.Address)' exec '$(Get-ShellPath)' `"`$@`""
            )
            Set-FileText $pwsh ($lines -join "`n")
            Set-UnixMode $pwsh '755'
            $good, $bad = (New-TestDirectory), (New-TestDirectory)
            Set-WaiaasToken $daemon.Issue(8000, 10000) -DataDir (Join-Path $good '.waiaas')
            Set-WaiaasToken $daemon.Issue(8000, 10000) -DataDir (Join-Path $good '.waiaas') -WalletId trading
            $revoked = $daemon.Issue(8000, 10000)
            $daemon.Revoke($revoked)
            Set-WaiaasToken $revoked -DataDir (Join-Path $bad '.waiaas')
            $renewal = Start-Line $good
            $failure = Wait-Program (Start-Line $bad)
            $renewal = Wait-Program $renewal

            Assert-Silent $renewal
            Get-Log $good | Should -BeNullOrEmpty
            $daemon.IsCurrent((Get-FileText (Get-ExpectedPath (Join-Path $good '.waiaas')))) | Should -BeTrue
            $daemon.IsCurrent((Get-FileText (Get-ExpectedPath (Join-Path $good '.waiaas') trading))) | Should -BeTrue
            $failure.Code | Should -Be 1
            $failure.Output | Should -BeNullOrEmpty
            $said = $(if ($scheduler -eq 'launchd') { Get-Log $bad } else { $failure.Errors })
            (Get-Said $said).Contains('SESSION_REVOKED') | Should -BeTrue -Because "it said '$said'"
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
        $calls = '-WhatIf', "-AsSystem -DataDir '$data' -WhatIf", '-Unregister -WhatIf'
        Set-FileText $step (($calls | ForEach-Object { "& '$recipe' $_" }) -join "`n")
        $run = Invoke-ScriptFile $step
        $run.Errors | Should -BeNullOrEmpty
        $run.Code | Should -Be 0
        Get-Said $run.Output | Should -BeLike "*Get-WaiaasTokenInfo-DataDir'$(Get-Said $data)'|Update-WaiaasToken*"
        Get-Said $run.Output | Should -BeLike '*asSYSTEM*'
    }

    It 'names the same task for the same directory, however it is written' {
        $step = Join-Path (New-TestDirectory) 'step.ps1'
        $ways = $data, "$data$([IO.Path]::DirectorySeparatorChar)", (Join-Path $data 'x/..')
        Set-FileText $step (($ways | ForEach-Object { "& '$recipe' -DataDir '$_' -Unregister -WhatIf" }) -join "`n")
        $run = Invoke-ScriptFile $step
        $named = @($run.Output -split '\r?\n' | Where-Object { $_ -match 'Renew' } | Sort-Object -Unique)
        $named | Should -HaveCount 1
    }

    It 'registers nothing for SYSTEM without a data directory' {
        $run = Invoke-ScriptFile $recipe ('-AsSystem', '-WhatIf')
        $run.Code | Should -Be 1
        (Get-Said $run.Errors).Contains('-DataDir') | Should -BeTrue
    }

    It 'registers a task that renews, and removes it' -Skip:(Test-Missing TaskScheduler) {
        # The task has no environment but its user's, so the module has to be where that user has modules.
        $installed = Join-Path (($env:PSModulePath -split ';' | Where-Object { $_.StartsWith($HOME) })[0]) 'WaiaaS'
        $ours = -not (Test-Path -LiteralPath $installed)
        if ($ours) { Copy-Item (Join-Path $Modules 'WaiaaS') $installed -Recurse }
        $daemon = New-FakeDaemon
        $wallet = 'test-' + [guid]::NewGuid().ToString('N')
        $file = Get-ExpectedPath $data $wallet
        $arguments = '-DataDir', $data
        # The task has the environment that its user has in the registry.
        [Environment]::SetEnvironmentVariable('WAIAAS_BASE_URL', "$($daemon.Address)", 'User')
        try {
            Set-WaiaasToken $daemon.Issue(8000, 10000) -DataDir $data -WalletId $wallet
            Assert-Silent (Invoke-ScriptFile $recipe ($arguments + '-RunWhenLoggedOff'))
            $task = @{ TaskPath = '\WaiaaS\'; TaskName = "Renew $($data -replace '[\\/:]+', '-') as $([Environment]::UserName)" }
            Start-ScheduledTask @task
            $ended = [datetime]::UtcNow.AddMinutes(2)
            while (-not $daemon.IsCurrent((Get-FileText $file)) -or (Get-ScheduledTask @task).State -eq 'Running') {
                if ([datetime]::UtcNow -gt $ended) { throw "The task did not renew the token. Its result: $((Get-ScheduledTaskInfo @task).LastTaskResult)" }
                Start-Sleep -Milliseconds 200
            }
            (Get-ScheduledTaskInfo @task).LastTaskResult | Should -Be 0
        }
        finally {
            [Environment]::SetEnvironmentVariable('WAIAAS_BASE_URL', $null, 'User')
            $removal = Invoke-ScriptFile $recipe ($arguments + '-Unregister')
            if ($ours) { Remove-Item -LiteralPath $installed -Recurse -Force }
            $daemon.Dispose()
        }
        Assert-Silent $removal
        Get-ScheduledTask @task -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
