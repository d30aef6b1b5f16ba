using System.IO;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Shell;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("'done'", 0)]
    [InlineData("exit 0", 0)]
    [InlineData("exit 75", 75)]
    [InlineData("$LASTEXITCODE = 3; 'done'", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Get-WaiaasTokenPath -WalletId '..'", 0)]
    public void A_script_ends_with_its_own_exit_code_as_in_PowerShell(string script, int expected)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory["script.ps1"], script);

        Assert.Equal(expected, ShellProcess.Run("-File", directory["script.ps1"]).Code);
    }
}
