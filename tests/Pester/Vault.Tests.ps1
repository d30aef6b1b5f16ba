# The vault in the real SecretManagement. What it does by its contract alone is tested without it, in tests/WaiaaS.Tests/Vault.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $HasSecretManagement = [bool](Get-Module -ListAvailable -Name Microsoft.PowerShell.SecretManagement)
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest

    # SecretManagement has one registry for each user; names of these tests alone, taken out again at the end.
    $vaults = [Collections.Generic.List[string]]::new()
    function Register-TestVault([hashtable] $VaultParameters, [string] $ModuleName = (Split-Path -Parent (Get-ModuleManifestPath))) {
        $name = 'waiaas-test-' + [guid]::NewGuid().ToString('N')
        Register-SecretVault -Name $name -ModuleName $ModuleName -VaultParameters $VaultParameters
        $vaults.Add($name)
        $name
    }
}

AfterAll {
    foreach ($vault in $vaults) {
        Unregister-SecretVault -Name $vault
    }
}

Describe 'A vault of SecretManagement' -Skip:(-not $HasSecretManagement) {
    BeforeAll {
        Import-Module Microsoft.PowerShell.SecretManagement
        $data = Join-Path (New-TestDirectory) 'data'
        $vault = Register-TestVault @{ DataDir = $data }
        $token = New-TestToken
        $trading = New-TestToken -ExpiresIn ([TimeSpan]::FromHours(2))
        Set-Secret -Name mcp-token -Secret $token -Vault $vault
        Set-Secret -Name trading -SecureStringSecret (Protect-Text $trading) -Vault $vault
    }

    It 'passes its test' {
        Test-SecretVault -Name $vault | Should -BeTrue
    }

    It 'writes what the cmdlets read' {
        Get-WaiaasToken -DataDir $data -AsPlainText | Should -BeExactly $token
        Get-WaiaasToken trading -DataDir $data -AsPlainText | Should -BeExactly $trading
    }

    It 'gives a secure string, and text when asked' {
        Get-Secret -Name trading -Vault $vault | Should -BeOfType ([securestring])
        Get-Secret -Name trading -Vault $vault -AsPlainText | Should -BeExactly $trading
    }

    It 'lists the tokens, with their expiry' {
        $infos = @(Get-SecretInfo -Vault $vault)
        $infos.Name | Should -Be @('mcp-token', 'trading')
        $infos.Type | Should -Be @('SecureString', 'SecureString')
        $infos[1].Metadata.ExpiresAt | Should -BeOfType ([datetime])
        ($infos[1].Metadata.ExpiresAt - (Get-Date)).TotalMinutes | Should -BeGreaterThan 100
        ($infos[1].Metadata.ExpiresAt - (Get-Date)).TotalMinutes | Should -BeLessOrEqual 120
        (Get-SecretInfo -Name 'trad*' -Vault $vault).Name | Should -Be 'trading'
        ($infos | ConvertTo-Json -Depth 4) | ForEach-Object { Find-TokenPiece $_ $trading; Find-TokenPiece $_ $token } | Should -BeNullOrEmpty
    }

    It 'has no secret for a wallet without a token of its own' {
        Get-Secret -Name other -Vault $vault -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed | Should -HaveCount 1
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'GetSecretNotFound,*'
    }

    It 'says why a token cannot be given' {
        $path = Set-TokenFile $data 'no token' 'broken'
        Get-Secret -Name broken -Vault $vault -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'TokenMalformed,*'
        $failed[0].TargetObject | Should -Be $path
        (Get-SecretInfo -Name broken -Vault $vault).Metadata.State | Should -Be 'Malformed'
        Remove-Secret -Name broken -Vault $vault
        $path | Should -Not -Exist
    }

    It 'says why a secret cannot be written, and leaves the token' {
        Set-Secret -Name trading -Secret 'no token' -Vault $vault -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'TokenInputInvalid,*'
        Set-Secret -Name trading -Secret @{ token = $token } -Vault $vault -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SecretTypeNotSupported,*'
        Get-Secret -Name trading -Vault $vault -AsPlainText | Should -BeExactly $trading
    }

    It 'refuses metadata, and neither writes the token nor removes the one that is there' {
        Set-Secret -Name trading -Secret $token -Vault $vault -Metadata @{ Purpose = 'trades' } -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'SecretMetadataNotSupported,*'
        Get-Secret -Name trading -Vault $vault -AsPlainText | Should -BeExactly $trading
    }

    It 'writes a renewed token over the old one, and not under -NoClobber' {
        $renewed = New-TestToken
        Set-Secret -Name renewed -Secret (New-TestToken) -Vault $vault
        Set-Secret -Name renewed -Secret $renewed -Vault $vault
        { Set-Secret -Name renewed -Secret $token -Vault $vault -NoClobber } | Should -Throw '*already exists*'
        Get-Secret -Name renewed -Vault $vault -AsPlainText | Should -BeExactly $renewed
        Remove-Secret -Name renewed -Vault $vault
        (Get-SecretInfo -Vault $vault).Name | Should -Not -Contain 'renewed'
    }

    It 'takes a secret from another such vault' {
        $other = Register-TestVault @{ DataDir = (Join-Path (New-TestDirectory) 'data') }
        Get-SecretInfo -Name trading -Vault $vault | Set-Secret -Vault $other
        Get-Secret -Name trading -Vault $other -AsPlainText | Should -BeExactly $trading
    }

    It 'tells under -Verbose what is told nowhere else' {
        $said = Get-Secret -Name other -Vault $vault -Verbose -ErrorAction SilentlyContinue 4>&1
        ($said | ForEach-Object Message) -match 'mcp-tokens' | Should -HaveCount 1
    }

    It 'removes one secret, and none by a wildcard' {
        Set-Secret -Name gone -Secret (New-TestToken) -Vault $vault
        Remove-Secret -Name 'go*' -Vault $vault -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'WalletIdInvalid,*'
        (Get-SecretInfo -Vault $vault).Name | Should -Contain 'gone'
        Remove-Secret -Name gone -Vault $vault
        (Get-SecretInfo -Vault $vault).Name | Should -Not -Contain 'gone'
    }

    It 'fails its test where it was registered wrongly: <Case>' -ForEach @(
        @{ Case = 'a relative directory'; Parameters = @{ DataDir = 'data' } }
        @{ Case = 'a parameter that there is not'; Parameters = @{ Directory = '/data' } }
    ) {
        $wrong = Register-TestVault $Parameters
        Test-SecretVault -Name $wrong -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeFalse
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'VaultParameterInvalid,*'
        $failed[0].Exception.Message | Should -Match $wrong
    }

    It 'leaves the commands of SecretManagement to it' {
        (Get-Command Get-Secret).Source | Should -Be 'Microsoft.PowerShell.SecretManagement'
        (Get-Module WaiaaS).ExportedFunctions.Count | Should -Be 0
    }

    It 'is there in another session, where nobody imported the module' {
        $child = Invoke-ChildShell -Switches '-NonInteractive' -Script "Remove-Module WaiaaS; Get-Secret -Name trading -Vault $vault -AsPlainText"
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -BeExactly $trading
    }

    It 'is found by its name where the module is installed' {
        $modules = New-TestDirectory
        $source = Split-Path -Parent (Get-ModuleManifestPath)
        $installed = Join-Path (Join-Path $modules 'WaiaaS') (Import-PowerShellDataFile (Get-ModuleManifestPath)).ModuleVersion
        Copy-Item -LiteralPath $source -Destination $installed -Recurse
        Use-Environment @{ PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath } {
            $byName = Register-TestVault @{ DataDir = $data } -ModuleName WaiaaS
            (Get-SecretVault -Name $byName).ModulePath | Should -Be (Join-Path $modules 'WaiaaS')
            $child = Invoke-ChildShell -Switches '-NonInteractive' -Script "Remove-Module WaiaaS; Get-Secret -Name trading -Vault $byName -AsPlainText"
            $child.Errors | Should -BeNullOrEmpty
            $child.Output.Trim() | Should -BeExactly $trading
        }
    }
}
