[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $hasRepository = Test-Path -LiteralPath (Join-Path $root 'build.ps1')
    if (-not $hasRepository) {
        Write-Warning 'The workflows are not tested: the tests are not in their repository.'
    }
    $patterns = '.github/workflows/*.yml', '.vscode/tasks.json', '.ci/run', '*.md', 'docs/*.md'
    $files = $patterns | ForEach-Object { Get-Item -Path (Join-Path $root $_) -Force -ErrorAction Ignore } | ForEach-Object {
        $text = [IO.File]::ReadAllText($_.FullName)
        @{
            Name    = $_.Name
            Tasks   = @([regex]::Matches($text, 'build\.ps1[\s",]+-Task[\s",]+(\w+(?:, \w+)*)') | ForEach-Object { $_.Groups[1].Value -split ', ' })
            Actions = @([regex]::Matches($text, '(?m)^[\s-]*uses: (?!\./)(.+)$') | ForEach-Object { $_.Groups[1].Value })
        }
    }
    $withTasks = @($files | Where-Object { $_.Tasks })
    $withActions = @($files | Where-Object { $_.Actions })
}

Describe 'Commands that the repository names' -Skip:(-not $hasRepository) {
    BeforeAll {
        $build = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'build.ps1'
        $known = (Get-Command $build).Parameters['Task'].Attributes.ValidValues
    }

    It '<Name> names tasks that build.ps1 has' -ForEach $withTasks {
        $Tasks | Where-Object { $known -cnotcontains $_ } | Should -BeNullOrEmpty
    }

    It 'the workflow for changes runs build.ps1' -ForEach @{ Found = @($withTasks.Name) } {
        $Found | Should -Contain 'ci.yml'
    }
}

Describe 'Actions that the workflows use' -Skip:(-not $hasRepository) {
    It '<Name> takes each from a commit, with its version beside it' -ForEach $withActions {
        $Actions | Where-Object { $_ -notmatch '^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$' } | Should -BeNullOrEmpty
    }

    It 'every workflow takes an action from the same commit' -ForEach @{ All = @($withActions.Actions) } {
        $All.Count | Should -BeGreaterThan 1
        $All | Sort-Object -Unique | Group-Object { ($_ -split '@')[0] } | Where-Object Count -GT 1 | Should -BeNullOrEmpty
    }
}
