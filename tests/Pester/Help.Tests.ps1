# What docs/en-US says, what Get-Help says, and what the cmdlets are: all three have to agree.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'HelpMarkdown.ps1')
    $cmdlets = @((Import-PowerShellDataFile -LiteralPath (Get-ModuleManifestPath)).CmdletsToExport | ForEach-Object { @{ Cmdlet = $_ } })
    $needsBearer = "Authentication += 'Bearer'|NoProxy += "
    $examples = @($cmdlets | ForEach-Object { (Get-HelpMarkdown $_.Cmdlet).Examples })
    foreach ($example in $examples) {
        $example.Needed = if ($example.Code -match $needsBearer) { 'BearerToken' }
    }
    $folder = Join-Path (Split-Path -Parent (Get-ModuleManifestPath)) 'en-US'
    $topics = @(Get-ChildItem -LiteralPath $folder -Filter 'about_*.help.txt' | ForEach-Object { @{ Topic = $_.Name -replace '\.help\.txt$'; Path = $_.FullName } })
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    . (Join-Path $PSScriptRoot 'HelpMarkdown.ps1')
    . (Join-Path $PSScriptRoot 'HelpExample.ps1')
    Import-ModuleUnderTest
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $common = [Management.Automation.PSCmdlet]::CommonParameters

    function Get-ParagraphText([object] $Paragraphs) {
        ConvertTo-FlatText (@($Paragraphs | ForEach-Object { $_.Text }) -join ' ')
    }

    function Get-ErrorIdInText([string] $Text) {
        $areas = 'Token|WalletId|Wallet|Path|Home|Input|Surplus|Parameter|Daemon|MasterPassword|Session|Renewal'
        $endings = 'NotFound|Invalid|Mismatch|SymbolicLink|RegularFile|MountPoint|Malformed|TooLarge|Denied|Busy|Failed|Unknown|FileSystem|NotUsable|Argument|NotAllowed|Unreachable|Locked|RefusedRequest|Refused|Reached|TooEarly|Ended'
        [regex]::Matches($Text, "\b($areas)([A-Z]\w*)?($endings)\b") |
            ForEach-Object { $_.Value }
    }

    # The commands of a script, and its syntax errors.
    function Get-ScriptCommand([string] $Code) {
        $parseErrors = $null
        $script = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$parseErrors)
        $parseErrors | ForEach-Object { $_.Message } | Should -BeNullOrEmpty
        $script.FindAll({ param($node) $node -is [Management.Automation.Language.CommandAst] }, $true)
    }
}

