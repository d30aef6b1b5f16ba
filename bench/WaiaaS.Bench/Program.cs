using System.CommandLine;
using System.ComponentModel;
using WaiaaS.Bench;

var quick = new Option<bool>("--quick") { Description = "one round of little, to see that all of it runs; its figures mean nothing" };
var write = new Option<bool>("--write") { Description = "three whole runs, the last one beside a busy process, and their figures into docs/performance.md and docs/performance.svg" };
var root = new RootCommand("""
    Measures writes, reads and cold starts beside other ways to do the same, and prints tables in Markdown. Needs Linux, a C
    compiler and hyperfine. Takes about seven minutes a run on an idle machine. The exit code is 0 when all was measured, 1 when
    something failed, 2 when the command line is not understood.
    """)
{ quick, write };
root.SetAction(result => Bench(result.GetValue(quick) ? Effort.Quick : Effort.Full, result.GetValue(write)));
ParseResult parsed = root.Parse(args);
int code = parsed.Invoke();
return parsed.Errors.Count > 0 ? 2 : code;

static int Bench(Effort effort, bool isWrite)
{
    // Ctrl+C ends the program that is being measured, which ends the run, which cleans up.
    Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
    try
    {
        using var laboratory = new Laboratory(effort);
        var runs = new List<Report> { laboratory.Run() };
        if (isWrite)
        {
            runs.Add(laboratory.Run());
            using var busy = BusyProcess.Start();
            runs.Add(laboratory.Run());
        }

        (string Name, string Content)[] parts = laboratory.Tables(runs);
        foreach ((string name, string content) in parts)
            Console.WriteLine($"{name}\n\n{content}");
        if (isWrite)
        {
            Page.Fill(Path.Combine(Example.Root(), "docs", "performance.md"), parts);
            File.WriteAllText(Path.Combine(Example.Root(), "docs", "performance.svg"), Plot.Of(runs[0]));
        }

        return 0;
    }
    catch (Exception failed) when (failed is InvalidOperationException or IOException or Win32Exception)
    {
        // Caught, so that what was made for the run is removed.
        Console.Error.WriteLine(failed.Message);
        return 1;
    }
}
