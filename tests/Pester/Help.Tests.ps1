[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'HelpExample.ps1')
    $hasPlatyPS = [bool](Get-Module -ListAvailable Microsoft.PowerShell.PlatyPS | Where-Object Version -GE '1.0')

    $cmdlets = @(
        'Get-WaiaasToken', 'Get-WaiaasTokenInfo', 'Get-WaiaasTokenPath', 'Remove-WaiaasToken', 'Set-WaiaasToken', 'Test-WaiaasToken'
    ) | ForEach-Object { @{ Cmdlet = $_ } }
    $canSendBearer = Test-CanSendBearerToken
    $examples = @(foreach ($cmdlet in $cmdlets.Cmdlet) { Get-HelpExample $cmdlet }) | ForEach-Object {
        $_.CanRun = $canSendBearer -or $_.Code -notmatch "Authentication += 'Bearer'|NoProxy += "
        $_
    }
    $topics = 'about_WaiaaS', 'about_WaiaaS_Automation', 'about_WaiaaS_Security'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'HelpExample.ps1')
    Import-ModuleUnderTest
}

Describe 'Get-Help' {
    It 'says what <Cmdlet> is for, in words of its own' -ForEach $cmdlets {
        (Get-Help $Cmdlet).Synopsis | Should -Match '^[A-Z][^\r\n]+\.$'
    }

    It 'says everything about <Cmdlet> with -Full' -ForEach $cmdlets {
        $text = Get-Help $Cmdlet -Full | Out-String -Width 100
        foreach ($heading in 'NAME', 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
            $text | Should -Match "(?m)^$heading\s*$"
        }
        foreach ($set in (Get-Command $Cmdlet).ParameterSets) {
            ($text -replace '\s').Contains("$Cmdlet $set" -replace '\s') | Should -BeTrue -Because "its syntax is $set"
        }
        $text | Should -Not -Match '\*\*|`|\{\{|\u0080'
    }

    It 'describes every parameter of <Cmdlet>' -ForEach $cmdlets {
        $common = [Management.Automation.PSCmdlet]::CommonParameters
        $names = (Get-Command $Cmdlet).Parameters.Keys | Where-Object { $_ -notin $common }
        foreach ($name in $names) {
            $parameter = Get-Help $Cmdlet -Parameter $name
            $parameter.name | Should -Be $name
            ($parameter.description | Out-String).Trim() | Should -Not -BeNullOrEmpty
            $parameter.defaultValue | Should -Not -BeNullOrEmpty
        }
    }

    It 'tells the default of MaximumRetryCount' {
        (Get-Help Set-WaiaasToken -Parameter MaximumRetryCount).defaultValue | Should -Be '3'
        Get-Help Set-WaiaasToken -Parameter MaximumRetryCount | Out-String | Should -Match 'Default value\s+3'
    }

    It 'shows every example of <Cmdlet> with -Examples' -ForEach $cmdlets {
        $text = Get-Help $Cmdlet -Examples | Out-String -Width 200
        foreach ($example in Get-HelpExample $Cmdlet) {
            $text | Should -Match ([regex]::Escape($example.Title))
            foreach ($line in $example.Code -split '\n') {
                $text | Should -Match ([regex]::Escape($line))
            }
        }
    }

    It 'leads from <Cmdlet> to its page on the web' -ForEach $cmdlets {
        $link = @((Get-Help $Cmdlet).relatedLinks.navigationLink)[0]
        $link.uri | Should -Match "^https://.+/docs/en-US/$Cmdlet\.md$"
    }

    It 'finds <_> in a new session that has not imported the module' -ForEach $topics {
        $folder = Split-Path -Parent (Split-Path -Parent (Get-ModuleManifestPath))
        $child = Invoke-ChildShell @"
            Remove-Module WaiaaS
            `$env:PSModulePath = '$($folder.Replace("'", "''"))'
            Get-Help $_ | Out-String
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -Match "(?m)^TOPIC\s*\r?\n\s+$_\s*\r?\n"
        $child.Output | Should -Match '(?m)^LONG DESCRIPTION'
    }

    It 'finds the topics with a wildcard' {
        $folder = Split-Path -Parent (Split-Path -Parent (Get-ModuleManifestPath))
        $child = Invoke-ChildShell @"
            `$env:PSModulePath = '$($folder.Replace("'", "''"))'
            Get-Help about_WaiaaS* | ForEach-Object { `$_.Name + ': ' + `$_.Synopsis }
"@
        @($child.Output.Trim() -split '\r?\n' -replace ':.*' | Sort-Object) |
            Should -Be 'about_WaiaaS', 'about_WaiaaS_Automation', 'about_WaiaaS_Security'
        $child.Output | Should -Match '(?m)^about_WaiaaS_Security: \S+'
    }
}

Describe 'The help file' {
    It 'is what the Markdown makes' -Skip:(-not $hasPlatyPS) {
        $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
        $made = Join-Path (New-TestDirectory) 'WaiaaS.dll-Help.xml'
        & (Join-Path $root 'build/Export-Help.ps1') -Path $made
        Get-FileText $made | Should -BeExactly (Get-FileText (Join-Path $root 'en-US/WaiaaS.dll-Help.xml'))
    }
}

Describe 'The examples' {
    BeforeAll {
        Add-FakeDaemon
    }

    It '<Cmdlet>, <Title>' -ForEach $examples {
        if (-not $CanRun) {
            Set-ItResult -Skipped -Because 'Invoke-RestMethod cannot send a bearer token here'
        }
        $seen = Invoke-HelpExample $Code
        $seen.Errors | Should -BeNullOrEmpty
        $seen.ExitCode | Should -Be 0
        if ($CanSetUnixMode) {
            ConvertTo-ComparableText $seen.Shown | Should -Be (ConvertTo-ComparableText $Output)
        }
    }
}
