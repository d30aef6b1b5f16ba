using WaiaaS.Reliability.Machine;
using WaiaaS.Reliability.Reporting;

namespace WaiaaS.Reliability.Faults;

/// <summary>A write in surroundings that were made for it.</summary>
internal sealed class Situation(Shell shell, Report report, Table table)
{
    private static readonly Scenario Scenario = new Overwrite();

    /// <summary>The columns of the table.</summary>
    public static Table NewTable() => new("situation", "reported", "token afterwards", "temporary files", "violations");

    /// <summary>Writes over a token and looks at what came of it; reads it in any case.</summary>
    /// <param name="name">In the words of the report.</param>
    /// <param name="directory">Where the data directory is.</param>
    /// <param name="old">The token that is there.</param>
    /// <param name="errorId">The error that must be reported; empty for success.</param>
    public void Write(string name, string directory, string old, string errorId = "")
    {
        string @new = SignedToken.New();
        Judge(name, directory, old, @new, shell.Run(Scenario.CommandFor(directory, @new)), errorId, leftovers: 0);
    }

    /// <summary>Looks at what a write has left.</summary>
    public void Judge(string name, string directory, string old, string @new, Answer answer, string errorId, int leftovers)
    {
        string path = Scenario.TokenPath(directory);
        string state = TokenFile.Describe(TokenFile.ContentOf(path), old, @new);
        int temporaries = TokenFile.TemporariesIn(directory).Length;
        string? objection = answer.ErrorId != errorId ? $"reported '{answer.ErrorId}' instead of '{errorId}': {answer.Message}"
            : state != (answer.Succeeded ? "new" : "old") ? $"the token file is {state}"
            : temporaries != leftovers ? $"{temporaries} temporary files are there"
            : shell.Run(new Read().CommandFor(directory, string.Empty)).Output != TokenFile.ContentOf(path) ? "the reader does not give the token"
            : null;
        bool held = report.Check(objection is null ? null : $"{name}: {objection}");
        table.Add(name, answer.Succeeded ? "success" : answer.ErrorId, state, temporaries, held ? 0 : 1);
    }
}
