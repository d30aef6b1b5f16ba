# The vault: its five cmdlets by the contract of SecretManagement, and the real SecretManagement where it is installed.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $ways = @('its cmdlets', 'SecretManagement' | Where-Object { $_ -eq 'its cmdlets' -or -not (Test-Missing SecretManagement) } | ForEach-Object { @{ Way = $_ } })
    $driveRelative = if ([IO.Path]::DirectorySeparatorChar -eq '\') { 'C:data' } else { 'C:\data' }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $extension = Join-Path (Split-Path -Parent (Get-ModuleManifestPath)) 'WaiaaS.Extension'

    # SecretManagement 1.1.2: the members that a vault uses.
    if (-not (Test-Missing SecretManagement)) {
        Import-Module Microsoft.PowerShell.SecretManagement
    }
    elseif (-not ('Microsoft.PowerShell.SecretManagement.SecretType' -as [type])) {
        Add-Type @'
namespace Microsoft.PowerShell.SecretManagement
{
    public enum SecretType { Unknown, ByteArray, String, SecureString, PSCredential, Hashtable }

    public sealed class SecretInformation
    {
        public SecretInformation(string name, SecretType type, string vaultName, System.Collections.Hashtable metadata)
        {
            Name = name;
            Type = type;
            VaultName = vaultName;
            Metadata = metadata;
        }

        public string Name { get; private set; }
        public SecretType Type { get; private set; }
        public string VaultName { get; private set; }
        public System.Collections.Hashtable Metadata { get; private set; }
    }
}
'@
    }

    # SecretManagement has one registry for each user; names of these tests alone, taken out again at the end.
    $vaults = [Collections.Generic.List[string]]::new()
    function Register-TestVault([hashtable] $Registered, [string] $ModuleName = (Split-Path -Parent (Get-ModuleManifestPath))) {
        $name = 'waiaas-test-' + [guid]::NewGuid().ToString('N')
        Register-SecretVault -Name $name -ModuleName $ModuleName -VaultParameters $Registered
        $vaults.Add($name)
        $name
    }

    function Invoke-Vault([string] $Function, [hashtable] $With = @{}, [hashtable] $Registered = @{ DataDir = $data }, [switch] $Detailed) {
        if ($Way -eq 'SecretManagement') {
            if ($With.ContainsKey('Filter')) { $With = @{ Name = $With.Filter } }
            $seen = Watch-Command { & "Microsoft.PowerShell.SecretManagement\$Function" @With -Vault $vault }
        }
        else {
            # As RunCommandScript of SecretManagement calls: by name, inside the module, with one table of parameters.
            $With.VaultName = 'waiaas'
            $With.AdditionalParameters = $Registered + @{ Verbose = [bool]$Detailed }
            $seen = Watch-Command { & (Get-Module -Name WaiaaS) "WaiaaS.Extension\$Function" @With }
        }
        $seen.Thrown | Should -BeNullOrEmpty -Because 'SecretManagement would replace what is thrown with a text of its own'
        $seen
    }

    # SecretManagement passes an empty table where the user gives no metadata.
    function Write-VaultSecret([string] $Name, [object] $Secret, [hashtable] $Metadata = @{}) {
        Invoke-Vault Set-Secret @{ Name = $Name; Secret = $Secret; Metadata = $Metadata }
    }

    function Read-VaultSecret([string] $Name) {
        $seen = Invoke-Vault Get-Secret @{ Name = $Name }
        $seen.Errors | Should -BeNullOrEmpty
        $seen.Output | ForEach-Object { $_ | Should -BeOfType ([securestring]); Unprotect-Text $_ }
    }

    function Get-VaultInfo([string] $Filter = '*') {
        $seen = Invoke-Vault Get-SecretInfo @{ Filter = $Filter }
        $seen.Errors | Should -BeNullOrEmpty
        $seen
    }

    function Get-ErrorId([object] $Seen) {
        @($Seen.Errors | ForEach-Object { ($_.FullyQualifiedErrorId -split ',')[0] })
    }

    # SecretManagement adds an error of its own to some.
    function Assert-Refused([object] $Seen, [string] $Id) {
        $Seen.Output | Should -BeNullOrEmpty
        Get-ErrorId $Seen | Should -Contain $Id
        if ($Way -ne 'SecretManagement') { $Seen.Errors | Should -HaveCount 1 }
        Find-TokenPiece ($Seen.Records | Format-List * -Force | Out-String) $token | Should -BeNullOrEmpty
    }
}

