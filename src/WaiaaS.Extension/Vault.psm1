# The tokens of a data directory as secrets. SecretManagement runs this in a runspace of its own and passes on what is
# written to each stream; what is thrown it would replace with a text of its own, so that nothing here is thrown.

# A wallet of this name has a token file like any other, but is no secret: its name is taken.
$DefaultTokenName = 'mcp-token'

# What Get-SecretInfo tells beside the name; SecretManagement knows strings, numbers and DateTime.
$MetadataNames = 'State', 'ExpiresAt', 'IssuedAt', 'SessionId', 'LastWriteTime', 'Path'

$Messages = @{
    ParameterUnknown    = "The vault '{0}' has the parameter '{1}', which is none of WaiaaS. The only one is DataDir. Register the vault again with -AllowClobber."
    VariableNotAbsolute = "The vault '{0}' has no DataDir, and the environment variable WAIAAS_DATA_DIR is '{1}', which would be another directory in every session. Set it to an absolute path, or register the vault with one."
    DataDirNotAbsolute  = "The vault '{0}' has the DataDir '{1}', which may be another directory in every session. Register it again with -AllowClobber and an absolute path of the file system, one that begins with ~, or without DataDir for the default directory."
    DirectoryIsFile     = "The vault '{0}' has no data directory: '{1}' is a file. Remove it, or register the vault again with -AllowClobber and another DataDir."
    SecretNotText       = "The secret '{0}' was not written to the vault '{1}': a token is a String or a SecureString, not a {2}."
    MetadataRefused     = "The secret '{0}' was not written to the vault '{1}': a token file has no place for metadata ({2}). Write it without -Metadata."
    MetadataFromToken   = "The metadata of '{0}' is not written: it comes from the token itself."
    NoSuchSecret        = "The vault '{0}' has no secret '{1}': {2}"
    NameTaken           = "The token of the wallet '{0}' is not listed: the vault '{1}' has another secret of that name, and SecretManagement does not tell upper from lower case. Get-WaiaasTokenInfo shows it, and Get-WaiaasToken reads it."
}

function Get-VaultSecret {
    [CmdletBinding()]
    [OutputType([securestring])]
    param(
        [string] $Name,
        [string] $VaultName,
        [hashtable] $AdditionalParameters
    )
    $VerbosePreference = Get-VerboseAction $AdditionalParameters
    $location = Resolve-VaultLocation $VaultName $AdditionalParameters
    if ($null -eq $location) { return }
    Add-WalletId $location $Name

    # By its path, because by its wallet id a token that is not there would be the default one.
    $failed = @()
    $path = WaiaaS\Get-WaiaasTokenPath @location -ErrorAction SilentlyContinue -ErrorVariable failed
    if ($path) {
        WaiaaS\Get-WaiaasToken -LiteralPath $path -ErrorAction SilentlyContinue -ErrorVariable failed
    }
    foreach ($failure in $failed) {
        if (Test-IsAbsence $failure) {
            $PSCmdlet.WriteVerbose(($Messages.NoSuchSecret -f $VaultName, $Name, $failure.Exception.Message))
        }
        else {
            $PSCmdlet.WriteError($failure)
        }
    }
}

