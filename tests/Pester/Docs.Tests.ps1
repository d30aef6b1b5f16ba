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
    Import-ModuleUnderTest
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

    # As GitHub makes it of a heading.
    function ConvertTo-Anchor([string] $Heading) {
        ($Heading.Trim() -replace '\[([^\]]+)\]\([^)]*\)', '$1').ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-'
    }

    function Get-Anchor([string] $Path) {
        [regex]::Matches((Get-FileText $Path).Replace("`r", ''), '(?m)^#{1,6} (.+)$') | ForEach-Object { ConvertTo-Anchor $_.Groups[1].Value }
    }
}

Describe 'The page <Page>' -Skip:(Test-Missing Repository) -ForEach $pages {
    BeforeAll {
        $text = (Get-FileText $Path).Replace("`r", '')
        # Without code, which has brackets of its own.
        $prose = $text -replace '(?ms)^ *```.*?^ *```' -replace '`[^`\n]*`'
    }

    It 'links to files and headings that exist' {
        $links = [regex]::Matches($prose, '\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)')
        foreach ($link in $links) {
            $file, $anchor = $link.Groups[1].Value, $link.Groups[2].Value
            $target = if ($file) { Join-Path (Split-Path -Parent $Path) $file } else { $Path }
            $target | Should -Exist -Because $link.Value
            if ($anchor) { Get-Anchor $target | Should -Contain $anchor -Because $link.Value }
        }
    }

    It 'has PowerShell code that parses, with cmdlets and parameters that exist' {
        $blocks = [regex]::Matches($text, '(?ms)^( *)```powershell\n(.*?)^ *```') | ForEach-Object { $_.Groups[2].Value }
        foreach ($block in $blocks) {
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

Describe 'Troubleshooting' -Skip:(Test-Missing Repository) {
    It 'has a remedy for every error id, and for no other' {
        $text = Get-FileText (Join-Path $root 'docs/troubleshooting.md')
        $section = [regex]::Match($text.Replace("`r", ''), '(?ms)^## Errors\n(.*?)(?=^## )').Groups[1].Value
        $ids = [regex]::Matches($section, '(?m)^\| (`.*?`) \|') | ForEach-Object { $_.Groups[1].Value -split ', ' -replace '`' }
        $ids | Sort-Object | Should -Be ([enum]::GetNames([WaiaaS.TokenError]) | Sort-Object)
    }
}
