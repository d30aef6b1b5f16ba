@{
    RootModule             = 'WaiaaS.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = 'ec579efe-bf26-4183-9ec5-dcfa55939f7c'
    Author                 = 'the WaiaaS authors'
    CompanyName            = 'WAIaaS'
    Copyright              = '(c) the WaiaaS authors. MIT licence.'
    Description            = 'Finds, writes, reads, inspects, renews and removes the session token file of the WAIaaS wallet daemon, safely: atomic and durable writes, owner-only permissions, no symbolic links, SecureString output, and no token in any message. For Windows PowerShell 5.1 and PowerShell 7.4 and later, with a SecretManagement vault.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    # No FormatsToProcess: a restrictive execution policy would refuse the whole import for the sake of the view, which is
    # loaded with the first info instead. The nested cmdlets are SecretManagement's; './' for folders with [ ] or *.
    NestedModules          = @('./WaiaaS.Extension/WaiaaS.Extension.dll')
    FunctionsToExport      = @()
    CmdletsToExport        = @('Get-WaiaasToken', 'Get-WaiaasTokenInfo', 'Get-WaiaasTokenPath', 'New-WaiaasToken', 'Remove-WaiaasToken', 'Set-WaiaasToken', 'Test-WaiaasToken', 'Update-WaiaasToken')
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            # Letters and digits, such as 'preview1'; empty for a release.
            Prerelease   = ''
            Tags         = @('WAIaaS', 'Wallet', 'Token', 'SessionToken', 'JWT', 'MCP', 'Agent', 'Secret', 'SecureString', 'SecretManagement', 'Vault', 'Atomic', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/waiaas/waiaas-powershell'
            LicenseUri   = 'https://github.com/waiaas/waiaas-powershell/blob/main/LICENSE'
            IconUri      = 'https://raw.githubusercontent.com/waiaas/waiaas-powershell/main/module/icon.png'
            ReleaseNotes = 'https://github.com/waiaas/waiaas-powershell/blob/main/CHANGELOG.md'
        }
    }
}
