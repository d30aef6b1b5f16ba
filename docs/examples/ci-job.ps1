#Requires -Version 5.1
#Requires -Modules WaiaaS

<#
.SYNOPSIS
    Runs a script of a CI job with the token, and leaves nothing of the token behind.
.DESCRIPTION
    The token comes from an environment variable, as CI systems hand out their secrets, and is removed from it. GitHub
    Actions and Azure Pipelines mask the token and each of its parts. The script runs with WAIAAS_DATA_DIR at a
    directory of this job, which is removed at the end. The exit code is the script's, and 1 after any error.
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
    [Parameter(Mandatory)] [string] $Script,
    [string[]] $ArgumentList = @(),
    [string] $Variable = 'WAIAAS_TOKEN',
    [string] $WalletId,
    [timespan] $MinimumLifetime = '00:00:00'
)
$ErrorActionPreference = 'Stop'

$token = "$([Environment]::GetEnvironmentVariable($Variable))".Trim()
[Environment]::SetEnvironmentVariable($Variable, $null)
if (-not $token) { throw "$Variable is empty. Map the secret to it; jobs for pull requests from forks get no secrets." }

# A command is one line, so each line of the secret has its own. Short parts would put asterisks everywhere.
$command = if ($env:GITHUB_ACTIONS -eq 'true') { '::add-mask::' } elseif ($env:TF_BUILD -eq 'True') { '##vso[task.setsecret]' }
if ($command) {
    $token -split '\s+' | ForEach-Object { $_; ($jwt = $_ -replace '^wai_sess_'); $jwt.Split('.') } |
        Where-Object { $_.Length -ge 8 } | ForEach-Object { $command + $_ }
}

$parent = @($env:RUNNER_TEMP, $env:AGENT_TEMPDIRECTORY, [IO.Path]::GetTempPath() | Where-Object { $_ })[0]
$where = @{ DataDir = Join-Path $parent "waiaas-$([guid]::NewGuid().ToString('N'))" }
if ($WalletId) { $where.WalletId = $WalletId }
$before = $env:WAIAAS_DATA_DIR
try {
    Set-WaiaasToken -Token $token @where
    $token = $jwt = $null
    if (-not (Test-WaiaasToken @where -MinimumLifetime $MinimumLifetime)) { throw "The token in $Variable ends too soon for this job. Store a newer one as the secret." }
    $env:WAIAAS_DATA_DIR = $where.DataDir
    # An earlier command of the same step must not speak for the script.
    $global:LASTEXITCODE = 0
    & (Resolve-Path -LiteralPath $Script).ProviderPath @ArgumentList
    exit $LASTEXITCODE
}
finally {
    $env:WAIAAS_DATA_DIR = $before
    Remove-Item -LiteralPath $where.DataDir -Recurse -Force -ErrorAction Ignore
}
