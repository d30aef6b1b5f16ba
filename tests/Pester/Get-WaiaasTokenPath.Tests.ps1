[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    $notRooted = @(
        @{ Path = 'FileSystem::data\x' }
        @{ Path = '\\server\share'; Needs = 'UnixMode' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'Get-WaiaasTokenPath' {
    BeforeEach {
        $dir = New-TestDirectory
    }

    # The location is $dir, and so is the home directory. Variable: what WAIAAS_DATA_DIR is.
    It '<Name> gives one absolute path, <Place>, and touches nothing' -ForEach @(
        @{ Name = '-DataDir'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir $dir } }
        @{ Name = 'A missing -DataDir'; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir 'data') } }
        @{ Name = '-DataDir beside the variable'; Variable = 'other'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir $dir } }
        @{ Name = 'An absolute variable'; Variable = { Join-Path $dir 'data' }; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath } }
        @{ Name = 'A relative variable'; Variable = 'data'; Warnings = 1; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath } }
        @{ Name = 'No variable'; Place = '.waiaas/mcp-token'; Command = { Get-WaiaasTokenPath } }
        @{ Name = 'An empty variable'; Variable = ''; Place = '.waiaas/mcp-token'; Command = { Get-WaiaasTokenPath } }
        @{ Name = 'A relative -DataDir'; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir 'data' } }
        @{ Name = 'A path with backslashes'; Place = 'a/b/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir ($dir + '\a\b') } }
        @{ Name = 'A relative path with a backslash'; Place = 'a/b/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir 'a\b' } }
        @{ Name = 'A path of a provider with a backslash'; Place = 'a/b/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir ('FileSystem::' + $dir + '\a\b') } }
        @{ Name = 'A dot'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir '.' } }
        @{ Name = 'A way down and up'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir 'x/../.') } }
        @{ Name = 'A folder of a PSDrive'; Place = 'data/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path 'WaiaasPath:' 'data') } }
        @{ Name = 'The root of a PSDrive'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir 'WaiaasPath:' } }
        @{ Name = 'A location on a PSDrive'; Place = 'data/mcp-token'; Command = { Set-Location 'WaiaasPath:'; Get-WaiaasTokenPath -DataDir 'data' } }
        @{ Name = 'A path at a location of another provider'; Place = 'mcp-token'; Command = { Set-Location 'Env:'; Get-WaiaasTokenPath -DataDir $dir } }
        @{ Name = 'A path with wildcard characters'; Place = 'a[x]/mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir 'a[x]') } }
        @{ Name = 'A path with a separator at its end'; Place = 'mcp-token'; Command = { Get-WaiaasTokenPath -DataDir (Join-Path $dir '/') } }
        @{ Name = 'A wallet by position'; Place = 'mcp-tokens/main'; Command = { Get-WaiaasTokenPath main -DataDir $dir } }
        @{ Name = 'A wallet of an object'; Place = 'mcp-tokens/main'; Command = { [pscustomobject]@{ WalletId = 'main' } | Get-WaiaasTokenPath -DataDir $dir } }
    ) {
        $value = $(if ($Variable -is [scriptblock]) { & $Variable } else { $Variable })
        $drive = New-PSDrive -Name WaiaasPath -PSProvider FileSystem -Root $dir
        Push-Location -LiteralPath $dir
        try {
            $seen = Use-Environment @{ WAIAAS_DATA_DIR = $value; HOME = $dir; USERPROFILE = $dir } { Watch-Command $Command }
        }
        finally {
            Pop-Location
            $drive | Remove-PSDrive
        }
        $seen.Records | Should -HaveCount (1 + [int]$Warnings)
        $seen.Output[0] | Should -BeOfType string
        $seen.Output[0] | Should -BeExactly ([IO.Path]::GetFullPath((Join-Path $dir $Place)))
        Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
    }

    It 'A variable <Value> gets a warning that says what to set, once for a pipeline, and not beside -DataDir' -ForEach @(
        @{ Value = '~/data'; Means = { Join-Path (Get-PSProvider FileSystem).Home 'data' } }
        @{ Value = './data'; Means = { Join-Path $dir 'data' } }
        @{ Value = 'data'; Means = { Join-Path $dir 'data' } }
        @{ Value = ' data'; Means = { Join-Path $dir ' data' } }
        @{ Value = 'WaiaasPath:/data'; Means = { Join-Path $dir 'data' } }
    ) {
        $drive = New-PSDrive -Name WaiaasPath -PSProvider FileSystem -Root $dir
        Push-Location -LiteralPath $dir
        try {
            $seen = Use-Environment @{ WAIAAS_DATA_DIR = $Value } { Watch-Command { 'a', 'b' | Get-WaiaasTokenPath; Get-WaiaasTokenPath -DataDir $dir } }
        }
        finally {
            Pop-Location
            $drive | Remove-PSDrive
        }
        $directory = [IO.Path]::GetFullPath((& $Means))
        $seen.Warnings | Should -HaveCount 1
        $seen.Warnings[0] | Should -BeLike "WAIAAS_DATA_DIR is '$Value'*own programs look elsewhere*Set it to '$directory'."
        $seen.Output | Should -Be (Get-ExpectedPath $directory 'a'), (Get-ExpectedPath $directory 'b'), (Get-ExpectedPath $dir)
    }

    It 'An absolute variable with a space at its end gets the warning' -Skip:(Test-Missing UnixMode) {
        (Use-Environment @{ WAIAAS_DATA_DIR = "$dir " } { Watch-Command { Get-WaiaasTokenPath } }).Warnings | Should -HaveCount 1
    }

    It 'A variable that is a token is neither used nor shown' {
        $token = New-TestToken
        $seen = Use-Environment @{ WAIAAS_DATA_DIR = $token } { Watch-Command { Get-WaiaasTokenPath } }
        Assert-OneError $seen -Id PathNotFileSystem -Command GetWaiaasTokenPath
        Find-TokenPiece ($seen.Records | Format-List * -Force | Out-String) $token | Should -BeNullOrEmpty
    }

    foreach ($case in $notRooted) {
        It 'The path <Path>, which is not absolute even for PowerShell, is an error' -Skip:(Test-Missing $case.Needs) -ForEach $case {
            foreach ($command in { Get-WaiaasTokenPath -DataDir $Path }, { $Path | Get-WaiaasTokenPath }) {
                $seen = Watch-Command $command
                Assert-OneError $seen -Id PathNotFileSystem -Command GetWaiaasTokenPath -Path $Path
                $seen.Errors[0].Exception.Message | Should -BeLike "'$Path'*not an absolute path*"
            }
        }
    }

    It '~ is the home directory of PowerShell' {
        $homeOfPowerShell = (Get-PSProvider FileSystem).Home
        Get-WaiaasTokenPath -DataDir (Join-Path '~' 'data') |
            Should -BeExactly (Get-ExpectedPath (Join-Path $homeOfPowerShell 'data'))
    }

    # The core's own tests have every form of an id.
    It 'The wallet id <_> has a file of its own' -ForEach '01938c7e-5d7c-7d7a-a1f4-0e2b3c4d5e6f', '0', '_x', '-x', 'a..b' {
        Get-WaiaasTokenPath -WalletId $_ -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir $_)
    }

    It 'A pipeline goes on after a bad wallet id' {
        $seen = Watch-Command {
            [pscustomobject]@{ walletId = 'one' }, [pscustomobject]@{ walletId = '../two' }, [pscustomobject]@{ walletId = 'three' } |
                Get-WaiaasTokenPath -DataDir $dir
        }
        Assert-OneError $seen -Id WalletIdInvalid -Command GetWaiaasTokenPath
        $seen.Output | Should -Be (Get-ExpectedPath $dir 'one'), (Get-ExpectedPath $dir 'three')
    }
}
