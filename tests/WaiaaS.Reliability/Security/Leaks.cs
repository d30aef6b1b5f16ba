using System.Text;
using WaiaaS.Reliability.Faults;

namespace WaiaaS.Reliability.Security;

/// <summary>What leaves the process, and what others can see of it, for success and for every error.</summary>
internal sealed class Leaks : IAttack
{
    public string Title => "Leaks";

    public string About => """
        Set and Get run once with success and once with each error that Linux can cause, with -Verbose and -Debug. Looked
        at for any of the token's three parts: all streams and all that $Error keeps, serialized; every byte that the
        process writes or sends to anything, as strace sees it, but for the temporary file; its command line, environment
        and thread names, as others see them. No other program may be started. The controls are the same looks at a token
        that is meant to be seen. PowerShell itself keeps a transcript, too, while everything in $Error is formatted in full.
        It does not show TokenBusy and HomeDirectoryNotFound, nor what PowerShell's own errors for a wrong parameter name show
        of a line that has a token typed in it: about_WaiaaS says so.
        """;

    public string? Missing() => Capability.FirstMissing(Capability.Root(), Capability.Strace());

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var table = new Table("case", "reported", "bytes written elsewhere", "leaks");
        foreach (LeakCase one in LeakCase.All)
            Look(shell, scratch, one, report, table);
        report.Print(table);
        Control(shell, scratch, report);
        Transcript(scratch, report);
    }

    private static void Look(Shell shell, Scratch scratch, LeakCase one, Report report, Table table)
    {
        using var stage = new LeakStage(scratch);
        Seen seen = See(shell, stage, one.Command, one.Injections);
        string? leak = seen.Where(stage.Token);
        bool reported = one.ErrorId.Length == 0 ? !seen.Text.Contains(",WaiaaS.Commands.", StringComparison.Ordinal) : seen.Text.Contains(one.ErrorId + ",", StringComparison.Ordinal);
        report.Check(reported ? null : $"{one.Name}: did not report '{one.ErrorId}': {seen.Text.Split('\n')[0]}");
        table.Add(one.Name, one.ErrorId.Length == 0 ? "success" : one.ErrorId, seen.Written, report.Violations(one.Name, leak));
    }

    private static void Control(Shell shell, Scratch scratch, Report report)
    {
        var table = new Table("control", "found in");
        foreach ((string name, string command, string place) in new[]
        {
            ("a string is given", "Get-WaiaasToken -DataDir '{0}' -AsPlainText", Seen.InText),
            ("a string is printed", "[Console]::Error.WriteLine((Get-WaiaasToken -DataDir '{0}' -AsPlainText))", Seen.InWrites),
            ("a string is put into the environment of a program", "$env:TOKEN = Get-WaiaasToken -DataDir '{0}' -AsPlainText; & /bin/true; $env:TOKEN = $null", Seen.InPrograms),
        })
        {
            using var stage = new LeakStage(scratch);
            string? found = See(shell, stage, command, []).Where(stage.Token);
            report.Check(found == place ? null : $"{name}: found in {found ?? "nothing"}, so this look proves nothing");
            table.Add(name, found ?? "nothing");
        }

        report.Print(table);
    }

    private static void Transcript(Scratch scratch, Report report)
    {
        using var stage = new LeakStage(scratch);
        string path = scratch["transcript.txt"];
        string[] words = Repository.PowerShell(Repository.Script("Security", "transcript.ps1"), Repository.Manifest, stage.Data, path);
        Command.Run(words[0], words[1..]);
        string[] halves = File.ReadAllText(path).Split("\ncontrol", 2);
        string[] parts = [.. stage.Token[SignedToken.Prefix.Length..].Split('.').Skip(1)];
        bool Has(string text) => parts.Any(part => text.Contains(part, StringComparison.Ordinal));
        bool clean = report.Check(Has(halves[0]) ? "the transcript holds a part of the token" : null);
        bool proves = report.Check(halves.Length == 2 && Has(halves[1]) ? null : "the printed token is not in the transcript, so this look proves nothing");
        var table = new Table("transcript", "lines", "token in it");
        table.Add("writes, reads and errors", halves[0].Split('\n').Length, clean ? "no" : "YES");
        table.Add("control: a token that is printed", halves[^1].Split('\n').Length, proves ? "yes" : "NO");
        report.Print(table);
    }

    private static Seen See(Shell shell, LeakStage stage, string command, string[] injections)
    {
        string text = string.Format(CultureInfo.InvariantCulture, command, stage.Data).Replace("'", "''", StringComparison.Ordinal);
        using Tracer tracer = Tracer.Watch(shell.Id, injections);
        Answer answer = shell.Run($"& '{Repository.Script("Security", "leaks.ps1")}' -Command '{text}'");
        IReadOnlyList<string> trace = tracer.Detach();
        return new Seen(answer.Output + answer.Message, trace, shell.Id);
    }
}

/// <summary>A command that succeeds, or fails in one way.</summary>
/// <param name="ErrorId">The error that it must report; empty for success.</param>
internal sealed record LeakCase(string Name, string ErrorId, string Command, params string[] Injections)
{
    private const string Loud = " -Verbose -Debug";
    private const string Source = "Get-WaiaasToken -LiteralPath '{0}/source' | ";

