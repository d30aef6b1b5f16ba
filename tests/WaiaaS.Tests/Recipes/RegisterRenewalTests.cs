using System;
using System.IO;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>
/// docs/examples/register-renewal.ps1 up to the Task Scheduler, which this engine has no commands for. The Pester suite
/// registers and runs a task where there is one.
/// </summary>
public sealed class RegisterRenewalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Recipe _recipe = new("register-renewal.ps1");

    public void Dispose()
    {
        _recipe.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void WhatIf_registers_nothing_and_needs_no_Task_Scheduler()
    {
        _recipe.Run(("WhatIf", true)).AssertSilentSuccess();
        _recipe.Run(("AsSystem", true), ("DataDir", _directory.Path), ("WhatIf", true)).AssertSilentSuccess();
        _recipe.Run(("Unregister", true), ("WhatIf", true)).AssertSilentSuccess();
    }

    [Fact]
    public void Without_the_Task_Scheduler_it_names_what_there_is_elsewhere()
    {
        _recipe.Run().AssertFailed(69, "waiaas-renew.timer", "launchd");
        _recipe.Run(("Unregister", true)).AssertFailed(69, "waiaas-renew.timer", "launchd");
    }

    [Fact]
    public void For_SYSTEM_the_data_directory_must_be_named() =>
        _recipe.Run(("AsSystem", true)).AssertFailed(64, "-DataDir");

    [Theory]
    [InlineData("WalletId", "../x")]
    [InlineData("DataDir", "a\"b")]
    public void What_would_break_the_command_line_is_refused(string parameter, string value) =>
        _recipe.Run((parameter, value), ("WhatIf", true)).AssertFailed(64);

    [Fact]
    public void Without_the_renewal_beside_it_nothing_is_registered()
    {
        File.Copy(Recipe.FileOf("register-renewal.ps1"), _directory["register-renewal.ps1"]);
        using var alone = new Recipe(_directory["register-renewal.ps1"]);

        alone.Run().AssertFailed(66, _directory["renew-token.ps1"]);
    }
}
