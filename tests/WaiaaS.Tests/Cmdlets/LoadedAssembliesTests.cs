using System;
using System.IO;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Cmdlets;

/// <summary>The module's share in a session's start: every assembly that a first call loads costs a millisecond or so.</summary>
public sealed class LoadedAssembliesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_first_write_and_a_first_read_load_no_assembly()
    {
        // The access-control assemblies are Windows' share.
        Unix.Need();
        string script = _directory["script.ps1"];
        File.WriteAllText(script, $$"""
            function Loaded { foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) { $assembly.GetName().Name } }
            $null = Loaded
            $before = Loaded
            Set-WaiaasToken '{{SampleToken.New()}}' -DataDir '{{_directory["data"]}}'
            $null = Get-WaiaasToken -DataDir '{{_directory["data"]}}'
            'known before: ' + ($before -contains 'WaiaaS.Core')
            Loaded | Where-Object { $before -notcontains $_ }
            """);

        (int code, string output, string error) = ShellProcess.Run("-File", script);

        Assert.True(code == 0, error);
        Assert.Equal("known before: True", output.Trim());
    }
}
