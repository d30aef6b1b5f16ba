[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of this file.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    # What a user may do with $token, in $dir. $cut is what a torn write left of it; $others are all cmdlets but Set-WaiaasToken.
    $actions = @(
        @{ Name = 'a write'; Action = { Set-WaiaasToken $token -DataDir $dir } }
        @{ Name = 'a write of an expired token'; Action = { Set-WaiaasToken $expired -DataDir $dir } }
        @{ Name = 'a write of a token whose payload is not JSON'; Action = { Set-WaiaasToken $odd -DataDir $dir } }
        @{ Name = 'a write from a hashtable'; Action = { @{ token = $token } | Set-WaiaasToken -DataDir $dir } }
        @{ Name = '-WhatIf'; Action = { Set-WaiaasToken $token -DataDir $dir -WhatIf } }
        @{ Name = 'a token that is cut'; Fails = $true; Action = { Set-WaiaasToken $cut -DataDir $dir } }
        @{ Name = 'a token that is cut, from the pipeline'; Fails = $true; Action = { $cut | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'a token that is cut, as SecureString'; Fails = $true; Action = { Protect-Text $cut | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'a token without its prefix'; Fails = $true; Action = { Set-WaiaasToken $token.Substring(9) -DataDir $dir } }
        @{ Name = 'a token with a space in it'; Fails = $true; Action = { Set-WaiaasToken $token.Insert(60, ' ') -DataDir $dir } }
        @{ Name = 'two tokens'; Fails = $true; Action = { Set-WaiaasToken "$token`n$token" -DataDir $dir } }
        @{ Name = 'an array with a token'; Fails = $true; Action = { Set-WaiaasToken @($token, $token) -DataDir $dir } }
        @{ Name = 'an API response as text'; Fails = $true; Action = { "{`"token`":`"$token`"}" | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'an object that holds the token under another name'; Fails = $true; Action = { [pscustomobject]@{ secret = $token } | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'an object that holds the token one level down'; Fails = $true; Action = { [pscustomobject]@{ token = @{ value = $token } } | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'a bad token in the middle of a pipeline'; Fails = $true; Action = { $token, "$token.x", $token | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'a token that is too large'; Fails = $true; Action = { Set-WaiaasToken ($token + ('A' * 9000)) -DataDir $dir } }
        @{ Name = 'a bad wallet id'; Fails = $true; Action = { Set-WaiaasToken $token -WalletId '../x' -DataDir $dir } }
        @{ Name = 'a bad wallet id of an object'; Fails = $true; Action = { [pscustomobject]@{ token = $token; walletId = '../x' } | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'a path of another provider'; Fails = $true; Action = { Set-WaiaasToken $token -DataDir 'Env:\x' } }
        @{ Name = 'a directory in the place of the file'; Fails = $true; Action = { Set-WaiaasToken $token -LiteralPath $dir } }
        @{ Name = 'a data directory that is a file'; Fails = $true; Action = { Set-WaiaasToken $token -DataDir $file } }
        @{ Name = '-ErrorAction Stop'; Fails = $true; Action = { Set-WaiaasToken "$token.x" -DataDir $dir -ErrorAction Stop } }
        @{ Name = 'a -MaximumRetryCount below 0'; Fails = $true; Action = { Set-WaiaasToken $token -DataDir $dir -MaximumRetryCount -1 } }
        @{ Name = 'the token as wallet id of Set-WaiaasToken'; Fails = $true; Action = { Set-WaiaasToken $token -WalletId $token -DataDir $dir } }
        @{ Name = 'the token as wallet id of a cmdlet'; Fails = $true; Action = { $others | ForEach-Object { & $_ $token -DataDir $dir } } }
        @{ Name = 'the token without its prefix as wallet id'; Fails = $true; Action = { Get-WaiaasToken $token.Substring(9) -DataDir $dir } }
        @{ Name = 'the token as -LiteralPath of Set-WaiaasToken'; Fails = $true; Action = { Set-WaiaasToken $token -LiteralPath $token } }
        @{ Name = 'the token as -LiteralPath of Get-WaiaasToken'; Fails = $true; Action = { Get-WaiaasToken -LiteralPath $token } }
        @{ Name = 'the token piped to Get-WaiaasToken'; Fails = $true; Action = { $token | Get-WaiaasToken } }
        @{ Name = 'the token as -DataDir'; Fails = $true; Action = { Get-WaiaasToken -DataDir $token } }
        @{ Name = 'the payload alone'; Fails = $true; Action = { Set-WaiaasToken $token.Split('.')[1] -DataDir $dir } }
        @{ Name = 'the characters of a token, piped'; Fails = $true; Action = { $token.ToCharArray() | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'the token as wallet id of an object'; Fails = $true; Action = { [pscustomobject]@{ token = $token; walletId = $token } | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'the token as -DataDir of Set-WaiaasToken'; Fails = $true; Action = { Set-WaiaasToken $token -DataDir $token } }
        @{ Name = 'the token in -LiteralPath'; Fails = $true; Action = { Get-WaiaasToken -LiteralPath (Join-Path $dir $token) } }
        @{ Name = '-PassThru'; Action = { Set-WaiaasToken $token -DataDir $dir -PassThru } }
        @{ Name = 'an info'; Action = { Set-TokenFile $dir $token; Get-WaiaasTokenInfo -DataDir $dir } }
        @{ Name = 'an info of a cut file'; Action = { Set-TokenFile $dir $cut; Get-WaiaasTokenInfo -DataDir $dir } }
        @{ Name = 'an info of two tokens'; Action = { Set-TokenFile $dir "$token $token"; Get-WaiaasTokenInfo -DataDir $dir } }
        @{ Name = 'a test of a cut file'; Action = { Set-TokenFile $dir $cut; Test-WaiaasToken -DataDir $dir } }
        @{ Name = 'a link in the place of the file'; Fails = $true; Needs = 'SymbolicLink'; Action = { New-Link "$dir/mcp-token" $file; Set-WaiaasToken $token -DataDir $dir } }
        @{ Name = 'a read of an open file'; Needs = 'UnixMode'; Words = 'chmod 600'; Action = { Set-UnixMode (Set-TokenFile $dir $token) '644'; Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'a removal'; Action = { Set-TokenFile $dir $token; Remove-WaiaasToken -DataDir $dir } }
        @{ Name = 'a read'; Action = { Set-TokenFile $dir $token; Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'a read that falls back'; Action = { Set-TokenFile $dir $token; Get-WaiaasToken main -OrDefault -DataDir $dir } }
        @{ Name = 'a read of a cut file'; Fails = $true; Action = { Set-TokenFile $dir $cut; Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'a read of a file with two tokens'; Fails = $true; Action = { Set-TokenFile $dir "$token`n$token"; Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'a read of JSON'; Fails = $true; Action = { Set-TokenFile $dir "{`"token`":`"$token`"}"; Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'a read of UTF-16'; Fails = $true; Action = { $token | Out-File -FilePath (Join-Path $dir 'mcp-token') -Encoding unicode; Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'a read of a file that is too large'; Fails = $true; Action = { Set-TokenFile $dir ($token + ('A' * 9000)); Get-WaiaasToken -DataDir $dir } }
    )

    # Command lines with a token in them: Expand-CommandLine puts it in place of the words in capitals.
    $commandLines = @(
        @{ Name = 'a bad path'; Line = "Set-WaiaasToken 'TOKEN' -DataDir 'Env:\x'" }
        @{ Name = 'a bad path, without quotes'; Line = "Set-WaiaasToken TOKEN -DataDir 'Env:\x'" }
        @{ Name = 'a bad path, by name'; Line = "Set-WaiaasToken -Token:'TOKEN' -DataDir 'Env:\x'" }
        @{ Name = 'a bad wallet id, from the pipeline'; Line = "'TOKEN' | Set-WaiaasToken -WalletId '../x' -DataDir 'DIR'" }
        @{ Name = 'a directory in its place, from an object'; Line = "[pscustomobject]@{ token = 'TOKEN' } | Set-WaiaasToken -LiteralPath 'DIR'" }
        @{ Name = 'a directory in its place, from a hashtable'; Line = "@{ token = 'TOKEN' } | Set-WaiaasToken -LiteralPath 'DIR'" }
        @{ Name = 'a cut token'; Line = "Set-WaiaasToken 'CUT' -DataDir 'DIR'" }
        @{ Name = 'a cut token and -ErrorAction Stop'; Line = "try { Set-WaiaasToken 'CUT' -DataDir 'DIR' -ErrorAction Stop } catch { Write-Error -ErrorRecord `$_ }" }
        @{ Name = 'a token without its prefix'; Line = "Set-WaiaasToken 'JWT' -DataDir 'DIR'" }
        @{ Name = 'a token with a space in it'; Line = "Set-WaiaasToken 'SPACED' -DataDir 'DIR'" }
        @{ Name = 'the token as wallet id'; Line = "Get-WaiaasToken 'TOKEN' -DataDir 'DIR'" }
        @{ Name = 'the token as path'; Line = "Get-WaiaasToken -LiteralPath 'TOKEN'" }
        @{ Name = 'a warning'; Line = "Set-WaiaasToken 'ODD' -DataDir 'DIR' -Verbose; Get-WaiaasToken -LiteralPath 'TOKEN'" }
        @{ Name = 'a command on several lines'; Line = "Set-WaiaasToken ```n    'TOKEN' ```n    -DataDir 'Env:\x'" }
        @{ Name = 'a here-string'; Line = "Set-WaiaasToken @'`nTOKEN`n'@ -DataDir 'Env:\x'" }
        @{ Name = 'a pipeline on several lines'; Line = "'TOKEN' |`n    Set-WaiaasToken -DataDir 'Env:\x'" }
        @{ Name = 'an empty -DataDir'; Line = "Set-WaiaasToken 'TOKEN' -DataDir ''" }
        @{ Name = 'a -LiteralPath that is null'; Line = "Set-WaiaasToken 'TOKEN' -LiteralPath `$null" }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest

    # A script block as text, so that a child process can show its records the same way.
    $showEverything = {
        param($records)
        foreach ($record in $records) {
            $views = @($record)
            foreach ($name in 'InvocationInfo', 'Exception', 'TargetObject', 'CategoryInfo', 'ErrorRecord') {
                $views += $record.$name
            }
            for ($exception = $record.Exception; $exception; $exception = $exception.InnerException) {
                $views += $exception
                $exception.ToString()
                $exception.Data | Format-List * -Force | Out-String -Width 4096
            }
            foreach ($view in $views | Where-Object { $null -ne $_ }) {
                "$view"
                $view | Out-String -Width 4096
                $view | Format-List * -Force | Out-String -Width 4096
                try {
                    $view | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue
                    [Management.Automation.PSSerializer]::Serialize($view, 1)
                }
                catch {
                    "Not every object can be JSON or Clixml: $_"
                }
            }
        }
    }

    # Everything that a user could find of a script block's run: all streams and $Error.
    function Get-EveryText([scriptblock] $LeakyAction) {
        $VerbosePreference = 'Continue'
        $DebugPreference = 'Continue'
        $InformationPreference = 'Continue'
        $global:Error.Clear()
        $seen = Watch-Command $LeakyAction
        $failures = @($global:Error)
        [pscustomobject]@{
            Failures = $failures
            Text     = (& $showEverything (@($seen.Records) + @($seen.Thrown) + $failures)) -join "`n"
        }
    }

    # A token that has no run of characters in common with another one.
    function New-UnlikeToken {
        New-TestToken -Header ('{"h":"' + [guid]::NewGuid() + '"}') -Payload ('{"p":"' + [guid]::NewGuid() + '"}')
    }

    function Expand-CommandLine([string] $Line, [string] $Token, [string] $Directory) {
        $stands = @{
            TOKEN  = $Token
            CUT    = $Token.Substring(0, $Token.LastIndexOf('.'))
            JWT    = $Token.Substring('wai_sess_'.Length)
            SPACED = $Token.Insert($Token.LastIndexOf('.') + 1, ' ')
            ODD    = $Token.Insert($Token.LastIndexOf('.'), 'x')
            DIR    = $Directory
        }
        [regex]::Replace($Line, '\b(TOKEN|CUT|JWT|SPACED|ODD|DIR)\b', { $stands[$args[0].Value] })
    }
}

Describe 'The search for a token in a text' {
    It 'The search finds each part of a token, also where formatting broke and coloured it, and nothing in another token' {
        $token = New-UnlikeToken
        $escape = [char]27
        foreach ($part in $token.Substring('wai_sess_'.Length).Split('.')) {
            Find-TokenPiece "x $part y" $token | Should -Not -BeNullOrEmpty
            Find-TokenPiece ($part -replace '.{10}', "`$0$escape[0m`n     | $escape[31m") $token | Should -Not -BeNullOrEmpty
        }
        Find-TokenPiece (New-UnlikeToken) $token | Should -BeNullOrEmpty
    }

    It 'The search finds a token in what a run left' {
        $token = New-TestToken
        Find-TokenPiece (Get-EveryText { Write-Warning $token }).Text $token | Should -Not -BeNullOrEmpty
        Find-TokenPiece (Get-EveryText { Write-Error -Message 'x' -TargetObject $token }).Text $token | Should -Not -BeNullOrEmpty
    }
}

Describe 'What a run shows and keeps' {
    BeforeEach {
        $dir = New-TestDirectory
        $file = Join-Path (New-TestDirectory) 'file'
        Set-FileText $file 'x'
        $token = New-TestToken
        $cut = $token.Substring(0, $token.LastIndexOf('.'))
        $expired = New-TestToken -Payload ('{"sub":"' + [guid]::NewGuid() + '","exp":1}')
        $odd = New-TestToken -Payload ([guid]::NewGuid().ToString())
        $others = Get-Command -Module WaiaaS -Name Get-WaiaasToken*, Test-WaiaasToken, Remove-WaiaasToken
    }

    foreach ($case in $actions) {
        It 'No stream shows a token after <Name>' -Skip:(Test-Missing $case.Needs) -ForEach $case {
            $run = Get-EveryText $Action
            $run.Failures.Count -gt 0 | Should -Be ([bool]$Fails)
            $run.Text | Should -BeLike "*$Words*"
            foreach ($secret in $token, $expired, $odd) {
                Find-TokenPiece $run.Text $secret | Should -BeNullOrEmpty
            }
        }
    }

    It 'The source line that a message keeps holds no token after <Line>' -ForEach @(
        @{ Line = "Set-WaiaasToken 'TOKEN' -DataDir 'DIR' -Verbose; Test-WaiaasToken -DataDir 'DIR' -MinimumLifetime 9.00:00:00" }
        @{ Line = "Set-WaiaasToken 'ODD' -DataDir 'DIR'" }
        @{ Line = "`$PSDefaultParameterValues = @{ '*:Verbose' = `$true }; Set-WaiaasToken 'TOKEN' -DataDir 'DIR'" }
    ) {
        $run = Get-EveryText ([scriptblock]::Create((Expand-CommandLine $Line $token $dir)))
        $run.Failures | Should -HaveCount 0
        $run.Text | Should -Not -BeNullOrEmpty
        Find-TokenPiece $run.Text $token | Should -BeNullOrEmpty
    }

    It 'No text says how long the token is' {
        $length = 7919
        $long = New-TestTokenOfLength $length
        $run = Get-EveryText { Set-WaiaasToken $long -DataDir 'Env:\x'; Set-WaiaasToken $long.Insert(9, '+') -DataDir $dir }
        $run.Failures | Should -HaveCount 2
        $run.Text -match '7[,.]?9(19|20)' | Should -BeFalse
    }
}

Describe 'What is kept of a token that was typed into a script' -ForEach @{ Lines = $commandLines } {
    BeforeAll {
        # One process runs them all. The token of each line tells which line leaks.
        $tokens = @{}
        $script = "`$show = {$showEverything}`n"
        foreach ($case in $Lines) {
            $tokens[$case.Name] = New-UnlikeToken
            $line = Expand-CommandLine $case.Line $tokens[$case.Name] (New-TestDirectory)
            $script += "`$Error.Clear()`n{0}`n'Errors after {1}: ' + `$Error.Count`n& `$show `$Error`n" -f $line, $case.Name
        }
        $child = Invoke-ChildShell $script
    }

    It 'No error shows the token of <Name>' -ForEach $commandLines {
        $child.Ended | Should -BeTrue
        $child.Output | Should -Match ([regex]::Escape("Errors after ${Name}: ") + '[1-9]')
        Find-TokenPiece ($child.Output + $child.Errors) $tokens[$Name] | Should -BeNullOrEmpty
    }

    It 'A transcript shows no token' {
        $dir = New-TestDirectory
        $token = New-TestToken
        $transcript = Join-Path $dir 'transcript.txt'
        $data = Join-Path $dir 'data'
        $child = Invoke-ChildShell (Expand-CommandLine @"
            Start-Transcript -Path '$transcript'
            `$VerbosePreference = 'Continue'
            Set-WaiaasToken 'TOKEN' -DataDir '$data' -WhatIf
            Set-WaiaasToken 'TOKEN' -DataDir '$data'
            Get-WaiaasToken -DataDir '$data'
            Get-WaiaasToken -WalletId main -OrDefault -DataDir '$data'
            Set-WaiaasToken 'ODD' -DataDir '$data'
            Set-WaiaasToken 'CUT' -DataDir '$data'
            Set-WaiaasToken 'TOKEN' -DataDir 'Env:\x'
            Get-WaiaasToken 'TOKEN' -DataDir '$data'
            `$Error | Format-List * -Force
            Stop-Transcript
"@ $token $dir)
        $child.Ended | Should -BeTrue
        $text = Get-Content -LiteralPath $transcript -Raw
        $text | Should -Match 'Env:\\x'
        $text | Should -Match 'TokenInputInvalid'
        $text | Should -Match 'What if'
        Find-TokenPiece $text $token | Should -BeNullOrEmpty
        Find-TokenPiece ($child.Output + $child.Errors) $token | Should -BeNullOrEmpty
    }
}
