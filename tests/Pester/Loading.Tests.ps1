# Where and how the module can be imported, and that all of it works there: write, list with its view, vault.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of a function of this file.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $folders = @(
        @{ Folder = '[x]' }
        @{ Folder = 'a [b] c' }
        @{ Folder = "d'e" }
        @{ Folder = '$f' }
        if (-not (Test-Missing AnyFileName)) { @{ Folder = 'g*h' }, @{ Folder = 'i?j' }, @{ Folder = 'k`l' } }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $source = Split-Path -Parent (Get-ModuleManifestPath)

    # A runspace of its own in this process; gives the objects, and fails with what it said.
    function Invoke-Runspace([initialsessionstate] $State, [string] $Script, [hashtable] $With = @{}) {
        $runspace = [runspacefactory]::CreateRunspace($State)
        $runspace.Open()
        $shell = [PowerShell]::Create()
        try {
            $shell.Runspace = $runspace
            [void]$shell.AddScript($Script).AddParameters($With)
            $shell.Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    # A folder for PSModulePath that has the module in one version.
    function New-ModuleFolder([string] $Folder, [string] $Version) {
        $target = Join-Path $Folder 'WaiaaS'
        if ($Version) { $target = Join-Path $target $Version }
        [void][IO.Directory]::CreateDirectory((Split-Path -Parent $target))
        Copy-Item -LiteralPath $source -Destination $target -Recurse
        if ($Version) {
            $manifest = Join-Path $target 'WaiaaS.psd1'
            Set-FileText $manifest ((Get-FileText $manifest) -replace "(?m)^(\s*ModuleVersion\s*=\s*)'[^']*'", "`$1'$Version'")
        }
        $target
    }

    # Everything, in one script: what it gives is what $whole matches.
    $use = @'
param($Manifest, $DataDir, $Token, $Prefix = '')
Import-Module $Manifest -Prefix $Prefix
& "Set-${Prefix}WaiaasToken" $Token -DataDir $DataDir -WalletId ops
& "Get-${Prefix}WaiaasTokenInfo" -DataDir $DataDir | Out-String -Width 200
'@
    $whole = '(?s)Data directory: .*\(parameter\).*Wallet +State +TimeLeft +Protection.*ops +Active +\d+m .*(0600|private)'
    $columns = '(?s)Wallet +State +TimeLeft +Protection.*ops +Active +\d+m .*(0600|private)'
}

Describe 'The module' {
    BeforeEach {
        $with = @{ Manifest = Get-ModuleManifestPath; DataDir = Join-Path (New-TestDirectory) 'data'; Token = New-TestToken }
    }

    It 'is found and works in a folder called <Folder>, with its view and its vault' -ForEach $folders {
        $modules = [IO.Directory]::CreateDirectory((Join-Path (New-TestDirectory) $Folder)).FullName
        [void](New-ModuleFolder $modules)
        $child = Use-Environment @{ PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath } {
            Invoke-ChildShell -WithoutModule @"
                Set-WaiaasToken '$($with.Token)' -DataDir '$($with.DataDir)' -WalletId ops
                Get-WaiaasTokenInfo -DataDir '$($with.DataDir)' | Out-String -Width 200
                & (Get-Module WaiaaS) WaiaaS.Extension\Test-SecretVault -VaultName v -AdditionalParameters @{ DataDir = '$($with.DataDir)' }
                (Get-Module WaiaaS).ModuleBase
"@
        }
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -Match $whole
        $child.Output.Trim() -split '\r?\n' | Select-Object -Last 2 | Should -Be 'True', (Join-Path $modules 'WaiaaS')
    }

    It 'works under the execution policy <_>, and lists without a heading' -ForEach 'Restricted', 'AllSigned' -Skip:(Test-Missing ExecutionPolicy) {
        Use-Environment @{ PSExecutionPolicyPreference = $_ } {
            $shown = Invoke-Runspace ([initialsessionstate]::CreateDefault2()) ($use + "`n@(`$Error).Count") $with
            $shown[0] | Should -Match $columns
            $shown[0] | Should -Not -Match 'Data directory'
            $shown[1] | Should -Be 0
        }
    }

    It 'shows the whole table in <_>' -ForEach 'FullLanguage', 'ConstrainedLanguage' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.LanguageMode = $_
        Invoke-Runspace $state $use $with | Should -Match $whole
    }

    It 'takes a prefix' {
        Invoke-Runspace ([initialsessionstate]::CreateDefault2()) $use ($with + @{ Prefix = 'My' }) | Should -Match $whole
    }

    It 'can be nested in another module, which shows what it exports and nothing of the vault' {
        $outer = Join-Path (New-TestDirectory) 'Outer.psd1'
        Set-FileText $outer "@{ ModuleVersion = '1.0'; NestedModules = '$($with.Manifest.Replace("'", "''"))'; CmdletsToExport = '*' }"
        $with.Manifest = $outer
        $shown = Invoke-Runspace ([initialsessionstate]::CreateDefault2()) ($use + "`n(Get-Command -Module Outer, WaiaaS, WaiaaS.Extension).Name | Sort-Object -Unique") $with
        $shown[0] | Should -Match $whole
        $shown | Select-Object -Skip 1 | Should -Be ((Get-Module WaiaaS).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'gives infos in a session that has its cmdlets and no language' {
        [void](Set-TokenFile $with.DataDir $with.Token ops)
        $state = [initialsessionstate]::CreateRestricted('RemoteServer')
        [void]$state.ImportPSModule($with.Manifest)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $runspace.SessionStateProxy.LanguageMode = 'NoLanguage'
        $shell = [PowerShell]::Create()
        $shell.Runspace = $runspace
        $infos = $shell.AddCommand('Get-WaiaasTokenInfo').AddParameter('DataDir', $with.DataDir).Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Dispose()
        $runspace.Dispose()
        Invoke-Runspace ([initialsessionstate]::CreateDefault2()) 'param($Infos) $Infos | Out-String' @{ Infos = $infos } | Should -Match $columns
    }

    It 'is there in the version <Asked> beside another one' -ForEach @(
        @{ Asked = 'that is the newest'; Switches = ''; Expected = '98.0.1' }
        @{ Asked = 'that is asked for'; Switches = '-RequiredVersion 97.0.0'; Expected = '97.0.0' }
    ) {
        $modules = New-TestDirectory
        '97.0.0', '98.0.1' | ForEach-Object { [void](New-ModuleFolder $modules $_) }
        $child = Use-Environment @{ PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath } {
            Invoke-ChildShell -WithoutModule @"
                Import-Module WaiaaS $Switches
                Set-WaiaasToken '$($with.Token)' -DataDir '$($with.DataDir)' -WalletId ops
                Get-WaiaasTokenInfo -DataDir '$($with.DataDir)' | Out-String -Width 200
                (Get-Module WaiaaS).Version.ToString()
                [IO.Path]::GetFileName([IO.Path]::GetDirectoryName((Get-Command Get-WaiaasToken).DLL))
"@
        }
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -Match $whole
        $child.Output.Trim() -split '\r?\n' | Select-Object -Last 2 | Should -Be $Expected, $Expected
    }

    It 'keeps the cmdlets of the vault to itself' {
        $child = Invoke-ChildShell "(Get-Command -Module WaiaaS, WaiaaS.Extension).Name; (Get-Command *-Secret* | Where-Object Source -NotLike 'Microsoft.*').Name"
        $child.Output.Trim() -split '\r?\n' | Should -Be ((Get-Module WaiaaS).ExportedCmdlets.Keys | Sort-Object)
    }

    It 'imports no script and no format file' {
        $manifest = Import-PowerShellDataFile -LiteralPath $with.Manifest
        $manifest.Keys | Where-Object { $_ -in 'FormatsToProcess', 'TypesToProcess', 'ScriptsToProcess' } | Should -BeNullOrEmpty
        @($manifest.RootModule) + $manifest.NestedModules | ForEach-Object { $_ | Should -BeLike '*.dll' }
    }
}
