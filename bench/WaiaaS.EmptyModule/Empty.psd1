@{
    RootModule        = 'WaiaaS.EmptyModule.dll'
    ModuleVersion     = '1.0.0'
    GUID              = '5b0c2c5e-6a2a-4b0f-8e0b-6f7a0c6f1f0e'
    Author            = 'the WaiaaS authors'
    Description       = 'A module of one cmdlet that does nothing: what importing any module costs.'
    FunctionsToExport = @()
    CmdletsToExport   = @('Invoke-Nothing')
    VariablesToExport = @()
    AliasesToExport   = @()
}
