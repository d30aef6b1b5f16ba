# What a piped object means, in every cmdlet alike: the table that docs/en-US has at -InputObject, as tests.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    # $data has the default token and those of trading and ops; $away has a default token and one of trading, too.
    # Means: the file that is meant, below $data, below $away where the way names it, or an error's id.
    $meanings = @(
        @{ Piped = 'an id'; Object = { 'trading' }; Means = 'wallet' }
        @{ Piped = 'an id that PowerShell wrapped'; Object = { [psobject]'trading' }; Means = 'wallet' }
        @{ Piped = 'a line of a file, which carries the path of that file'; Object = { Get-Content -LiteralPath $list }; Means = 'wallet' }
        @{ Piped = 'a Guid'; Object = { [guid]$guid }; Means = 'guid' }
        @{ Piped = 'an absolute path'; Object = { $trading }; Means = 'file' }
        @{ Piped = 'a relative path'; Object = { './mcp-tokens/trading' }; Means = 'file' }
        @{ Piped = 'a relative path with a backslash'; Object = { 'mcp-tokens\trading' }; Means = 'file' }
        @{ Piped = 'what Get-WaiaasTokenPath gives'; Object = { Get-WaiaasTokenPath trading -DataDir $data }; Means = 'file' }
        @{ Piped = 'a file'; Object = { Get-Item -LiteralPath $trading }; Means = 'file' }
        @{ Piped = 'a FileInfo'; Object = { [IO.FileInfo]$trading }; Means = 'file' }
        @{ Piped = 'what a provider puts out'; Object = { [pscustomobject]@{ PSPath = "Microsoft.PowerShell.Core\FileSystem::$trading" } }; Means = 'file' }
        @{ Piped = 'an info'; Object = { Get-WaiaasTokenInfo trading -DataDir $data }; Means = 'file' }
        @{ Piped = 'an info out of Clixml'; Object = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-WaiaasTokenInfo trading -DataDir $data))) }; Means = 'file' }
        @{ Piped = 'a selected info'; Object = { Get-WaiaasTokenInfo trading -DataDir $data | Select-Object State, Path, WalletId }; Means = 'file' }
        @{ Piped = 'a row with a path'; Object = { [pscustomobject]@{ Path = $trading } }; Means = 'file' }
        @{ Piped = 'a row of a CSV file'; Object = { "WalletId,Note`ntrading,x" | ConvertFrom-Csv }; Means = 'wallet' }
        @{ Piped = 'an object with a Guid as its wallet'; Object = { [pscustomobject]@{ walletId = [guid]$guid } }; Means = 'guid' }
        @{ Piped = 'a hashtable'; Object = { @{ walletid = 'trading' } }; Means = 'wallet' }
        @{ Piped = 'an ordered dictionary'; Object = { [ordered]@{ WalletId = 'trading' } }; Means = 'wallet' }
        @{ Piped = 'an empty id'; Object = { '' }; Means = 'WalletIdInvalid' }
        @{ Piped = 'a row without its wallet'; Object = { "WalletId,Note`n,x" | ConvertFrom-Csv }; Means = 'WalletIdInvalid' }
        @{ Piped = 'an object whose wallet is null'; Object = { [pscustomobject]@{ WalletId = $null } }; Means = 'WalletIdInvalid' }
        @{ Piped = 'an object whose wallet is a list'; Object = { [pscustomobject]@{ WalletId = 'a', 'b' } }; Means = 'WalletIdInvalid' }
        @{ Piped = 'an object whose wallet is a token'; Object = { [pscustomobject]@{ WalletId = $token } }; Means = 'WalletIdInvalid' }
        @{ Piped = 'null'; Object = { $null }; Means = 'InputNotUsable' }
        @{ Piped = 'a number'; Object = { 42 }; Means = 'InputNotUsable' }
        @{ Piped = 'a boolean'; Object = { $true }; Means = 'InputNotUsable' }
        @{ Piped = 'a date'; Object = { [DateTime]::UtcNow }; Means = 'InputNotUsable' }
        @{ Piped = 'an array in an array'; Object = { , @('trading', 'ops') }; Means = 'InputNotUsable' }
        @{ Piped = 'an empty hashtable'; Object = { @{} }; Means = 'InputNotUsable' }
        @{ Piped = 'an object of another kind'; Object = { [pscustomobject]@{ Id = 'trading' } }; Means = 'InputNotUsable' }
        @{ Piped = 'a process, which has a path of its own'; Object = { Get-Process -Id $PID }; Means = 'InputNotUsable' }
        @{ Piped = 'a SecureString'; Object = { Get-WaiaasToken -DataDir $data }; Means = 'InputNotUsable' }
        @{ Piped = 'a token'; Object = { $token }; Means = 'InputNotUsable' }
        @{ Piped = 'a token without its prefix'; Object = { $token.Substring('wai_sess_'.Length) }; Means = 'InputNotUsable' }
        @{ Piped = 'the start of a token'; Object = { $token.Substring(0, 40) }; Means = 'InputNotUsable' }
        @{ Piped = 'an API response'; Object = { [pscustomobject]@{ id = 's'; token = $token; walletId = 'trading' } }; Means = 'InputNotUsable' }
        @{ Piped = 'an API response as a hashtable'; Object = { @{ token = $token; walletId = 'trading' } }; Means = 'InputNotUsable' }
    )

    # How -DataDir is given; where it is, a wallet is one of that directory, and a path is what it was.
    $ways = @(
        @{ Way = 'plain'; DataDir = 'variable' }
        @{ Way = 'with -DataDir'; DataDir = 'argument' }
        @{ Way = 'with -DataDir as a default value'; DataDir = 'default' }
    )
    $cases = foreach ($way in $ways) { foreach ($meaning in $meanings) { $way + $meaning } }

    # What takes the pipeline without being one object after another.
    $forms = @(
        @{ Form = 'a script block for -WalletId'; Command = { [pscustomobject]@{ Name = 'trading' } | Get-WaiaasTokenPath -WalletId { $_.Name } } }
        @{ Form = 'a script block for -WalletId beside -DataDir'; Command = { [pscustomobject]@{ Name = 'trading'; WalletId = 'ops' } | Get-WaiaasTokenPath -WalletId { $_.Name } -DataDir $data } }
        @{ Form = 'a script block for -LiteralPath'; Command = { [pscustomobject]@{ At = $trading; WalletId = 'ops' } | Get-WaiaasTokenInfo -LiteralPath { $_.At } | ForEach-Object Path } }
        @{ Form = 'a script block for several wallets'; Command = { [pscustomobject]@{ Name = 'trading' } | Get-WaiaasTokenInfo -WalletId { $_.Name } | ForEach-Object Path } }
        @{ Form = 'ForEach-Object'; Command = { 'trading' | ForEach-Object { Get-WaiaasTokenPath $_ } } }
        @{ Form = 'ForEach-Object -Parallel'; Needs = 'PowerShell7'; Command = { $manifest = Get-ModuleManifestPath; 'trading' | ForEach-Object -Parallel { Import-Module $using:manifest; $_ | Get-WaiaasTokenPath } } }
        @{ Form = '-PipelineVariable'; Command = { 'trading' | Get-WaiaasTokenPath -PipelineVariable path | ForEach-Object { $path } } }
        @{
            Form = 'a steppable pipeline'
            Command = {
                $steps = { Get-WaiaasTokenPath }.GetSteppablePipeline()
                $steps.Begin($true); $steps.Process('trading'); $steps.End()
            }
        }
        @{
            Form = 'a function with its @PSBoundParameters'
            Command = {
                function Get-Wrapped([string] $WalletId, [string] $DataDir) { Get-WaiaasTokenPath @PSBoundParameters }
                Get-Wrapped -WalletId trading; Get-Wrapped trading $data
            }
            Times = 2
        }
        @{ Form = '-InputObject by name'; Command = { Get-WaiaasTokenPath -InputObject trading } }
        @{ Form = 'a path of an -InputObject by name'; Command = { (Get-WaiaasTokenInfo -InputObject $trading).Path } }
    )

    # Each line's words are the error's. Terminating: nothing of the pipeline was processed.
    $besides = @(
        @{ Line = "'ops' | Test-WaiaasToken -WalletId trading"; Id = 'InputNotUsable' }
        @{ Line = "'ops' | Get-WaiaasToken trading"; Id = 'InputNotUsable' }
        @{ Line = "'ops' | Get-WaiaasTokenInfo -LiteralPath `$trading"; Id = 'InputNotUsable' }
        @{ Line = "'ops' | Get-WaiaasTokenInfo -Default"; Id = 'InputNotUsable' }
        @{ Line = "Get-Item `$trading | Remove-WaiaasToken -WalletId ops"; Id = 'InputNotUsable' }
        @{ Line = "'ops' | Get-WaiaasTokenPath trading -DataDir `$data"; Id = 'InputNotUsable' }
        @{ Line = 'Get-WaiaasTokenInfo trading -Default'; Id = 'InputNotUsable' }
        @{ Line = 'Set-WaiaasToken $token -WalletId trading -Default'; Id = 'InputNotUsable' }
        @{ Line = 'Test-WaiaasToken $trading'; Id = 'WalletIdInvalid'; Words = '*-LiteralPath*' }
        @{ Line = '$token | Set-WaiaasToken trading'; Id = 'InputNotUsable'; Words = '*use -WalletId trading.' }
        @{ Line = '$response | Set-WaiaasToken trading'; Id = 'InputNotUsable'; Words = '*use -WalletId trading.' }
        @{ Line = '$trading | Set-WaiaasToken $token'; Id = 'InputNotUsable' }
        @{ Line = 'Set-WaiaasToken trading $token'; Id = 'WalletIdInvalid'; Words = '*looks like a token*' }
        @{ Line = 'Get-WaiaasToken trading $token'; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'Get-WaiaasToken trading ops'; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = "'trading' | Get-WaiaasTokenPath ops `$token"; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'Update-WaiaasToken trading $token'; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'New-WaiaasToken trading $token'; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'New-WaiaasToken -Foo $token'; Id = 'ParameterNotFound'; Words = "*'-Foo'*"; Terminating = $true }
        @{ Line = '$token | New-WaiaasToken'; Id = 'InputNotUsable' }
        @{ Line = 'New-WaiaasToken $token'; Id = 'WalletIdInvalid' }
        @{ Line = 'New-WaiaasToken -Uri $token'; Id = 'DaemonAddressNotAllowed' }
        @{ Line = 'Update-WaiaasToken -RemainingPercent $token'; Id = 'InputNotUsable' }
        @{ Line = 'Update-WaiaasToken -TimeoutSec $token'; Id = 'InputNotUsable' }
        @{ Line = "Get-WaiaasToken trading @('ops')"; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'Set-WaiaasToken $token trading ops'; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'Set-WaiaasToken $token trading -LiteralPath $trading'; Id = 'SurplusArgument'; Terminating = $true }
        @{ Line = 'Remove-WaiaasToken -Foo trading'; Id = 'ParameterNotFound'; Words = "*'-Foo'*"; Terminating = $true }
        @{ Line = 'Remove-WaiaasToken -Foo $token'; Id = 'ParameterNotFound'; Words = "*'-Foo'*"; Terminating = $true }
        @{ Line = 'Remove-WaiaasToken -Foo:$token'; Id = 'ParameterNotFound'; Words = "*'-Foo'*"; Terminating = $true }
        @{ Line = 'Set-WaiaasToken -Foo -Token $token'; Id = 'ParameterNotFound'; Words = "*'-Foo'*"; Terminating = $true }
        @{ Line = 'Get-WaiaasToken -MinimumLifetime 01:00:00'; Id = 'ParameterNotFound'; Words = "*'-MinimumLifetime'*"; Terminating = $true }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest

    # What each reading cmdlet found of the token that it took for the meant one.
    $readers = [ordered]@{
        GetWaiaasTokenPath = { param($object, $options) $object | Get-WaiaasTokenPath @options }
        GetWaiaasToken     = { param($object, $options) $object | Get-WaiaasToken @options -AsPlainText }
        GetWaiaasTokenInfo = { param($object, $options) ($object | Get-WaiaasTokenInfo @options).Path }
        TestWaiaasToken    = { param($object, $options) $object | Test-WaiaasToken @options }
        # Each has most of its lifetime left, so that no daemon is asked.
        UpdateWaiaasToken  = { param($object, $options) ($object | Update-WaiaasToken @options -PassThru).Path }
        RemoveWaiaasToken  = { param($object, $options) $object | Remove-WaiaasToken @options -WhatIf -Verbose }
    }
}

