# Whether the module is imported, under each execution policy, in each PowerShell that is here.

function Test-Starting {
    foreach ($program in 'powershell', 'pwsh') {
        foreach ($policy in 'Restricted', 'AllSigned', 'RemoteSigned', 'Unrestricted', 'Bypass') {
            Test-Doubt "import in $program under $policy" { Test-Import -Program $program -Policy $policy -Manifest $Module }
        }
        Test-Doubt "import in $program under RemoteSigned, of files that came from the internet" {
            Assert-NotWine 'streams of a file'
            $copy = New-CheckFolder $scratch
            Copy-Item -Path (Join-Path (Split-Path -Parent $Module) '*') -Destination $copy -Recurse
            foreach ($file in Get-ChildItem -LiteralPath $copy -Recurse -File) {
                Set-Content -LiteralPath $file.FullName -Stream Zone.Identifier -Value '[ZoneTransfer]', 'ZoneId=3'
            }
            Test-Import -Program $program -Policy RemoteSigned -Manifest (Join-Path $copy (Split-Path -Leaf $Module))
        }
    }
}

function Test-Import([string] $Program, [string] $Policy, [string] $Manifest) {
    $found = Get-Command "$Program.exe" -CommandType Application -ErrorAction Ignore | Select-Object -First 1
    # Wine's own powershell.exe does nothing, successfully.
    if (-not $found -or ((Test-Wine) -and $Program -eq 'powershell')) { Stop-Doubt "there is no $Program.exe" }
    Assert-NotWine "$Program that starts another one"
    $result = Invoke-PowerShell $found.Path '-ExecutionPolicy', $Policy @"
if ((Get-ExecutionPolicy) -ne '$Policy') { "result:other policy `$(Get-ExecutionPolicy)"; exit }
try { Import-Module $(Get-QuotedText $Manifest) -ErrorAction Stop; 'result:' + [bool](Get-WaiaasTokenPath) } catch { "result:`$_" }
"@
    if ($result -like 'other policy*') { Stop-Doubt "a policy of the group or the computer comes first: $result" }
    if ($result -ne 'True') { throw $result }
}
