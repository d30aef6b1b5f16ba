# What the README shows is run as it stands there. Its main job and its way to run the tests are run by whoever runs the suite.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'HelpMarkdown.ps1')
    . (Join-Path $PSScriptRoot 'HelpExample.ps1')
    Import-ModuleUnderTest
    $readme = (Get-FileText (Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'README.md')).Replace("`r", '')

    # The words, because a narrow screen breaks lines; paths without their ends, because it cuts them.
    function ConvertTo-ScreenText([string] $Text) {
        ((ConvertTo-ComparableText $Text) -replace '/home/ada/\.waiaas/[\w/-]*\u2026?', '<path>' -split '\s+' | Sort-Object -CaseSensitive) -join ' '
    }
}

Describe 'The README' {
    It 'shows uses that work, each by itself, and in the end there are these tokens' -Skip:(Test-Missing BearerToken) {
        # Lines that prompt at the console are left out: the input is empty.
        $blocks = [regex]::Matches((Get-MarkdownSection $readme 'Use it'), '(?s)```powershell\n(.*?)\n```')
        $uses = $blocks | ForEach-Object { $_.Groups[1].Value -replace '(?m)^Set-WaiaasToken +#.*$' }
        $uses.Count | Should -BeGreaterThan 3
        $after = "((Get-WaiaasTokenInfo | Where-Object State -EQ Active).WalletId | Sort-Object) -join ' '"
        $examples = $uses | ForEach-Object { @{ Title = $_; Code = "`$token = Get-WaiaasToken", $_, $after -join "`n" } }
        $ran = @(Invoke-HelpExample $examples)
        $ran | Where-Object { $_.Errors } | ForEach-Object { "$($_.Title): $($_.Errors)" } | Should -BeNullOrEmpty
        $ran[0].Shown | Should -Match '0190a5b2-7c3d-7e4f-8a1b-2c3d4e5f6a7b legacy trading'
        $ran[2].Shown | Should -Match 'walletId'
        $ran[3].Shown | Should -Match '/home/ada/\.waiaas[\\/]mcp-tokens[\\/]trading'
        $ran | ForEach-Object { $_.Shown | Should -Match 'legacy trading' }
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

    It 'names the ids of all errors and no other' {
        $ids = [regex]::Matches((Get-MarkdownSection $readme 'When something goes wrong'), '(?m)^\| (`.*?`) \|') | ForEach-Object { $_.Groups[1].Value -split ', ' -replace '`' }
        $ids | Sort-Object | Should -Be ([enum]::GetNames([WaiaaS.TokenError]) | Sort-Object)
    }
}