Describe 'What is piped' {
    BeforeAll {
        $guid = [guid]::NewGuid().ToString()
        $data, $away = (New-TestDirectory), (New-TestDirectory)
        $tokens = @{}
        foreach ($directory in $data, $away) {
            foreach ($id in '', 'trading', 'ops', $guid) {
                $made = New-TestToken
                $tokens[(Set-TokenFile $directory $made $id)] = $made
            }
        }
        $trading = Get-ExpectedPath $data 'trading'
        $list = Join-Path $data 'wallets.txt'
        Set-FileText $list 'trading'
        $token = New-TestToken
        $response = [pscustomobject]@{ token = $token; walletId = 'ops' }
        $before = Get-Listing $data
        $savedDataDir = $env:WAIAAS_DATA_DIR
        $env:WAIAAS_DATA_DIR = $data
        Push-Location -LiteralPath $data
    }

    AfterAll {
        Pop-Location
        $env:WAIAAS_DATA_DIR = $savedDataDir
    }

    It '<Way>: <Piped> means <Means>, in every cmdlet' -ForEach $cases {
        $options = @{}
        if ($DataDir -eq 'argument') { $options.DataDir = $away }
        if ($DataDir -eq 'default') { $PSDefaultParameterValues = @{ '*-Waiaas*:DataDir' = $away } }
        $directory = if ($DataDir -eq 'variable') { $data } else { $away }
        $object = & $Object
        if ($object -is [array]) { $object = , $object }

        foreach ($name in $readers.Keys) {
            $seen = Watch-Command { & $readers[$name] $object $options }
            if ($Means -in 'InputNotUsable', 'WalletIdInvalid') {
                Assert-OneError $seen -Id $Means -Command $name
                $seen.Output | Should -BeNullOrEmpty
                Find-TokenPiece ($seen.Errors | Format-List * -Force | Out-String) $token | Should -BeNullOrEmpty
                continue
            }

            $path = switch ($Means) {
                'file' { $trading }
                'wallet' { Get-ExpectedPath $directory 'trading' }
                'guid' { Get-ExpectedPath $directory $guid }
            }
            $seen.Errors | Should -BeNullOrEmpty -Because $name
            $found = switch ($name) {
                'GetWaiaasToken' { $tokens[$path] }
                'TestWaiaasToken' { $true }
                'RemoveWaiaasToken' { $null }
                default { $path }
            }
            $seen.Output | Should -Be $found -Because $name
        }
        Get-Listing $data | Should -Be $before
    }

    It 'Several objects come one by one, each with its own error' {
        $seen = Watch-Command { 'trading', 42, $trading, [pscustomobject]@{ WalletId = 'nowhere' }, 'ops' | Get-WaiaasToken -AsPlainText }
        $seen.Errors | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } | Should -Be 'InputNotUsable', 'TokenNotFound'
        $seen.Output | Should -Be $tokens[$trading], $tokens[$trading], $tokens[(Get-ExpectedPath $data 'ops')]
    }

    It 'A piped pattern stands for wallets, as a typed one does' {
        't*', 'OP*' | Get-WaiaasTokenInfo | ForEach-Object WalletId | Should -Be 'trading', 'ops'
    }

    It 'A list of infos is removed where the infos are from, whatever -DataDir says' {
        [void](Set-TokenFile $away (New-TestToken) 'old')
        Get-WaiaasTokenInfo old -DataDir $away | Where-Object State -EQ Active | Remove-WaiaasToken -DataDir $data
        Get-ExpectedPath $away 'old' | Should -Not -Exist
        Get-Listing $data | Should -Be $before
    }

    It 'An error names the type of the object and not the object' {
        $seen = Watch-Command { [pscustomobject]@{ Note = 'a secret note' }, 42, [IO.MemoryStream]::new() | Test-WaiaasToken }
        $seen.Errors.Exception.Message | ForEach-Object { [regex]::Match($_, '\((\w+)\)').Groups[1].Value } | Should -Be 'PSCustomObject', 'Int32', 'MemoryStream'
        "$($seen.Errors | Format-List * -Force | Out-String)" | Should -Not -Match 'secret note'
    }

    foreach ($form in $forms) {
        It '<Form> means the token of trading' -Skip:(Test-Missing $form.Needs) -ForEach $form {
            $seen = Watch-Command $Command
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Thrown | Should -BeNullOrEmpty
            $seen.Output | Should -Be @($trading, $trading | Select-Object -First $(if ($Times) { $Times } else { 1 }))
        }
    }

    It '<Line> is <Id>' -ForEach $besides {
        $seen = Watch-Command ([scriptblock]::Create($Line))
        $record = if ($Terminating) { $seen.Thrown } else { $seen.Errors[0] }
        @($seen.Errors).Count + [int][bool]$seen.Thrown | Should -Be 1
        $record.FullyQualifiedErrorId | Should -Match "^$Id,WaiaaS\.Commands\."
        $record.CategoryInfo.Category | Should -Be $ErrorCategories[$Id]
        if ($Words) { $record.Exception.Message | Should -BeLike $Words }
        $seen.Output | Should -BeNullOrEmpty
        Get-Listing $data | Should -Be $before
    }
}

