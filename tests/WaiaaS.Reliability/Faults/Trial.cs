using System;
using System.Collections.Generic;
using System.Linq;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>One disturbed run of a cmdlet, and what it left.</summary>
internal sealed class Trial
{
    private readonly Scenario _scenario;
    private readonly IReadOnlyList<string> _trace;
    private readonly string _directory;
    private readonly string _old;

    private Trial(Scenario scenario, string directory, string old, string @new, Answer answer, IReadOnlyList<string> trace)
    {
        _scenario = scenario;
        _directory = directory;
        _old = old;
        _trace = trace;
        Answer = answer;
        State = TokenFile.Describe(TokenFile.ContentOf(scenario.TokenPath(directory)), old, @new);
    }

    /// <summary>What the cmdlet reported.</summary>
    public Answer Answer { get; }

    /// <summary>Which token is in the file afterwards.</summary>
    public string State { get; }

    /// <summary>Runs a scenario while strace injects something.</summary>
    public static Trial Run(Shell shell, Scenario scenario, string directory, string injection)
    {
        string old = SignedToken.New();
        string @new = SignedToken.New();
        scenario.Prepare(directory, old);
        using Tracer tracer = Tracer.Attach(shell.Id, injection);
        Answer answer = shell.Run(scenario.CommandFor(directory, @new));
        return new Trial(scenario, directory, old, @new, answer, tracer.Detach());
    }

    /// <summary>Whether it was this call that was disturbed, and no other.</summary>
    /// <param name="plan">The calls of an undisturbed run.</param>
    /// <param name="index">Which of them was meant.</param>
    /// <param name="nth">The number in its thread that strace was told.</param>
    public bool Hit(IReadOnlyList<SystemCall> plan, int index, int nth) =>
        CallTrace.IsOnlyDisturbedAt(_trace, _directory, _scenario.Purpose, plan, index, nth);

    /// <summary>What is wrong with the files; null when nothing is.</summary>
    public string? Objection(SystemCall call)
    {
        string[] right = _scenario.Purpose switch
        {
            Purpose.Write when Answer.Succeeded || call.Phase == Phase.Flush => ["new"],
            Purpose.Remove when Answer.Succeeded || call.Phase == Phase.Flush => ["none"],
            Purpose.Write when _scenario is FirstWrite => ["none"],
            _ => ["old"],
        };
        if (!right.Contains(State))
            return $"the token file is {State}, not {right[0]}";
        if (_scenario.Purpose == Purpose.Read && Answer.Output != (Answer.Succeeded ? _old : string.Empty))
            return "another token was given than the file holds";
        if (TokenFile.TemporariesIn(_directory).Length > 0)
            return "a temporary file was left";
        return TokenFile.OpenToOthers(_directory).Length > 0 && _scenario is Overwrite or FirstWrite ? "a file is open to others" : null;
    }
}
