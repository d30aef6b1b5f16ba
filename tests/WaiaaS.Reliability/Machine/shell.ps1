# Imports the module, then runs what comes from standard input: a line is a number and a command, one pipeline, whose last
# cmdlet may fail. Each is answered with a line: the number, and in base64 the id and the text of its error, and its output.
param([string] $Module)

Import-Module $Module
function Encode([string] $text) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($text)) }

while ($true) {
    # A failure that was meant for the cmdlet may come one call too late.
    try { $line = [Console]::In.ReadLine() } catch [IO.IOException] { continue }
    if ($null -eq $line) { break }
    $number, $command = $line -split ' ', 2

    # strace counts calls by thread: this thread comes to have opened, read, written and closed more often than any other
    # before the cmdlet starts, so that only the cmdlet comes to the number that is meant.
    foreach ($i in 1..12) {
        [Console]::Out.WriteLine('.')
        $null = [Guid]::NewGuid(), [IO.File]::ReadAllBytes('/dev/null')
    }
    $e = $null
    $o = $null
    try { $o = . ([scriptblock]::Create("$command -ErrorVariable e -ErrorAction SilentlyContinue")) } catch { $e = @($_) }
    $id = ''
    $message = ''
    if ($e.Count) {
        $id = $e[0].FullyQualifiedErrorId.Split(',')[0]
        $message = $e[0].Exception.Message
    }
    $answer = "answer|$number|$(Encode $id)|$(Encode $message)|$(Encode "$o")"
    try { [Console]::Out.WriteLine($answer) } catch [IO.IOException] { [Console]::Out.WriteLine($answer) }
}
