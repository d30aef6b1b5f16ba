using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>One write on a volume that is cut off from its disk in between, and what a restart finds.</summary>
internal sealed class PowerCut(Shell shell, Volume volume)
{
    private const string Return = "the return";

    // The process' own background threads make a call of the same number once in a while.
    private const int Tries = 12;
    private const int TriesByOnePlan = 3;

    private int _number;

    /// <summary>The calls of a write on this volume by a warm process.</summary>
    public IReadOnlyList<SystemCall> Record(Scenario scenario)
    {
        for (int i = 0; i < 3; i++)
        {
            string directory = NewDirectory();
            scenario.Prepare(directory, SignedToken.New());
            shell.Run(scenario.CommandFor(directory, SignedToken.New()));
        }

        return CallTrace.Record(shell, scenario, NewDirectory);
    }

    /// <summary>Cuts after a call, which stops the writer; it then goes on on a file system that is dead.</summary>
    /// <param name="scenario">The write.</param>
    /// <param name="plan">What <see cref="Record"/> gave.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="mode">See <see cref="Native.CutOff"/>.</param>
    public Outcome At(Scenario scenario, IReadOnlyList<SystemCall> plan, int index, uint mode)
    {
        SystemCall call = plan[index];
        for (int attempt = 1; ; attempt++)
        {
            Outcome outcome = Cut(scenario, mode, new Point(plan, index, call.Nth), FormattableString.Invariant($"{call.Name}:signal=STOP:when={call.Nth}"));
            if (outcome.Hit || attempt == Tries)
                return outcome.Hit ? outcome : outcome with { Objection = "the writer could not be stopped there" };
            if (attempt % TriesByOnePlan == 0)
                call = CallTrace.Again(shell, scenario, NewDirectory, plan, index);
        }
    }

    /// <summary>Cuts when the cmdlet has returned.</summary>
    public Outcome AfterReturn(Scenario scenario, uint mode, params string[] injections) => Cut(scenario, mode, null, injections);

    private Outcome Cut(Scenario scenario, uint mode, Point? stop, params string[] injections)
    {
        string directory = NewDirectory();
        string old = SignedToken.New();
        string @new = SignedToken.New();
        scenario.Prepare(directory, old);
        Command.Output("sync", "-f", volume.Path);
        (Answer answer, IReadOnlyList<string> trace, bool stopped) = Write(scenario.CommandFor(directory, @new), mode, stop, injections);
        volume.Restart();

        string path = scenario.TokenPath(directory);
        string state = TokenFile.Describe(TokenFile.ContentOf(path), old, @new);
        bool returned = stop is null && answer.Succeeded;
        string? objection = Objection(scenario, returned, state) ?? ObjectionOfReader(path);
        return new Outcome(stop?.Call.ToString() ?? Return, state, returned, objection, stop is null || (stopped && CallTrace.IsStoppedAt(trace, directory, stop.Plan, stop.Index, stop.Nth)));
    }

    private (Answer Answer, IReadOnlyList<string> Trace, bool Stopped) Write(string command, uint mode, Point? stop, string[] injections)
    {
        using Tracer tracer = Tracer.Attach(shell.Id, injections);
        Task<Answer?> writing = shell.Begin(command);
        bool stopped = stop is not null && Stop.Await(shell, tracer, writing);
        if (stopped)
            volume.CutOff(mode);
        Answer answer = Stop.Continue(shell, writing);
        if (!stopped)
            volume.CutOff(mode);
        return (answer, tracer.Detach(), stopped);
    }

    // What a writer says after the cut, nobody would have heard.
    private static string? Objection(Scenario scenario, bool returned, string state)
    {
        string before = scenario is FirstWrite ? "none" : "old";
        if (state != before && state != "new")
            return $"the token file is {state}";
        return returned && state != "new" ? $"success was reported before the cut, and the token file is {state}" : null;
    }

    private string? ObjectionOfReader(string path)
    {
        string? content = TokenFile.ContentOf(path);
        Answer read = shell.Run($"Get-WaiaasToken -AsPlainText -LiteralPath '{path}'");
        return read.Output == (content ?? string.Empty) ? null : "the reader gives something else than the file holds";
    }

    private string NewDirectory() =>
        Directory.CreateDirectory(Path.Combine(volume.Path, "c" + (++_number).ToString("0000", CultureInfo.InvariantCulture))).FullName;

    /// <summary>Where a writer is to be stopped: behind one of the calls of a plan, which has a number in its thread now.</summary>
    private sealed record Point(IReadOnlyList<SystemCall> Plan, int Index, int Nth)
    {
        public SystemCall Call => Plan[Index];
    }

    /// <summary>What came of a cut.</summary>
    /// <param name="Step">After what.</param>
    /// <param name="State">Which token is there after the restart.</param>
    /// <param name="Succeeded">Whether the cmdlet had reported success before.</param>
    /// <param name="Objection">What is wrong with that; null when nothing is.</param>
    /// <param name="Hit">Whether the writer stood where it was meant to.</param>
    internal sealed record Outcome(string Step, string State, bool Succeeded, string? Objection, bool Hit);
}
