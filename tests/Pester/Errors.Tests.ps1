# Each error id, caused for real.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester carries the variables of BeforeAll and BeforeDiscovery on.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program.')]
param()

BeforeDiscovery {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')

    $write = { Set-WaiaasToken $token -LiteralPath $at }
    $read = { Get-WaiaasToken -LiteralPath $at }
    $remove = { Remove-WaiaasToken -LiteralPath $at }

    # What makes a command fail where the old token is, and what takes that back.
    $situations = @{
        ReadOnly  = { Invoke-Tool mount '-o' 'remount,ro' $dir }, { }
        Full      = { Invoke-Tool sh '-c' "cat /dev/zero > '$dir/ballast' 2> /dev/null || true" }, { }
        Mounted   = { Copy-Item -LiteralPath $path -Destination "$dir/source"; Invoke-Tool mount '--bind' "$dir/source" $path }, { Invoke-Tool umount $path }
        Immutable = { Invoke-Tool chattr '+i' $path }, { Invoke-Tool chattr '-i' $path }
        Closed    = { Set-UnixMode $path '000'; Set-UnixMode $dir '500' }, { Set-UnixMode $dir '700'; Set-UnixMode $path '600' }
        Foreign   = { Set-OtherOwner $path }, { }
        Held      = { $held.Add([IO.File]::Open($path, 'Open', 'Read', 'None')) }, { $held[0].Dispose() }
        Plain     = { }, { }
    }
    $failures = @(
        @{ Name = 'A read-only file system'; Is = 'ReadOnly'; Needs = 'Mount'; Disk = '1m'; Id = 'TokenAccessDenied'; Commands = $write, $remove }
        @{ Name = 'A new directory on a read-only file system'; Is = 'ReadOnly'; Needs = 'Mount'; Disk = '1m'; Id = 'TokenAccessDenied'; Commands = $write; Below = 'new' }
        @{ Name = 'A full file system'; Is = 'Full'; Needs = 'Mount'; Disk = '64k'; Id = 'TokenWriteFailed'; Commands = $write; Besides = 'ballast' }
        @{ Name = 'A file that a container mounts'; Is = 'Mounted'; Needs = 'Mount'; Id = 'TokenFileIsMountPoint'; Commands = $write, $remove; Besides = 'source' }
        @{ Name = 'An immutable file'; Is = 'Immutable'; Needs = 'ImmutableFile'; Id = 'TokenAccessDenied'; Commands = $write, $remove }
        @{ Name = 'A file or directory without permission'; Is = 'Closed'; Needs = 'UnixModeKeepsOut'; Id = 'TokenAccessDenied'; Commands = $write, $read, $remove }
        @{ Name = 'A file of another user'; Is = 'Foreign'; Needs = 'OtherOwner'; Id = 'TokenOwnerMismatch'; Commands = $read }
        @{ Name = 'A file that another process holds'; Is = 'Held'; Needs = 'ExclusiveOpen'; Id = 'TokenBusy'; Commands = $write, $read, $remove }
        @{ Name = 'A file in the place of the directory'; Is = 'Plain'; Needs = 'UnixMode'; Id = 'TokenReadFailed'; Commands = $read; Below = 'mcp-token' }
        @{ Name = 'A file in the place of the directory'; Is = 'Plain'; Id = 'TokenWriteFailed'; Commands = $write; Below = 'mcp-token' }
    ) | ForEach-Object { $_.Make, $_.Undo = $situations[$_.Is]; $_ }

    # What strace makes of a system call of the write, and which token is in place afterwards.
    $injections = @(
        @{ Name = 'A flush of the file that fails'; Inject = @('fsync:error=EIO:when=1'); Id = 'TokenWriteFailed'; Is = 'old' }
        @{ Name = 'A rename that fails'; Inject = @('renameat:error=EIO:when=1'); Id = 'TokenWriteFailed'; Is = 'old' }
        @{ Name = 'A rename and a removal that fail'; Inject = @('renameat:error=EIO:when=1', 'unlinkat:error=EIO:when=1'); Id = 'TokenWriteFailed'; Is = 'old'; Leaves = $true }
        @{ Name = 'A flush of the directory that fails'; Inject = @('fsync:error=EIO:when=2'); Id = 'TokenDurabilityUnknown'; Is = 'new' }
        @{ Name = 'A flush of the directory above a new one that fails'; Inject = @('fsync:error=EIO:when=1'); Id = 'TokenDurabilityUnknown'; Is = 'new'; Below = 'new' }
        @{ Name = 'A system without statx'; Inject = @('statx:error=ENOSYS'); Id = ''; Is = 'new' }
        @{ Name = 'A seccomp profile without statx'; Inject = @('statx:error=EPERM'); Id = ''; Is = 'new' }
        @{ Name = 'A flush that is interrupted'; Inject = @('fsync:error=EINTR:when=1'); Id = ''; Is = 'new' }
        @{ Name = 'A rename that is interrupted'; Inject = @('renameat:error=EINTR:when=1'); Id = ''; Is = 'new' }
    )
    # What file systems answer that cannot flush a directory; the last row is of the directory above a new one.
    foreach ($errno in 'EINVAL', 'EOPNOTSUPP', 'ENOSYS', 'EBADF', 'EISDIR') {
        $injections += @{ Name = "A directory that answers $errno to a flush"; Inject = @("fsync:error=${errno}:when=2"); Id = ''; Is = 'new' }
    }
    $injections += @{ Name = 'A directory that answers EBADF above a new one'; Inject = @('fsync:error=EBADF:when=1'); Id = ''; Is = 'new'; Below = 'new' }

    # What can stand in the place of a token file.
    $specialFiles = @(
        @{ Kind = 'a link to a token'; Words = 'symbolic link'; Needs = 'SymbolicLink'; Make = { Set-FileText "$path.target" (New-TestToken); New-Link $path "$path.target" } }
        @{ Kind = 'a dangling link'; Words = 'symbolic link'; Needs = 'SymbolicLink'; Make = { New-Link $path "$path.missing" } }
        @{ Kind = 'a link to a directory'; Words = 'symbolic link'; Needs = 'SymbolicLink'; Make = { New-Link $path (New-TestDirectory) } }
        @{ Kind = 'a link to itself'; Words = 'symbolic link'; Needs = 'SymbolicLink'; Make = { New-Link "$path.link" $path; [IO.File]::Move("$path.link", $path) } }
        @{ Kind = 'a directory'; Words = 'directory'; Make = { [IO.Directory]::CreateDirectory($path) } }
        @{ Kind = 'a FIFO'; Words = 'FIFO'; Needs = 'Fifo'; Make = { Invoke-Tool mkfifo $path } }
        @{ Kind = 'a socket'; Words = 'socket'; Needs = 'Socket'; Make = { New-Socket $path } }
        @{ Kind = 'a device'; Words = 'device'; Needs = 'Device'; Make = { Invoke-Tool mknod $path 'c' '1' '3' } }
    )

    # Each is refused before anything is touched.
    $refusals = @(
        @{ Line = 'Set-WaiaasToken $token -DataDir $data -WalletId $undefined'; Id = 'WalletIdInvalid' }
        @{ Line = 'Set-WaiaasToken $token -DataDir $data -WalletId ""'; Id = 'WalletIdInvalid' }
        @{ Line = 'Set-WaiaasToken $token -DataDir $data -WalletId ../mcp-token'; Id = 'WalletIdInvalid' }
        @{ Line = '[pscustomobject]@{ token = $token; walletId = "a/b" } | Set-WaiaasToken -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = '[pscustomobject]@{ token = $token; walletId = @("x", "y") } | Set-WaiaasToken -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Set-WaiaasToken @{ token = $token; walletId = @{ a = 1 } } -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasToken -WalletId $undefined -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasToken "" -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasToken ../mcp-token -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasTokenPath -WalletId $undefined -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasTokenPath "" -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasTokenPath ../mcp-token -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Test-WaiaasToken ../x -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasTokenInfo ../x -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasTokenInfo -WalletId $undefined -DataDir $data'; Id = 'WalletIdInvalid' }
        @{ Line = 'Get-WaiaasTokenInfo nowhere -DataDir $data'; Id = 'TokenNotFound' }
        @{ Line = 'Get-WaiaasTokenInfo -LiteralPath (Join-Path $data nowhere)'; Id = 'TokenNotFound' }
        @{ Line = 'Get-WaiaasToken -DataDir $data'; Id = 'TokenNotFound' }
        @{ Line = 'Get-WaiaasToken -DataDir (Join-Path $data missing)'; Id = 'TokenNotFound' }
        @{ Line = 'Set-WaiaasToken $token -LiteralPath "$data/x/"'; Id = 'PathNotFileSystem' }
        @{ Line = 'Set-WaiaasToken $token -LiteralPath ""'; Id = 'PathNotFileSystem' }
        @{ Line = 'Set-WaiaasToken $token -LiteralPath $null'; Id = 'PathNotFileSystem' }
        @{ Line = 'Set-WaiaasToken $token -LiteralPath (Join-Path $data "$([char]0xD800)x")'; Id = 'PathNotFileSystem' }
        @{ Line = 'Set-WaiaasToken $token -DataDir ""'; Id = 'PathNotFileSystem' }
        @{ Line = 'Set-WaiaasToken $token -DataDir $undefined'; Id = 'PathNotFileSystem' }
        @{ Line = 'Set-WaiaasToken $token -DataDir Env:\WAIAAS'; Id = 'PathNotFileSystem'; Names = 'Environment' }
        @{ Line = 'Set-WaiaasToken $token -LiteralPath Env:\WAIAAS'; Id = 'PathNotFileSystem'; Names = 'Environment' }
        @{ Line = 'Get-WaiaasToken -LiteralPath HKLM:\Software\WAIaaS'; Id = 'PathNotFileSystem'; Names = 'HKLM' }
        @{ Line = 'Get-WaiaasTokenPath -DataDir Function:\x'; Id = 'PathNotFileSystem'; Names = 'Function' }
        @{ Line = 'Get-WaiaasTokenPath -DataDir NoSuchDrive:\x'; Id = 'PathNotFileSystem'; Names = 'NoSuchDrive' }
        @{ Line = 'Push-Location Env:; try { Get-WaiaasTokenPath -DataDir data } finally { Pop-Location }'; Id = 'PathNotFileSystem'; Names = 'Environment' }
    )
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestToken.ps1')
    Import-ModuleUnderTest
}

Describe 'The error ids' {
    It 'Every error id has a category that scripts can rely on' {
        [Enum]::GetNames([WaiaaS.TokenError]) | Sort-Object | Should -Be ($ErrorCategories.Keys | Sort-Object)
    }
}

Describe 'What the system refuses' {
    BeforeEach {
        $dir = New-TestDirectory
        $path = Get-ExpectedPath $dir
        $old = New-TestToken
        $token = New-TestToken
        $held = [Collections.Generic.List[IDisposable]]::new()
    }

    foreach ($failure in $failures) {
        It '<Name> is <Id>, and the old token stays alone' -Skip:(Test-Missing $failure.Needs) -ForEach $failure {
            $at = $(if ($Below) { Join-Path (Join-Path $dir $Below) 'mcp-token' } else { $path })
            if ($Disk) {
                Invoke-Tool mount '-t' 'tmpfs' '-o' "size=$Disk,mode=700" 'tmpfs' $dir
            }
            try {
                [void](Set-TokenFile $dir $old)
                . $Make
                foreach ($command in $Commands) {
                    $seen = Watch-Command $command
                    Assert-OneError $seen -Id $Id -Command ($seen.Errors[0].InvocationInfo.MyCommand.Name -replace '-') -Path $at
                    $seen.Output | Should -BeNullOrEmpty
                }
                $names = @(Get-ChildItem -LiteralPath $dir -Force | ForEach-Object { $_.Name } | Sort-Object)
            }
            finally {
                . $Undo
                $kept = Get-FileText $path
                if ($Disk) {
                    Invoke-Tool umount $dir
                }
            }
            $kept | Should -BeExactly $old
            $names | Should -Be (@($Besides) + 'mcp-token' | Where-Object { $_ } | Sort-Object)
        }
    }

    foreach ($injection in $injections) {
        It '<Name> is "<Id>" with the <Is> token in place' -Skip:(Test-Missing SystemCallTrace) -ForEach $injection {
            if ($Below) {
                $path = Join-Path (Join-Path $dir $Below) 'mcp-token'
            }
            else {
                [void](Set-TokenFile $dir $old)
            }
            $under = @('strace', '-f', '--seccomp-bpf', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,renameat,unlinkat,statx')
            $under += @($Inject | ForEach-Object { '-e'; "inject=$_" })
            $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under $under -Script @"
                Set-WaiaasToken '$token' -LiteralPath '$path' -ErrorAction SilentlyContinue
                'id=' + `$Error.FullyQualifiedErrorId
                `$Error.Exception.Message
"@
            $child.Ended | Should -BeTrue
            $says = $child.Output -split '\r?\n'
            $says[0] | Should -BeExactly ('id=' + $(if ($Id) { "$Id,WaiaaS.Commands.SetWaiaasTokenCommand" }))
            $child.Errors | Should -BeNullOrEmpty
            Get-FileText $path | Should -BeExactly $(if ($Is -eq 'old') { $old } else { $token })
            Find-TokenPiece $child.Output $token | Should -BeNullOrEmpty

            $leftover = @(Get-ChildItem -LiteralPath $dir -Force -Filter '*.tmp')
            $leftover | Should -HaveCount ([int][bool]$Leaves)
            if ($Leaves) {
                $says[1] | Should -BeLike "*$($leftover[0].Name)*could not be removed*"
            }
        }
    }

    It 'A user without an account and without HOME gets HomeDirectoryNotFound' -Skip:(Test-Missing UnknownUser, SystemCallTrace) {
        $child = Invoke-ChildShell -Shell (Get-TraceableShellPath) -Under unshare, '--user', '--map-user=3999999' -Script @'
            [Environment]::SetEnvironmentVariable('HOME', $null)
            [Environment]::SetEnvironmentVariable('WAIAAS_DATA_DIR', $null)
            Get-WaiaasTokenPath -ErrorAction SilentlyContinue
            $Error[0].FullyQualifiedErrorId
            $Error[0].CategoryInfo.Category
'@
        $child.Output.Trim() -split '\r?\n' | Should -Be 'HomeDirectoryNotFound,WaiaaS.Commands.GetWaiaasTokenPathCommand', 'ObjectNotFound'
    }
}

Describe 'What stands in the place of a token file' -ForEach @{ Kinds = $specialFiles } {
    BeforeAll {
        # One process asks every cmdlet about every kind; one that hangs on a FIFO does not take the run with it.
        $paths = @{}
        $before = @{}
        $script = ''
        foreach ($special in $Kinds | Where-Object { -not (Test-Missing $_.Needs) }) {
            $path = Join-Path (New-TestDirectory) 'mcp-token'
            [void](. $special.Make)
            $paths[$special.Kind] = $path
            $before[$special.Kind] = Get-Listing (Split-Path -Parent $path)
            foreach ($command in "Set-WaiaasToken '$(New-TestToken)'", 'Get-WaiaasToken', 'Remove-WaiaasToken') {
                $script += "`$Error.Clear(); $command -LiteralPath '$path' -ErrorAction SilentlyContinue`n"
                $script += "'$($special.Kind)|$(($command -split ' ')[0])|' + `$Error[0].FullyQualifiedErrorId.Split(',')[0] + '|' + `$Error[0].Exception.Message`n"
            }
            $script += "`$info = Get-WaiaasTokenInfo -LiteralPath '$path'; '$($special.Kind)|Get-WaiaasTokenInfo|' + `$info.State + '|' + `$info.Reason`n"
            $script += "'$($special.Kind)|Test-WaiaasToken|' + (Test-WaiaasToken -LiteralPath '$path')`n"
        }
        $answers = Invoke-ChildShell $script
    }

    foreach ($special in $specialFiles) {
        It 'No cmdlet takes <Kind> for a token, and it stays' -Skip:(Test-Missing $special.Needs) -ForEach $special {
            $answers.Ended | Should -BeTrue
            $id = $(if ($Words -eq 'symbolic link') { 'TokenPathIsSymbolicLink' } else { 'TokenNotRegularFile' })
            $answer = @($answers.Output -split '\r?\n' | Where-Object { $_.StartsWith("$Kind|") } | ForEach-Object { $_.Substring($Kind.Length + 1) })
            $answer | Should -HaveCount 5
            $answer[0..2] | ForEach-Object { $_ | Should -BeLike "*-WaiaasToken|$id|*$Words*" }
            $answer[3] | Should -BeLike "Get-WaiaasTokenInfo|Refused|*$Words*"
            $answer[4] | Should -BeExactly 'Test-WaiaasToken|False'
            Get-Listing (Split-Path -Parent $paths[$Kind]) | Should -Be $before[$Kind]
        }
    }
}

Describe 'What is refused before anything is touched' {
    It '<Line> is <Id>' -ForEach $refusals {
        $dir = New-TestDirectory
        $data = Join-Path $dir 'data'
        $token = New-TestToken
        $seen = Watch-Command ([scriptblock]::Create($Line))
        Assert-OneError $seen -Id $Id -Command ($seen.Errors[0].InvocationInfo.MyCommand.Name -replace '-')
        $seen.Output | Should -BeNullOrEmpty
        $seen.Errors[0].Exception.Message | Should -BeLike "*$Names*"
        Get-ChildItem -LiteralPath $dir -Force | Should -BeNullOrEmpty
    }
}
