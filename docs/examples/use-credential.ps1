#Requires -Version 7.4

<#
.SYNOPSIS
    Uses a token that systemd handed to the service, and asks the daemon with it which wallets it is for.
.DESCRIPTION
    A service with LoadCredential= gets the token as a file that exists in memory only, for as long as the service runs,
    and that no other service can see: see waiaas-agent.service. Such a file cannot be written, so it is the
    administrator's that is renewed, with Update-WaiaasToken; a service sees the new token when it starts again.
.PARAMETER Name
    The credential's name, before the colon of LoadCredential=.
.PARAMETER Uri
    The daemon. Default: WAIAAS_BASE_URL, else http://127.0.0.1:3100.
.LINK
    https://github.com/waiaas/waiaas-powershell/blob/main/docs/automation.md
#>
[CmdletBinding()]
param(
    [string] $Name = 'waiaas-token',
    [uri] $Uri = $(if ($env:WAIAAS_BASE_URL) { $env:WAIAAS_BASE_URL } else { 'http://127.0.0.1:3100' })
)
$ErrorActionPreference = 'Stop'

if (-not $env:CREDENTIALS_DIRECTORY) { throw "This process got no credentials. Put LoadCredential=${Name}:<path of the token> in the service's unit." }
$path = Join-Path $env:CREDENTIALS_DIRECTORY $Name
# Refuses an address to which a token must not be sent, and says what is wrong with the daemon.
if (-not (Test-WaiaasToken -LiteralPath $path -Online -Uri $Uri)) {
    throw "The token cannot be used (-Verbose tells why). Replace the administrator's token, then start the service again."
}

$request = @{
    Uri                            = "$($Uri.AbsoluteUri.TrimEnd('/'))/v1/connect-info"
    Authentication                 = 'Bearer'
    Token                          = Get-WaiaasToken -LiteralPath $path
    AllowUnencryptedAuthentication = $Uri.Scheme -eq 'http'
    NoProxy                        = $Uri.IsLoopback
    Verbose                        = $false
    Debug                          = $false
}
(Invoke-RestMethod @request).wallets | ForEach-Object { "The token is for the wallet $($_.name) ($($_.id))." }
