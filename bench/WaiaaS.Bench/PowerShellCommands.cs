using System;
using System.Globalization;
using System.Linq;

namespace WaiaaS.Bench;

/// <summary>What a script does without the module, in a pwsh of its own.</summary>
internal static class PowerShellCommands
{
    public static (string Operation, string Name, string Command)[] All { get; } =
    [
        ("write", "Set-Content", "Set-Content -LiteralPath $path -Value $token -NoNewline"),
        ("write", "Set-Content, Move-Item", "Set-Content -LiteralPath $other -Value $token -NoNewline; Move-Item -LiteralPath $other -Destination $path -Force"),
        ("read", "Get-Content -Raw", "$null = Get-Content -LiteralPath $path -Raw"),
    ];

    public static double[] Time(string command, Stage stage)
    {
        int operations = Math.Max(10, stage.Operations / 10);
        string script = $$"""
            $path = '{{stage.Directory}}/content'; $other = "$path.tmp"; $token = '{{Example.Token}}'
            Set-Content -LiteralPath $path -Value $token -NoNewline
            foreach ($i in 1..500) { {{command}} }
            foreach ($b in 1..{{stage.Batches}}) {
                $start = [Diagnostics.Stopwatch]::GetTimestamp()
                foreach ($i in 1..{{operations}}) { {{command}} }
                ([Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMicroseconds / {{operations}}).ToString([cultureinfo]::InvariantCulture)
            }
            """;
        return [.. Programs.Run("pwsh", "-NoProfile", "-NonInteractive", "-Command", script)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
    }
}