function Get-VaultSecretInfo {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseOutputTypeCorrectly', '', Justification = 'Its type is there only with SecretManagement.')]
    [CmdletBinding()]
    param(
        [string] $Filter,
        [string] $VaultName,
        [hashtable] $AdditionalParameters
    )
    $VerbosePreference = Get-VerboseAction $AdditionalParameters
    $location = Resolve-VaultLocation $VaultName $AdditionalParameters
    if ($null -eq $location) { return }
    if (-not $Filter) { $Filter = '*' }
    if (-not (Test-IsPattern $Filter)) { return }

    $failed = @()
    $infos = [Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
    if ($DefaultTokenName -like $Filter) {
        $path = WaiaaS\Get-WaiaasTokenPath @location -ErrorAction SilentlyContinue -ErrorVariable failed
        if ($path) {
            WaiaaS\Get-WaiaasTokenInfo -LiteralPath $path -ErrorAction SilentlyContinue -ErrorVariable failed |
                ForEach-Object { $infos[''] = $_ }
        }
    }
    WaiaaS\Get-WaiaasTokenInfo -WalletId $Filter @location -ErrorAction SilentlyContinue -ErrorVariable +failed |
        ForEach-Object { $infos[$_.WalletId] = $_ }
    foreach ($failure in $failed) {
        if (-not (Test-IsAbsence $failure)) { $PSCmdlet.WriteError($failure) }
    }

    # SecretManagement gives up the whole list when two names differ in case alone.
    $taken = @{ $DefaultTokenName = $true }
    foreach ($info in $infos.Values) {
        $name = if ($null -eq $info.WalletId) { $DefaultTokenName } else { $info.WalletId }
        if ($null -ne $info.WalletId -and $taken.ContainsKey($name)) {
            $PSCmdlet.WriteWarning(($Messages.NameTaken -f $name, $VaultName))
            continue
        }
        $taken[$name] = $true
        [Microsoft.PowerShell.SecretManagement.SecretInformation]::new(
            $name, [Microsoft.PowerShell.SecretManagement.SecretType]::SecureString, $VaultName, (ConvertTo-MetadataTable $info))
    }
}

function Set-VaultSecret {
    [CmdletBinding()]
    param(
        [string] $Name,
        [object] $Secret,
        [string] $VaultName,
        [hashtable] $Metadata,
        [hashtable] $AdditionalParameters
    )
    $VerbosePreference = Get-VerboseAction $AdditionalParameters
    if ($Secret -isnot [string] -and $Secret -isnot [securestring]) {
        $type = if ($null -eq $Secret) { 'null' } else { $Secret.GetType().Name }
        Write-Failure -Id SecretTypeNotSupported -Category InvalidType -Message ($Messages.SecretNotText -f $Name, $VaultName, $type) -Target $Name
        return
    }
    if ($null -ne $Metadata -and $Metadata.Count -gt 0) {
        $foreign = @($Metadata.Keys | Where-Object { $MetadataNames -notcontains $_ })
        if ($foreign.Count -gt 0) {
            Write-Failure -Id SecretMetadataNotSupported -Category NotImplemented -Message ($Messages.MetadataRefused -f $Name, $VaultName, ($foreign -join ', ')) -Target $Name
            return
        }
        $PSCmdlet.WriteVerbose(($Messages.MetadataFromToken -f $Name))
    }
    $location = Resolve-VaultLocation $VaultName $AdditionalParameters
    if ($null -eq $location) { return }
    Add-WalletId $location $Name
    WaiaaS\Set-WaiaasToken -Token $Secret @location -Confirm:$false
}

function Remove-VaultSecret {
    [CmdletBinding()]
    param(
        [string] $Name,
        [string] $VaultName,
        [hashtable] $AdditionalParameters
    )
    $VerbosePreference = Get-VerboseAction $AdditionalParameters
    $location = Resolve-VaultLocation $VaultName $AdditionalParameters
    if ($null -eq $location) { return }
    Add-WalletId $location $Name

    # By its path, because a wallet id could be a pattern that stands for many.
    $path = WaiaaS\Get-WaiaasTokenPath @location
    if ($path) {
        WaiaaS\Remove-WaiaasToken -LiteralPath $path -Confirm:$false
    }
}

function Test-Vault {
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [string] $VaultName,
        [hashtable] $AdditionalParameters
    )
    $VerbosePreference = Get-VerboseAction $AdditionalParameters
    $location = Resolve-VaultLocation $VaultName $AdditionalParameters
    if ($null -eq $location) { return $false }

    # A directory that is not there yet comes with the first token; a file in its place looks the same to some systems.
    $failed = @()
    $path = WaiaaS\Get-WaiaasTokenPath @location -ErrorAction SilentlyContinue -ErrorVariable failed
    if ($path -and [IO.File]::Exists([IO.Path]::GetDirectoryName($path))) {
        $directory = [IO.Path]::GetDirectoryName($path)
        Write-Failure -Id DataDirectoryInvalid -Category InvalidData -Message ($Messages.DirectoryIsFile -f $VaultName, $directory) -Target $directory
        return $false
    }

    # A token that is no good is not the vault's fault; a directory that cannot be listed is.
    $null = WaiaaS\Get-WaiaasTokenInfo @location -ErrorAction SilentlyContinue -ErrorVariable failed
    foreach ($failure in $failed) { $PSCmdlet.WriteError($failure) }
    $failed.Count -eq 0
}