Describe 'The help of <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $markdown = Get-HelpMarkdown $Cmdlet
        $code = Get-Command $Cmdlet
        $ownParameters = @($code.Parameters.Values | Where-Object { $_.Name -notin $common })
        $help = Get-Help $Cmdlet
    }

    Context 'In the Markdown' {
        It 'names the cmdlet, the module, the help file and the page on the web' {
            foreach ($line in "title: $Cmdlet", 'Module Name: WaiaaS', "external help file: $(Split-Path -Leaf $code.HelpFile)", "HelpUri: https://.+/docs/en-US/$Cmdlet\.md") {
                $markdown.Text | Should -Match "(?m)^$line$"
            }
        }

        It 'leaves nothing to fill in' {
            $markdown.Text | Should -Not -Match '\{\{|(?m)[ \t]$'
            $markdown.Synopsis | Should -MatchExactly '^[A-Z][^\n]{20,90}\.$'
            $markdown.Description.Length | Should -BeGreaterThan 200
            $markdown.Parameters | ForEach-Object { $_.Description | Should -MatchExactly '^[A-Z][^`]' -Because $_.Name }
            $markdown.Inputs + $markdown.Outputs | ForEach-Object { ConvertTo-FlatText $_.Body | Should -MatchExactly '^[A-Z].*\.$' -Because $_.Title }
        }

        It 'has the parameters of the cmdlet, their types, defaults, aliases and sets' {
            $instance = [Activator]::CreateInstance($code.ImplementingType)
            $expected = foreach ($parameter in $ownParameters) {
                # WhatIf and Confirm are PowerShell's own, and have no property of the cmdlet's class.
                $default = if ($parameter.Name -in 'WhatIf', 'Confirm') { 'False' } else { [string]$instance.($parameter.Name) }
                $wildcards = [bool]($parameter.Attributes | Where-Object { $_ -is [Management.Automation.SupportsWildcardsAttribute] })
                "-$($parameter.Name) $($parameter.ParameterType.FullName) default '$(if ($default) { $default } else { 'None' })' wildcards $wildcards"
                "-$($parameter.Name) aliases $(($parameter.Aliases | Sort-Object) -join ', ')"
                foreach ($name in $parameter.ParameterSets.Keys) {
                    $set = $parameter.ParameterSets[$name]
                    $position = if ($set.Position -eq [int]::MinValue) { 'Named' } else { $set.Position }
                    $from = $set.ValueFromPipeline, $set.ValueFromPipelineByPropertyName, $set.ValueFromRemainingArguments -join ' '
                    "-$($parameter.Name) in $($name -replace '^__AllParameterSets$', '(All)') $position $($set.IsMandatory) $from"
                }
            }
            $told = foreach ($parameter in $markdown.Parameters) {
                "-$($parameter.Name) $($parameter.Type) default '$($parameter.Default)' wildcards $($parameter.Wildcards)"
                "-$($parameter.Name) aliases $($parameter.Aliases)"
                $parameter.Sets | ForEach-Object { "-$($parameter.Name) in $($_.Name) $($_.Position) $($_.Required) $($_.ByValue) $($_.ByName) $($_.FromRemaining)" }
            }
            $told | Sort-Object | Should -Be ($expected | Sort-Object)
        }

        It 'has the syntax of the cmdlet' {
            $expected = $code.ParameterSets | ForEach-Object { "$($_.Name)$(if ($_.IsDefault) { ' (Default)' }): $Cmdlet $_" }
            $told = $markdown.Syntax | ForEach-Object { "$($_.Title): $(ConvertTo-FlatText $_.Body.Replace('```', ''))" }
            $told | Sort-Object | Should -Be ($expected | Sort-Object)
        }

        It 'names the types that go in and come out' {
            $piped = $ownParameters | Where-Object { $_.ParameterSets.Values | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName } }
            $piped | ForEach-Object { $_.ParameterType.FullName | Should -BeIn $markdown.Inputs.Title }
            $given = @($code.OutputType | ForEach-Object { if ($_.Type -eq [void]) { 'None' } else { $_.Name } })
            @($markdown.Outputs.Title | Where-Object { $_ -ne 'None' -or $_ -in $given } | Sort-Object) | Should -Be @($given | Sort-Object)
        }

        It 'explains error ids, each once, and only those that there are' {
            $markdown.ErrorIds | Should -Not -BeNullOrEmpty
            $markdown.ErrorIds | Sort-Object -Unique | Should -Be ($markdown.ErrorIds | Sort-Object)
            $markdown.ErrorIds | Where-Object { $_ -notin [enum]::GetNames([WaiaaS.TokenError]) } | Should -BeNullOrEmpty
        }

        It 'links to files that are there' {
            $markdown.Links | Should -Not -BeNullOrEmpty
            foreach ($link in $markdown.Links) {
                $target = Join-Path (Split-Path -Parent $markdown.Path) $link.Groups[2].Value
                $target | Should -Exist
                (Split-Path -Leaf $target).Split('.')[0] | Should -Be $link.Groups[1].Value
            }
        }

        It 'has three examples or more, numbered and explained, of the cmdlet with parameters that it has' {
            $markdown.Examples.Count | Should -BeGreaterOrEqual 3
            for ($i = 0; $i -lt $markdown.Examples.Count; $i++) {
                $example = $markdown.Examples[$i]
                $example.Title | Should -BeLike "Example $($i + 1): *"
                ConvertTo-FlatText $example.Text | Should -MatchExactly '^[A-Z*`].+\.$'
                $commands = Get-ScriptCommand $example.Code
                $commands | ForEach-Object { $_.GetCommandName() } | Should -Contain $Cmdlet
                foreach ($command in $commands | Where-Object { $_.GetCommandName() -match 'Waiaas' }) {
                    $called = Get-Command $command.GetCommandName()
                    $called.Name | Should -BeExactly $command.GetCommandName()
                    $command.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] -and $_.ParameterName -notin $called.Parameters.Keys } |
                        Should -BeNullOrEmpty
                }
            }
        }
    }

    # Where one of these fails, run ./build.ps1 -Task Help.
    Context 'In Get-Help' {
        It 'has the texts of the Markdown' {
            $help.Name | Should -Be $Cmdlet
            ConvertTo-FlatText $help.Synopsis | Should -BeExactly (ConvertTo-PlainWord $markdown.Synopsis)
            Get-ParagraphText $help.description | Should -BeExactly (ConvertTo-PlainWord $markdown.Description)
            Get-ParagraphText $help.alertSet.alert | Should -BeExactly (ConvertTo-PlainWord $markdown.Notes)
            $told = @(
                $help.inputTypes.inputType | ForEach-Object { $_.type.name.Trim() + ': ' + (Get-ParagraphText $_.description) }
                $help.returnValues.returnValue | ForEach-Object { $_.type.name.Trim() + ': ' + (Get-ParagraphText $_.description) }
            )
            $told | Should -BeExactly @($markdown.Inputs + $markdown.Outputs | ForEach-Object { "$($_.Title): $(ConvertTo-PlainWord $_.Body)" })
        }

        It 'leads to its page on the web, and on to what the Markdown links to' {
            $links = @($help.relatedLinks.navigationLink | ForEach-Object { "$($_.linkText) $($_.uri)".Trim() })
            $links[0] | Should -MatchExactly "^Online Version: https://.+/docs/en-US/$Cmdlet\.md$"
            $links[1..($links.Count)] | Should -BeExactly @($markdown.Links | ForEach-Object { $_.Groups[1].Value })
        }

        It 'has the parameters of the Markdown' {
            $all = Get-Help $Cmdlet -Parameter *
            $all.name | Sort-Object | Should -Be ($markdown.Parameters.Name | Sort-Object)
            foreach ($parameter in $markdown.Parameters) {
                $told = $all | Where-Object name -EQ $parameter.Name
                Get-ParagraphText $told.description | Should -BeExactly (ConvertTo-PlainWord $parameter.Description)
                $set = @($parameter.Sets)[0]
                $by = @(if ($set.ByValue -eq 'true') { 'ByValue' }; if ($set.ByName -eq 'true') { 'ByPropertyName' }) -join ', '
                $aliases = if ($parameter.Aliases) { $parameter.Aliases } else { 'none' }
                $pipeline = if ($by) { "true ($by)" } else { 'false' }
                $sorted = ($told.aliases -split ', ' | Sort-Object) -join ', '
                $told.type.name, $told.defaultValue, $told.globbing, $told.position, $told.required, $told.pipelineInput, $sorted -join '|' |
                    Should -Be "$($parameter.Type)|$($parameter.Default)|$($parameter.Wildcards)|$($set.Position)|$($set.Required)|$pipeline|$aliases" -Because $parameter.Name
            }
        }

        It 'has the examples of the Markdown' {
            $told = $help.examples.example | ForEach-Object { "$($_.title)|$($_.introduction.Text)|$($_.code)|$(Get-ParagraphText $_.remarks)" }
            $expected = foreach ($example in $markdown.Examples) {
                $shown = if ($example.Output) { $example.Code + "`n`n" + $example.Output.Trim("`n") } else { $example.Code }
                "--------- $($example.Title) ---------||$shown|$(ConvertTo-PlainWord $example.Text)"
            }
            $told -replace '\r' | Should -BeExactly $expected
        }

        It 'shows every section and every syntax with -Full, and no mark of Markdown' {
            $text = Get-Help $Cmdlet -Full | Out-String -Width 100
            foreach ($heading in 'NAME', 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
                $text | Should -Match "(?m)^$heading\s*$"
            }
            foreach ($set in $code.ParameterSets) {
                ($text -replace '\s').Contains("$Cmdlet $set" -replace '\s') | Should -BeTrue -Because "its syntax is $set"
            }
            $markdown.Parameters | ForEach-Object { $text | Should -Match "Default value\s+$([regex]::Escape($_.Default))\s" }
            $markdown.Examples | ForEach-Object { $text | Should -Match ([regex]::Escape($_.Title)) }
            $text | Should -Not -Match '\*\*|```|\{\{|[^\r\n\x20-\x7e]'
        }
    }
}

