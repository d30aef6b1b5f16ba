using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WaiaaS.FakeDaemon;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>
/// What schedulers are given: the units as systemd reads them, and the lines of cron and launchd as these run them, in
/// an environment that has next to nothing. The shell of this repository stands in for pwsh.
/// </summary>
public sealed class SchedulerFilesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Daemon _daemon = new();

    public SchedulerFilesTests() => Unix.Need();

    public static TheoryData<string> Lines => ["cron", "launchd"];

    public void Dispose()
    {
        _daemon.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("--user", "waiaas-renew.service", "waiaas-renew.timer")]
    [InlineData("--system", "waiaas-agent.service")]
    public void Systemd_finds_nothing_wrong_with_the_units(string manager, params string[] units)
    {
        Unix.NeedProgram("systemd-analyze");
        foreach (string unit in units)
            File.WriteAllText(_directory[unit], File.ReadAllText(Recipe.FileOf(unit)).Replace("/usr/bin/pwsh", "/bin/sh", StringComparison.Ordinal));

        (int code, string output, string error) = Run("systemd-analyze", [manager, "verify", "--man=no", "--recursive-errors=no", .. units.Select(unit => _directory[unit])]);

        // What this computer's own units lack is not ours.
        Assert.DoesNotContain((output + error).Split('\n'), line => units.Any(unit => line.Contains(unit, StringComparison.Ordinal)));
        Assert.Equal(0, code);
    }

    [Fact]
    public void Every_exit_code_but_a_temporary_failure_ends_the_service_for_good()
    {
        (string Code, string Name)[] documented = [.. ExitCodes.InHelp("renew-token.ps1")];
        string unit = File.ReadAllText(Recipe.FileOf("waiaas-renew.service"));

        string[] prevented = Regex.Match(unit, "^RestartPreventExitStatus=1 (.*)$", RegexOptions.Multiline).Groups[1].Value.Split(' ');

        Assert.Equal(documented.Select(d => d.Name).Where(name => name.Length > 0).Except(["TEMPFAIL"]), prevented);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void In_an_empty_environment_a_run_without_trouble_says_nothing(string scheduler)
    {
        Install(_daemon.Issue(age: 0, lifetime: 3600));

        Assert.Equal((0, string.Empty, string.Empty), RunLine(scheduler));
        Assert.Equal(string.Empty, Log());
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void What_is_wrong_is_said_and_is_the_exit_code(string scheduler)
    {
        Install(token: null);

        (int code, string output, string error) = RunLine(scheduler);

        Assert.Equal((66, string.Empty), (code, output));
        Assert.Contains("There is no token at", scheduler == "cron" ? error : Log(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_crontab_has_settings_comments_and_one_line_with_five_times()
    {
        Assert.Matches(@"^(\*|\*/\d+|\d+) (\*|\d+) (\*|\d+) (\*|\d+) (\*|\d+) [^%]+$", CronLine());
    }

    [Fact]
    public void The_property_list_has_what_launchd_needs()
    {
        Dictionary<string, XElement> agent = PropertyList();

        Assert.Equal("com.github.waiaas.renew", agent["Label"].Value);
        Assert.Equal("900", agent["StartInterval"].Value);
        Assert.Equal("true", agent["RunAtLoad"].Name.LocalName);
        Assert.Equal("63", agent["Umask"].Value);
    }

    // A home directory with the script where the files say, the token, and a pwsh on the search path.
    private void Install(string? token)
    {
        Directory.CreateDirectory(_directory["home", ".local", "share", "waiaas"]);
        Directory.CreateDirectory(_directory["home", "Library", "Logs"]);
        Directory.CreateDirectory(_directory["home", ".waiaas"]);
        Directory.CreateDirectory(_directory["bin"]);
        File.Copy(Recipe.FileOf("renew-token.ps1"), _directory["home", ".local", "share", "waiaas", "renew-token.ps1"]);
        if (token is not null)
        {
            File.WriteAllText(_directory["home", ".waiaas", "mcp-token"], token);
            Unix.SetMode(_directory["home", ".waiaas", "mcp-token"], "600");
        }

        string dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : Unix.Output("sh", "-c", "command -v dotnet || true");
        string shell = string.Join(' ', ShellProcess.Command.Select(word => $"'{(word == "dotnet" ? dotnet : word)}'"));
        File.WriteAllText(_directory["bin", "pwsh"], $$"""
            #!/bin/sh
            [ "$1 $2 $3 $#" = "-NoProfile -NonInteractive -File 4" ] || exit 99
            exec {{shell}} -NonInteractive -File "$4"
            """);
        Unix.SetMode(_directory["bin", "pwsh"], "755");
    }

    private (int Code, string Output, string Error) RunLine(string scheduler)
    {
        (string[] settings, string[] command) = scheduler == "cron" ? OfCron() : OfLaunchd();
        string[] found = [.. settings.Select(setting => setting.StartsWith("PATH=", StringComparison.Ordinal) ? $"PATH={_directory["bin"]}:{setting[5..]}" : setting)];
        (int code, string output, string error) = Unix.Run("env", ["-i", "HOME=" + _directory["home"], .. found, .. command]);
        return (code, output, error.Trim());
    }

    private static (string[] Settings, string[] Command) OfCron()
    {
        string[] settings = [.. File.ReadLines(Recipe.FileOf("waiaas-renew.crontab")).Where(line => Regex.IsMatch(line, "^[A-Z_]+="))];
        return (settings, ["/bin/sh", "-c", CronLine().Split(' ', 6)[5]]);
    }

    private static string CronLine() =>
        Assert.Single(File.ReadLines(Recipe.FileOf("waiaas-renew.crontab")), line => line.Length > 0 && !Regex.IsMatch(line, "^(#|[A-Z_]+=)"));

    private static (string[] Settings, string[] Command) OfLaunchd()
    {
        Dictionary<string, XElement> agent = PropertyList();
        string[] settings = [.. Entries(agent["EnvironmentVariables"]).Select(entry => $"{entry.Key}={entry.Value.Value}")];
        return (settings, [.. agent["ProgramArguments"].Elements().Select(word => word.Value)]);
    }

    private static Dictionary<string, XElement> PropertyList()
    {
        XElement root = XDocument.Load(Recipe.FileOf("waiaas-renew.plist")).Root!;
        Assert.Equal("plist", root.Name.LocalName);
        return Entries(Assert.Single(root.Elements("dict")));
    }

    // A dictionary of a property list: a key, its value, the next key.
    private static Dictionary<string, XElement> Entries(XElement dictionary) =>
        dictionary.Elements("key").ToDictionary(key => key.Value, key => key.ElementsAfterSelf().First());

    private (int Code, string Output, string Error) Run(string program, string[] arguments) =>
        Unix.Run("env", ["HOME=" + _directory.Path, "XDG_RUNTIME_DIR=" + _directory.Path, program, .. arguments]);

    private string Log()
    {
        string log = _directory["home", "Library", "Logs", "waiaas-renew.log"];
        return File.Exists(log) ? File.ReadAllText(log) : string.Empty;
    }
}
