# The examples of docs/en-US, and what they take for granted: a daemon, a data directory with tokens, one of which others
# can read and one of which has expired, two more directories, and somebody who types.

function Get-HelpExample([string] $Cmdlet) {
    $root = Split-Path -Parent (Split-Path -Parent $PSScriptRoot)
    $text = [IO.File]::ReadAllText((Join-Path $root "docs/en-US/$Cmdlet.md")).Replace("`r", '')
    $form = '(?sm)^### (?<Title>Example \d[^\n]*)\n.*?```powershell\n(?<Code>.*?)\n```(\s*```Output\n(?<Output>.*?)\n```)?'
    foreach ($match in [regex]::Matches($text, $form)) {
        @{
            Cmdlet = $Cmdlet
            Title  = $match.Groups['Title'].Value
            Code   = $match.Groups['Code'].Value
            Output = $match.Groups['Output'].Value
        }
    }
}

function Add-FakeDaemon {
    if (-not ('WaiaaS.FakeDaemon.Daemon' -as [type])) {
        $folder = Join-Path (Split-Path -Parent $PSScriptRoot) 'WaiaaS.FakeDaemon'
        Add-Type -Path (Get-ChildItem -LiteralPath $folder -Filter *.cs).FullName
    }
}

# Runs an example in a shell of its own, and gives what a user would see there.
function Invoke-HelpExample([string] $Code) {
    $folder = New-TestDirectory
    $data = Join-Path (Join-Path $folder 'home') '.waiaas'
    $places = [ordered]@{
        '/home/ada/.waiaas' = $data
        '/srv/agent'        = Join-Path $folder 'agent'
        '/mnt/backup'       = Join-Path $folder 'backup'
    }
    [void][IO.Directory]::CreateDirectory($places['/srv/agent'])
    $hour = 3600
    $day = 24 * $hour
    $daemon = [WaiaaS.FakeDaemon.Daemon]::new()
    try {
        Set-WaiaasToken $daemon.Issue(20 * $hour - 60, 7 * $day) -DataDir $data
        Set-WaiaasToken $daemon.Issue(7 * $day - 6 * $hour, 7 * $day) -DataDir $data -WalletId legacy
        Set-WaiaasToken $daemon.Issue(7 * $day + 65, 7 * $day) -DataDir $data -WalletId ops -WarningAction SilentlyContinue
        Set-WaiaasToken $daemon.Issue(7 * $day - 2 * $hour - 13 * 60 - 30, 7 * $day) -DataDir $data -WalletId trading
        Set-WaiaasToken $daemon.Issue(7 * $day + 65, 7 * $day) -DataDir $places['/mnt/backup'] -WarningAction SilentlyContinue
        if ($CanSetUnixMode) {
            Set-UnixMode (Get-ExpectedPath $data legacy) '644'
        }

        $here = $Code.Replace('http://127.0.0.1:3100', $daemon.Address.GetLeftPart('Authority'))
        foreach ($place in $places.Keys) {
            $here = $here.Replace($place, $places[$place])
        }
        $child = Invoke-ChildShell @"
            `$env:WAIAAS_DATA_DIR = '$($data.Replace("'", "''"))'
            `$typed = @{ 'Master password' = '$($daemon.MasterPassword)'; 'Token' = '$($daemon.Issue(0, $hour))' }
            function Read-Host(`$Prompt, [switch] `$AsSecureString) {
                ConvertTo-SecureString -String `$typed[`$Prompt] -AsPlainText -Force
            }
            . {
$here
            } | Out-String -Width 400 -Stream
"@
        $shown = $child.Output
        foreach ($place in $places.Keys) {
            $shown = $shown.Replace($places[$place], $place)
        }
        [pscustomobject]@{ Shown = $shown; Errors = $child.Errors; ExitCode = $child.ExitCode }
    }
    finally {
        $daemon.Dispose()
    }
}

# The lines, without colours and what differs from run to run. A directory lists its files in no order.
function ConvertTo-ComparableText([string] $Text) {
    $escape = [char]27
    $lines = foreach ($line in $Text -split '\r?\n') {
        $line = ($line -replace "$escape\[[0-9;]*m", '' -replace '\s+', ' ').Trim() `
            -replace '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}', '<id>' `
            -replace '\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ', '<time>' `
            -replace '\d+/\d+/\d{4} \d+:\d\d:\d\d( [AP]M)? [+-]\d\d:\d\d', '<time>' `
            -replace '\b\d+[dhms]( \d+[hms])?( ago)?\b', '<lifetime>' `
            -replace '^Length : \d+$', 'Length : <length>' `
            -replace '^Owner : .+$', 'Owner : <owner>'
        if ($line) {
            $line
        }
    }
    ($lines | Sort-Object -CaseSensitive) -join "`n"
}
