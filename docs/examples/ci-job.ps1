#Requires -Version 5.1

<#
.SYNOPSIS
    Runs a script of a CI job with the token, and leaves nothing of the token behind.
.DESCRIPTION
    The token comes from an environment variable, as CI systems hand out their secrets. Before anything else, the whole
    token and each of its parts are registered as secrets with GitHub Actions or Azure Pipelines, so that a log that
    shows one, even cut at a dot, shows asterisks. Elsewhere nothing is printed: set the variable as masked
    there.

    The token is then written to a data directory that only this job has, the environment variable is taken away, so
    that no program that the script starts inherits it, and the script runs with WAIAAS_DATA_DIR pointing there. When
    the script ends, well or with an error, the directory is removed. A job that is killed leaves it in the agent's
    temporary folder, which the agent empties.

    Exit codes: the script's own; else those of sysexits.h:

    65 DATAERR      the environment variable does not hold a token
    66 NOINPUT      it is empty, or there is no such script
    70 SOFTWARE     the script ended with an error
    73 CANTCREAT    the token could not be written
    77 NOPERM       the token has expired, or lasts for less than -MinimumLifetime
    78 CONFIG       the module WaiaaS is not installed for this user
.PARAMETER Script
    The script to run.
.PARAMETER ArgumentList
    Its arguments.
.PARAMETER Variable
    The environment variable that holds the token.
.PARAMETER WalletId
    The wallet that the token is for. Default: it becomes the default token.
.PARAMETER MinimumLifetime
    How long the token must still last, such as 01:00:00 for a job of one hour.
.EXAMPLE
    ./ci-job.ps1 -Script ./deploy.ps1 -MinimumLifetime 01:00:00
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Script,
    [string[]] $ArgumentList = @(),
    [string] $Variable = 'WAIAAS_TOKEN',
    [string] $WalletId,
    [timespan] $MinimumLifetime = '00:00:00'
)

$ErrorActionPreference = 'Stop'

# One line in the error stream, without the position in this script that Write-Error would add.
function Exit-WithError([int] $Code, [string] $Message) {
    $record = [Management.Automation.ErrorRecord]::new([Exception]::new($Message), "CIJob$Code", 'NotSpecified', $null)
    $ErrorActionPreference = 'Continue'
    $script:PSCmdlet.WriteError($record)
    exit $Code
}

$token = "$([Environment]::GetEnvironmentVariable($Variable))".Trim()
if (-not $token) {
    Exit-WithError 66 "The environment variable $Variable is empty. Map the secret to it; jobs for pull requests from forks get no secrets."
}
[Environment]::SetEnvironmentVariable($Variable, $null)

# Mask it, first of all. A part that is very short would put asterisks everywhere. A command is one line: of a secret with
# a line break inside, which is no token, the rest would be shown.

$parts = $token -split '\s+' |
    ForEach-Object { $_; $_ -replace '^wai_sess_'; ($_ -replace '^wai_sess_').Split('.') } |
    Where-Object { $_.Length -ge 8 }
if ($env:GITHUB_ACTIONS -eq 'true') { $parts | ForEach-Object { "::add-mask::$_" } }
if ($env:TF_BUILD -eq 'True') { $parts | ForEach-Object { "##vso[task.setsecret]$_" } }
$parts = $null

if (-not (Get-Command -Name Set-WaiaasToken -ErrorAction Ignore)) {
    Exit-WithError 78 'The module WaiaaS is not installed where this user finds it. Install it in a step before this one.'
}
$file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Script)
if (-not [IO.File]::Exists($file)) {
    Exit-WithError 66 "There is no script '$file'."
}

# A directory of the job's own; the agents empty theirs after each job.

$temporary = @($env:RUNNER_TEMP, $env:AGENT_TEMPDIRECTORY, [IO.Path]::GetTempPath()) | Where-Object { $_ } | ForEach-Object { $_ }
$dataDir = [IO.Path]::Combine(@($temporary)[0], "waiaas-$([guid]::NewGuid().ToString('N'))")
$where = @{ DataDir = $dataDir }
if ($PSBoundParameters.ContainsKey('WalletId')) { $where.WalletId = $WalletId }
$before = $env:WAIAAS_DATA_DIR
try {
    try {
        Set-WaiaasToken -Token $token @where
    }
    catch {
        $code = if ($_.FullyQualifiedErrorId -match '^Token(InputInvalid|TooLarge),') { 65 } else { 73 }
        Exit-WithError $code $_.Exception.Message
    }
    finally {
        $token = $null
    }
    if (-not (Test-WaiaasToken @where -MinimumLifetime $MinimumLifetime)) {
        $expiry = (Get-WaiaasTokenInfo -LiteralPath (Get-WaiaasTokenPath @where)).ExpiresAt
        Exit-WithError 77 "The token in $Variable expires at $(if ($expiry) { $expiry.ToString('u') }), which is too soon for this job. Store a newer one as the secret."
    }

    # Run the script.

    $env:WAIAAS_DATA_DIR = $dataDir
    # An earlier command of the same step must not speak for the script.
    $global:LASTEXITCODE = 0
    try {
        & $file @ArgumentList
    }
    catch {
        Exit-WithError 70 "'$file' ended with an error: $($_.Exception.Message)"
    }
    exit $(if ($LASTEXITCODE) { $LASTEXITCODE } else { 0 })
}
finally {
    $env:WAIAAS_DATA_DIR = $before
    if ([IO.Directory]::Exists($dataDir)) { [IO.Directory]::Delete($dataDir, $true) }
}