Describe 'What is piped into Set-WaiaasToken beside -Token' {
    It '<Piped> says for which wallets the token is' -ForEach @(
        @{ Piped = 'ids'; Objects = { 'one', 'two' } }
        @{ Piped = 'rows'; Objects = { "WalletId`none`ntwo" | ConvertFrom-Csv } }
        @{ Piped = 'dictionaries'; Objects = { @{ walletId = 'one' }, @{ walletId = 'two' } } }
    ) {
        $dir = New-TestDirectory
        $token = New-TestToken
        $seen = Watch-Command { & $Objects | Set-WaiaasToken -Token $token -DataDir $dir }
        $seen.Records | Should -BeNullOrEmpty
        Get-ChildItem -LiteralPath $dir -Recurse -File | ForEach-Object Name | Sort-Object | Should -Be 'one', 'two'
    }

    It 'A script block says which property has the wallet' {
        $dir = New-TestDirectory
        $token = New-TestToken
        [pscustomobject]@{ Name = 'one' } | Set-WaiaasToken -Token $token -WalletId { $_.Name } -DataDir $dir
        Get-FileText (Get-ExpectedPath $dir 'one') | Should -BeExactly $token
    }

    It 'An empty wallet is an error, since it would mean the default token' {
        $dir = New-TestDirectory
        $token = New-TestToken
        $seen = Watch-Command { "WalletId,Note`n,x" | ConvertFrom-Csv | Set-WaiaasToken -Token $token -DataDir $dir }
        Assert-OneError $seen -Id WalletIdInvalid -Command SetWaiaasToken
        Get-ChildItem -LiteralPath $dir | Should -BeNullOrEmpty
    }
}
