# SecretManagement looks for this module in a folder of this name beside the manifest of the module that it belongs to.
@{
    RootModule           = 'WaiaaS.Extension.psm1'
    # A manifest must have one. What users see is the version of WaiaaS.
    ModuleVersion        = '1.0.0'
    GUID                 = '7c1d2f6a-3b0e-4f5b-9d8e-2a64f0c9b1e3'
    Author               = 'the WaiaaS authors'
    CompanyName          = 'WAIaaS'
    Copyright            = '(c) the WaiaaS authors. MIT licence.'
    Description          = 'Makes every WAIaaS session token a secret of Microsoft.PowerShell.SecretManagement.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport    = @('Get-Secret', 'Get-SecretInfo', 'Remove-Secret', 'Set-Secret', 'Test-SecretVault')
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
