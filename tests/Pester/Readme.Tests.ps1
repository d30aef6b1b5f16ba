# What the README shows is run as it is there. Its main job and its way to run the tests are run by the gate.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'HelpMarkdown.ps1')
    . (Join-Path $PSScriptRoot 'HelpExample.ps1')
    . (Join-Path $PSScriptRoot 'FakeDaemon.ps1')
    Import-ModuleUnderTest
    $readme = (Get-FileText (Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'README.md')).Replace("`r", '')

    # The PowerShell code of a section, and what the README says it prints.
    function Get-CodeBlock([string] $Section) {
        [regex]::Matches((Get-MarkdownSection $readme $Section), '(?s)```powershell\n(?<Code>.*?)\n```(\s*```\n(?<Output>.*?)\n```)?') | ForEach-Object {
            @{ Title = "$Section, $($_.Groups['Code'].Value)"; Code = $_.Groups['Code'].Value; Output = $_.Groups['Output'].Value }
        }
    }

    # The words, because a narrow screen breaks lines; paths without their ends, because it cuts them.
    function ConvertTo-ScreenText([string] $Text) {
        ((ConvertTo-ComparableText $Text) -replace '/home/ada/\.waiaas/[\w/-]*\u2026?', '<path>' -split '\s+' | Sort-Object -CaseSensitive) -join ' '
    }
}

Describe 'The README' {
    It 'shows code that works, each block by itself' -Skip:(Test-Missing BearerToken) {
        $blocks = @('Quick start', 'Cmdlets', 'Errors' | ForEach-Object { Get-CodeBlock $_ })
        $blocks.Count | Should -BeGreaterThan 4
        $after = "'Then: ' + (((Get-WaiaasTokenInfo | Where-Object State -EQ Active).WalletId | Sort-Object) -join ' ')"
        $ran = @(Invoke-HelpExample @($blocks | ForEach-Object { @{ Title = $_.Title; Code = $_.Code, $after -join "`n" } }))
        $ran | Where-Object { $_.Errors } | ForEach-Object { "$($_.Title): $($_.Errors)" } | Should -BeNullOrEmpty
        $ran | ForEach-Object { $_.Shown | Should -Match 'Then: .*legacy' -Because $_.Title }
        for ($i = 0; $i -lt $blocks.Count; $i++) {
            if ($blocks[$i].Output) { ConvertTo-ComparableText ($ran[$i].Shown -replace '(?m)^Then: .*$') | Should -Be (ConvertTo-ComparableText $blocks[$i].Output) }
        }
        ($ran | Where-Object Title -Match 'connect-info').Shown | Should -Match 'session' -Because 'the daemon knows the token'
        ($ran | Where-Object Title -Match 'market-maker').Shown | Should -Match 'Then: .*market-maker'
    }

    It 'has a quick start that works step by step, from no token to an answer of the daemon' -Skip:(Test-Missing BearerToken) {
        $create, $null, $use = @(Get-CodeBlock 'Quick start')
        $ran = Invoke-HelpExample @{ Title = 'Quick start'; Code = 'Get-WaiaasTokenInfo | Remove-WaiaasToken', $create.Code, $use.Code -join "`n" }
        $ran.Errors | Should -BeNullOrEmpty
        $ran.Shown | Should -Match '(?s)\(default\)\s+Active.*session'
    }

    It 'shows a session as it goes' -Skip:(Test-Missing UnixMode, BearerToken) {
        $session = [regex]::Match($readme, '(?ms)^### A session\n.*?```\n(.*?)\n```').Groups[1].Value
        $typed = [regex]::Matches($session, '(?m)^PS> (.*)$') | ForEach-Object { $_.Groups[1].Value }
        $before = @'
$token = Get-WaiaasToken -AsPlainText
$trading, $ops = 'trading', 'ops' | ForEach-Object { [pscustomobject]@{ token = Get-WaiaasToken $_ -AsPlainText; walletId = $_ } }
Get-WaiaasTokenInfo | Remove-WaiaasToken
'@
        $ran = Invoke-HelpExample @{ Title = 'session'; Code = (@($before) + $typed) -join "`n" }
        $last = 'Remove-WaiaasToken: ' + $ran.Errors
        $expected = $session -replace '(?m)^PS> .*$'
        ConvertTo-ScreenText "$($ran.Shown)`n$last" | Should -BeExactly (ConvertTo-ScreenText $expected)
    }

    It 'tells the whole life of a token: what the daemon returns is written, used, listed, tested, renewed and removed' -Skip:(Test-Missing BearerToken) {
        $daemon = New-FakeDaemon
        try {
            $wallet = $daemon.AddWallet('trading')
            $data = Join-Path (New-TestDirectory) 'data'
            $seen = Use-Environment @{ WAIAAS_BASE_URL = "$($daemon.Address)"; WAIAAS_DATA_DIR = $data } {
                Watch-Command {
                    $request = @{
                        Method      = 'Post'
                        Uri         = "$($daemon.Address)v1/sessions"
                        Headers     = @{ 'X-Master-Password' = $daemon.MasterPassword }
                        ContentType = 'application/json'
                        Body        = ConvertTo-Json @{ walletId = $wallet; ttl = 3600 }
                    }
                    Invoke-RestMethod @request | Set-WaiaasToken
                    $file = Get-WaiaasTokenPath $wallet
                    $first = Get-WaiaasToken $wallet -AsPlainText
                    (Invoke-RestMethod "$($daemon.Address)v1/connect-info" -Authentication Bearer -Token (Get-WaiaasToken $wallet) -AllowUnencryptedAuthentication -NoProxy).session.id
                    Get-WaiaasTokenInfo | ForEach-Object { "$($_.WalletId) $($_.State) $($_.SessionId)" }
                    Test-WaiaasToken $wallet -MinimumLifetime 00:30:00 -Online
                    $daemon.ClockOffset = [timespan]::FromMinutes(45)
                    Update-WaiaasToken $wallet -Force
                    $second = Get-WaiaasToken $wallet -AsPlainText
                    $second -cne $first
                    Test-WaiaasToken $wallet -Online
                    Remove-WaiaasToken $wallet
                    Test-Path -LiteralPath $file
                    Test-WaiaasToken $wallet -Online
                }
            }
            $seen.Thrown | Should -BeNullOrEmpty
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Warnings | Should -BeNullOrEmpty
            $session = $seen.Output[0]
            $seen.Output | Should -Be $session, "$wallet Active $session", $true, $true, $true, $false, $false
            @($daemon.Log) | Should -Be 'POST /v1/sessions 201', 'GET /v1/connect-info 200', 'GET /v1/connect-info 200', "PUT /v1/sessions/$session/renew 200", 'GET /v1/connect-info 200'
        }
        finally {
            $daemon.Dispose()
        }
    }

    It 'lists every cmdlet, and no other' {
        $listed = [regex]::Matches((Get-MarkdownSection $readme 'Cmdlets'), '(?m)^\| \[([\w-]+)\]\(docs/en-US/\1\.md\) \| ') | ForEach-Object { $_.Groups[1].Value }
        $listed | Sort-Object | Should -Be ((Get-Module WaiaaS).ExportedCmdlets.Keys | Sort-Object)
    }
}
