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
        @{ Name = 'the characters of a token, piped'; Fails = $true; Action = { $token.Substring(0, 40).ToCharArray() | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'the token as wallet id of an object'; Fails = $true; Action = { [pscustomobject]@{ token = $token; walletId = $token } | Set-WaiaasToken -DataDir $dir } }
        @{ Name = 'the token as -DataDir of Set-WaiaasToken'; Fails = $true; Action = { Set-WaiaasToken $token -DataDir $token } }
        @{ Name = 'the token in -LiteralPath'; Fails = $true; Action = { Get-WaiaasToken -LiteralPath (Join-Path $dir $token) } }
        @{ Name = 'the token piped beside a wallet'; Fails = $true; Action = { $others | ForEach-Object { $token | & $_ -WalletId w } } }
        @{ Name = 'the token piped beside -DataDir'; Fails = $true; Action = { $others | ForEach-Object { $token | & $_ -DataDir $dir } } }
        @{ Name = 'a response piped to every cmdlet'; Fails = $true; Action = { $others | ForEach-Object { $response | & $_; $response | & $_ -DataDir $dir } } }
        @{ Name = 'a SecureString piped to every cmdlet'; Fails = $true; Action = { $others | ForEach-Object { Protect-Text $token | & $_ -DataDir $dir } } }
        @{ Name = 'the token piped beside a wallet at the token''s position'; Fails = $true; Action = { $token | Set-WaiaasToken trading -DataDir $dir } }
        @{ Name = 'wallet and token the wrong way round'; Fails = $true; Action = { Set-WaiaasToken trading $token -DataDir $dir } }
        @{ Name = 'the token as -MaximumRetryCount'; Fails = $true; Action = { Set-WaiaasToken $token -MaximumRetryCount $token -DataDir $dir } }
        @{ Name = 'the token as -MinimumLifetime'; Fails = $true; Action = { Test-WaiaasToken -MinimumLifetime $token -DataDir $dir } }
        @{ Name = 'the token as a surplus argument'; Fails = $true; Action = { foreach ($other in $others) { try { & $other w $token } catch { Write-Error -ErrorRecord $_ } } } }
        @{ Name = 'the token as a surplus argument of Set-WaiaasToken'; Fails = $true; Action = { Set-WaiaasToken $token w $token } }
        @{ Name = 'the token for an unknown parameter'; Fails = $true; Action = { foreach ($other in $others) { try { & $other -Nowhere $token } catch { Write-Error -ErrorRecord $_ } } } }
        @{ Name = 'the token for an unknown parameter of Set-WaiaasToken'; Fails = $true; Action = { Set-WaiaasToken $token -Nowhere:$token } }
        @{ Name = 'the token in a list for -WalletId'; Fails = $true; Action = { Get-WaiaasTokenInfo -WalletId 'main', $token -DataDir $dir } }
        @{ Name = 'the token in a pattern for -WalletId'; Fails = $true; Action = { Get-WaiaasTokenInfo -WalletId "$token*" -DataDir $dir; Get-WaiaasTokenInfo $token -DataDir $dir } }
        @{ Name = 'the token beside a parameter of another set'; Fails = $true; Action = { Get-WaiaasToken -WalletId $token -LiteralPath $token } }
        @{ Name = 'the token beside a parameter without its value'; Fails = $true; Action = { Test-WaiaasToken -DataDir $token -WalletId $token -MinimumLifetime $token } }
        @{ Name = 'a response to several wallets'; Action = { $response.wallets += @{ id = 'other' }; $response | Set-WaiaasToken -DataDir $dir -Verbose } }
        @{ Name = 'a response to one wallet'; Action = { $response | Set-WaiaasToken -DataDir $dir -Verbose; Set-WaiaasToken $response -Default -DataDir $dir -Verbose } }
        @{ Name = 'a response whose wallet is the token'; Fails = $true; Action = { $response.wallets = @(@{ id = $token }); $response | Set-WaiaasToken -DataDir $dir -Verbose } }
        @{ Name = 'a token of another length of signature'; Fails = $true; Action = { Set-WaiaasToken ($token + 'A') -DataDir $dir; Set-WaiaasToken $token.Substring(0, $token.Length - 1) -DataDir $dir } }
        @{ Name = 'a read of a token that lost the end of its signature'; Fails = $true; Action = { Set-TokenFile $dir $token.Substring(0, $token.Length - 9); Get-WaiaasToken -DataDir $dir } }
        @{ Name = 'the token as WAIAAS_DATA_DIR'; Fails = $true; Action = { Use-Environment @{ WAIAAS_DATA_DIR = $token } { Get-WaiaasToken; $token | Get-WaiaasTokenPath } } }
        @{ Name = 'a link that leads to a token'; Fails = $true; Needs = 'SymbolicLink'; Action = { [void](New-Item -ItemType SymbolicLink -Path "$dir/mcp-token" -Value $cut.Substring(0, 100)); Get-WaiaasToken -DataDir $dir } }
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
        @{ Name = 'a token in two pieces'; Line = "Set-WaiaasToken ('START' + 'END') -DataDir 'Env:\x'" }
        @{ Name = 'a token in pieces of each part'; Line = "Get-WaiaasToken ('START', 'END' -join '') -DataDir 'DIR'" }
        @{ Name = 'an unknown parameter'; Line = "Set-WaiaasToken 'TOKEN' -Nowhere 'TOKEN'" }
        @{ Name = 'a surplus argument'; Line = "Get-WaiaasToken main 'TOKEN'" }
        @{ Name = 'a token piped beside a wallet'; Line = "'TOKEN' | Set-WaiaasToken trading -DataDir 'DIR'" }
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
        # It takes longer than all the rest, and one record is like another. PowerShell 7 has it.
        $records | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1 | ForEach-Object {
            if (Get-Command Get-Error -ErrorAction Ignore) { Get-Error -InputObject $_ | Out-String -Width 4096 }
        }
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
        # All but the output, which may tell how long a file is.
        $said = (& $showEverything (@($seen.Records | Where-Object { $_ -notin $seen.Output }) + @($seen.Thrown) + $failures)) -join "`n"
        [pscustomobject]@{
            Failures = $failures
            Said     = $said
            Text     = (@(& $showEverything $seen.Output) + $said) -join "`n"
        }
    }

    # The length of a token as a word of its own; GUIDs have digits, too.
    function Find-TokenLength([string] $Text, [string] $Token) {
        [regex]::Matches($Text, "(?<![\w.,-])$($Token.Length)(?![\w-])") | ForEach-Object { $_.Value }
    }

    # A token like the daemon's, of a length that no line number, offset or count has.
    function New-LongToken {
        $start = '{"sub":"' + [guid]::NewGuid() + '","iat":1700000000,"exp":4000000000,"pad":"'
        $pad = -join (1..20 | ForEach-Object { [guid]::NewGuid().ToString('N') })
        $token = New-TestToken -Payload ($start + $pad.Substring(0, 654 - $start.Length - 2) + '"}')
        $token.Length | Should -Be 946
        $token
    }

    # A token that has no run of characters in common with another one; JSON would have.
    function New-UnlikeToken {
        $bytes = New-Object byte[] 108
        [Security.Cryptography.RandomNumberGenerator]::Create().GetBytes($bytes)
        $random = ConvertTo-Base64Url $bytes
        'wai_sess_eyJ' + $random.Substring(0, 37) + '.' + $random.Substring(37, 60) + '.' + $random.Substring(97, 43)
    }

    function Expand-CommandLine([string] $Line, [string] $Token, [string] $Directory) {
        $stands = @{
            TOKEN  = $Token
            CUT    = $Token.Substring(0, $Token.LastIndexOf('.'))
            JWT    = $Token.Substring('wai_sess_'.Length)
            SPACED = $Token.Insert($Token.LastIndexOf('.') + 1, ' ')
            ODD    = $Token.Insert($Token.LastIndexOf('.'), 'x')
            START  = $Token.Substring(0, $Token.LastIndexOf('.') - 4)
            END    = $Token.Substring($Token.LastIndexOf('.') - 4)
            DIR    = $Directory
        }
        [regex]::Replace($Line, '\b(TOKEN|CUT|JWT|SPACED|ODD|START|END|DIR)\b', { $stands[$args[0].Value] })
    }
}