# Where the vault is, as parameters of the cmdlets; nothing, and an error, where the vault was registered wrongly.
function Resolve-VaultLocation([string] $VaultName, [hashtable] $VaultParameters) {
    Import-Cmdlet
    if ($null -eq $VaultParameters) { $VaultParameters = @{} }
    foreach ($key in $VaultParameters.Keys) {
        if ($key -notin 'DataDir', 'Verbose') {
            Write-Failure -Id VaultParameterInvalid -Category InvalidArgument -Message ($Messages.ParameterUnknown -f $VaultName, $key) -Target $key
            return
        }
    }
    if (-not $VaultParameters.ContainsKey('DataDir')) {
        if ($env:WAIAAS_DATA_DIR -and -not (Test-IsAbsolute $env:WAIAAS_DATA_DIR)) {
            Write-Failure -Id VaultParameterInvalid -Category InvalidArgument -Message ($Messages.VariableNotAbsolute -f $VaultName, $env:WAIAAS_DATA_DIR) -Target $env:WAIAAS_DATA_DIR
            return
        }
        return @{}
    }

    $directory = [string]$VaultParameters['DataDir']
    if (Test-IsAbsolute $directory) { return @{ DataDir = $directory } }
    Write-Failure -Id VaultParameterInvalid -Category InvalidArgument -Message ($Messages.DataDirNotAbsolute -f $VaultName, $directory) -Target $directory
}

# SecretManagement imports the whole module before it calls. When this one was imported alone, the cmdlets are missing.
# They come from the assembly, because the manifest would import this module again, within itself.
function Import-Cmdlet {
    if (-not (Get-Module -Name WaiaaS)) {
        Import-Module -Name ([IO.Path]::Combine([IO.Path]::GetDirectoryName($PSScriptRoot), 'WaiaaS.dll'))
    }
}

function Add-WalletId([hashtable] $Location, [string] $Name) {
    if ($Name -ne $DefaultTokenName) { $Location.WalletId = $Name }
}

# A drive of this session, or a path relative to it, would mean nothing or something else in another session.
function Test-IsAbsolute([string] $Path) {
    if ([IO.Path]::DirectorySeparatorChar -eq '/') { return $Path -match '^(/|~(/|$))' }
    $Path -match '^([A-Za-z]:[\\/]|[\\/]{2}[^\\/]|~([\\/]|$))'
}

# SecretManagement passes on any name as a filter, such as one with half a bracket.
function Test-IsPattern([string] $Filter) {
    try {
        $null = '' -like $Filter
        $true
    }
    catch [Management.Automation.WildcardPatternException] {
        $false
    }
}

# SecretManagement asks every vault for names that no token can have.
function Test-IsAbsence([Management.Automation.ErrorRecord] $Failure) {
    ($Failure.FullyQualifiedErrorId -split ',')[0] -in 'TokenNotFound', 'WalletIdInvalid'
}

function Get-VerboseAction([hashtable] $AdditionalParameters) {
    if ($null -ne $AdditionalParameters -and $AdditionalParameters['Verbose'] -eq $true) { 'Continue' } else { $VerbosePreference }
}

# Local times, because a DateTime compares without its time zone, and users compare with Get-Date.
function ConvertTo-MetadataTable($Info) {
    $metadata = @{}
    foreach ($name in $MetadataNames) {
        $value = $Info.$name
        if ($null -eq $value) { continue }
        $metadata[$name] = if ($value -is [DateTimeOffset]) { $value.LocalDateTime } else { [string]$value }
    }
    $metadata
}

function Write-Failure {
    [CmdletBinding()]
    param([string] $Id, [Management.Automation.ErrorCategory] $Category, [string] $Message, $Target)
    $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($Message), $Id, $Category, $Target))
}

Export-ModuleMember -Function Get-VaultSecret, Get-VaultSecretInfo, Set-VaultSecret, Remove-VaultSecret, Test-Vault
