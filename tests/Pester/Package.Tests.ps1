# The package as PSResourceGet sees it: installed from a folder, published to one, compared with one that PSResourceGet
# makes. Its bytes and its files are tested in tests/WaiaaS.Tests/Packaging.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of this file.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $HasPSResourceGet = [bool](Get-Module -ListAvailable -Name Microsoft.PowerShell.PSResourceGet | Where-Object Version -GE '1.1')
    $HasSources = Test-Probe {
        Push-Location $root
        try {
            $null = & dotnet --version 2>$null
            $dotnet = $LASTEXITCODE -eq 0
            $null = & git rev-parse HEAD 2>$null
            $dotnet -and $LASTEXITCODE -eq 0 -and (Test-Path -LiteralPath (Join-Path $root 'build'))
        }
        finally {
            Pop-Location
        }
    }
    # Elsewhere modules and repositories are the user's own, wherever the home directory is said to be.
    $HasHomeOfItsOwn = [IO.Path]::DirectorySeparatorChar -eq '/'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)

    # A PowerShell that has imported nothing, with an empty home directory that has the folder 'feed' for a repository.
    function Invoke-CleanShell([string] $HomeDirectory, [string] $Script, [string] $Key) {
        $file = Join-Path (New-TestDirectory) 'script.ps1'
        Set-FileText $file @"
`$ErrorActionPreference = 'Stop'
Import-Module Microsoft.PowerShell.PSResourceGet
Register-PSResourceRepository -Name feed -Uri (Join-Path `$HOME 'feed') -Trusted -Force
$Script
"@
        $variables = @{ HOME = $HomeDirectory; XDG_DATA_HOME = $null; WAIAAS_DATA_DIR = $null; PSGALLERY_API_KEY = $Key; NO_COLOR = '1' }
        Use-Environment $variables {
            $output = & (Get-ShellPath) -NoProfile -NonInteractive -File $file 2>&1 | ForEach-Object { "$_" }
            [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = @($output); Text = $output -join "`n" }
        }
    }

    # With its hidden files, and those with brackets in their names.
    function Expand-Package([string] $Path, [string] $Directory = (New-TestDirectory)) {
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::ExtractToDirectory($Path, $Directory)
        $Directory
    }

    function Get-FilesBelow([string] $Directory) {
        [IO.Directory]::GetFiles($Directory, '*', [IO.SearchOption]::AllDirectories) |
            ForEach-Object { $_.Substring($Directory.Length + 1).Replace('\', '/') }
    }

    function New-Home {
        $directory = New-TestDirectory
        # NuGet would write its settings into the current location where there is no .config.
        foreach ($name in 'feed', '.config') {
            [void][IO.Directory]::CreateDirectory((Join-Path $directory $name))
        }
        $directory
    }

    function Invoke-Git {
        $said = & git -C $clone -c user.name=Test -c user.email=test@example.com @args 2>&1
        if ($LASTEXITCODE -ne 0) { throw "git ${args}: $said" }
    }
}

Describe 'The package' -Skip:(-not ($HasPSResourceGet -and $HasSources -and $HasHomeOfItsOwn)) {
    BeforeAll {
        # The sources as they are, in a repository in which this version is ready for its release.
        $clone = New-TestDirectory
        foreach ($name in (& git -C $root -c core.quotePath=off ls-files --cached --others --exclude-standard)) {
            $source = Join-Path $root $name
            if (Test-Path -LiteralPath $source) {
                [void][IO.Directory]::CreateDirectory((Split-Path -Parent (Join-Path $clone $name)))
                Copy-Item -LiteralPath $source -Destination (Join-Path $clone $name)
            }
        }
        $manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $clone 'WaiaaS.psd1')
        $version = & (Join-Path $clone 'build/Get-PackageVersion.ps1')
        $changelog = Join-Path $clone 'CHANGELOG.md'
        $unreleased = [IO.File]::ReadAllText($changelog)
        Set-FileText $changelog ($unreleased -replace '## \[Unreleased\]', "## [$version] - 2027-01-01")
        Invoke-Git init --quiet
        Invoke-Git add --all
        Invoke-Git commit --quiet --message 'Release'

        Push-Location $clone
        try {
            $said = & dotnet pack src/WaiaaS 2>&1
            if ($LASTEXITCODE -ne 0) { throw ($said -join "`n") }
            $bom = & (Join-Path $clone 'build/New-Sbom.ps1')
        }
        finally {
            Pop-Location
        }
        $package = Join-Path $clone "out/WaiaaS.$version.nupkg"
        $publish = Join-Path $clone 'build/Publish-Package.ps1'
    }

    It 'installs from a folder, and its main job works from there' {
        $directory = New-Home
        Copy-Item -LiteralPath $package -Destination (Join-Path $directory 'feed')
        $token = New-TestToken
        $result = Invoke-CleanShell $directory @"
Install-PSResource -Name WaiaaS -Repository feed
Set-WaiaasToken '$token'
Get-WaiaasToken -AsPlainText
(Get-Module WaiaaS).ModuleBase
(Get-Item -LiteralPath (Get-WaiaasTokenPath)).FullName
(Get-InstalledPSResource WaiaaS).Version.ToString()
"@
        $result.ExitCode | Should -Be 0 -Because $result.Text
        $result.Output[0] | Should -BeExactly $token
        $result.Output[1] | Should -BeLike (Join-Path $directory "*/Modules/WaiaaS/$($manifest.ModuleVersion)")
        $result.Output[2] | Should -Be (Join-Path (Join-Path $directory '.waiaas') 'mcp-token')
        $result.Output[3] | Should -Be $manifest.ModuleVersion
    }

    It 'has a manifest that PowerShell finds nothing wrong with' {
        $directory = New-Home
        [void](Expand-Package $package (Join-Path $directory 'WaiaaS'))
        $result = Invoke-CleanShell $directory '(Test-ModuleManifest (Join-Path $HOME WaiaaS/WaiaaS.psd1) -WarningAction Stop).Version.ToString()'
        $result.Output | Should -Be $manifest.ModuleVersion
    }

    It 'tells of itself what a package of PSResourceGet''s own making tells' {
        $directory = New-Home
        $ourFolder = Expand-Package $package (Join-Path $directory 'WaiaaS')
        $ours = [xml][IO.File]::ReadAllText((Join-Path $ourFolder 'WaiaaS.nuspec'))
        foreach ($name in '_rels', 'package', '[Content_Types].xml', 'WaiaaS.nuspec') {
            Remove-Item -LiteralPath (Join-Path $ourFolder $name) -Recurse -Force
        }
        $result = Invoke-CleanShell $directory 'Compress-PSResource -Path (Join-Path $HOME WaiaaS) -DestinationPath (Join-Path $HOME feed)'
        $result.ExitCode | Should -Be 0 -Because $result.Text
        $theirFolder = Expand-Package (Join-Path $directory "feed/WaiaaS.$version.nupkg")
        $theirs = [xml][IO.File]::ReadAllText((Join-Path $theirFolder 'WaiaaS.nuspec'))

        foreach ($element in 'id', 'version', 'authors', 'description', 'copyright', 'projectUrl', 'licenseUrl') {
            $ours.package.metadata.$element | Should -Be $theirs.package.metadata.$element -Because $element
        }
        $tags = $ours.package.metadata.tags -split ' '
        $theirs.package.metadata.tags -split ' ' | ForEach-Object { $_ | Should -BeIn $tags }
        Get-FilesBelow $ourFolder | Sort-Object |
            Should -Be @(Get-FilesBelow $theirFolder | Where-Object { $_ -notmatch '^(_rels|package)/|^\[Content|\.nuspec$' } | Sort-Object)
    }

    It 'has the release notes of its version' {
        $directory = Expand-Package $package
        $notes = ([xml][IO.File]::ReadAllText((Join-Path $directory 'WaiaaS.nuspec'))).package.metadata.releaseNotes
        $notes | Should -Not -BeNullOrEmpty
        $unreleased.Replace("`r", '') | Should -Match ([regex]::Escape($notes.Replace("`r", '')))
    }

    It 'has a bill of materials that lists each of its files and what it is built from' {
        $bom.Name | Should -Be "WaiaaS.$version.spdx.json"
        $document = [IO.File]::ReadAllText($bom.FullName) | ConvertFrom-Json
        $document.spdxVersion | Should -Be 'SPDX-2.2'
        $directory = Expand-Package $package
        $files = @(Get-FilesBelow $directory)
        $document.files | Should -HaveCount $files.Count
        foreach ($file in $files) {
            $listed = $document.files | Where-Object fileName -CEQ "./$file"
            $sum = ($listed.checksums | Where-Object algorithm -EQ 'SHA256').checksumValue
            $sum | Should -Be (Get-FileHash -LiteralPath (Join-Path $directory $file)).Hash -Because $file
        }
        $document.packages.name | Should -Contain 'System.Security.AccessControl'
        $document.packages.name | Should -Contain 'System.Security.Principal.Windows'
    }

    Context 'Publishing' {
        It 'is dry unless told otherwise, then publishes, and never the same version twice' {
            $directory = New-Home
            $dry = Invoke-CleanShell $directory "& '$publish' -Repository feed | ConvertTo-Json -Compress"
            $dry.ExitCode | Should -Be 0 -Because $dry.Text
            $dry.Text | Should -Match '"Published":false'
            $dry.Text | Should -Match 'dry run'
            $dry.Text | Should -Match (Get-FileHash -LiteralPath $package).Hash
            Join-Path $directory 'feed' | Get-ChildItem | Should -BeNullOrEmpty

            $push = Invoke-CleanShell $directory "& '$publish' -Repository feed -Push | ConvertTo-Json -Compress"
            $push.ExitCode | Should -Be 0 -Because $push.Text
            $push.Text | Should -Match '"Published":true'
            $feed = Join-Path $directory "feed/WaiaaS.$version.nupkg"
            (Get-FileHash -LiteralPath $feed).Hash | Should -Be (Get-FileHash -LiteralPath $package).Hash

            $again = Invoke-CleanShell $directory "& '$publish' -Repository feed -Push"
            $again.ExitCode | Should -Not -Be 0
            $again.Text | Should -Match "has WaiaaS $([regex]::Escape($version)) already"
        }

        It 'refuses a work tree with changes' {
            Set-FileText (Join-Path $clone 'new.txt') 'x'
            try {
                $directory = New-Home
                $result = Invoke-CleanShell $directory "& '$publish' -Repository feed -Push"
                $result.ExitCode | Should -Not -Be 0
                $result.Text | Should -Match 'The work tree has changes: .*new\.txt'
                Join-Path $directory 'feed' | Get-ChildItem | Should -BeNullOrEmpty
            }
            finally {
                Remove-Item -LiteralPath (Join-Path $clone 'new.txt')
            }
        }

        It 'refuses a version that the changelog does not know' {
            $released = [IO.File]::ReadAllText($changelog)
            Set-FileText $changelog ($released.Replace("[$version]", '[Unreleased]'))
            Invoke-Git commit --quiet --all --message 'Not yet'
            try {
                $directory = New-Home
                $result = Invoke-CleanShell $directory "& '$publish' -Repository feed -Push"
                $result.ExitCode | Should -Not -Be 0
                $result.Text | Should -Match "has no section \[$([regex]::Escape($version))\]"
                Join-Path $directory 'feed' | Get-ChildItem | Should -BeNullOrEmpty
            }
            finally {
                Set-FileText $changelog $released
                Invoke-Git commit --quiet --all --message 'Release again'
            }
        }

        It 'does not take silence for an answer, and shows no key' {
            $script = "Register-PSResourceRepository -Name silent -Uri 'https://127.0.0.1:9/api/v2' -Trusted; & '$publish' -Repository silent -Push"
            $result = Invoke-CleanShell (New-Home) $script -Key 'oy2key-of-nobody'
            $result.ExitCode | Should -Not -Be 0
            $result.Text | Should -Match 'does not tell whether it has WaiaaS'
            $result.Text | Should -Not -Match 'oy2key'
        }
    }
}
