namespace WaiaaS.Reliability.Faults;

/// <summary>A write in surroundings that were made for it.</summary>
internal sealed class Situation(Shell shell, Report report, Table table)
{
    public static Table NewTable() => new("situation", "reported", "token afterwards", "temporary files", "violations");

    /// <summary>Writes another token and looks at what came of it; reads it in any case.</summary>
    /// <param name="errorId">The error that must be reported; empty for success.</param>
    public void Write(string name, Trial trial, string errorId = "")
    {
        Trial another = trial with { New = SignedToken.New() };
        Judge(name, another with { Answer = shell.Run(another.Command) }, errorId, leftovers: 0);
    }

    /// <summary>Looks at what a write has left.</summary>
    public void Judge(string name, Trial trial, string errorId, int leftovers)
    {
        Answer answer = trial.Answer;
        string state = trial.State;
        int temporaries = TokenFile.TemporariesIn(trial.Directory).Length;
        string? objection = answer.ErrorId != errorId ? $"reported '{answer.ErrorId}' instead of '{errorId}': {answer.Message}"
            : state != (answer.Succeeded ? "new" : "old") ? trial.Explained
            : temporaries != leftovers ? $"{temporaries} temporary files are there"
            : shell.Run(Scenario.Read.CommandFor(trial.Directory, string.Empty)).Output != trial.Content ? "the reader does not give the token"
            : null;
        table.Add(name, answer.Reported, state, temporaries, report.Violations(name, objection));
    }
}
