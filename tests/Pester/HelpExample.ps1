# The examples of docs/en-US, and what they take for granted: a daemon, a data directory with tokens, one of which others
# can read and one of which has expired, two more directories, and a user who types.
. (Join-Path $PSScriptRoot 'FakeDaemon.ps1')

# Runs each example in a runspace of its own, with a daemon and directories of its own, all in one new shell, and gives
# what a user would see there.
function Invoke-HelpExample([hashtable[]] $Examples) {
    $stages = @(foreach ($example in $Examples) { New-HelpStage $example })
    try {
        $scripts = foreach ($stage in $stages) { "@{ Mark = '$($stage.Mark)'; Data = $(ConvertTo-Literal $stage.Data); Code = $(ConvertTo-Literal $stage.Code) }" }
        $child = Invoke-ChildShell -Script @"
            foreach (`$example in $($scripts -join ', ')) {
                Remove-Item -Path Env:WAIAAS_DATA_DIR -ErrorAction Ignore
                `$env:HOME = `$env:USERPROFILE = Split-Path -Parent `$example.Data
                [Console]::Out.WriteLine(`$example.Mark)
                [Console]::Error.WriteLine(`$example.Mark)
                `$runspace = [runspacefactory]::CreateRunspace(`$Host)
                `$runspace.Open()
                `$shell = [powershell]::Create()
                `$shell.Runspace = `$runspace
                `$shell.AddScript(`$example.Code).AddCommand('Out-String').AddParameter('Width', 400).AddParameter('Stream').AddCommand('Out-Default').Invoke()
                `$shell.Streams.Error | ForEach-Object { [Console]::Error.WriteLine(`$_) }
                `$runspace.Dispose()
            }
"@
        foreach ($stage in $stages) {
            [pscustomobject]@{
                Cmdlet = $stage.Cmdlet
                Title  = $stage.Title
                Shown  = Select-Part $child.Output $stage
                Errors = Select-Part $child.Errors $stage
            }
        }
    }
    finally {
        foreach ($stage in $stages) {
            $stage.Daemon.Dispose()
        }
    }
}

# The part of an output that follows a mark. An example that ends the shell leaves those after it without one.
function Select-Part([string] $Text, [hashtable] $Stage) {
    $part = [regex]::Match($Text, "(?s)$($Stage.Mark)\r?\n(.*?)(?=mark-[0-9a-f]{32}|\z)")
    $shown = if ($part.Success) { $part.Groups[1].Value } else { 'This example did not run.' }
    foreach ($place in $Stage.Places.Keys) {
        $shown = $shown.Replace($Stage.Places[$place], $place)
    }
    $shown
}

function ConvertTo-Literal([string] $Text) {
    "'" + $Text.Replace("'", "''") + "'"
}

function New-HelpStage([hashtable] $Example) {
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
    $daemon = New-FakeDaemon
    [void]$daemon.AddWallet('trading', '0190a5b2-7c3d-7e4f-8a1b-2c3d4e5f6a7b')
    [void]$daemon.AddWallet('savings')
    Set-FileText (Join-Path $places['/srv/agent'] 'master-password') $daemon.MasterPassword
    Set-WaiaasToken $daemon.Issue(20 * $hour - 60, 7 * $day) -DataDir $data
    Set-WaiaasToken $daemon.Issue(7 * $day - 6 * $hour, 7 * $day) -DataDir $data -WalletId legacy
    Set-WaiaasToken $daemon.Issue(7 * $day + 65, 7 * $day) -DataDir $data -WalletId ops -WarningAction SilentlyContinue
    Set-WaiaasToken $daemon.Issue(7 * $day - 2 * $hour - 13 * 60 - 30, 7 * $day) -DataDir $data -WalletId trading
    Set-WaiaasToken $daemon.Issue(7 * $day + 65, 7 * $day) -DataDir $places['/mnt/backup'] -WarningAction SilentlyContinue
    if ($CanSetUnixMode) {
        Set-UnixMode (Get-ExpectedPath $data legacy) '644'
    }

    $code = $Example.Code.Replace('http://127.0.0.1:3100', $daemon.Address.GetLeftPart('Authority'))
    foreach ($place in $places.Keys) {
        $code = $code.Replace($place, $places[$place])
    }
    @{
        Cmdlet = $Example.Cmdlet
        Title  = $Example.Title
        Daemon = $daemon
        Data   = $data
        Places = $places
        Mark   = 'mark-' + [guid]::NewGuid().ToString('N')
        Code   = @"
Import-Module $(ConvertTo-Literal (Get-ModuleManifestPath))
`$typed = @{ 'Master password' = '$($daemon.MasterPassword)'; 'Token' = '$($daemon.Issue(0, $hour))' }
function Read-Host(`$Prompt, [switch] `$AsSecureString) {
    if (-not `$Prompt) { `$Prompt = 'Token' }
    ConvertTo-SecureString -String `$typed[`$Prompt] -AsPlainText -Force
}
`$env:WAIAAS_BASE_URL = '$($daemon.Address)'
'WAIAAS_MASTER_PASSWORD', 'WAIAAS_MASTER_PASSWORD_FILE' | ForEach-Object { Remove-Item -Path "Env:`$_" -ErrorAction Ignore }
$code
"@
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
