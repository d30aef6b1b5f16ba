# Runs a command and gives all that PowerShell shows and keeps of it as one text: every stream, and $Error.
param([string] $Command)

$Error.Clear()
$all = @(try { . ([scriptblock]::Create($Command)) *>&1 } catch { $_ })
$texts = @(
    foreach ($item in $all) {
        # It serializes as plain text off Windows; it is what was asked for.
        if ($item -isnot [Security.SecureString]) {
            "$item"
            [Management.Automation.PSSerializer]::Serialize($item, 4)
        }
    }
    foreach ($item in $Error) {
        if ($item -is [Management.Automation.ErrorRecord]) { $item.FullyQualifiedErrorId; "$($item.Exception)"; $item.InvocationInfo.PositionMessage; $item.InvocationInfo.Line }
        [Management.Automation.PSSerializer]::Serialize($item, 4)
    }
)
$Error.Clear()
$texts -join "`n"