    /// <summary>Success, and every error that Linux can cause for root.</summary>
    public static readonly IReadOnlyList<LeakCase> All =
    [
        new("Set", string.Empty, Source + "Set-WaiaasToken -DataDir '{0}/new'" + Loud),
        new("Set -PassThru", string.Empty, Source + "Set-WaiaasToken -DataDir '{0}' -PassThru" + Loud),
        new("Set -WhatIf", string.Empty, Source + "Set-WaiaasToken -DataDir '{0}' -WhatIf" + Loud),
        new("Get", string.Empty, "Get-WaiaasToken -DataDir '{0}'" + Loud),
        new("Get-WaiaasTokenInfo", string.Empty, "Get-WaiaasTokenInfo -DataDir '{0}'" + Loud),
        new("Get of what is not there", "TokenNotFound", "Get-WaiaasToken -LiteralPath '{0}/none'" + Loud),
        new("Get through a link", "TokenPathIsSymbolicLink", "Get-WaiaasToken -LiteralPath '{0}/link'" + Loud),
        new("Set through a link", "TokenPathIsSymbolicLink", Source + "Set-WaiaasToken -LiteralPath '{0}/link'" + Loud),
        new("Get of a FIFO", "TokenNotRegularFile", "Get-WaiaasToken -LiteralPath '{0}/fifo'" + Loud),
        new("Set in place of a directory", "TokenNotRegularFile", Source + "Set-WaiaasToken -LiteralPath '{0}/directory'" + Loud),
        new("Get of another user's file", "TokenOwnerMismatch", "Get-WaiaasToken -LiteralPath '{0}/strangers'" + Loud),
        new("Get of a cut token", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/cut'" + Loud),
        new("Get of two tokens", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/twice'" + Loud),
        new("Get of JSON", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/json'" + Loud),
        new("Get of UTF-16", "TokenMalformed", "Get-WaiaasToken -LiteralPath '{0}/utf16'" + Loud),
        new("Set of two tokens", "TokenInputInvalid", "[IO.File]::ReadAllText('{0}/twice') | Set-WaiaasToken -DataDir '{0}'" + Loud),
        new("Set of JSON", "TokenInputInvalid", "[IO.File]::ReadAllText('{0}/json') | Set-WaiaasToken -DataDir '{0}'" + Loud),
        new("Get of what is too large", "TokenTooLarge", "Get-WaiaasToken -LiteralPath '{0}/large'" + Loud),
        new("Set of what is too large", "TokenTooLarge", "[IO.File]::ReadAllText('{0}/large') | Set-WaiaasToken -DataDir '{0}'" + Loud),
        new("Set on a read-only file system", "TokenAccessDenied", Source + "Set-WaiaasToken -DataDir '{0}/readonly'" + Loud),
        new("Set of a mounted file", "TokenFileIsMountPoint", Source + "Set-WaiaasToken -LiteralPath '{0}/mounted'" + Loud),
        new("Set below a file", "TokenWriteFailed", Source + "Set-WaiaasToken -DataDir '{0}/source/x'" + Loud),
        new("Set, and no flush works", "TokenWriteFailed", Source + "Set-WaiaasToken -DataDir '{0}'" + Loud, "fsync:error=EIO"),
        new("Set, and the directory's flush fails", "TokenDurabilityUnknown", Source + "Set-WaiaasToken -DataDir '{0}'" + Loud, "fsync:error=EIO:when=2"),
        new("Get below a file", "TokenReadFailed", "Get-WaiaasToken -LiteralPath '{0}/source/x'" + Loud),
        new("Set with the token as the wallet's id", "WalletIdInvalid", Source + "Set-WaiaasToken -DataDir '{0}' -WalletId ([IO.File]::ReadAllText('{0}/source'))" + Loud),
        new("Set with the token as a drive", "PathNotFileSystem", Source + "Set-WaiaasToken -DataDir ('Env:' + [IO.File]::ReadAllText('{0}/source'))" + Loud),
    ];
}

/// <summary>A data directory with everything in it that an error can come from.</summary>
internal sealed class LeakStage : IDisposable
{
    private readonly Mount _readOnly;
    private readonly Mount _file;

    public LeakStage(Scratch scratch)
    {
        Data = scratch.NewDirectory();
        foreach (string name in new[] { "mcp-token", "source", "strangers", "mounted" })
            Put(name, Token);
        Command.Output("chown", Users.Third.ToString(CultureInfo.InvariantCulture), Of("strangers"));
        Put("cut", Token[..^50]);
        Put("twice", Token + " " + Token);
        Put("json", $"{{\"token\":\"{Token}\"}}");
        File.WriteAllText(Of("utf16"), Token, Encoding.Unicode);
        Put("large", Token + new string('A', 8192));
        Directory.CreateDirectory(Of("directory"));
        File.CreateSymbolicLink(Of("link"), Of("source"));
        Command.Output("mkfifo", Of("fifo"));
        Directory.CreateDirectory(Of("readonly"));
        _readOnly = new Mount(Of("readonly"), "-t", "tmpfs", "-o", "ro", "tmpfs");
        _file = new Mount(Of("mounted"), "--bind", Of("source"));
    }

    public string Data { get; }

    public string Token { get; } = SignedToken.Create();

    public void Dispose()
    {
        _file.Dispose();
        _readOnly.Dispose();
    }

    private string Of(string name) => Path.Combine(Data, name);

    private void Put(string name, string content) => TokenFile.Write(Of(name), content);
}
