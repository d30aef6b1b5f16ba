# For every .ps1, .psm1 and .psd1 of the repository: ./build.ps1 -Task Lint
@{
    Severity            = @('Error', 'Warning', 'Information')
    IncludeDefaultRules = $true
    # No function here is for users: their commands are cmdlets in C#, and SecretManagement asks before it calls the vault.
    ExcludeRules        = @('PSUseShouldProcessForStateChangingFunctions', 'PSProvideCommentHelp')
    Rules               = @{
        # Scripts run in Windows PowerShell too.
        PSUseCompatibleSyntax              = @{ Enable = $true; TargetVersions = @('5.1', '7.4') }
        PSUseConsistentIndentation         = @{ Enable = $true; IndentationSize = 4; Kind = 'space'; PipelineIndentation = 'IncreaseIndentationForFirstPipeline' }
        PSUseConsistentWhitespace          = @{ Enable = $true; IgnoreAssignmentOperatorInsideHashTable = $true }
        PSPlaceOpenBrace                   = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $false; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace                  = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true; NoEmptyLineBefore = $true }
        # They take the words of another program, or of a line of output.
        PSAvoidUsingPositionalParameters   = @{
            Enable           = $true
            CommandAllowList = @('Complete-Test', 'Format-Result', 'Invoke-DotNet', 'Invoke-Program', 'Invoke-Vault', 'New-Leftover', 'Start-Program', 'Write-VaultSecret')
        }
        PSUseCorrectCasing                 = @{ Enable = $true }
        PSAvoidSemicolonsAsLineTerminators = @{ Enable = $true }
    }
}
