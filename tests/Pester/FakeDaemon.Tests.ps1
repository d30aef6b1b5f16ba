# The stand-in of tests/WaiaaS.FakeDaemon behaves like the daemon. With WAIAAS_CONTRACT_URI and WAIAAS_MASTER_PASSWORD, the
# contract is compared with a daemon that runs there instead: it makes wallets and sessions, waits for minutes, and leaves them.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'DaemonContract.ps1')
    $steps = @(Get-DaemonContract | Where-Object { -not ($env:WAIAAS_CONTRACT_URI -and $_.switch) } | ForEach-Object { @{ Name = $_.name; Step = $_ } })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'DaemonContract.ps1')
    . (Join-Path $PSScriptRoot 'FakeDaemon.ps1')

    # Wallets of a daemon that is no stand-in.
    function Add-RealWallet([object] $Client, [string] $Name) {
        $body = [pscustomobject]@{ name = $Name; chain = 'ethereum'; environment = 'testnet'; createSession = $false }
        $made = Invoke-ContractStep $Client ([pscustomobject]@{ request = 'POST /v1/wallets'; as = 'master'; body = $body })
        (ConvertFrom-Json $made.Text).id
    }
}

Describe 'The contract of the daemon' {
    BeforeAll {
        $daemon = if (-not $env:WAIAAS_CONTRACT_URI) { New-FakeDaemon }
        $client = if ($daemon) { New-ContractClient $daemon.Address $daemon.MasterPassword @{} } else { New-ContractClient $env:WAIAAS_CONTRACT_URI $env:WAIAAS_MASTER_PASSWORD @{} }
        foreach ($name in 'wallet', 'other', 'third', 'terminated') {
            $client.Values[$name] = if ($daemon) { $daemon.AddWallet("contract-$name") } else { Add-RealWallet $client "contract-$name" }
        }
        [void](Invoke-ContractStep $client ([pscustomobject]@{ request = 'DELETE /v1/wallets/{terminated}'; as = 'master' }))
    }

    AfterAll {
        $client.Http.Dispose()
        if ($daemon) { $daemon.Dispose() }
    }

    It '<Name>' -ForEach $steps {
        if ($Step.wait) {
            if ($daemon) { $daemon.ClockOffset += [timespan]::FromSeconds($Step.wait) } else { Start-Sleep -Seconds $Step.wait }
        }
        if ($Step.switch) { $daemon.Fault = $Step.switch }
        $response = Invoke-ContractStep $client $Step
        Save-ContractValue $client $Step $response
        Compare-ContractAnswer $client $Step $response | Should -BeNullOrEmpty
    }

    It 'has every code that the module knows' -Skip:(Test-Missing Repository) {
        $source = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'src/WaiaaS.Daemon/DaemonErrors.cs'
        $known = [regex]::Matches((Get-FileText $source), '= "([A-Z_]+)";').ForEach({ $_.Groups[1].Value })
        # No request is known that gets this one from the daemon.
        $known | Where-Object { $_ -notin @(Get-DaemonContract).error -and $_ -ne 'SESSION_EXPIRED' } | Should -BeNullOrEmpty
    }
}
