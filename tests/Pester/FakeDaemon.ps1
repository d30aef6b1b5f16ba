# A daemon of tests/WaiaaS.FakeDaemon, running on loopback until it is disposed of.
function New-FakeDaemon {
    if (-not ('WaiaaS.FakeDaemon.Daemon' -as [type])) {
        Add-Type -Path (Get-ChildItem (Join-Path (Split-Path -Parent $PSScriptRoot) 'WaiaaS.FakeDaemon') -Filter *.cs).FullName
    }
    New-Object WaiaaS.FakeDaemon.Daemon
}
