<#
.SYNOPSIS
    Makes the module's help file from the Markdown in docs/en-US.
.DESCRIPTION
    Microsoft.PowerShell.PlatyPS reads the Markdown and writes the MAML. What Get-Help needs beyond that is done here:
    platyPS leaves the marks and line breaks of Markdown in the text, puts the code of an example into its
    introduction, separates paragraphs with control characters, and knows no default values.

    The same Markdown gives the same bytes, whenever and wherever this runs.
.PARAMETER Path
    The help file to write.
.PARAMETER ModulePage
    The page of the module, docs/en-US/WaiaaS.md. Its list of cmdlets is replaced, the rest is kept.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,
    [string] $ModulePage
)

$ErrorActionPreference = 'Stop'
$maml = 'http://schemas.microsoft.com/maml/2004/10'
$command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
$dev = 'http://schemas.microsoft.com/maml/dev/2004/10'

# Text without the marks of Markdown.
function ConvertTo-PlainText([string] $Markdown) {
    $Markdown -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1'
}

# Paragraphs as a terminal can wrap them: one line each, and of a list one line for each item.
function ConvertTo-Paragraph([string] $Markdown) {
    foreach ($block in $Markdown.Trim() -split '\n\s*\n') {
        $lines = ConvertTo-PlainText ($block -replace '\s*\n(?!- )\s*', ' ')
        if ($lines) {
            $lines.Trim()
        }
    }
}

# An example is text, its code, what that prints, and more text. Its introduction stays empty: Get-Help would print it
# and the code on one line.
function ConvertTo-Example([string] $Markdown) {
    $form = '(?s)^(?<Before>.*?)```powershell\n(?<Code>.*?)\n```(\s*```Output\n(?<Output>.*?)\n```)?(?<After>.*)$'
    if ($Markdown -notmatch $form -or $Matches.After.Contains('```')) {
        throw "This example is not text, code, output and text: $Markdown"
    }
    $shown = $Matches.Code, $Matches.Output | Where-Object { $_ } | ForEach-Object { $_.Trim("`n") }
    @{
        Code    = $shown -join "`n`n"
        Remarks = @(ConvertTo-Paragraph $Matches.Before) + @(ConvertTo-Paragraph $Matches.After) + ''
    }
}

function Write-Paragraph([System.Xml.XmlElement] $Parent, [string[]] $Text) {
    $Parent.RemoveAll()
    foreach ($paragraph in $Text) {
        $element = $Parent.OwnerDocument.CreateElement('maml', 'para', $maml)
        $element.InnerText = $paragraph
        [void]$Parent.AppendChild($element)
    }
}

function Complete-Command([System.Xml.XmlElement] $Help, [object] $Source, [System.Xml.XmlNamespaceManager] $Names) {
    foreach ($parent in @($Help.SelectNodes('.//maml:description[maml:para] | .//maml:alert[maml:para]', $Names))) {
        Write-Paragraph -Parent $parent -Text @($parent.ChildNodes | ForEach-Object { ConvertTo-Paragraph $_.InnerText })
    }

    $examples = @($Help.SelectNodes('command:examples/command:example', $Names))
    for ($i = 0; $i -lt $examples.Count; $i++) {
        $example = ConvertTo-Example $Source.Examples[$i].Remarks
        Write-Paragraph -Parent $examples[$i].SelectSingleNode('maml:introduction', $Names) -Text @()
        $examples[$i].SelectSingleNode('dev:code', $Names).InnerText = $example.Code
        Write-Paragraph -Parent $examples[$i].SelectSingleNode('dev:remarks', $Names) -Text $example.Remarks
    }

    foreach ($parameter in $Source.Parameters) {
        $node = $Help.SelectSingleNode("command:parameters/command:parameter[maml:name='$($parameter.Name)']", $Names)
        $node.SetAttribute('position', $node.GetAttribute('position').ToLowerInvariant())
        $default = $node.OwnerDocument.CreateElement('dev', 'defaultValue', $dev)
        $default.InnerText = $parameter.DefaultValue
        [void]$node.AppendChild($default)
        foreach ($use in @($Help.SelectNodes(".//command:syntaxItem/command:parameter[maml:name='$($parameter.Name)']", $Names))) {
            foreach ($attribute in 'globbing', 'pipelineInput', 'aliases') {
                $use.SetAttribute($attribute, $node.GetAttribute($attribute))
            }
        }
    }

    # A link that leads from one Markdown file to another leads nowhere from here.
    foreach ($link in @($Help.SelectNodes('.//maml:navigationLink', $Names))) {
        $uri = $link.SelectSingleNode('maml:uri', $Names)
        $text = $link.SelectSingleNode('maml:linkText', $Names)
        if ($text.InnerText -eq 'Online Version') {
            $text.InnerText = 'Online Version:'
        }
        elseif ($uri.InnerText -notmatch '^https?://') {
            $uri.InnerText = ''
        }
    }
}

$scratch = Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid().ToString('N'))
try {
    $sources = @(Get-ChildItem -Path (Join-Path (Split-Path -Parent $PSScriptRoot) 'docs/en-US') -Filter *-*.md | Sort-Object -Property Name -Culture '' |
            ForEach-Object { Import-MarkdownCommandHelp -LiteralPath $_.FullName })
    $wrong = @($sources | ForEach-Object { $_.Diagnostics.Messages } | Where-Object { $_.Severity -eq 'Error' })
    if ($wrong) {
        throw "The Markdown is not as platyPS wants it: $($wrong -join [Environment]::NewLine)"
    }
    if ($ModulePage) {
        # As New-MarkdownModuleFile writes it, which would import the module.
        $list = $sources | ForEach-Object { "### [$($_.Title)]($($_.Title).md)`n`n$($_.Synopsis)`n" }
        $page = [IO.File]::ReadAllText($ModulePage).Replace("`r", '')
        [IO.File]::WriteAllText($ModulePage, ($page -replace '(?ms)(?<=^## WaiaaS\n).*', ("`n" + ($list -join "`n")).Replace('$', '$$')))
    }
    $written = $sources | Export-MamlCommandHelp -OutputFolder $scratch

    $document = [System.Xml.XmlDocument]::new()
    $document.Load($written.FullName)
    $names = [System.Xml.XmlNamespaceManager]::new($document.NameTable)
    $names.AddNamespace('maml', $maml)
    $names.AddNamespace('command', $command)
    $names.AddNamespace('dev', $dev)
    foreach ($source in $sources) {
        $help = $document.SelectSingleNode("//command:command[command:details/command:name='$($source.Title)']", $names)
        Complete-Command -Help $help -Source $source -Names $names
    }

    $settings = [System.Xml.XmlWriterSettings]@{
        Indent       = $true
        NewLineChars = "`n"
        Encoding     = [System.Text.UTF8Encoding]::new($false)
    }
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try {
        $document.Save($writer)
        $writer.WriteWhitespace("`n")
    }
    finally {
        $writer.Dispose()
    }
}
finally {
    Remove-Item -LiteralPath $scratch -Recurse -Force -ErrorAction Ignore
}