Describe 'The search for a token in a text' {
    It 'The search finds each part of a token, also where formatting broke and coloured it, and nothing in another token' {
        $token = New-UnlikeToken
        $escape = [char]27
        foreach ($part in $token.Substring('wai_sess_'.Length).Split('.')) {
            Find-TokenPiece "x $part y" $token | Should -Not -BeNullOrEmpty
            Find-TokenPiece "x $($part.Substring($part.Length - 11, 8)) y" $token | Should -Not -BeNullOrEmpty
            Find-TokenPiece ($part -replace '.{10}', "`$0$escape[0m`n     | $escape[31m") $token | Should -Not -BeNullOrEmpty
        }
        Find-TokenPiece (New-UnlikeToken) $token | Should -BeNullOrEmpty
    }

    It 'The search finds a token in what a run left' {
        $token = New-TestToken
        Find-TokenPiece (Get-EveryText { Write-Warning $token }).Text $token | Should -Not -BeNullOrEmpty
        Find-TokenPiece (Get-EveryText { Write-Error -Message 'x' -TargetObject $token }).Text $token | Should -Not -BeNullOrEmpty
        foreach ($stream in { Write-Verbose $token.Substring(60, 8) }, { Write-Debug $token.Substring(60, 8) }, { Write-Information $token.Substring(60, 8) }) {
            Find-TokenPiece (Get-EveryText $stream).Said $token | Should -Not -BeNullOrEmpty
        }
    }

    It 'The search finds a length in what a run said, and not in what it put out' {
        $token = New-LongToken
        Find-TokenLength (Get-EveryText { Write-Verbose "It has $($token.Length) bytes." }).Said $token | Should -Not -BeNullOrEmpty
        Find-TokenLength (Get-EveryText { Write-Error -Message 'x' -TargetObject $token.Length }).Said $token | Should -Not -BeNullOrEmpty
        Find-TokenLength (Get-EveryText { $token.Length; [guid]::NewGuid() }).Said $token | Should -BeNullOrEmpty
    }
}

Describe 'What a run shows and keeps' {
    BeforeEach {
        $dir = New-TestDirectory
        $file = Join-Path (New-TestDirectory) 'file'
        Set-FileText $file 'x'
        $token = New-LongToken
        $cut = $token.Substring(0, $token.LastIndexOf('.'))
        $response = [pscustomobject]@{ id = 's'; token = $token; walletId = 'main'; wallets = @(@{ id = 'main' }) }
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
            Find-TokenLength $run.Said $token | Should -BeNullOrEmpty
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