AfterAll {
    $vaults | ForEach-Object { Unregister-SecretVault -Name $_ }
}

Describe 'The vault, by <Way>' -ForEach $ways {
    BeforeEach {
        $data = Join-Path (New-TestDirectory) 'data'
        $token = New-TestToken
        if ($Way -eq 'SecretManagement') { $vault = Register-TestVault @{ DataDir = $data } }
    }

    It 'writes and gives the token file of the name <Name>, from a <Kind>' -ForEach @(
        @{ Name = 'mcp-token'; Wallet = ''; Kind = 'string' }
        @{ Name = 'MCP-Token'; Wallet = ''; Kind = 'string' }
        @{ Name = 'trading'; Wallet = 'trading'; Kind = 'string' }
        @{ Name = 'trading'; Wallet = 'trading'; Kind = 'secure string' }
    ) {
        $set = Write-VaultSecret $Name $(if ($Kind -eq 'string') { $token } else { Protect-Text $token })
        $set.Records | Should -BeNullOrEmpty
        Read-VaultSecret $Name | Should -BeExactly $token
        Get-FileText (Get-ExpectedPath $data $Wallet) | Should -BeExactly $token
    }

    It 'writes the next token over the last' {
        [void](Write-VaultSecret trading (New-TestToken))
        (Write-VaultSecret trading $token).Records | Should -BeNullOrEmpty
        Read-VaultSecret trading | Should -BeExactly $token
    }

    It 'gives the error of the cmdlet where a token cannot be given, and lists it with its state' {
        $path = Set-TokenFile $data 'no token' trading
        $seen = Invoke-Vault Get-Secret @{ Name = 'trading' }
        Assert-Refused $seen 'TokenMalformed'
        $seen.Errors[0].TargetObject | Should -Be $path
        (Get-VaultInfo).Output[0].Metadata.State | Should -Be 'Malformed'
    }

    It 'does not write <Case>: <Id>' -ForEach @(
        @{ Case = 'a table'; Id = 'SecretTypeNotSupported'; Secret = { @{ token = $token } } }
        @{ Case = 'bytes'; Id = 'SecretTypeNotSupported'; Secret = { , [Text.Encoding]::ASCII.GetBytes($token) } }
        @{ Case = 'a credential'; Id = 'SecretTypeNotSupported'; Secret = { [pscredential]::new('trading', (Protect-Text $token)) } }
        @{ Case = 'what is no token'; Id = 'TokenInputInvalid'; Secret = { $token -replace '\.[^.]+$' } }
        @{ Case = 'metadata'; Id = 'SecretMetadataNotSupported'; Secret = { $token }; Metadata = @{ Purpose = 'trades' }; Words = 'Purpose' }
        if ($Way -ne 'SecretManagement') { @{ Case = 'nothing'; Id = 'SecretTypeNotSupported'; Secret = { $null } } }
    ) {
        $with = if ($Metadata) { $Metadata } else { @{} }
        $set = Write-VaultSecret trading (& $Secret) $with
        Assert-Refused $set $Id
        "$($set.Errors)" | Should -Match $Words
        $data | Should -Not -Exist

        $old = New-TestToken
        [void](Write-VaultSecret trading $old)
        Assert-Refused (Write-VaultSecret trading (& $Secret) $with) $Id
        Read-VaultSecret trading | Should -BeExactly $old
    }

    It 'removes <Name>: <Id>' -ForEach @(
        @{ Name = 'trading'; Left = 'mcp-token', 'ops'; Id = '' }
        @{ Name = 'mcp-token'; Left = 'ops', 'trading'; Id = '' }
        @{ Name = 'trad*'; Left = 'mcp-token', 'ops', 'trading'; Id = 'WalletIdInvalid' }
        @{ Name = '*'; Left = 'mcp-token', 'ops', 'trading'; Id = 'WalletIdInvalid' }
        @{ Name = 'gone'; Left = 'mcp-token', 'ops', 'trading'; Id = 'TokenNotFound' }
    ) {
        'mcp-token', 'ops', 'trading' | ForEach-Object { [void](Write-VaultSecret $_ $token) }
        $removed = Invoke-Vault Remove-Secret @{ Name = $Name }
        if ($Id) { Assert-Refused $removed $Id } else { $removed.Records | Should -BeNullOrEmpty }
        (Get-VaultInfo).Output.Name | Should -Be $Left
    }

    It 'lists <Expected> for the filter "<Filter>"' -ForEach @(
        @{ Filter = '*'; Expected = 'mcp-token ops trade-1 trading' }
        @{ Filter = 'TRAD*'; Expected = 'trade-1 trading' }
        @{ Filter = 'mcp*'; Expected = 'mcp-token' }
        @{ Filter = '*o*'; Expected = 'mcp-token ops' }
        @{ Filter = 'mcp-token'; Expected = 'mcp-token' }
        @{ Filter = 'ops'; Expected = 'ops' }
        @{ Filter = 'gone'; Expected = '' }
        @{ Filter = "no token's name"; Expected = '' }
        if ($Way -ne 'SecretManagement') {
            @{ Filter = ''; Expected = 'mcp-token ops trade-1 trading' }
            @{ Filter = 'half[open'; Expected = '' }
        }
    ) {
        (Get-VaultInfo $Filter).Records | Should -BeNullOrEmpty
        'trading', 'mcp-token', 'ops', 'trade-1' | ForEach-Object { [void](Set-TokenFile $data $token $_.Replace('mcp-token', '')) }
        $infos = @((Get-VaultInfo $Filter).Output)
        @($infos | ForEach-Object { $_.Name }) -join ' ' | Should -Be $Expected
        $infos | ForEach-Object { $_.Type | Should -Be 'SecureString' }
    }
}

