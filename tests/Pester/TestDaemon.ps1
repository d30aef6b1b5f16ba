# What the suites of the daemon's cmdlets share. Dot-source it after TestToken.ps1.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'The suites use them.')]
param()

. (Join-Path $PSScriptRoot 'FakeDaemon.ps1')

# What the environment of this computer must not decide.
$NoDaemonEnvironment = @{ WAIAAS_BASE_URL = $null; WAIAAS_MASTER_PASSWORD = $null; WAIAAS_MASTER_PASSWORD_FILE = $null }

# Runs a command for a new daemon: $daemon, $data, $place and $with are there for it.
function Invoke-AtDaemon([scriptblock] $Command) {
    Use-Environment $NoDaemonEnvironment { Watch-Command $Command }
}

# Where the daemon is and the master password, for a call.
function Get-DaemonPlace([object] $Daemon, [string] $DataDir) {
    @{ Uri = "$($Daemon.Address)"; DataDir = $DataDir; TimeoutSec = 20 }
}

function Get-MasterPlace([object] $Daemon, [string] $DataDir) {
    (Get-DaemonPlace $Daemon $DataDir) + @{ MasterPassword = Protect-Text $Daemon.MasterPassword }
}

# Everything that a command said and that PowerShell kept of it.
function Get-AllSaid([object] $Seen) {
    $kept = $Seen.Errors + $Seen.Thrown | Where-Object { $_ } | ForEach-Object {
        $_; $_.Exception; $_.TargetObject; $_.CategoryInfo; $_.FullyQualifiedErrorId; $_.ErrorDetails
        $_.InvocationInfo; $_.InvocationInfo.BoundParameters; $_.ScriptStackTrace; $_.Exception.StackTrace
    }
    @($Seen.Records) + $kept + ($global:Error | ForEach-Object { $_; $_.Exception }) | Format-List * -Force | Out-String -Width 4096
}

function Assert-NoSecret([object] $Seen, [string[]] $Secrets) {
    $all = Get-AllSaid $Seen
    foreach ($secret in $Secrets | Where-Object { $_ }) {
        if ($secret.StartsWith('wai_sess_')) {
            Find-TokenPiece $all $secret | Should -BeNullOrEmpty
        }
        else {
            ($all -replace '\s').Contains($secret) | Should -BeFalse -Because 'the master password must not be shown'
        }
    }
}

# A certificate that no one trusts.
function New-SelfSignedCertificateForTest {
    $key = [Security.Cryptography.RSA]::Create(2048)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
        'CN=127.0.0.1', $key, [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
    $made = $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
    # Windows' TLS needs a key that can be found again.
    [Security.Cryptography.X509Certificates.X509Certificate2]::new($made.Export('Pfx', 'x'), 'x')
}
