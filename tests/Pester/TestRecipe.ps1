# The recipes of docs/examples: in this process, which is quick, or as programs. Dot-source it after TestToken.ps1.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'The suites use them.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPositionalParameters', '', Justification = 'The words of another program, or of a function of this file.')]
param()

$Examples = Join-Path (Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'docs') 'examples'
$Modules = Split-Path -Parent (Split-Path -Parent (Get-ModuleManifestPath))
$NotInherited = @{
    WAIAAS_DATA_DIR = $null; WAIAAS_BASE_URL = $null; WAIAAS_MASTER_PASSWORD = $null
    GITHUB_ACTIONS = $null; TF_BUILD = $null; RUNNER_TEMP = $null; AGENT_TEMPDIRECTORY = $null
}
$RecipeSwitches = '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'

function Add-FakeDaemon {
    if (-not ('WaiaaS.FakeDaemon.Daemon' -as [type])) {
        Add-Type -Path (Get-ChildItem (Join-Path (Split-Path -Parent $PSScriptRoot) 'WaiaaS.FakeDaemon') -Filter *.cs).FullName
    }
}

function Test-HasProgram([string[]] $Name) {
    -not ($Name | Where-Object { -not (Get-Command $_ -CommandType Application -ErrorAction Ignore) })
}

# Says once what is missing here, so that tests are skipped.
function Write-Lack([string] $Suite, [Collections.IDictionary] $Found) {
    $missing = @($Found.Keys | Where-Object { -not $Found[$_] })
    if ($missing) { Write-Host "${Suite}: tests are skipped that need $($missing -join ', ')." }
}

#region In this process

# One table of several; the last one that has a name decides.
function Join-Table([hashtable[]] $Table) {
    $all = @{}
    foreach ($one in $Table) { foreach ($key in $one.Keys) { $all[$key] = $one[$key] } }
    $all
}

# Runs a recipe with everything said aloud, and keeps also what PowerShell keeps.
function Invoke-Recipe([string] $Recipe, [hashtable[]] $With, [hashtable[]] $Environment) {
    $recipePath = if ([IO.Path]::IsPathRooted($Recipe)) { $Recipe } else { Join-Path $Examples $Recipe }
    $recipeArguments = Join-Table $With
    $recipeEnvironment = Join-Table (@($NotInherited) + $Environment)
    $VerbosePreference = $DebugPreference = 'Continue'
    $global:Error.Clear()
    $global:LASTEXITCODE = $null
    $run = Use-Environment $recipeEnvironment { Watch-Command { & $recipePath @recipeArguments } }
    $run.Thrown | Should -BeNullOrEmpty
    $kept = $global:Error | ForEach-Object { $_; $_.Exception; $_.TargetObject; $_.ErrorDetails } | Format-List * -Force
    [pscustomobject]@{
        Code     = $global:LASTEXITCODE
        Output   = $run.Output
        Errors   = $run.Errors
        Warnings = $run.Warnings
        Verbose  = $run.Verbose
        All      = @($run.Records) + $kept | Out-String -Width 4096
    }
}

#endregion

#region As a program

# A program with nothing on its input. A variable that is $null is taken away.
function Start-Program([string] $Program, [string[]] $Arguments, [hashtable] $Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new()
    $start.FileName = $Program
    $start.Arguments = ($Arguments | ForEach-Object { '"' + $_.Replace('\', '\\').Replace('"', '\"') + '"' }) -join ' '
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $all = Join-Table $NotInherited, @{ PSModulePath = $Modules + [IO.Path]::PathSeparator + $env:PSModulePath; NO_COLOR = '1' }, $Environment
    foreach ($variable in $all.Keys) {
        if ($null -eq $all[$variable]) { $start.EnvironmentVariables.Remove($variable) } else { $start.EnvironmentVariables[$variable] = $all[$variable] }
    }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    [pscustomobject]@{
        Process = $process
        Output  = $process.StandardOutput.ReadToEndAsync()
        Errors  = $process.StandardError.ReadToEndAsync()
    }
}

# What came of it. It cannot outlive the test.
function Wait-Program([object] $Started) {
    try {
        if (-not $Started.Process.WaitForExit(300000)) {
            $Started.Process.Kill()
            throw 'The program did not end.'
        }
        $output = $Started.Output.GetAwaiter().GetResult().Trim()
        $errors = $Started.Errors.GetAwaiter().GetResult().Trim()
        [pscustomobject]@{ Code = $Started.Process.ExitCode; Output = $output; Errors = $errors; Warnings = @(); All = $output + $errors }
    }
    finally {
        $Started.Process.Dispose()
    }
}

function Invoke-Program([string] $Program, [string[]] $Arguments, [hashtable] $Environment = @{}) {
    Wait-Program (Start-Program $Program $Arguments $Environment)
}

# A script of this PowerShell, as a scheduler starts it.
function Invoke-ScriptFile([string] $Path, [string[]] $Arguments = @(), [hashtable] $Environment = @{}) {
    Invoke-Program (Get-ShellPath) ($RecipeSwitches + $Path + $Arguments) $Environment
}

#endregion

#region What came of it

# No word but of the streams that a user has to ask for.
function Assert-Silent([object] $Run) {
    "$($Run.Errors)" | Should -BeNullOrEmpty
    $Run.Warnings | Should -BeNullOrEmpty
    $Run.Output | Should -BeNullOrEmpty
    $Run.Code | Should -Be 0
}

# What was said, without the places where it was wrapped: Windows PowerShell breaks lines within words.
function Get-Said([object] $Text) { "$Text" -replace '\s' }

# One error that says what happened, and no secret.
function Assert-Failure([object] $Run, [int] $Code, [string[]] $Words, [string[]] $Secrets = @()) {
    "$($Run.Code)" | Should -Be "$Code" -Because "it said '$($Run.Errors)'"
    $Run.Output | Should -BeNullOrEmpty
    @($Run.Errors) | Should -HaveCount 1
    foreach ($word in $Words) {
        (Get-Said $Run.Errors).Contains((Get-Said $word)) | Should -BeTrue -Because "'$word' should stand in '$($Run.Errors)'"
    }
    Assert-HoldsNone $Run $Secrets
}

# Neither a part of a token nor another secret, in what was said and in what PowerShell kept.
function Assert-HoldsNone([object] $Run, [string[]] $Secrets) {
    foreach ($secret in $Secrets) {
        if ($secret.StartsWith('wai_sess_')) {
            Find-TokenPiece $Run.All $secret | Should -BeNullOrEmpty
        }
        else {
            (Get-Said $Run.All).Contains((Get-Said $secret)) | Should -BeFalse -Because 'a secret must not be shown'
        }
    }
}

#endregion