Describe 'The cmdlets of the vault' {
    BeforeEach {
        $data = Join-Path (New-TestDirectory) 'data'
        $token = New-TestToken
    }

    It 'have no secret, and no error, for a wallet without a token or a name that no token can have: <_>' -ForEach 'trading', 'My other secret', '../mcp-token', 'mcp*', 'NUL', '' {
        [void](Write-VaultSecret mcp-token $token)
        Read-VaultSecret $_ | Should -BeNullOrEmpty
    }

    It 'name no parameter that they lack where there is <Case>' -ForEach @(
        @{
            Case = 'a link'; Id = 'TokenPathIsSymbolicLink'; SecretName = 'trading'; Given = { $token }; Needed = 'SymbolicLink'
            Make = { New-Link (Get-ExpectedPath $data trading) (Set-TokenFile $data $token other) }
        }
        @{
            Case = 'a directory'; Id = 'TokenNotRegularFile'; SecretName = 'trading'; Given = { $token }
            Make = { [void][IO.Directory]::CreateDirectory((Get-ExpectedPath $data trading)) }
        }
        @{
            Case = 'a file for a directory'; Id = 'TokenWriteFailed'; SecretName = 'trading'; Given = { $token }
            Make = { [void](Set-TokenFile $data $token); Set-FileText (Join-Path $data 'mcp-tokens') '' }
        }
        @{ Case = 'a name that is none'; Id = 'WalletIdInvalid'; SecretName = 'a b'; Given = { $token }; Make = { } }
        @{ Case = 'a token for a name'; Id = 'WalletIdInvalid'; SecretName = 'wai_sess_a.b.c'; Given = { $token }; Make = { } }
        @{ Case = 'an API response'; Id = 'TokenInputInvalid'; SecretName = 'trading'; Given = { '{"token":"x"}' }; Make = { } }
    ) {
        if (Test-Missing $Needed) { Set-ItResult -Skipped -Because 'it cannot be made here'; return }
        . $Make
        $written = Invoke-Vault Set-Secret @{ Name = $SecretName; Secret = (. $Given); Metadata = @{} }
        Assert-Refused $written $Id
        $others = 'Remove-Secret', 'Get-Secret' | ForEach-Object { (Invoke-Vault $_ @{ Name = $SecretName }).Errors }
        foreach ($record in @($written.Errors) + $others) {
            $record.Exception.Message | Should -Not -MatchExactly '-(Token|WalletId|DataDir|LiteralPath|MaximumRetryCount)\b|-WaiaasToken'
        }
    }

    It 'say under -Verbose why there is no secret' {
        (Invoke-Vault Get-Secret @{ Name = 'trading' }).Records | Should -BeNullOrEmpty
        $said = @((Invoke-Vault Get-Secret @{ Name = 'trading' } -Detailed).Verbose)
        $said | Should -HaveCount 1
        $said[0] | Should -Match ([regex]::Escape((Get-ExpectedPath $data trading)))
    }

    It 'take what another such vault gives and tells of a secret' {
        [void](Write-VaultSecret trading $token)
        $info = (Get-VaultInfo trading).Output[0]
        $metadata = @{}
        $info.Metadata.Keys | ForEach-Object { $metadata[$_] = $info.Metadata[$_] }
        $secret = (Invoke-Vault Get-Secret @{ Name = 'trading' }).Output[0]
        $data = Join-Path (New-TestDirectory) 'other'
        (Write-VaultSecret trading $secret $metadata).Records | Should -BeNullOrEmpty
        Read-VaultSecret trading | Should -BeExactly $token
    }

    It 'tell when a token expires, in local time, and nothing of the token' {
        $issued = [DateTimeOffset]::FromUnixTimeSeconds(1790000000)
        $expires = $issued.AddYears(20)
        $token = New-TestToken -Payload "{`"sub`":`"session-1`",`"iat`":$($issued.ToUnixTimeSeconds()),`"exp`":$($expires.ToUnixTimeSeconds())}"
        $path = Set-TokenFile $data $token trading
        $info = (Get-VaultInfo).Output[0]
        $info | Should -BeOfType ([Microsoft.PowerShell.SecretManagement.SecretInformation])
        "$($info.Name) $($info.Type) $($info.VaultName)" | Should -BeExactly 'trading SecureString waiaas'
        $info.Metadata.Keys | Sort-Object | Should -Be 'ExpiresAt', 'IssuedAt', 'LastWriteTime', 'Path', 'SessionId', 'State'
        $info.Metadata['ExpiresAt'] | Should -Be $expires.LocalDateTime
        $info.Metadata['ExpiresAt'].Kind | Should -Be 'Local'
        $info.Metadata['IssuedAt'] | Should -Be $issued.LocalDateTime
        "$($info.Metadata['SessionId']) $($info.Metadata['State']) $($info.Metadata['Path'])" | Should -BeExactly "session-1 Active $path"
        $info.Metadata.Values | Where-Object { $_ -isnot [string] -and $_ -isnot [datetime] } | Should -BeNullOrEmpty
        Find-TokenPiece ($info | ConvertTo-Json -Depth 4) $token | Should -BeNullOrEmpty

        [void](Set-TokenFile $data (New-TestToken -Payload '{"sub":"session-1","iat":1790000000}') trading)
        $metadata = (Get-VaultInfo).Output[0].Metadata
        $metadata.Keys | Should -Not -Contain 'ExpiresAt'
        $metadata['State'] | Should -Be 'Active'
    }

    It 'leave out the token of a wallet that is called <_>, with a warning' -ForEach 'mcp-token', 'MCP-token' {
        [void](Set-TokenFile $data $token trading)
        [void](Set-TokenFile $data $token $_)
        $seen = Get-VaultInfo
        $seen.Output.Name | Should -Be 'trading'
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings[0] | Should -MatchExactly "'$_'"
        Read-VaultSecret $_ | Should -BeNullOrEmpty
    }

    It 'list one of two names that differ in case alone, and give both' -Skip:(Test-Missing CaseInNames) {
        $other = New-TestToken
        [void](Write-VaultSecret ops $token)
        [void](Write-VaultSecret OPS $other)
        $seen = Get-VaultInfo
        $seen.Output.Name | Should -BeExactly 'OPS'
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings[0] | Should -MatchExactly "'ops'"
        Read-VaultSecret ops | Should -BeExactly $token
        Read-VaultSecret OPS | Should -BeExactly $other
    }

    Context 'With <Case>' -ForEach @(
        @{ Case = 'no directory'; Make = { }; Expected = $true; Id = '' }
        @{ Case = 'a token that is no good'; Make = { Set-TokenFile $data 'no token' trading }; Expected = $true; Id = '' }
        @{ Case = 'a file in the place of its directory'; Make = { Set-FileText $data '' }; Expected = $false; Id = 'DataDirectoryInvalid' }
        @{
            Case = 'a directory that cannot be listed'; Needed = 'UnixModeKeepsOut'; Expected = $false; Id = 'TokenAccessDenied'
            Make = { Set-TokenFile $data $token trading; Set-UnixMode $data '0' }
        }
    ) {
        It 'find the vault <Expected>, and make no directory' -Skip:(Test-Missing $Needed) {
            [void](. $Make)
            $seen = Invoke-Vault Test-SecretVault
            $seen.Output | Should -Be $Expected
            "$(Get-ErrorId $seen)" | Should -BeLike "$Id$(if ($Needed) { '*' })"
            if ($Needed) { Set-UnixMode $data '700' }
            (Test-Path -LiteralPath $data) | Should -Be ($Case -ne 'no directory')
        }
    }

    It 'refuse everything of a vault with <Key> <Value>' -ForEach @(
        'data', './data', '~data', 'Temp:/data', $driveRelative, '', 5, $null | ForEach-Object { @{ Key = 'DataDir'; Value = $_ } }
        @{ Key = 'DataDirectory'; Value = '/data' }
    ) {
        $calls = @{
            'Get-Secret'       = @{ Name = 'trading' }
            'Get-SecretInfo'   = @{ Filter = '*' }
            'Set-Secret'       = @{ Name = 'trading'; Secret = $token; Metadata = @{} }
            'Remove-Secret'    = @{ Name = 'trading' }
            'Test-SecretVault' = @{}
        }
        foreach ($function in $calls.Keys) {
            $seen = Invoke-Vault $function $calls[$function] @{ $Key = $Value }
            Get-ErrorId $seen | Should -Be 'VaultParameterInvalid' -Because $function
            $seen.Errors[0].Exception.Message | Should -Match "'waiaas'"
            $seen.Output | Should -Be $(if ($function -eq 'Test-SecretVault') { $false })
        }
    }

    It 'take the data directory of the cmdlets where the vault has none, and not a relative one' {
        Use-Environment @{ WAIAAS_DATA_DIR = $data } {
            $seen = Invoke-Vault Set-Secret @{ Name = 'trading'; Secret = $token; Metadata = @{} } @{}
            $seen.Records | Should -BeNullOrEmpty
        }
        Get-FileText (Get-ExpectedPath $data trading) | Should -BeExactly $token
        Use-Environment @{ WAIAAS_DATA_DIR = 'data' } {
            $seen = Invoke-Vault Test-SecretVault @{} @{}
            $seen.Output | Should -Be $false
            Get-ErrorId $seen | Should -Be 'VaultParameterInvalid'
            $seen.Errors[0].Exception.Message | Should -Match 'WAIAAS_DATA_DIR'
        }
    }
}

Describe 'The nested module' {
    # What Register-SecretVault of SecretManagement 1.1.2 asks for, and Metadata, which it calls with when it is there.
    It 'has the five cmdlets with their parameters, and works alone, without SecretManagement' {
        $token = New-TestToken
        $userHome = New-TestDirectory
        $child = Use-Environment @{ HOME = $userHome; USERPROFILE = $userHome } {
            Invoke-ChildShell -WithoutModule @"
                `$vault = @{ VaultName = 'v'; AdditionalParameters = @{ DataDir = '~/vault' } }
                `$alone = Import-Module '$($extension.Replace("'", "''"))' -PassThru
                `$common = [Management.Automation.PSCmdlet]::CommonParameters
                `$alone.ExportedCommands.Values | Sort-Object Name | ForEach-Object {
                    `$_.Name + ': ' + ((`$_.Parameters.Keys | Where-Object { `$_ -notin `$common } | Sort-Object) -join ' ')
                }
                'WaiaaS.dll: ' + @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -in 'WaiaaS', 'WaiaaS.Core' }).Count
                Set-Secret -Name trading -Secret '$token' @vault
                [Net.NetworkCredential]::new('', (Get-Secret -Name trading @vault)).Password
                'Cmdlets: ' + @(Get-Command -Name Get-WaiaasToken -ErrorAction Ignore).Count
                'SecretManagement: ' + [bool]('Microsoft.PowerShell.SecretManagement.SecretType' -as [type])
"@
        }
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\r?\n' | Should -BeExactly @(
            'Get-Secret: AdditionalParameters Name VaultName'
            'Get-SecretInfo: AdditionalParameters Filter VaultName'
            'Remove-Secret: AdditionalParameters Name VaultName'
            'Set-Secret: AdditionalParameters Metadata Name Secret VaultName'
            'Test-SecretVault: AdditionalParameters VaultName'
            'WaiaaS.dll: 0'
            $token
            'Cmdlets: 0'
            'SecretManagement: False'
        )
        Get-FileText (Get-ExpectedPath (Join-Path $userHome 'vault') trading) | Should -BeExactly $token
    }
}

Describe 'A vault of the real SecretManagement' -Skip:(Test-Missing SecretManagement) {
    BeforeAll {
        $data = Join-Path (New-TestDirectory) 'data'
        $vault = Register-TestVault @{ DataDir = $data }
        $token = New-TestToken
        Set-Secret -Name trading -SecureStringSecret (Protect-Text $token) -Vault $vault
    }

    It 'is good, writes what the cmdlets read, and gives text where it is asked for' {
        Test-SecretVault -Name $vault | Should -BeTrue
        Get-WaiaasToken trading -DataDir $data -AsPlainText | Should -BeExactly $token
        Get-Secret -Name trading -Vault $vault -AsPlainText | Should -BeExactly $token
        ((Get-SecretInfo -Vault $vault).Metadata.ExpiresAt - (Get-Date)).TotalMinutes | Should -BeGreaterThan 30
    }

    It 'passes on the error <Id>' -ForEach @(
        @{ Id = 'GetSecretNotFound'; Attempt = { Get-Secret -Name other -Vault $vault } }
        @{ Id = 'VaultParameterInvalid'; Attempt = { Test-SecretVault -Name (Register-TestVault @{ DataDir = 'data' }) | Where-Object { $_ } } }
    ) {
        $seen = Watch-Command $Attempt
        $seen.Output | Should -BeNullOrEmpty
        Get-ErrorId $seen | Should -Contain $Id
    }

    It 'writes nothing under -NoClobber where there is a token' {
        { Set-Secret -Name trading -Secret (New-TestToken) -Vault $vault -NoClobber } | Should -Throw '*already exists*'
        Get-Secret -Name trading -Vault $vault -AsPlainText | Should -BeExactly $token
    }

    It 'takes a secret from another such vault' {
        $other = Register-TestVault @{ DataDir = (Join-Path (New-TestDirectory) 'data') }
        Get-SecretInfo -Name trading -Vault $vault | Set-Secret -Vault $other
        Get-Secret -Name trading -Vault $other -AsPlainText | Should -BeExactly $token
    }

    It 'is there in another session that has not imported the module, also found by the name of an installed module' {
        $modules = New-TestDirectory
        $installed = Join-Path (Join-Path $modules 'WaiaaS') (Get-Module WaiaaS).Version
        Copy-Item -LiteralPath (Split-Path -Parent (Get-ModuleManifestPath)) -Destination $installed -Recurse
        Use-Environment @{ PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath } {
            $byName = Register-TestVault @{ DataDir = $data } -ModuleName WaiaaS
            (Get-SecretVault -Name $byName).ModulePath | Should -Be (Join-Path $modules 'WaiaaS')
            foreach ($name in $vault, $byName) {
                $child = Invoke-ChildShell -Switches '-NonInteractive' -Script "Remove-Module WaiaaS; Get-Secret -Name trading -Vault $name -AsPlainText"
                $child.Errors | Should -BeNullOrEmpty
                $child.Output.Trim() | Should -BeExactly $token
            }
        }
    }
}
