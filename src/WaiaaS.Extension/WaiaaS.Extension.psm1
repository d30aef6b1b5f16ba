# The five functions that SecretManagement calls, from a folder of this name beside the manifest of WaiaaS; names,
# parameters and results are its contract. Whoever imports WaiaaS imports this too, vault or not. So the work stands in
# another module, which the first call loads, and so do all types and attributes: the first type that a script names costs
# more than all the rest of this, and a manifest would cost as much again.

function Get-Secret {
    [CmdletBinding()]
    param(
        $Name,
        $VaultName,
        $AdditionalParameters
    )
    Import-Vault
    Get-VaultSecret @PSBoundParameters
}

function Get-SecretInfo {
    [CmdletBinding()]
    param(
        $Filter,
        $VaultName,
        $AdditionalParameters
    )
    Import-Vault
    Get-VaultSecretInfo @PSBoundParameters
}

function Set-Secret {
    [CmdletBinding()]
    param(
        $Name,
        $Secret,
        $VaultName,
        # Without this parameter SecretManagement would write the token first, and remove it when it finds that its
        # metadata cannot be kept.
        $Metadata,
        $AdditionalParameters
    )
    Import-Vault
    Set-VaultSecret @PSBoundParameters
}

function Remove-Secret {
    [CmdletBinding()]
    param(
        $Name,
        $VaultName,
        $AdditionalParameters
    )
    Import-Vault
    Remove-VaultSecret @PSBoundParameters
}

function Test-SecretVault {
    [CmdletBinding()]
    param(
        $VaultName,
        $AdditionalParameters
    )
    Import-Vault
    Test-Vault @PSBoundParameters
}

function Import-Vault {
    Import-Module -Name "$PSScriptRoot/Vault.psm1" -Verbose:$false
}

Export-ModuleMember -Function Get-Secret, Get-SecretInfo, Set-Secret, Remove-Secret, Test-SecretVault
