# The pages for users and contributors: where their links lead, whether their code can run, and what they must name.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $pages = foreach ($file in Get-ChildItem -Path (Join-Path $root '*'), (Join-Path $root 'docs/*'), (Join-Path $root 'docs/*/*') -File -Filter *.md) {
        @{ Page = $file.FullName.Substring($root.Length + 1).Replace('\', '/'); Path = $file.FullName }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'Markdown.ps1')
    Import-ModuleUnderTest
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
}

Describe 'The page <Page>' -Skip:(Test-Missing Repository, MarkdownParser) -ForEach $pages {
    It 'links to files and headings that exist' {
        foreach ($link in Get-MarkdownNode $Path LinkInline) {
            if ($link.Url -match '^https?:') { continue }
            $file, $anchor = $link.Url -split '#'
            $target = if ($file) { Join-Path (Split-Path -Parent $Path) $file } else { $Path }
            $target | Should -Exist -Because $link.Url
            if ($anchor) { Get-MarkdownAnchor $target | Should -Contain $anchor -Because $link.Url }
        }
    }

    It 'has PowerShell code that parses, with cmdlets and parameters that exist' {
        foreach ($block in Get-MarkdownCode $Path powershell) {
            $errors = $null
            # A placeholder such as <thumbprint> is no operator.
            $script = [Management.Automation.Language.Parser]::ParseInput(($block -replace '<[a-z ]+>', 'x' -replace [char]0x2026, 'x'), [ref]$null, [ref]$errors)
            $errors | ForEach-Object { "$($_.Message) in: $block" } | Should -BeNullOrEmpty
            foreach ($command in $script.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] }, $true)) {
                if ($command.GetCommandName() -notmatch '-Waiaas') { continue }
                $known = Get-Command $command.GetCommandName()
                $known.Name | Should -BeExactly $command.GetCommandName()
                $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] -and $_.ParameterName -notin $known.Parameters.Keys } |
                    Should -BeNullOrEmpty -Because $command.Extent.Text
            }
        }
    }
}

Describe 'Troubleshooting' -Skip:(Test-Missing Repository, MarkdownParser) {
    It 'has a remedy for every error id, and for no other' {
        $ids = Get-MarkdownFirstCell (Join-Path $root 'docs/troubleshooting.md') Errors | ForEach-Object { $_ -split ', ' }
        $ids | Sort-Object | Should -Be ([enum]::GetNames([WaiaaS.TokenError]) | Sort-Object)
    }
}
