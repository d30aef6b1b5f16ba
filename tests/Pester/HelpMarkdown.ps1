# The help of one cmdlet as docs/en-US has it: the parts of platyPS' format that the tests look at.

function Get-HelpMarkdown([string] $Cmdlet) {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $path = Join-Path $root "docs/en-US/$Cmdlet.md"
    $text = [IO.File]::ReadAllText($path).Replace("`r", '')
    $notes = Get-MarkdownSection $text 'NOTES'
    [pscustomobject]@{
        Path        = $path
        Text        = $text
        Synopsis    = Get-MarkdownSection $text 'SYNOPSIS'
        Description = Get-MarkdownSection $text 'DESCRIPTION'
        Notes       = $notes
        ErrorIds    = @([regex]::Matches($notes, '(?m)^- `([A-Za-z]+)`:') | ForEach-Object { $_.Groups[1].Value })
        Syntax      = @(Get-MarkdownPart $text 'SYNTAX')
        Inputs      = @(Get-MarkdownPart $text 'INPUTS')
        Outputs     = @(Get-MarkdownPart $text 'OUTPUTS')
        Links       = [regex]::Matches((Get-MarkdownSection $text 'RELATED LINKS'), '\[([^\]]+)\]\(([^)]+)\)')
        Parameters  = @(Get-MarkdownPart $text 'PARAMETERS' | Where-Object Title -Like '-*' | ForEach-Object { ConvertTo-HelpParameter $_ })
        Examples    = @(Get-MarkdownPart $text 'EXAMPLES' | ForEach-Object { ConvertTo-HelpExample $_ $Cmdlet })
    }
}

function Get-MarkdownSection([string] $Text, [string] $Name) {
    if ($Text -cnotmatch "(?ms)^## $Name\n(?<Body>.*?)(?=^## |\z)") {
        throw "There is no section $Name."
    }
    $Matches.Body.Trim()
}

function Get-MarkdownPart([string] $Text, [string] $Section) {
    foreach ($part in [regex]::Matches((Get-MarkdownSection $Text $Section), '(?ms)^### ([^\n]+)\n(.*?)(?=^### |\z)')) {
        [pscustomobject]@{ Title = $part.Groups[1].Value.Trim(); Body = $part.Groups[2].Value.Trim() }
    }
}

# Text, code, what it prints, and more text.
function ConvertTo-HelpExample([object] $Part, [string] $Cmdlet) {
    $form = '(?s)^(?<Before>.*?)```powershell\n(?<Code>.*?)\n```(\s*```Output\n(?<Output>.*?)\n```)?(?<After>.*)$'
    if ($Part.Body -notmatch $form -or $Matches.After.Contains('```')) {
        throw "'$($Part.Title)' is not text, code, output and text."
    }
    @{ Cmdlet = $Cmdlet; Title = $Part.Title; Code = $Matches.Code; Output = $Matches.Output; Text = $Matches.Before + $Matches.After }
}

function ConvertTo-HelpParameter([object] $Part) {
    $description, $yaml = $Part.Body -split '```yaml\n', 2
    $sets = [regex]::Matches($yaml, '(?m)^- Name: (.+)\n((?:  .*\n)+)')
    [pscustomobject]@{
        Name        = $Part.Title.Substring(1)
        Description = $description.Trim()
        Type        = Get-YamlValue $yaml 'Type'
        Default     = Get-YamlValue $yaml 'DefaultValue'
        Wildcards   = Get-YamlValue $yaml 'SupportsWildcards'
        Aliases     = ([regex]::Matches($yaml, '(?m)^- (\w+)$') | ForEach-Object { $_.Groups[1].Value } | Sort-Object) -join ', '
        Sets        = @($sets | ForEach-Object { ConvertTo-HelpParameterSet $_.Groups[1].Value $_.Groups[2].Value } | Sort-Object Name)
    }
}

function ConvertTo-HelpParameterSet([string] $Name, [string] $Yaml) {
    [pscustomobject]@{
        Name          = $Name
        Position      = Get-YamlValue $Yaml 'Position'
        Required      = Get-YamlValue $Yaml 'IsRequired'
        ByValue       = Get-YamlValue $Yaml 'ValueFromPipeline'
        ByName        = Get-YamlValue $Yaml 'ValueFromPipelineByPropertyName'
        FromRemaining = Get-YamlValue $Yaml 'ValueFromRemainingArguments'
    }
}

function Get-YamlValue([string] $Yaml, [string] $Key) {
    if ($Yaml -notmatch "(?m)^ *${Key}: *(?<Value>.*)$") {
        throw "There is no $Key in: $Yaml"
    }
    $Matches.Value.Trim().Trim("'")
}

# What can be compared of texts that are laid out in different ways.
function ConvertTo-FlatText([string] $Text) {
    ($Text -replace '\s+', ' ').Trim()
}

# The same without the marks of Markdown.
function ConvertTo-PlainWord([string] $Markdown) {
    ConvertTo-FlatText ($Markdown -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1')
}
