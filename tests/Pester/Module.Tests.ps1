[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    # Sets: the parameter sets with the position in each, $null for by name only.
    $parameters = @(
        @{ Command = 'Get-WaiaasTokenPath'; Name = 'WalletId'; Type = 'String'; Sets = @{ DataDirectory = 0 }; Mandatory = $false; ByValue = $false; ByName = $true; Aliases = @() }
        @{ Command = 'Get-WaiaasTokenPath'; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Set-WaiaasToken'; Name = 'Token'; Type = 'SecureString'; Sets = @{ __AllParameterSets = 0 }; Mandatory = $true; ByValue = $true; ByName = $true; Aliases = @() }
        @{ Command = 'Set-WaiaasToken'; Name = 'WalletId'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $true; Aliases = @() }
        @{ Command = 'Set-WaiaasToken'; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Set-WaiaasToken'; Name = 'LiteralPath'; Type = 'String'; Sets = @{ LiteralPath = $null }; Mandatory = $true; ByValue = $false; ByName = $false; Aliases = @('LP') }
        @{ Command = 'Set-WaiaasToken'; Name = 'MaximumRetryCount'; Type = 'Int32'; Sets = @{ __AllParameterSets = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Get-WaiaasToken'; Name = 'WalletId'; Type = 'String'; Sets = @{ DataDirectory = 0 }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Get-WaiaasToken'; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Get-WaiaasToken'; Name = 'LiteralPath'; Type = 'String'; Sets = @{ LiteralPath = $null }; Mandatory = $true; ByValue = $true; ByName = $true; Aliases = @('LP', 'Path', 'PSPath') }
        @{ Command = 'Get-WaiaasToken'; Name = 'AsPlainText'; Type = 'SwitchParameter'; Sets = @{ __AllParameterSets = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Get-WaiaasTokenInfo'; Name = 'WalletId'; Type = 'String[]'; Sets = @{ DataDirectory = 0 }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Get-WaiaasTokenInfo'; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Get-WaiaasTokenInfo'; Name = 'LiteralPath'; Type = 'String'; Sets = @{ LiteralPath = $null }; Mandatory = $true; ByValue = $true; ByName = $true; Aliases = @('LP', 'Path', 'PSPath') }
        @{ Command = 'Test-WaiaasToken'; Name = 'WalletId'; Type = 'String'; Sets = @{ DataDirectory = 0 }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Test-WaiaasToken'; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Test-WaiaasToken'; Name = 'LiteralPath'; Type = 'String'; Sets = @{ LiteralPath = $null }; Mandatory = $true; ByValue = $true; ByName = $true; Aliases = @('LP', 'Path', 'PSPath') }
        @{ Command = 'Remove-WaiaasToken'; Name = 'WalletId'; Type = 'String[]'; Sets = @{ DataDirectory = 0 }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Remove-WaiaasToken'; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Remove-WaiaasToken'; Name = 'LiteralPath'; Type = 'String'; Sets = @{ LiteralPath = $null }; Mandatory = $true; ByValue = $true; ByName = $true; Aliases = @('LP', 'Path', 'PSPath') }
        @{ Command = 'Test-WaiaasToken'; Name = 'MinimumLifetime'; Type = 'TimeSpan'; Sets = @{ __AllParameterSets = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
        @{ Command = 'Set-WaiaasToken'; Name = 'PassThru'; Type = 'SwitchParameter'; Sets = @{ __AllParameterSets = $null }; Mandatory = $false; ByValue = $false; ByName = $false; Aliases = @() }
    )
    $commands = @(
        @{ Command = 'Get-WaiaasTokenPath'; Own = @('DataDir', 'WalletId'); ShouldProcess = $false; Output = @('String') }
        @{ Command = 'Set-WaiaasToken'; Own = @('DataDir', 'LiteralPath', 'MaximumRetryCount', 'PassThru', 'Token', 'WalletId'); ShouldProcess = $true; Output = @('TokenInfo') }
        @{ Command = 'Get-WaiaasToken'; Own = @('AsPlainText', 'DataDir', 'LiteralPath', 'WalletId'); ShouldProcess = $false; Output = @('SecureString', 'String') }
        @{ Command = 'Get-WaiaasTokenInfo'; Own = @('DataDir', 'LiteralPath', 'WalletId'); ShouldProcess = $false; Output = @('TokenInfo') }
        @{ Command = 'Test-WaiaasToken'; Own = @('DataDir', 'LiteralPath', 'MinimumLifetime', 'WalletId'); ShouldProcess = $false; Output = @('Boolean') }
        @{ Command = 'Remove-WaiaasToken'; Own = @('DataDir', 'LiteralPath', 'WalletId'); ShouldProcess = $true; Output = @() }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $manifestPath = Get-ModuleManifestPath
    $manifest = Import-PowerShellDataFile -Path $manifestPath
    $module = Get-Module WaiaaS | Where-Object { (Split-Path -Parent $_.Path) -eq (Split-Path -Parent $manifestPath) }
    $everyCommand = 'Get-WaiaasToken', 'Get-WaiaasTokenInfo', 'Get-WaiaasTokenPath', 'Remove-WaiaasToken', 'Set-WaiaasToken', 'Test-WaiaasToken'
}

Describe 'The manifest' {
    It 'is valid' {
        $seen = Watch-Command { Test-ModuleManifest -Path $manifestPath }
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Warnings | Should -BeNullOrEmpty
        $seen.Output[0].Name | Should -Be 'WaiaaS'
    }

    It 'is for both editions, from Windows PowerShell 5.1 on .NET Framework 4.7.2' {
        $manifest.CompatiblePSEditions | Sort-Object | Should -Be 'Core', 'Desktop'
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.DotNetFrameworkVersion | Should -Be '4.7.2'
    }

    It 'lists its cmdlets one by one' {
        $manifest.CmdletsToExport | Should -Not -BeNullOrEmpty
        $manifest.CmdletsToExport | Where-Object { $_ -match '[*?\[]' } | Should -BeNullOrEmpty
        $manifest.CmdletsToExport | ForEach-Object { $_ | Should -BeIn $everyCommand }
    }

    It 'exports no <_>' -ForEach 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport' {
        $manifest.ContainsKey($_) | Should -BeTrue
        $manifest[$_] | Should -BeNullOrEmpty
    }

    It 'can be searched for and says what it is' {
        $manifest.Description | Should -Not -BeNullOrEmpty
        $manifest.Author | Should -Not -BeNullOrEmpty
        $manifest.PrivateData.PSData.LicenseUri | Should -BeLike 'https://*'
        $manifest.PrivateData.PSData.ProjectUri | Should -BeLike 'https://*'
        $manifest.PrivateData.PSData.Tags | Where-Object { $_ -match '\s' } | Should -BeNullOrEmpty
    }

    It 'ships no assembly whose version collides in Windows PowerShell' {
        $files = Get-ChildItem -LiteralPath (Split-Path -Parent $manifestPath) -Recurse -Force | ForEach-Object { $_.Name }
        $files | Should -Not -Contain 'System.Memory.dll'
        $files | Should -Not -Contain 'System.Text.Json.dll'
        $files | Should -Not -Contain 'System.Management.Automation.dll'
    }
}

Describe 'The imported module' {
    It 'has the version of the manifest' {
        $module | Should -HaveCount 1
        $module.Version | Should -Be ([version]$manifest.ModuleVersion)
    }

    It 'exports what the manifest lists and nothing else' {
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $module.ExportedFunctions.Count | Should -Be 0
        $module.ExportedAliases.Count | Should -Be 0
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'has the cmdlet <Command>' -ForEach $commands {
        $manifest.CmdletsToExport | Should -Contain $Command
        (Get-Command $Command).CommandType | Should -Be 'Cmdlet'
    }

    It 'uses approved verbs' {
        $approved = Get-Verb | ForEach-Object { $_.Verb }
        $module.ExportedCmdlets.Values | ForEach-Object { $_.Verb | Should -BeIn $approved }
    }

    It 'comes in without a word, adds only its cmdlets, and goes' {
        # Runs in a process of its own, so that nothing has been imported before.
        $child = Invoke-ChildShell @"
            Remove-Module WaiaaS
            `$Error.Clear()
            function Get-State {
                'Alias', 'Function', 'Variable' | ForEach-Object { Get-ChildItem "`${_}:" } |
                    ForEach-Object { `$_.PSProvider.Name + ' ' + `$_.Name } |
                    Where-Object { `$_ -notmatch '^Variable (before|after|said|_|\?|\^|\$)`$' }
            }
            `$before = Get-State
            `$said = Import-Module '$($manifestPath.Replace("'", "''"))' *>&1
            `$after = Get-State
            'Said: ' + @(`$said).Count
            'Added: ' + @(Compare-Object `$before `$after).Count
            'Errors: ' + `$Error.Count
            'Cmdlets: ' + @(Get-Command -Name '*Waiaas*').Count
            Remove-Module WaiaaS
            'Left: ' + @(Get-Module WaiaaS).Count
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\r?\n' |
            Should -Be 'Said: 0', 'Added: 0', 'Errors: 0', "Cmdlets: $($manifest.CmdletsToExport.Count)", 'Left: 0'
    }
}

Describe 'The parameters' {
    It '<Command> has -<Name>, a <Type>' -ForEach $parameters {
        $parameter = (Get-Command $Command).Parameters[$Name]
        $parameter | Should -Not -BeNullOrEmpty
        $parameter.ParameterType.Name | Should -Be $Type
        @($parameter.Aliases | Sort-Object) | Should -Be $Aliases

        $found = @($parameter.Attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] })
        $found | ForEach-Object { $_.ParameterSetName } | Sort-Object | Should -Be @($Sets.Keys | Sort-Object)
        foreach ($attribute in $found) {
            $position = $Sets[$attribute.ParameterSetName]
            if ($null -eq $position) {
                $attribute.Position | Should -BeLessThan 0
            }
            else {
                $attribute.Position | Should -Be $position
            }
            $attribute.Mandatory | Should -Be $Mandatory
            $attribute.ValueFromPipeline | Should -Be $ByValue
            $attribute.ValueFromPipelineByPropertyName | Should -Be $ByName
            $attribute.ValueFromRemainingArguments | Should -BeFalse
        }
    }

    It '<Command> has no parameter that nobody promised' -ForEach $commands {
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        (Get-Command $Command).Parameters.Keys | Where-Object { $_ -notin $common } | ForEach-Object { $_ | Should -BeIn $Own }
    }

    It '<Command> has -WhatIf and -Confirm: <ShouldProcess>' -ForEach $commands {
        (Get-Command $Command).Parameters.ContainsKey('WhatIf') | Should -Be $ShouldProcess
        (Get-Command $Command).Parameters.ContainsKey('Confirm') | Should -Be $ShouldProcess
    }

    It '<Command> finds the token in the data directory when nothing is said' -ForEach $commands {
        (Get-Command $Command).DefaultParameterSet | Should -Be 'DataDirectory'
    }

    It '<Command> says what it gives' -ForEach $commands {
        $types = @((Get-Command $Command).OutputType | ForEach-Object { $_.Type.Name } | Where-Object { $_ -ne 'Void' } | Sort-Object)
        $types | Should -Be $Output
    }
}
