# What a lane without Pester shows of the module: the round trip, refusals, permissions. One line a test, as lane.sh
# judges them.
param(
    [Parameter(Mandatory)] [string] $Report
)
$ErrorActionPreference = 'Stop'
$lines = [Collections.Generic.List[string]]::new()
$directory = [IO.Directory]::CreateTempSubdirectory('waiaas-').FullName
$data = Join-Path $directory 'data'
$path = Join-Path $data 'mcp-token'
$token = 'wai_sess_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJsYW5lIiwiZXhwIjo0MTAyNDQ0ODAwfQ.' + 'A' * 43

function Test([string] $Name, [scriptblock] $Attempt) {
    $result = try {
        & $Attempt
        'passed', $Name, ''
    }
    catch {
        'failed', $Name, ("$($_.FullyQualifiedErrorId): $_" -replace '\s+', ' ')
    }
    $lines.Add($result -join "`t")
}

function Assert-Equal($Actual, $Expected) {
    if ("$Actual" -cne "$Expected") {
        throw "'$Actual' is not '$Expected'"
    }
}

function Assert-Refused([string] $ErrorId, [string] $Refused) {
    foreach ($attempt in { Get-WaiaasToken -LiteralPath $Refused }, { Set-WaiaasToken $token -LiteralPath $Refused }) {
        $id = try { $null = & $attempt } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
        Assert-Equal $id $ErrorId
    }
}

function Get-Mode([string] $Of) {
    [Convert]::ToString([int][IO.File]::GetUnixFileMode($Of), 8)
}

Test 'imports' { Import-Module (Join-Path $PSScriptRoot '../../out/WaiaaS/WaiaaS.psd1') }
Test 'writes, and -PassThru tells what it wrote' {
    $info = $token | Set-WaiaasToken -DataDir $data -PassThru
    Assert-Equal "$($info.State) $($info.Path)" "Active $path"
    Assert-Equal ([IO.File]::ReadAllText($path)) $token
}
Test 'reads what it wrote' { Assert-Equal (Get-WaiaasToken -DataDir $data -AsPlainText) $token }
Test 'keeps a wallet of its own' {
    Set-WaiaasToken $token -DataDir $data -WalletId trading
    Assert-Equal (Get-WaiaasToken -DataDir $data -WalletId trading -AsPlainText) $token
}
Test 'lists both' {
    Assert-Equal (Get-WaiaasTokenInfo -DataDir $data | ForEach-Object { "'$($_.WalletId)' $($_.State)" } | Sort-Object) "'' Active 'trading' Active"
}
Test 'tells how long a token lasts' {
    Assert-Equal (Test-WaiaasToken -DataDir $data -MinimumLifetime 1.00:00:00) 'True'
    Assert-Equal (Test-WaiaasToken -DataDir $data -MinimumLifetime 99999.00:00:00) 'False'
}
Test 'keeps files and directories private' {
    Assert-Equal (Get-Mode $path) '600'
    Assert-Equal (Get-Mode (Join-Path $data 'mcp-tokens/trading')) '600'
    Assert-Equal (Get-Mode $data) '700'
    Assert-Equal (Get-Mode (Join-Path $data 'mcp-tokens')) '700'
}
Test 'closes a file that is open to others, after a warning' {
    [IO.File]::SetUnixFileMode($path, 'UserRead, UserWrite, GroupRead, OtherRead')
    $null = Get-WaiaasToken -DataDir $data -WarningVariable warnings -WarningAction SilentlyContinue
    Assert-Equal $warnings.Count 1
    Set-WaiaasToken $token -DataDir $data
    Assert-Equal (Get-Mode $path) '600'
}
Test 'refuses a symbolic link' {
    $null = [IO.File]::CreateSymbolicLink((Join-Path $directory 'link'), $path)
    Assert-Refused TokenPathIsSymbolicLink (Join-Path $directory 'link')
}
Test 'refuses a directory' { Assert-Refused TokenNotRegularFile (Join-Path $data 'mcp-tokens') }
Test 'refuses a FIFO' {
    & mkfifo (Join-Path $directory 'fifo')
    Assert-Refused TokenNotRegularFile (Join-Path $directory 'fifo')
}
Test 'removes' {
    Remove-WaiaasToken trading -DataDir $data
    Assert-Equal ([IO.File]::Exists((Join-Path $data 'mcp-tokens/trading'))) 'False'
}
Test 'leaves no temporary file' { Assert-Equal ([IO.Directory]::GetFiles($directory, '*.tmp', 'AllDirectories')) '' }

$lines.Insert(0, "version`t$($PSVersionTable.PSVersion) $([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)")
$lines.Add("total`t$($lines.Count - 1)")
[IO.Directory]::Delete($directory, $true)
[IO.File]::WriteAllLines($Report, $lines)
