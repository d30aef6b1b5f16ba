[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $patterns = '.github/workflows/*.yml', '.vscode/tasks.json', '.ci/run', '*.md', 'docs/*.md'
    $files = $patterns | ForEach-Object { Get-Item -Path (Join-Path $root $_) -Force -ErrorAction Ignore } | ForEach-Object {
        $text = [IO.File]::ReadAllText($_.FullName)
        @{
            Name    = $_.Name
            Tasks   = @([regex]::Matches($text, 'build\.ps1[\s",]+-Task[\s",]+(\w+(?:, \w+)*)') | ForEach-Object { $_.Groups[1].Value -split ', ' })
            Actions = @([regex]::Matches($text, '(?m)^[\s-]*uses: (?!\./)(.+)$') | ForEach-Object { $_.Groups[1].Value })
        }
    }
    $words = foreach ($line in @(Get-Content -LiteralPath (Join-Path $PSScriptRoot 'words.txt')) -notmatch '^(#|$)') {
        $pattern, $better = $line -split '\t'
        @{ Pattern = $pattern; Better = $better }
    }
    $withTasks = @($files | Where-Object { $_.Tasks })
    $withActions = @($files | Where-Object { $_.Actions })
}

Describe 'Commands that the repository names' -Skip:(Test-Missing Repository) {
    BeforeAll {
        $build = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'build.ps1'
        $known = (Get-Command $build).Parameters['Task'].Attributes.ValidValues
    }

    It '<Name> names tasks that build.ps1 has' -ForEach $withTasks {
        $Tasks | Where-Object { $known -cnotcontains $_ } | Should -BeNullOrEmpty
    }

    It 'The workflow for changes runs build.ps1' -ForEach @{ Found = @($withTasks.Name) } {
        $Found | Should -Contain 'ci.yml'
    }
}

Describe 'Actions that the workflows use' -Skip:(Test-Missing Repository) {
    It '<Name> takes each action from a commit, with its version beside it' -ForEach $withActions {
        $Actions | Where-Object { $_ -notmatch '^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$' } | Should -BeNullOrEmpty
    }

    It 'Every workflow takes an action from the same commit' -ForEach @{ All = @($withActions.Actions) } {
        $All.Count | Should -BeGreaterThan 1
        $All | Sort-Object -Unique | Group-Object { ($_ -split '@')[0] } | Where-Object Count -GT 1 | Should -BeNullOrEmpty
    }
}

# Every text that a user or a contributor reads, comments too. Pages that a program writes are the program's.
Describe 'The words of the repository' -Skip:(Test-Missing Repository) {
    BeforeAll {
        $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
        $written = 'docs/performance.md', 'docs/reliability*.md', 'en-US/WaiaaS.dll-Help.xml'
        $folders = '.github', 'build', 'docs', 'en-US'
        $texts = @(
            Get-ChildItem -Path (Join-Path $root '*') -File -Include *.md, *.ps1, *.psd1
            $folders | ForEach-Object { Get-ChildItem -LiteralPath (Join-Path $root $_) -Recurse -File -Exclude *.svg, *.png }
            Get-ChildItem -LiteralPath (Join-Path $root 'src') -Recurse -File -Filter *.cs | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
        )
        $lines = foreach ($file in $texts) {
            $name = $file.FullName.Substring($root.Length + 1).Replace('\', '/')
            if ($written | Where-Object { $name -like $_ }) { continue }
            $number = 0
            foreach ($line in [IO.File]::ReadAllLines($file.FullName)) {
                $number++
                [pscustomobject]@{ Place = "${name}:$number"; Text = $line }
            }
        }
    }

    It 'are many' {
        $lines.Count | Should -BeGreaterThan 3000
    }

    It 'are not <Pattern>, but: <Better>' -ForEach $words {
        $Better | Should -Not -BeNullOrEmpty
        $lines | Where-Object Text -Match $Pattern | ForEach-Object { "$($_.Place): $($_.Text.Trim())" } | Should -BeNullOrEmpty -Because "we write '$Better'"
    }
}