Describe 'The help as a whole' {
    It 'has a page for each cmdlet, one for the module, and no other' {
        $pages = Get-ChildItem -LiteralPath (Join-Path $root 'docs/en-US') | ForEach-Object { $_.BaseName }
        $pages | Sort-Object | Should -Be (@((Get-Module WaiaaS).ExportedCmdlets.Keys) + 'WaiaaS' | Sort-Object)
    }

    It 'lists each cmdlet with its synopsis on the page of the module' {
        $listed = [regex]::Matches((Get-FileText (Join-Path $root 'docs/en-US/WaiaaS.md')).Replace("`r", ''), '(?m)^### \[([\w-]+)\]\(\1\.md\)\n\n(.+)$')
        $expected = (Get-Module WaiaaS).ExportedCmdlets.Keys | ForEach-Object { "${_}: $((Get-HelpMarkdown $_).Synopsis)" }
        $listed | ForEach-Object { "$($_.Groups[1].Value): $($_.Groups[2].Value)" } | Sort-Object | Should -BeExactly ($expected | Sort-Object)
    }

    It 'explains every error id' {
        $told = (Get-Module WaiaaS).ExportedCmdlets.Keys | ForEach-Object { (Get-HelpMarkdown $_).ErrorIds } | Sort-Object -Unique
        $told | Should -Be ([enum]::GetNames([WaiaaS.TokenError]) | Sort-Object)
    }

    It 'is staged as it is committed, file for file' {
        $staged = Join-Path (Split-Path -Parent (Get-ModuleManifestPath)) 'en-US'
        $committed = Join-Path $root 'en-US'
        (Get-ChildItem -LiteralPath $staged).Name | Sort-Object | Should -Be ((Get-ChildItem -LiteralPath $committed).Name | Sort-Object)
        foreach ($file in Get-ChildItem -LiteralPath $committed) {
            Get-FileText (Join-Path $staged $file.Name) | Should -BeExactly (Get-FileText $file.FullName)
        }
    }

    # Where one of these two fails, run ./build.ps1 -Task Help.
    It 'is what the Markdown makes' -Skip:(Test-Missing PlatyPS) {
        $made = Join-Path (New-TestDirectory) 'WaiaaS.dll-Help.xml'
        & (Join-Path $root 'build/Export-Help.ps1') -Path $made
        Get-FileText $made | Should -BeExactly (Get-FileText (Join-Path $root 'en-US/WaiaaS.dll-Help.xml'))
    }
}

