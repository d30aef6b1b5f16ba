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
$WithModule = @{ PSModulePath = $Modules + [IO.Path]::PathSeparator + $env:PSModulePath; NO_COLOR = '1' }
$RecipeSwitches = '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File'

. (Join-Path $PSScriptRoot 'TestProgram.ps1')
. (Join-Path $PSScriptRoot 'FakeDaemon.ps1')

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

# A recipe or another script in a PowerShell of its own, as a scheduler starts it.
function Start-ScriptFile([string] $Path, [string[]] $Arguments = @(), [hashtable] $Environment = @{}) {
    Start-Program (Get-ShellPath) ($RecipeSwitches + $Path + $Arguments) (Join-Table $NotInherited, $WithModule, $Environment)
}

function Invoke-ScriptFile([string] $Path, [string[]] $Arguments = @(), [hashtable] $Environment = @{}) {
    Wait-Program (Start-ScriptFile $Path $Arguments $Environment)
}

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
