using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace WaiaaS.Bench;

/// <summary>
/// PowerShell as a program: cold starts, and what a script does without the module and with it. The packages on NuGet
/// hold IL, and every PowerShell that people install is compiled ahead of time. So are its engine and its host here, where
/// the compiler for that can be had; else the time in which the runtime compiles PowerShell's own import would be taken
/// for the module's.
/// </summary>
internal sealed class Pwsh
{
    private static readonly (string Operation, Contender Contender, string Command)[] Commands =
    [
        ("write", Contender.SetInPwsh, "Set-WaiaasToken $secret -DataDir $directory"),
        ("write", Contender.SetContent, "Set-Content -LiteralPath $path -Value $token -NoNewline"),
        ("write", Contender.SetContentMoveItem, "Set-Content -LiteralPath $other -Value $token -NoNewline; Move-Item -LiteralPath $other -Destination $path -Force"),
        ("read", Contender.GetInPwsh, "$null = Get-WaiaasToken -DataDir $directory"),
        ("read", Contender.GetContent, "$null = Get-Content -LiteralPath $path -Raw"),
    ];

    private Pwsh(string program, bool isPrecompiled)
    {
        Program = program;
        IsPrecompiled = isPrecompiled;
    }

    /// <summary>The program.</summary>
    public string Program { get; }

    /// <summary>Whether it was compiled ahead of time.</summary>
    public bool IsPrecompiled { get; }

    /// <summary>Builds the program.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="folder">Where to build it.</param>
    public static Pwsh Build(string root, string folder)
    {
        bool isPrecompiled = Publish(root, folder, "-p:PublishReadyToRun=true");
        return isPrecompiled || Publish(root, folder)
            ? new Pwsh(Path.Combine(folder, "pwsh"), isPrecompiled)
            : throw new InvalidOperationException("tests/PowerShell could not be built.");
    }

    /// <summary>Measures a turn of each command, and adds it to the report.</summary>
    public void Measure(string manifest, Stage stage, int batches, Report report)
    {
        foreach ((string operation, Contender contender, string command) in Commands)
            report.Add(stage, operation, contender, Time(manifest, command, stage, batches));
    }

    private IEnumerable<double> Time(string manifest, string command, Stage stage, int batches)
    {
        // Its own commands take milliseconds.
        int operations = Math.Max(10, stage.Operations / 10);
        string script = $$"""
            Import-Module '{{manifest}}'
            $directory = '{{stage.Directory}}'; $path = "$directory/content"; $other = "$path.tmp"
            $token = '{{Example.Token}}'; $secret = [securestring]::new()
            foreach ($c in $token.ToCharArray()) { $secret.AppendChar($c) }
            Set-Content -LiteralPath $path -Value $token -NoNewline
            $turn = { foreach ($i in 1..{{operations}}) { {{command}} } }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while ($clock.Elapsed.TotalSeconds -lt 4) { & $turn }
            foreach ($b in 1..{{batches}}) {
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                & $turn
                ([Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMicroseconds / {{operations}}).ToString([cultureinfo]::InvariantCulture)
            }
            """;
        return Run(script).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture));
    }

    private string Run(string script) => Programs.Run(Program, "-NoProfile", "-NonInteractive", "-Command", script);

    private static bool Publish(string root, string folder, params string[] options)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["publish", Path.Combine(root, "tests", "PowerShell"), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, .. options])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
