# The package: its bytes, its files, what it says of itself, and what PSResourceGet does with it.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of this file.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'TestProgram.ps1')
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
        Invoke-Program (Get-ShellPath) '-NoProfile', '-NonInteractive', '-File', $file $variables
    }

    # Leaves nothing running after it.
    function Invoke-DotNet([string[]] $Arguments, [hashtable] $Environment = @{}, [string] $Umask) {
        $alone = @{ MSBUILDDISABLENODEREUSE = '1'; UseSharedCompilation = 'false'; DOTNET_CLI_USE_MSBUILD_SERVER = '0' } + $Environment
        if ($Umask) {
            return Invoke-Program sh ('-c', "umask $Umask; exec dotnet `"`$@`"", 'sh' + $Arguments) $alone
        }
        Invoke-Program dotnet $Arguments $alone
    }

    # With its hidden files, and those with brackets in their names.
    function Expand-Package([string] $Path, [string] $Directory = (New-TestDirectory)) {
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        [IO.Compression.ZipFile]::ExtractToDirectory($Path, $Directory)
        $Directory
    }

    function Get-FilesBelow([string] $Directory) {
        [IO.Directory]::GetFiles($Directory, '*', [IO.SearchOption]::AllDirectories) |
            ForEach-Object { $_.Substring($Directory.Length + 1).Replace('\', '/') } | Sort-Object
    }

    function Get-Nuspec([string] $Directory) {
        ([xml][IO.File]::ReadAllText((Join-Path $Directory 'WaiaaS.nuspec'))).package.metadata
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

Describe 'The package' -Skip:(Test-Missing Sources) {
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
        Set-FileText $changelog ([IO.File]::ReadAllText($changelog) -replace '## \[Unreleased\]', "## [$version] - 2027-01-01")
        $elsewhere = Join-Path (New-TestDirectory) 'somewhere else, with a longer path = different'
        Copy-Item -LiteralPath $clone -Destination $elsewhere -Recurse -Force
        Invoke-Git init --quiet
        Invoke-Git add --all
        Invoke-Git commit --quiet --message 'Release'

        $pack = Invoke-DotNet 'pack', (Join-Path $clone 'src/WaiaaS')
        if ($pack.Code -ne 0) { throw $pack.All }
        $package = Join-Path $clone "out/WaiaaS.$version.nupkg"
        $unpacked = Expand-Package $package
        $metadata = Get-Nuspec $unpacked
    }

    It 'is the same byte for byte where everything but the sources differs' -Skip:(Test-Missing PackWithoutTime) {
        foreach ($file in [IO.Directory]::GetFiles($elsewhere, '*', [IO.SearchOption]::AllDirectories)) {
            [IO.File]::SetLastWriteTimeUtc($file, [datetime]'2011-12-13T14:15:16')
        }
        & git -C $elsewhere init --quiet
        & git -C $elsewhere remote add origin https://github.com/waiaas/waiaas-powershell.git
        $again = Invoke-DotNet 'pack', (Join-Path $elsewhere 'src/WaiaaS') @{ TZ = 'Asia/Tokyo'; LC_ALL = 'C' } $(if ($CanSetUnixMode) { '077' })
        $again.Code | Should -Be 0 -Because $again.All
        (Get-FileHash -LiteralPath (Join-Path $elsewhere "out/WaiaaS.$version.nupkg")).Hash | Should -Be (Get-FileHash -LiteralPath $package).Hash
    }

    It 'holds what users need and nothing else' {
        $module = @(
            'LICENSE', 'README.md', 'icon.png', 'System.Security.AccessControl.dll', 'System.Security.Principal.Windows.dll', 'THIRD-PARTY-NOTICES.txt', 'WaiaaS.Core.dll'
            'WaiaaS.Daemon.dll', 'WaiaaS.Extension/WaiaaS.Extension.dll', 'WaiaaS.Format.ps1xml', 'WaiaaS.dll', 'WaiaaS.psd1'
        )
        $help = (Get-ChildItem -LiteralPath (Join-Path $root 'en-US')).Name | ForEach-Object { "en-US/$_" }
        $form = '[Content_Types].xml', '_rels/.rels', 'package/services/metadata/core-properties/nuget.psmdcp', 'WaiaaS.nuspec'
        Get-FilesBelow $unpacked | Should -BeExactly ($module + $help + $form | Sort-Object)
    }

    It 'says of itself what the manifest says, and what searches for commands look at' {
        $data = $manifest.PrivateData.PSData
        "$($metadata.id) $($metadata.version)" | Should -BeExactly "WaiaaS $version"
        $expected = @{
            authors = $manifest.Author; description = $manifest.Description; copyright = $manifest.Copyright
            projectUrl = $data.ProjectUri; iconUrl = $data.IconUri; icon = 'icon.png'; readme = 'README.md'
        }
        foreach ($name in $expected.Keys) {
            $metadata.$name | Should -BeExactly $expected[$name] -Because $name
        }
        $commands = $manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
        $metadata.tags -split ' ' | Sort-Object | Should -BeExactly ($data.Tags + 'PSModule' + 'PSIncludes_Cmdlet' + $commands | Sort-Object)
        $metadata.dependencies | Should -BeNullOrEmpty
        "$($metadata.license.type) $($metadata.license.InnerText)" | Should -BeExactly 'expression MIT'
        "$($metadata.repository.type) $($metadata.repository.url)" | Should -BeExactly "git $($data.ProjectUri)"
        $metadata.tags -split ' ' | Should -Contain 'SecretManagement'
        [IO.File]::ReadAllText($changelog).Replace("`r", '') | Should -Match ([regex]::Escape($metadata.releaseNotes.Replace("`r", '')))
    }

    It 'has its assemblies in the version of the manifest, and those of others with their versions and their licence' {
        foreach ($file in Get-ChildItem -LiteralPath $unpacked -Filter WaiaaS*.dll -Recurse) {
            [Reflection.AssemblyName]::GetAssemblyName($file.FullName).Version | Should -Be "$($manifest.ModuleVersion).0" -Because $file.Name
        }
        $notices = [IO.File]::ReadAllText((Join-Path $unpacked 'THIRD-PARTY-NOTICES.txt'))
        $notices | Should -Match 'Copyright \(c\) \.NET Foundation'
        $versions = [IO.File]::ReadAllText((Join-Path $root 'Directory.Packages.props'))
        foreach ($name in 'System.Security.AccessControl', 'System.Security.Principal.Windows') {
            $built = [regex]::Match($versions, "`"$name`" Version=`"([^`"]+)`"").Groups[1].Value
            $notices | Should -Match "$([regex]::Escape("$name.dll")) +$([regex]::Escape($built))\r?\n"
        }
    }

    It 'has a bill of materials that lists each of its files and what it is built from' {
        $bom = & (Join-Path $clone 'build/New-Sbom.ps1')
        $bom.Name | Should -Be "WaiaaS.$version.spdx.json"
        $document = [IO.File]::ReadAllText($bom.FullName) | ConvertFrom-Json
        $document.spdxVersion | Should -Be 'SPDX-2.2'
        $listed = $document.files | ForEach-Object { "$($_.fileName) $(($_.checksums | Where-Object algorithm -EQ 'SHA256').checksumValue)" }
        $expected = Get-FilesBelow $unpacked | ForEach-Object { "./$_ $((Get-FileHash -LiteralPath (Join-Path $unpacked $_)).Hash)" }
        $listed | Sort-Object | Should -Be ($expected | Sort-Object)
        'System.Security.AccessControl', 'System.Security.Principal.Windows' | ForEach-Object { $document.packages.name | Should -Contain $_ }
    }

    Context 'In PSResourceGet' -Skip:(Test-Missing InstalledPackage) {
        BeforeAll {
            $publish = Join-Path $clone 'build/Publish-Package.ps1'
        }

        It 'installs from a folder, its main job works from there, and PowerShell finds nothing wrong with its manifest' {
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
(Test-ModuleManifest (Join-Path (Get-Module WaiaaS).ModuleBase WaiaaS.psd1) -WarningAction Stop).Version.ToString()
"@
            $result.Code | Should -Be 0 -Because $result.All
            $shown = $result.Output -split '\r?\n'
            $shown[0] | Should -BeExactly $token
            $shown[1] | Should -BeLike (Join-Path $directory "*/Modules/WaiaaS/$($manifest.ModuleVersion)")
            $shown[2] | Should -Be (Join-Path (Join-Path $directory '.waiaas') 'mcp-token')
            $shown[3..4] | Should -Be $manifest.ModuleVersion, $manifest.ModuleVersion
        }

        It 'tells of itself what a package of PSResourceGet''s own making tells' {
            $directory = New-Home
            $ours = Expand-Package $package (Join-Path $directory 'WaiaaS')
            foreach ($name in '_rels', 'package', '[Content_Types].xml', 'WaiaaS.nuspec') {
                Remove-Item -LiteralPath (Join-Path $ours $name) -Recurse -Force
            }
            $result = Invoke-CleanShell $directory 'Compress-PSResource -Path (Join-Path $HOME WaiaaS) -DestinationPath (Join-Path $HOME feed)'
            $result.Code | Should -Be 0 -Because $result.All
            $theirFolder = Expand-Package (Join-Path $directory "feed/WaiaaS.$version.nupkg")
            $theirs = Get-Nuspec $theirFolder
            foreach ($element in 'id', 'version', 'authors', 'description', 'copyright', 'projectUrl', 'iconUrl') {
                $metadata.$element | Should -Be $theirs.$element -Because $element
            }
            $theirs.tags -split ' ' | ForEach-Object { $_ | Should -BeIn ($metadata.tags -split ' ') }
            Get-FilesBelow $ours | Should -Be @(Get-FilesBelow $theirFolder | Where-Object { $_ -notmatch '^(_rels|package)/|^\[Content|\.nuspec$' })
        }

        It 'is published only when told so, and never twice in the same version' {
            $directory = New-Home
            $hash = (Get-FileHash -LiteralPath $package).Hash
            $result = Invoke-CleanShell $directory @"
& '$publish' -Repository feed | ConvertTo-Json -Compress
'In the feed: ' + @(Get-ChildItem -LiteralPath (Join-Path `$HOME feed)).Count
& '$publish' -Repository feed -Push | ConvertTo-Json -Compress
'In the feed: ' + (Get-FileHash -LiteralPath (Join-Path `$HOME "feed/WaiaaS.$version.nupkg")).Hash
& '$publish' -Repository feed -Push
"@
            $result.Code | Should -Not -Be 0
            $result.All | Should -Match "(?s)dry run.*`"Published`":false.*In the feed: 0.*`"Published`":true.*In the feed: $hash.*has WaiaaS $([regex]::Escape($version)) already"
            ([regex]::Matches($result.All, $hash)).Count | Should -BeGreaterThan 1 -Because 'the dry run tells it'
        }

        It 'is not published from a work tree with changes, nor without a section in the changelog' {
            $directory = New-Home
            $released = [IO.File]::ReadAllText($changelog)
            Set-FileText $changelog ($released.Replace("[$version]", '[Unreleased]'))
            try {
                $changed = Invoke-CleanShell $directory "& '$publish' -Repository feed -Push"
                Invoke-Git commit --quiet --all --message 'Not yet'
                $unknown = Invoke-CleanShell $directory "& '$publish' -Repository feed -Push"
            }
            finally {
                Set-FileText $changelog $released
                Invoke-Git commit --quiet --all --allow-empty --message 'Release again'
            }
            $changed.Code, $unknown.Code | Should -Not -Contain 0
            $changed.All | Should -Match 'The work tree has changes: .*CHANGELOG\.md'
            $unknown.All | Should -Match "has no section \[$([regex]::Escape($version))\]"
            Join-Path $directory 'feed' | Get-ChildItem | Should -BeNullOrEmpty
        }

        It 'is not published where the repository does not answer, and no key is shown' {
            $script = "Register-PSResourceRepository -Name silent -Uri 'https://127.0.0.1:9/api/v2' -Trusted; & '$publish' -Repository silent -Push"
            $result = Invoke-CleanShell (New-Home) $script -Key 'oy2key-of-nobody'
            $result.Code | Should -Not -Be 0
            $result.All | Should -Match 'does not tell whether it has WaiaaS'
            $result.All | Should -Not -Match 'oy2key'
        }
    }
}

Describe 'The version and the release notes' -Skip:(Test-Missing Sources) {
    It 'of <Version>, label "<Label>", with <Changelog>: <Expected>' -ForEach @(
        @{ Version = '1.2.3'; Label = ''; Changelog = 'all'; Expected = '1.2.3'; Notes = "- third`n`n### Fixed`n`n- ``a; b``, <c> & 100%" }
        @{ Version = '1.2.3'; Label = 'rc1'; Changelog = 'all'; Expected = '1.2.3-rc1'; Notes = '- candidate' }
        @{ Version = '1.2.3'; Label = 'preview1'; Changelog = 'all'; Expected = '1.2.3-preview1'; Notes = '- not yet' }
        @{ Version = '1.2.30'; Label = ''; Changelog = 'all'; Expected = '1.2.30'; Notes = '- [thirtieth]' }
        @{ Version = '1.3.0'; Label = ''; Changelog = 'all'; Expected = '1.3.0'; Notes = '- not yet' }
        @{ Version = '1.2'; Label = ''; Changelog = 'one'; Expected = 'three numbers' }
        @{ Version = '1.2.3.4'; Label = ''; Changelog = 'one'; Expected = 'three numbers' }
        @{ Version = '1.2.3'; Label = 'beta.1'; Changelog = 'one'; Expected = 'letters and digits' }
        @{ Version = '1.2.3'; Label = 'beta-1'; Changelog = 'one'; Expected = 'letters and digits' }
        @{ Version = '1.2.4'; Label = ''; Changelog = 'one'; Expected = 'CHANGELOG.md has no section for 1.2.4' }
    ) {
        $directory = New-TestDirectory
        $text = [IO.File]::ReadAllText((Join-Path $root 'WaiaaS.psd1'))
        $text = $text -replace "(?m)^(\s*ModuleVersion\s*=\s*)'[^']*'", "`$1'$Version'" -replace "(?m)^(\s*Prerelease\s*=\s*)'[^']*'", "`$1'$Label'"
        Set-FileText (Join-Path $directory 'WaiaaS.psd1') $text
        $sections = @('[1.2.3]', 'third')
        if ($Changelog -eq 'all') {
            $third = "third`n`n### Fixed`n`n- ``a; b``, <c> & 100%"
            $sections = '[Unreleased]', 'not yet', '[1.2.3] - 2027-01-02', $third, '[1.2.3-rc1] - 2027-01-01', 'candidate', '[1.2.30]', '[thirtieth]'
        }
        $text = "# Changelog`n"
        for ($i = 0; $i -lt $sections.Count; $i += 2) { $text += "`n## $($sections[$i])`n`n- $($sections[$i + 1])`n" }
        Set-FileText (Join-Path $directory 'CHANGELOG.md') "$text`n[Unreleased]: https://example.com/unreleased`n"
        $properties = '-t:CheckPackage', "-p:RepositoryRoot=$directory/", '-getProperty:PackageVersion,PackageReleaseNotes'
        $seen = Invoke-DotNet (@('msbuild', (Join-Path $root 'src/WaiaaS')) + $properties)
        if ($Notes) {
            $seen.Code | Should -Be 0 -Because $seen.All
            $told = ($seen.Output | ConvertFrom-Json).Properties
            "$($told.PackageVersion)|$($told.PackageReleaseNotes)" | Should -BeExactly "$Expected|$Notes"
        }
        else {
            $seen.Code | Should -Not -Be 0
            $seen.All | Should -Match $Expected
        }
    }
}
