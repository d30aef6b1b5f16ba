<#
.SYNOPSIS
    Makes the about topics that Get-Help shows from the Markdown in docs/about.
.DESCRIPTION
    PowerShell's own ConvertFrom-Markdown (Markdig) parses the Markdown. This script lays the result out as text of at most
    79 ASCII columns. A topic can have headings of the levels 1 to 3, paragraphs, lists, code, and tables of two columns
    without a header, which become hanging columns. Anything else is an error.

    Needs PowerShell 7. The same Markdown gives the same bytes.
.PARAMETER OutputFolder
    The folder to write <topic>.help.txt to.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $OutputFolder
)

$ErrorActionPreference = 'Stop'
$width = 79

function ConvertTo-InlineText([object] $Block) {
    $text = foreach ($inline in $Block.Inline) {
        switch ($inline.GetType().Name) {
            'LiteralInline' { $inline.Content.ToString() }
            'CodeInline' { $inline.Content }
            'LineBreakInline' { ' ' }
            # A path inside the repository means nothing to Get-Help; the text of such a link is the name to look for.
            'LinkInline' {
                $inline.FirstChild.Content.ToString()
                if ($inline.Url -match '^https?:' -and $inline.Url -ne $inline.FirstChild.Content.ToString()) { " ($($inline.Url))" }
            }
            'AutolinkInline' { $inline.Url }
            'EmphasisInline' { $inline.FirstChild.Content.ToString() }
            default { throw "Get-Help cannot show a $_ (line $($Block.Line + 1))." }
        }
    }
    (-join $text).Trim()
}

# Lines of at most 79 columns: the first one after $First, the others after as many spaces.
function Write-Wrapped([string] $First, [string] $Text) {
    $line = $First
    $empty = $true
    foreach ($word in $Text -split '\s+') {
        if (-not $empty -and $line.Length + 1 + $word.Length -gt $width) {
            $line
            $line = ' ' * $First.Length
            $empty = $true
        }
        $line += if ($empty) { $word } else { " $word" }
        $empty = $false
    }
    $line
}

function Write-Table([object] $Table) {
    $rows = @($Table | Select-Object -Skip 1 | ForEach-Object { , @($_ | ForEach-Object { ConvertTo-InlineText $_[0] }) })
    $header = -join ($Table[0] | ForEach-Object { ConvertTo-InlineText $_[0] })
    if ($header -or ($rows | Where-Object Count -NE 2)) { throw "A table has two columns and no header (line $($Table.Line + 1))." }
    $column = 4 + 3 + ($rows | ForEach-Object { $_[0].Length } | Measure-Object -Maximum).Maximum
    $rows | ForEach-Object { Write-Wrapped -First ('    ' + $_[0]).PadRight($column) -Text $_[1] }
}

# One block, as its lines.
function Write-Block([object] $Block) {
    switch ($Block.GetType().Name) {
        'HeadingBlock' {
            $text = ConvertTo-InlineText $Block
            switch ($Block.Level) {
                1 { 'TOPIC'; "    $text" }
                2 { $text.ToUpperInvariant() }
                3 { "  $text" }
                default { throw "A heading has the level 1, 2 or 3 (line $($Block.Line + 1))." }
            }
        }
        'ParagraphBlock' { Write-Wrapped -First '    ' -Text (ConvertTo-InlineText $Block) }
        'ListBlock' {
            foreach ($item in $Block) {
                if ($item.Count -ne 1) { throw "An item of a list has one paragraph (line $($item.Line + 1))." }
                Write-Wrapped -First '    - ' -Text (ConvertTo-InlineText $item[0])
            }
        }
        'FencedCodeBlock' { $Block.Lines.ToString() -split '\n' | ForEach-Object { if ($_) { "        $_" } else { '' } } }
        'Table' { Write-Table $Block }
        # The targets of headings, which the parser adds.
        'LinkReferenceDefinitionGroup' { }
        default { throw "Get-Help cannot show a $_ (line $($Block.Line + 1))." }
    }
}

foreach ($source in Get-ChildItem -Path (Join-Path (Split-Path -Parent $PSScriptRoot) 'docs/about') -Filter *.md) {
    # Without the carriage returns of a checkout on Windows.
    $blocks = (ConvertFrom-Markdown -InputObject ([IO.File]::ReadAllText($source.FullName).Replace("`r", ''))).Tokens
    $lines = @()
    $previous = $null
    foreach ($block in $blocks) {
        $written = @(Write-Block $block)
        if (-not $written) { continue }
        $kind = $block.GetType().Name
        if ($lines -and ($kind -eq 'HeadingBlock' -or $previous -ne 'HeadingBlock')) { $lines += '' }
        $lines += $written
        $previous = $kind
    }
    # Get-Help takes the fifth line alone for the synopsis.
    if ($lines[3] -ne 'SHORT DESCRIPTION' -or $lines[5] -ne '') { throw "$($source.Name) does not begin with its title and a short description of at most $($width - 4) characters." }
    $text = ($lines -join "`n") + "`n"
    if ($text -match '[^\n\x20-\x7e]') { throw "$($source.Name) has '$($Matches[0])', which is not ASCII: Windows PowerShell would show something else." }
    $long = $lines | Where-Object Length -GT 80
    if ($long) { throw "$($source.Name) has lines of more than 80 columns: $($long -join '; ')" }
    [IO.File]::WriteAllText((Join-Path $OutputFolder "$($source.BaseName).help.txt"), $text)
}