Describe 'The topics' {
    It 'are what the Markdown in docs/about makes' -Skip:(Test-Missing MarkdownParser) {
        $made = New-TestDirectory
        & (Join-Path $root 'build/Export-AboutTopic.ps1') -OutputFolder $made
        $committed = @(Get-ChildItem -Path (Join-Path $root 'en-US/about_*.help.txt'))
        (Get-ChildItem -LiteralPath $made).Name | Sort-Object | Should -Be ($committed.Name | Sort-Object)
        $committed | ForEach-Object { Get-FileText (Join-Path $made $_.Name) | Should -BeExactly (Get-FileText $_.FullName) -Because $_.Name }
    }

    It 'are found in a new session that has not imported the module, each and by a wildcard' {
        $child = Invoke-ChildShell @"
            Remove-Module WaiaaS
            `$env:PSModulePath = $(ConvertTo-Literal (Split-Path -Parent (Split-Path -Parent (Get-ModuleManifestPath))))
            Get-Help about_WaiaaS* | ForEach-Object { 'FOUND ' + `$_.Name + ': ' + `$_.Synopsis }
            Get-Help about_WaiaaS_Security | Out-String
"@
        $child.Errors | Should -BeNullOrEmpty
        $found = [regex]::Matches($child.Output, '(?m)^FOUND (\w+): \S+') | ForEach-Object { $_.Groups[1].Value }
        $found | Sort-Object | Should -Be 'about_WaiaaS', 'about_WaiaaS_Automation', 'about_WaiaaS_Security'
        $child.Output | Should -Match '(?m)^TOPIC\s*\r?\n\s+about_WaiaaS_Security\s*\r?\n'
        $child.Output | Should -Match '(?m)^LONG DESCRIPTION'
    }

    Context '<Topic>' -ForEach $topics {
        BeforeAll {
            $text = [IO.File]::ReadAllText($Path).Replace("`r", '').TrimEnd("`n")

            # Code stands alone, with empty lines around it, further in than text.
            $blocks = @($text -split '\n\n' | Where-Object { $_ -match '^ {8}[^ ]' })
        }

        # Get-Help takes the fifth line for the synopsis, and Windows PowerShell takes a file without a mark for ANSI.
        It 'has the form that Get-Help reads, 80 ASCII columns wide' {
            $text | Should -MatchExactly "\ATOPIC\n    $Topic\n\nSHORT DESCRIPTION\n    [A-Z].{20,}\.\n\nLONG DESCRIPTION\n"
            $text -split '\n' | Where-Object { $_ -cnotmatch '^([A-Z:]+( [A-Z:]+)*|  [A-Za-z].*\S|    .*\S|)$' -or $_ -notmatch '^[\x20-\x7e]{0,80}$' } | Should -BeNullOrEmpty
        }

        It 'refers to cmdlets, topics and error ids that there are' {
            $named = [regex]::Matches($text, '\b[A-Z][a-z]+-Waiaas\w+').Value
            $named | Should -Not -BeNullOrEmpty
            $named | Where-Object { $_ -notin (Get-Module WaiaaS).ExportedCmdlets.Keys } | Should -BeNullOrEmpty
            [regex]::Matches($text, '\babout_WaiaaS\w*').Value | Where-Object { -not (Test-Path (Join-Path (Split-Path -Parent $Path) "$_.help.txt")) } | Should -BeNullOrEmpty
            Get-ErrorIdInText $text | Where-Object { $_ -notin [enum]::GetNames([WaiaaS.TokenError]) } | Should -BeNullOrEmpty
        }

        It 'has code that parses' {
            $blocks | Should -Not -BeNullOrEmpty
            $blocks | ForEach-Object { Get-ScriptCommand $_ }
        }
    }

    It 'name every recipe that there is' {
        $text = Get-FileText (Join-Path $root 'en-US/about_WaiaaS_Automation.help.txt')
        $named = [regex]::Matches($text, '\b[a-z]+(-[a-z]+)+(\.[a-z]+)?\.(ps1|yml|service|timer|crontab|plist)\b').Value | Sort-Object -Unique
        $named | Should -Be ((Get-ChildItem -LiteralPath (Join-Path $root 'docs/examples')).Name | Where-Object { $_ -ne 'first-token.ps1' } | Sort-Object)
    }

    It 'mask the whole token and each of its parts, for <Log>' -ForEach @(
        @{ Log = 'GitHub Actions'; Command = '::add-mask::' }
        @{ Log = 'Azure Pipelines'; Command = '##vso[task.setsecret]' }
    ) {
        $token = New-TestToken
        $data = Join-Path (New-TestDirectory) 'data'
        Set-WaiaasToken $token -DataDir $data
        $text = Get-FileText (Join-Path $root 'en-US/about_WaiaaS_Automation.help.txt')
        $block = $text.Replace("`r", '') -split '\n\n' | Where-Object { $_.Contains($Command) }
        $shown = Use-Environment @{ WAIAAS_DATA_DIR = $data } { & ([scriptblock]::Create($block)) }
        $shown | Should -BeExactly @(@($token) + $token.Substring(9).Split('.') | ForEach-Object { $Command + $_ })
    }
}

Describe 'The examples' -ForEach @{ Runnable = @($examples | Where-Object { -not (Test-Missing $_.Needed) }) } {
    BeforeAll {
        $ran = Invoke-HelpExample $Runnable
    }

    Context '<Cmdlet>, <Title>' -ForEach $examples {
        It 'prints what the help says' -Skip:(Test-Missing $Needed) {
            $seen = $ran | Where-Object { $_.Cmdlet -eq $Cmdlet -and $_.Title -eq $Title }
            $seen.Errors | Should -BeNullOrEmpty
            $seen.Shown | Should -Not -Match 'did not run'
            if ($CanSetUnixMode) {
                ConvertTo-ComparableText $seen.Shown | Should -Be (ConvertTo-ComparableText $Output)
            }
        }
    }
}
