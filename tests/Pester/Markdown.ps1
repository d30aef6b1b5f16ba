# Pages as Markdig parses them, which is in PowerShell's own ConvertFrom-Markdown. Dot-source it.

# The nodes of a type, such as LinkInline, HeadingBlock or FencedCodeBlock, in their order.
function Get-MarkdownNode([string] $Path, [string[]] $Type) {
    Get-Descendant (ConvertFrom-Markdown -LiteralPath $Path).Tokens | Where-Object { $_.GetType().Name -in $Type }
}

function Get-Descendant([object] $Node) {
    [Markdig.Syntax.MarkdownObjectExtensions]::Descendants($Node)
}

# The text of a heading or a table's cell, without its marks.
function Get-MarkdownText([object] $Node) {
    # Of a heading itself, Markdig gives no descendants.
    if ($Node.GetType().Name -eq 'HeadingBlock') { $Node = $Node.Inline }
    (Get-Descendant $Node | Where-Object { $_.GetType().Name -in 'LiteralInline', 'CodeInline' } | ForEach-Object { $_.Content.ToString() }) -join ''
}

# The anchor that GitHub makes of a heading.
function Get-MarkdownAnchor([string] $Path) {
    Get-MarkdownNode $Path HeadingBlock | ForEach-Object { (Get-MarkdownText $_).ToLowerInvariant() -replace '[^\w\- ]' -replace ' ', '-' }
}

function Get-MarkdownCode([string] $Path, [string] $Language) {
    Get-MarkdownNode $Path FencedCodeBlock | Where-Object Info -EQ $Language | ForEach-Object { $_.Lines.ToString() }
}

# The first cells of the rows of the tables below a heading, until the next heading; the head rows are left out.
function Get-MarkdownFirstCell([string] $Path, [string] $Heading) {
    $isBelow = $false
    foreach ($node in Get-MarkdownNode $Path HeadingBlock, TableRow) {
        if ($node.GetType().Name -eq 'HeadingBlock') { $isBelow = (Get-MarkdownText $node) -eq $Heading }
        elseif ($isBelow -and -not $node.IsHeader) { Get-MarkdownText $node[0] }
    }
}
