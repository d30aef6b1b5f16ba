# What holds for every script in docs/examples.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of the suites.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestRecipe.ps1')
    # What asks for a newer version than this one may be written so that this one cannot parse it.
    $scripts = foreach ($file in Get-ChildItem -LiteralPath $Examples -Filter *.ps1) {
        $text = [IO.File]::ReadAllText($file.FullName)
        @{ Name = $file.Name; Path = $file.FullName; Text = $text; IsForWindowsPowerShell = $text -notmatch '(?m)^#Requires -Version 7' }
    }
    $scripts = @($scripts | Where-Object { $_.IsForWindowsPowerShell -or $PSVersionTable.PSVersion.Major -ge 7 })
    $recipes = @($scripts | Where-Object { $_.Name -ne 'first-token.ps1' })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestRecipe.ps1')
}

Describe 'The script <Name>' -ForEach $scripts {
    BeforeAll {
        $tokens = $errors = $null
        $script = [Management.Automation.Language.Parser]::ParseFile($Path, [ref]$tokens, [ref]$errors)
    }

    It 'can be parsed, by Windows PowerShell too where it asks for no newer version' {
        $errors | Should -BeNullOrEmpty
        if ($IsForWindowsPowerShell) {
            $newer = 'AndAnd', 'OrOr', 'QuestionMark', 'QuestionQuestion', 'QuestionQuestionEquals', 'QuestionDot', 'QuestionLBracket'
            $tokens | Where-Object { "$($_.Kind)" -in $newer } | Should -BeNullOrEmpty
            # Without a byte order mark, Windows PowerShell takes a file for one of the system's code page.
            $Text | Should -Not -Match '[^\r\n\t -~]'
        }
    }

    It 'asks for nothing' {
        $calls = $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)
        $calls | Where-Object { $_.GetCommandName() -in 'Read-Host', 'Get-Credential', 'Pause', 'Out-GridView' } | Should -BeNullOrEmpty
        $switches = $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandParameterAst] }, $true)
        $switches | Where-Object { $_.ParameterName -eq 'Confirm' -and -not $_.Argument } | Should -BeNullOrEmpty
    }
}

Describe 'The help of <Name>' -ForEach $recipes {
    BeforeAll {
        $script = [Management.Automation.Language.Parser]::ParseInput($Text, [ref]$null, [ref]$null)
        $help = $script.GetHelpContent()
    }

    It 'has every parameter and no other' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $parameters = $script.ParamBlock.Parameters.Name.VariablePath.UserPath.ToUpperInvariant()
        $help.Parameters.Keys | Sort-Object | Should -Be ($parameters | Sort-Object)
    }

    It 'has every exit code and no other' {
        $documented = [regex]::Matches([regex]::Match($Text, '(?s)<#.*?#>').Value, '(?m)^    ([1-9][0-9]) [A-Z]+ {2,}') | ForEach-Object { $_.Groups[1].Value }
        # No other number in the scripts is in the range of sysexits.h.
        $numbers = $script.FindAll({ $args[0] -is [Management.Automation.Language.ConstantExpressionAst] }, $true).Value
        $numbers | Where-Object { $_ -is [int] -and $_ -ge 64 -and $_ -le 78 } | Sort-Object -Unique | Should -Be ($documented | Sort-Object)
    }
}

Describe 'The recipes' {
    It 'are named in docs/automation.md, every file and no other' {
        $index = [IO.File]::ReadAllText((Join-Path (Split-Path -Parent $Examples) 'automation.md'))
        $named = [regex]::Matches($index, '\(examples/([^)]+)\)') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        $named | Should -Be (Get-ChildItem -LiteralPath $Examples | ForEach-Object Name | Sort-Object)
    }

    It 'say that the module is missing: <Name>' -ForEach @(
        @{ Name = 'ci-job.ps1'; Arguments = '-Script', 'x.ps1'; Code = 1; Words = 'WaiaaS' }
        @{ Name = 'send-token.ps1'; Arguments = '-HostName', '127.0.0.1:1'; Code = 78; Words = 'The module WaiaaS is not installed'; Needs = 'PowerShell7' }
    ) {
        if (Test-Missing $Needs) { Set-ItResult -Skipped -Because "it needs $Needs"; return }
        $run = Invoke-ScriptFile (Join-Path $Examples $Name) $Arguments @{ PSModulePath = Join-Path $PSHOME 'Modules'; WAIAAS_TOKEN = 'x' }
        $run.Code | Should -Be $Code
        (Get-Said $run.Errors).Contains((Get-Said $Words)) | Should -BeTrue -Because "it said '$($run.Errors)'"
    }

    It 'are short where a cmdlet does the work: <Name>' -ForEach @(
        @{ Name = 'register-renewal.ps1'; Most = 60 }
        @{ Name = 'ci-job.ps1'; Most = 70 }
        @{ Name = 'use-credential.ps1'; Most = 60 }
        @{ Name = 'waiaas-renew.service'; Most = 30 }
        @{ Name = 'waiaas-renew.crontab'; Most = 10 }
    ) {
        @(Get-Content (Join-Path $Examples $Name)).Count | Should -BeLessOrEqual $Most
    }
}
