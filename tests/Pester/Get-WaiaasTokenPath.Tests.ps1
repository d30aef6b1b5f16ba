[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    $badIds = @(
        @{ Name = 'empty'; Id = '' }
        @{ Name = 'null'; Id = $null }
        @{ Name = 'a space'; Id = ' ' }
        @{ Name = 'one dot'; Id = '.' }
        @{ Name = 'two dots'; Id = '..' }
        @{ Name = 'a leading dot'; Id = '.hidden' }
        @{ Name = 'a trailing dot'; Id = 'wallet.' }
        @{ Name = 'a slash'; Id = 'a/b' }
        @{ Name = 'a backslash'; Id = 'a\b' }
        @{ Name = 'a way up'; Id = '../mcp-token' }
        @{ Name = 'a colon'; Id = 'a:b' }
        @{ Name = 'a space inside'; Id = 'a b' }
        @{ Name = 'a star'; Id = 'a*' }
        @{ Name = 'brackets'; Id = '[x]' }
        @{ Name = 'a newline'; Id = "a`nb" }
        @{ Name = 'a NUL'; Id = "a$([char]0)b" }
        @{ Name = 'a letter that is not ASCII'; Id = "w$([char]0xE4)llet" }
        @{ Name = '129 characters'; Id = 'w' * 129 }
        @{ Name = 'the device CON'; Id = 'CON' }
        @{ Name = 'the device nul'; Id = 'nul' }
        @{ Name = 'the device with an extension'; Id = 'aux.wallet' }
        @{ Name = 'the device COM1'; Id = 'Com1' }
        @{ Name = 'the device LPT9 with an extension'; Id = 'lpt9.token' }
    )
    $goodIds = @(
        'w', 'main', 'Wallet_1', '01938c7e-5d7c-7d7a-a1f4-0e2b3c4d5e6f', '0', '_x', '-x', 'a.b', 'a..b',
        'console', 'nul1', 'com10', 'comx', ('w' * 128)
    ) | ForEach-Object { @{ Id = $_; Name = $(if ($_.Length -gt 40) { "$($_.Length) characters" } else { $_ }) } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
    $savedDataDir = $env:WAIAAS_DATA_DIR
    $env:WAIAAS_DATA_DIR = New-TestDirectory
}

AfterAll {
    $env:WAIAAS_DATA_DIR = $savedDataDir
}

Describe 'Get-WaiaasTokenPath' {
    BeforeEach {
        $dir = New-TestDirectory
    }

    Context 'which data directory' {
        It 'takes -DataDir' {
            Get-WaiaasTokenPath -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir)
        }

        It 'prefers -DataDir to the environment variable' {
            Use-Environment @{ WAIAAS_DATA_DIR = New-TestDirectory } {
                Get-WaiaasTokenPath -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir)
            }
        }

        It 'takes WAIAAS_DATA_DIR when -DataDir is not given' {
            Use-Environment @{ WAIAAS_DATA_DIR = $dir } {
                Get-WaiaasTokenPath | Should -BeExactly (Get-ExpectedPath $dir)
            }
        }

        It 'takes .waiaas in the home directory when WAIAAS_DATA_DIR is <Name>' -ForEach @(
            @{ Name = 'not set'; Value = $null }
            @{ Name = 'empty'; Value = '' }
        ) {
            Use-Environment @{ WAIAAS_DATA_DIR = $Value; HOME = $dir; USERPROFILE = $dir } {
                Get-WaiaasTokenPath | Should -BeExactly (Get-ExpectedPath (Join-Path $dir '.waiaas'))
            }
        }

        It 'refuses an empty -DataDir' {
            { Get-WaiaasTokenPath -DataDir '' -ErrorAction Stop } |
                Should -Throw -ErrorId 'PathNotFileSystem,WaiaaS.Commands.GetWaiaasTokenPathCommand'
        }
    }

    Context 'what a path means' {
        It 'resolves a relative -DataDir against the location of PowerShell' {
            Push-Location -LiteralPath $dir
            try {
                Get-WaiaasTokenPath -DataDir 'data' | Should -BeExactly (Get-ExpectedPath (Join-Path $dir 'data'))
                Get-WaiaasTokenPath -DataDir '.' | Should -BeExactly (Get-ExpectedPath $dir)
                Get-WaiaasTokenPath -DataDir (Join-Path 'a' '..') | Should -BeExactly (Get-ExpectedPath $dir)
            }
            finally {
                Pop-Location
            }
        }

        It 'resolves a relative WAIAAS_DATA_DIR against the location of PowerShell' {
            Push-Location -LiteralPath $dir
            try {
                Use-Environment @{ WAIAAS_DATA_DIR = 'data' } {
                    Get-WaiaasTokenPath | Should -BeExactly (Get-ExpectedPath (Join-Path $dir 'data'))
                }
            }
            finally {
                Pop-Location
            }
        }

        It 'takes ~ for the home directory of PowerShell' {
            $homeOfPowerShell = (Get-PSProvider FileSystem).Home
            Get-WaiaasTokenPath -DataDir (Join-Path '~' 'data') |
                Should -BeExactly (Get-ExpectedPath (Join-Path $homeOfPowerShell 'data'))
        }

        It 'goes through a PSDrive of the file system' {
            $drive = New-PSDrive -Name WaiaasPath -PSProvider FileSystem -Root $dir
            try {
                Get-WaiaasTokenPath -DataDir 'WaiaasPath:' | Should -BeExactly (Get-ExpectedPath $dir)
                Get-WaiaasTokenPath -DataDir (Join-Path 'WaiaasPath:' 'data') |
                    Should -BeExactly (Get-ExpectedPath (Join-Path $dir 'data'))
            }
            finally {
                $drive | Remove-PSDrive
            }
        }

        It 'resolves against a location on such a drive' {
            $drive = New-PSDrive -Name WaiaasPath -PSProvider FileSystem -Root $dir
            Push-Location 'WaiaasPath:'
            try {
                Get-WaiaasTokenPath -DataDir 'data' | Should -BeExactly (Get-ExpectedPath (Join-Path $dir 'data'))
            }
            finally {
                Pop-Location
                $drive | Remove-PSDrive
            }
        }

        It 'takes an absolute path for the same from a location of another provider' {
            Push-Location 'Env:'
            try {
                Get-WaiaasTokenPath -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir)
            }
            finally {
                Pop-Location
            }
        }

        It 'takes wildcard characters for ordinary ones' {
            Get-WaiaasTokenPath -DataDir (Join-Path $dir 'a[x]') | Should -BeExactly (Get-ExpectedPath (Join-Path $dir 'a[x]'))
        }

        It 'leaves out a separator at the end' {
            Get-WaiaasTokenPath -DataDir ($dir + [IO.Path]::DirectorySeparatorChar) | Should -BeExactly (Get-ExpectedPath $dir)
        }

        It 'refuses <_> with an error that names the path' -ForEach @(
            'Env:\WAIAAS', 'Variable:\x', 'Function:\x', 'HKLM:\Software\WAIaaS', 'NoSuchDrive:\x'
        ) {
            $path = $_
            $seen = Watch-Command { Get-WaiaasTokenPath -DataDir $path }
            Assert-OneError $seen -Id PathNotFileSystem -Command GetWaiaasTokenPath -Path $path
            $seen.Output | Should -BeNullOrEmpty
            $seen.Errors[0].Exception.Message | Should -BeLike "*$path*"
        }

        It 'refuses a relative path at a location of another provider' {
            Push-Location 'Env:'
            try {
                $seen = Watch-Command { Get-WaiaasTokenPath -DataDir 'data' }
            }
            finally {
                Pop-Location
            }
            Assert-OneError $seen -Id PathNotFileSystem -Command GetWaiaasTokenPath -Path 'data'
        }
    }

    Context 'which wallet' {
        It 'gives a wallet a file of its own: <Name>' -ForEach $goodIds {
            Get-WaiaasTokenPath -WalletId $Id -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir $Id)
        }

        It 'refuses a wallet id that is or has <Name>' -ForEach $badIds {
            $seen = Watch-Command { Get-WaiaasTokenPath -WalletId $Id -DataDir $dir }
            Assert-OneError $seen -Id WalletIdInvalid -Command GetWaiaasTokenPath
            $seen.Output | Should -BeNullOrEmpty
        }

        It 'takes the wallet id by position' {
            Get-WaiaasTokenPath main -DataDir $dir | Should -BeExactly (Get-ExpectedPath $dir 'main')
        }

        It 'takes wallet ids of objects in the pipeline, and goes on after a bad one' {
            $seen = Watch-Command {
                [pscustomobject]@{ walletId = 'one' }, [pscustomobject]@{ walletId = '../two' }, [pscustomobject]@{ walletId = 'three' } |
                    Get-WaiaasTokenPath -DataDir $dir
            }
            Assert-OneError $seen -Id WalletIdInvalid -Command GetWaiaasTokenPath
            $seen.Output | Should -Be (Get-ExpectedPath $dir 'one'), (Get-ExpectedPath $dir 'three')
        }
    }

    Context 'what it leaves' {
        It 'gives one string, whether or not anything is there' {
            $result = @(Get-WaiaasTokenPath -DataDir (Join-Path $dir 'missing'))
            $result | Should -HaveCount 1
            $result[0] | Should -BeOfType string
        }

        It 'touches no file' {
            $missing = Join-Path $dir 'missing'
            Get-WaiaasTokenPath -DataDir $missing | Out-Null
            Get-WaiaasTokenPath -DataDir $missing -WalletId main | Out-Null
            Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
        }

        It 'says nothing else' {
            $seen = Watch-Command { Get-WaiaasTokenPath -DataDir $dir -Verbose }
            $seen.Records | Should -HaveCount 1
        }
    }
}
