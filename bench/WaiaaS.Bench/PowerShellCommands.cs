using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace WaiaaS.Bench;

/// <summary>What a script does without the module, and what it does with it, in a pwsh of its own.</summary>
internal static class PowerShellCommands
{
    private static readonly (string Operation, Contender Contender, string Command)[] All =
    [
        ("write", Contender.SetInPwsh, "Set-WaiaasToken $secret -DataDir $directory"),
        ("write", Contender.SetContent, "Set-Content -LiteralPath $path -Value $token -NoNewline"),
        ("write", Contender.SetContentMoveItem, "Set-Content -LiteralPath $other -Value $token -NoNewline; Move-Item -LiteralPath $other -Destination $path -Force"),
        ("read", Contender.GetInPwsh, "$null = Get-WaiaasToken -DataDir $directory"),
        ("read", Contender.GetContent, "$null = Get-Content -LiteralPath $path -Raw"),
    ];

    /// <summary>Measures a turn of each, and adds it to the report.</summary>
    public static void Measure(string manifest, Stage stage, int batches, Report report)
    {
        foreach ((string operation, Contender contender, string command) in All)
            report.Add(stage, operation, contender, Time(manifest, command, stage, batches));
    }

    /// <summary>One cold start of pwsh, as <see cref="StartUp.Measure"/> has of the engine alone.</summary>
    public static Start Start(string manifest, string command, string directory)
    {
        string script = $$"""
            $engine = ([datetime]::Now - [Diagnostics.Process]::GetCurrentProcess().StartTime).TotalMilliseconds
            $secret = [securestring]::new()
            foreach ($c in '{{Example.Token}}'.ToCharArray()) { $secret.AppendChar($c) }
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Import-Module '{{manifest}}'
            $import = $clock.Elapsed.TotalMilliseconds
            {{command}} -Token $secret -DataDir '{{directory}}'
            $first = $clock.Elapsed.TotalMilliseconds
            {{command}} -Token $secret -DataDir '{{directory}}'
            $second = $clock.Elapsed.TotalMilliseconds
            foreach ($lap in $engine, $import, ($first - $import), ($second - $first)) { $lap.ToString([cultureinfo]::InvariantCulture) }
            """;
        return Bench.Start.Parse(Programs.Run("pwsh", "-NoProfile", "-NonInteractive", "-Command", script));
    }

    private static IEnumerable<double> Time(string manifest, string command, Stage stage, int batches)
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
        return Programs.Run("pwsh", "-NoProfile", "-NonInteractive", "-Command", script)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture));
    }
}
