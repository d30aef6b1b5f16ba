@{
    RootModule             = 'WaiaaS.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = 'ec579efe-bf26-4183-9ec5-dcfa55939f7c'
    Author                 = 'the WaiaaS authors'
    CompanyName            = 'WAIaaS'
    Copyright              = '(c) the WaiaaS authors. MIT licence.'
    Description            = 'Locates, writes and reads the WAIaaS session token, the small file that the daemon, the MCP server, the CLI and the Telegram bot share. A write is atomic and durable, keeps everybody else out, and never leaves half a token; a read refuses what somebody else may have put there, and gives a SecureString.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions   = @('Desktop', 'Core')
    # No FormatsToProcess: a restrictive execution policy would refuse the whole import for the sake of the view, which is
    # loaded with the first info instead. The nested cmdlets are SecretManagement's; './' for folders with [ ] or *.
    NestedModules          = @('./WaiaaS.Extension/WaiaaS.Extension.dll')
    FunctionsToExport      = @()
    CmdletsToExport        = @('Get-WaiaasToken', 'Get-WaiaasTokenInfo', 'Get-WaiaasTokenPath', 'Remove-WaiaasToken', 'Set-WaiaasToken', 'Test-WaiaasToken')
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            # Letters and digits, such as 'preview1'; empty for a release.
            Prerelease   = ''
            Tags         = @('WAIaaS', 'Wallet', 'Token', 'SessionToken', 'JWT', 'MCP', 'Agent', 'Secret', 'SecureString', 'Atomic', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri   = 'https://github.com/waiaas/waiaas-powershell'
            LicenseUri   = 'https://github.com/waiaas/waiaas-powershell/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/waiaas/waiaas-powershell/blob/main/CHANGELOG.md'
        }
    }
}
