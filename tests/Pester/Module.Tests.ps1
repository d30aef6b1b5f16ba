[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    $literalPath = @{ LiteralPath = $null }
    $every = @{ __AllParameterSets = $null }
    $everyCommand = 'Get-WaiaasToken', 'Get-WaiaasTokenInfo', 'Get-WaiaasTokenPath', 'New-WaiaasToken', 'Remove-WaiaasToken', 'Set-WaiaasToken', 'Test-WaiaasToken', 'Update-WaiaasToken'
    $atPath = 'Get-WaiaasToken', 'Get-WaiaasTokenInfo', 'Remove-WaiaasToken', 'Test-WaiaasToken', 'Update-WaiaasToken'
    $readers = @($atPath) + 'Get-WaiaasTokenPath', 'New-WaiaasToken'
    $online = 'New-WaiaasToken', 'Test-WaiaasToken', 'Update-WaiaasToken'

    # Sets: the parameter sets with the position in each, $null for by name only. Takes: what of the pipeline binds.
    $parameters = @(
        @{ Commands = $everyCommand; Name = 'DataDir'; Type = 'String'; Sets = @{ DataDirectory = $null } }
        @{ Commands = 'Get-WaiaasToken', 'Get-WaiaasTokenPath', 'Test-WaiaasToken'; Name = 'WalletId'; Type = 'String'; Sets = @{ DataDirectory = 0 }; Takes = 'property' }
        @{ Commands = 'Get-WaiaasTokenInfo', 'Remove-WaiaasToken', 'Update-WaiaasToken'; Name = 'WalletId'; Type = 'String[]'; Sets = @{ DataDirectory = 0 }; Takes = 'property' }
        @{ Commands = 'New-WaiaasToken'; Name = 'WalletId'; Type = 'String[]'; Sets = @{ __AllParameterSets = 0 } }
        @{ Commands = 'Set-WaiaasToken'; Name = 'WalletId'; Type = 'String'; Sets = @{ DataDirectory = 1 }; Takes = 'property' }
        @{ Commands = 'New-WaiaasToken', 'Set-WaiaasToken'; Name = 'LiteralPath'; Type = 'String'; Sets = $literalPath; Mandatory = $true; Aliases = 'LP', 'Path' }
        @{ Commands = $atPath; Name = 'LiteralPath'; Type = 'String'; Sets = $literalPath; Mandatory = $true; Takes = 'property'; Aliases = 'LP', 'Path', 'PSPath' }
        @{ Commands = $readers; Name = 'InputObject'; Type = 'Object'; Sets = $every; Takes = 'value', 'rest' }
        @{ Commands = 'Set-WaiaasToken'; Name = 'InputObject'; Type = 'Object'; Sets = $every; Takes = 'value' }
        @{ Commands = 'Set-WaiaasToken'; Name = 'SurplusArguments'; Type = 'Object'; Sets = $every; Takes = 'rest' }
        @{ Commands = 'Get-WaiaasTokenInfo', 'New-WaiaasToken', 'Remove-WaiaasToken', 'Set-WaiaasToken', 'Test-WaiaasToken', 'Update-WaiaasToken'; Name = 'Default'; Type = 'SwitchParameter'; Sets = @{ DataDirectory = $null } }
        @{ Commands = 'Get-WaiaasToken'; Name = 'OrDefault'; Type = 'SwitchParameter'; Sets = @{ DataDirectory = $null } }
        @{ Commands = 'Set-WaiaasToken'; Name = 'Token'; Type = 'SecureString'; Sets = @{ __AllParameterSets = 0 }; Mandatory = $true; Takes = 'value', 'property' }
        @{ Commands = 'Set-WaiaasToken'; Name = 'MaximumRetryCount'; Type = 'Int32'; Sets = $every }
        @{ Commands = 'New-WaiaasToken', 'Set-WaiaasToken', 'Update-WaiaasToken'; Name = 'PassThru'; Type = 'SwitchParameter'; Sets = $every }
        @{ Commands = 'Get-WaiaasToken'; Name = 'AsPlainText'; Type = 'SwitchParameter'; Sets = $every }
        @{ Commands = 'New-WaiaasToken', 'Test-WaiaasToken'; Name = 'MinimumLifetime'; Type = 'TimeSpan'; Sets = $every }
        @{ Commands = 'New-WaiaasToken'; Name = 'Lifetime'; Type = 'TimeSpan'; Sets = $every }
        @{ Commands = 'New-WaiaasToken'; Name = 'NoExpiration'; Type = 'SwitchParameter'; Sets = $every }
        @{ Commands = 'New-WaiaasToken'; Name = 'KeepOldSession'; Type = 'SwitchParameter'; Sets = $every }
        @{ Commands = 'New-WaiaasToken'; Name = 'MasterPassword'; Type = 'SecureString'; Sets = $every }
        @{ Commands = 'New-WaiaasToken'; Name = 'MasterPasswordPath'; Type = 'String'; Sets = $every }
        @{ Commands = 'New-WaiaasToken', 'Update-WaiaasToken'; Name = 'Force'; Type = 'SwitchParameter'; Sets = $every }
        @{ Commands = 'Update-WaiaasToken'; Name = 'RemainingPercent'; Type = 'Int32'; Sets = $every }
        @{ Commands = 'Test-WaiaasToken'; Name = 'Online'; Type = 'SwitchParameter'; Sets = $every }
        @{ Commands = $online; Name = 'Uri'; Type = 'String'; Sets = $every }
        @{ Commands = $online; Name = 'TimeoutSec'; Type = 'Int32'; Sets = $every }
    )
    $commands = @(
        @{ Command = 'Get-WaiaasTokenPath'; Own = @('DataDir', 'InputObject', 'WalletId'); ShouldProcess = $false; Output = @('String') }
        @{ Command = 'Set-WaiaasToken'; Own = @('DataDir', 'Default', 'InputObject', 'LiteralPath', 'MaximumRetryCount', 'PassThru', 'SurplusArguments', 'Token', 'WalletId'); ShouldProcess = $true; Output = @('TokenInfo') }
        @{ Command = 'Get-WaiaasToken'; Own = @('AsPlainText', 'DataDir', 'InputObject', 'LiteralPath', 'OrDefault', 'WalletId'); ShouldProcess = $false; Output = @('SecureString', 'String') }
        @{ Command = 'Get-WaiaasTokenInfo'; Own = @('DataDir', 'Default', 'InputObject', 'LiteralPath', 'WalletId'); ShouldProcess = $false; Output = @('TokenInfo') }
        @{ Command = 'Test-WaiaasToken'; Own = @('DataDir', 'Default', 'InputObject', 'LiteralPath', 'MinimumLifetime', 'Online', 'TimeoutSec', 'Uri', 'WalletId'); ShouldProcess = $false; Output = @('Boolean') }
        @{ Command = 'New-WaiaasToken'; Own = @('DataDir', 'Default', 'Force', 'InputObject', 'KeepOldSession', 'Lifetime', 'LiteralPath', 'MasterPassword', 'MasterPasswordPath', 'MinimumLifetime', 'NoExpiration', 'PassThru', 'TimeoutSec', 'Uri', 'WalletId'); ShouldProcess = $true; Output = @('TokenInfo') }
        @{ Command = 'Update-WaiaasToken'; Own = @('DataDir', 'Default', 'Force', 'InputObject', 'LiteralPath', 'PassThru', 'RemainingPercent', 'TimeoutSec', 'Uri', 'WalletId'); ShouldProcess = $true; Output = @('TokenInfo') }
        @{ Command = 'Remove-WaiaasToken'; Own = @('DataDir', 'Default', 'InputObject', 'LiteralPath', 'WalletId'); ShouldProcess = $true; Output = @() }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $manifestPath = Get-ModuleManifestPath
    $manifest = Import-PowerShellDataFile -Path $manifestPath
    $module = Get-Module WaiaaS | Where-Object { (Split-Path -Parent $_.Path) -eq (Split-Path -Parent $manifestPath) }
}

Describe 'The manifest' -ForEach @{ Commands = $everyCommand } {
    It 'The manifest is valid' {
        $seen = Watch-Command { Test-ModuleManifest -Path $manifestPath }
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Warnings | Should -BeNullOrEmpty
        $seen.Output[0].Name | Should -Be 'WaiaaS'
    }

    It 'The manifest is for both editions, from Windows PowerShell 5.1 on .NET Framework 4.7.2' {
        $manifest.CompatiblePSEditions | Sort-Object | Should -Be 'Core', 'Desktop'
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.DotNetFrameworkVersion | Should -Be '4.7.2'
    }

    It 'The manifest lists its cmdlets one by one, and exports nothing else' {
        $manifest.CmdletsToExport | Sort-Object | Should -Be $Commands
        foreach ($key in 'FunctionsToExport', 'VariablesToExport', 'AliasesToExport') {
            $manifest.ContainsKey($key) | Should -BeTrue
            $manifest[$key] | Should -BeNullOrEmpty
        }
    }

    It 'The manifest has what a search finds it by' {
        $manifest.Description | Should -Not -BeNullOrEmpty
        $manifest.Author | Should -Not -BeNullOrEmpty
        $manifest.PrivateData.PSData.LicenseUri | Should -BeLike 'https://*'
        $manifest.PrivateData.PSData.ProjectUri | Should -BeLike 'https://*'
        $manifest.PrivateData.PSData.Tags | Where-Object { $_ -match '\s' } | Should -BeNullOrEmpty
    }
}

Describe 'The imported module' {
    It 'The module has the version of the manifest, and exports what the manifest lists' {
        $module | Should -HaveCount 1
        $module.Version | Should -Be ([version]$manifest.ModuleVersion)
        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $module.ExportedCommands.Count | Should -Be $module.ExportedCmdlets.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'Every verb is an approved one' {
        $approved = Get-Verb | ForEach-Object { $_.Verb }
        $module.ExportedCmdlets.Values | ForEach-Object { $_.Verb | Should -BeIn $approved }
    }

    It 'An import says nothing, adds only the cmdlets, and a removal takes them away' {
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

    It 'Only a command that asks the daemon loads its client: <Line>' -ForEach @(
        @{ Line = 'Set-WaiaasToken $token'; Loads = $false }
        @{ Line = 'Get-WaiaasToken'; Loads = $false }
        @{ Line = 'Get-WaiaasTokenInfo'; Loads = $false }
        @{ Line = 'Get-Command -Module WaiaaS -Syntax; Get-Help New-WaiaasToken -Full'; Loads = $false }
        @{ Line = 'Test-WaiaasToken'; Loads = $false }
        @{ Line = 'Remove-WaiaasToken'; Loads = $false }
        @{ Line = 'Test-WaiaasToken -Online -Uri http://127.0.0.1:1'; Loads = $true }
        @{ Line = 'Update-WaiaasToken -WhatIf'; Loads = $true }
        @{ Line = 'New-WaiaasToken -Uri http://127.0.0.1:1'; Loads = $true }
    ) {
        $token = New-TestToken
        $data = Join-Path (New-TestDirectory) 'data'
        [void](Set-TokenFile $data $token)
        $child = Invoke-ChildShell @"
            `$token = '$token'; `$env:WAIAAS_DATA_DIR = '$data'
            `$null = & { $Line } *>&1
            [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'WaiaaS.Daemon' }).Count
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -Be ([int]$Loads)
    }

    It 'An import loads three assemblies of the module, and the first write and read load none' {
        $data = Join-Path (New-TestDirectory) 'data'
        $child = Invoke-ChildShell @"
            function Get-Loaded { foreach (`$assembly in [AppDomain]::CurrentDomain.GetAssemblies()) { `$assembly.GetName().Name } }
            `$null = Get-Loaded
            `$before = Get-Loaded
            Set-WaiaasToken '$(New-TestToken)' -DataDir '$data'
            `$null = Get-WaiaasToken -DataDir '$data'
            `$after = Get-Loaded
            (`$before | Where-Object { `$_ -like 'WaiaaS*' } | Sort-Object) -join ' '
            `$after | Where-Object { `$before -notcontains `$_ }
"@
        $child.Errors | Should -BeNullOrEmpty
        # PowerShell loads what it is made of when it needs it; Windows has its access control in assemblies of .NET.
        $others = '^Microsoft\.PowerShell\.|^System\.(IO\.FileSystem|Security)\.(AccessControl|Claims|Principal\.Windows)$'
        $child.Output.Trim() -split '\r?\n' | Where-Object { $_ -notmatch $others } |
            Should -Be 'WaiaaS WaiaaS.Core WaiaaS.Extension'
    }
}

Describe 'The parameters' {
    It '-<Name> of <Commands> is a <Type>' -ForEach $parameters {
        foreach ($command in $Commands) {
            $parameter = (Get-Command $command).Parameters[$Name]
            $parameter | Should -Not -BeNullOrEmpty -Because "$command has it"
            $parameter.ParameterType.Name | Should -Be $Type
            @($parameter.Aliases | Sort-Object) | Should -Be @($Aliases | Where-Object { $_ })

            $found = @($parameter.Attributes | Where-Object { $_ -is [Management.Automation.ParameterAttribute] })
            $found | ForEach-Object { $_.ParameterSetName } | Sort-Object | Should -Be @($Sets.Keys | Sort-Object)
            foreach ($attribute in $found) {
                $position = $Sets[$attribute.ParameterSetName]
                [Math]::Max(-1, $attribute.Position) | Should -Be $(if ($null -eq $position) { -1 } else { $position })
                $attribute.Mandatory | Should -Be ([bool]$Mandatory)
                $attribute.ValueFromPipeline | Should -Be ('value' -in $Takes)
                $attribute.ValueFromPipelineByPropertyName | Should -Be ('property' -in $Takes)
                $attribute.ValueFromRemainingArguments | Should -Be ('rest' -in $Takes)
                $attribute.DontShow | Should -Be ($Name -in 'InputObject', 'SurplusArguments')
            }
        }
    }

    It '<Command> has no other parameters, -WhatIf is <ShouldProcess>, and its output type is <Output>' -ForEach $commands {
        $cmdlet = Get-Command $Command
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $cmdlet.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object | Should -Be $Own
        $cmdlet.Parameters.ContainsKey('WhatIf') | Should -Be $ShouldProcess
        $cmdlet.Parameters.ContainsKey('Confirm') | Should -Be $ShouldProcess
        $cmdlet.DefaultParameterSet | Should -Be 'DataDirectory'
        @($cmdlet.OutputType | ForEach-Object { $_.Type.Name } | Where-Object { $_ -ne 'Void' } | Sort-Object) | Should -Be $Output
    }
}
