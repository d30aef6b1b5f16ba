using System.Buffers.Text;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Reliability.Security;

/// <summary>What is left of a token in the memory of the process that wrote or read it.</summary>
internal sealed class SecretInMemory : IAttack
{
    // Long enough to be no accident, short enough to find a part of a token too.
    private const int PieceLength = 24;

    private const int Shift = 1000;

    private const string Collect =
        "& { for ($i = 0; $i -lt 3; $i++) { [GC]::Collect(2, 'Forced', $true, $true); [GC]::WaitForPendingFinalizers() } }";

    public string Title => "Memory";

    public string About => """
        A process uses a token that was never typed in it: it comes from a file, or character by character. Then all memory
        of the process that can be read at all is searched for two pieces of the token, one of its payload and one of its
        signature, in UTF-8 and in UTF-16. Only a SecureString that is alive may hold the token, once: off Windows .NET keeps
        it as plain text, outside the managed heap. No collection comes first, because finalizers would hide what the module
        forgot to dispose of; the rows in which the caller forgets a SecureString are the exception. The controls are the
        same search where a string was asked for, and where 20 SecureStrings are forgotten. It does not show what is in the kernel, such as its cache of the file, in swapped pages, or in
        the memory of whoever uses the SecureString afterwards. The last rows say what remains where the module cannot
        help it: a string cannot be wiped, and the claims of the payload, such as the session's id, are ordinary values.
        """;

    public string? Missing() => Capability.Root();

    public void Run(Report report)
    {
        using var scratch = new Scratch();
        using var shell = new Shell();
        var table = new Table("what the process did", "in UTF-8", "in UTF-16", "may be", "violations");
        foreach (Use use in Uses())
            Search(scratch, shell, use, report, table);
        report.Print(table);
        Remains(scratch, shell, report);
    }

    private static IEnumerable<Use> Uses()
    {
        yield return new("Get, and the SecureString is alive", 1, true, "$s = Get-WaiaasToken -DataDir '{0}'");
        yield return new("Get, and the SecureString was disposed of", 0, true, "$s = Get-WaiaasToken -DataDir '{0}'", "$s.Dispose(); & {{ }}");
        yield return new("Get, and the SecureString was forgotten and collected", 0, true, "$s = Get-WaiaasToken -DataDir '{0}'", "$s = $null; & {{ }}") { Collects = true };
        yield return new("Get piped to Set, 200 times, and collected", 0, true, "foreach ($n in 1..200) {{ Get-WaiaasToken -DataDir '{0}' | Set-WaiaasToken -DataDir '{0}/copy' }}; & {{ }}") { Collects = true };
        yield return new("Get, and Set of the SecureString, which was disposed of", 0, true, "$s = Get-WaiaasToken -DataDir '{0}'", "$s | Set-WaiaasToken -DataDir '{0}/copy'", "$s.Dispose(); & {{ }}");
        yield return new("Set of a SecureString made by characters", 0, false, ByCharacters("{1}"), "$s.Dispose(); & {{ }}");
        yield return new("Set of a string, 20 times", 1, true, "$s = Get-WaiaasToken -DataDir '{0}' -AsPlainText", "foreach ($n in 1..20) {{ Set-WaiaasToken $s -DataDir '{0}/copy' }}; & {{ }}") { Times = 20 };
        yield return new("Set of an object with a string, 20 times", 1, true, "$s = Get-WaiaasToken -DataDir '{0}' -AsPlainText", "foreach ($n in 1..20) {{ [pscustomobject]@{{ token = $s }} | Set-WaiaasToken -DataDir '{0}/copy' }}; & {{ }}") { Times = 20 };
        yield return new("Set that fails: a directory is in the way", 0, true, "$s = Get-WaiaasToken -DataDir '{0}'", "$s | Set-WaiaasToken -LiteralPath '{0}'", "$s.Dispose(); & {{ }}") { ErrorId = "TokenNotRegularFile" };
        yield return new("Set that fails: not a token", 0, false, ByCharacters("{1} + 1036"), "$s.Dispose(); & {{ }}") { ErrorId = "TokenInputInvalid" };
        yield return new("Get that fails: two tokens in the file", 0, true, "Get-WaiaasToken -LiteralPath '{0}/two'") { ErrorId = "TokenMalformed" };
        yield return new("Get-WaiaasTokenInfo, Test-WaiaasToken, Remove-WaiaasToken", 0, true, "Get-WaiaasTokenInfo -DataDir '{0}'; Test-WaiaasToken -DataDir '{0}'; Remove-WaiaasToken -DataDir '{0}'");
        yield return new("Test-WaiaasToken -Online that fails: no daemon answers", 0, true, "Test-WaiaasToken -Online -Uri http://127.0.0.1:9 -DataDir '{0}'") { ErrorId = "DaemonUnreachable" };
        yield return new("control: Get -AsPlainText, and the string is alive", null, true, "$s = Get-WaiaasToken -DataDir '{0}' -AsPlainText");
        yield return new("control: Set of a string", null, true, "$s = [IO.File]::ReadAllText('{0}/mcp-token'); Set-WaiaasToken $s -DataDir '{0}/copy'");
        yield return new("control: Get, 20 times, and forgotten", null, true, "foreach ($n in 1..20) {{ $null = Get-WaiaasToken -DataDir '{0}' }}; & {{ }}") { Times = 20 };
    }

    private static string ByCharacters(string numbers) =>
        $"$s = [Security.SecureString]::new(); foreach ($c in {numbers}) {{{{ $s.AppendChar([char]($c - 1000)) }}}}; $s | Set-WaiaasToken -DataDir '{{0}}/copy'";

    private static void Search(Scratch scratch, Shell shell, Use use, Report report, Table table)
    {
        string token = SignedToken.Create();
        string? objection = Do(scratch, shell, use, token);
        string[] parts = token.Split('.');
        string[] pieces = [parts[1].Substring(20, PieceLength), parts[2][^PieceLength..]];
        (int bytes, int chars) = Find(shell, pieces);
        string found = FormattableString.Invariant($"{use.Name}: {bytes} times in UTF-8, {chars} times in UTF-16");
        bool right = use switch
        {
            { Most: null } => chars >= use.Times,

            // The string itself and what the runtime made of it on the way stay; a copy of each use would be as many as there are uses.
            { Times: > 1 } => chars < use.Times && bytes < use.Times,
            _ => bytes == 0 && chars == use.Most,
        };
        bool held = report.Check(objection is not null ? $"{use.Name}: {objection}" : right ? null
            : use.Most is null ? found + ", so this search proves nothing" : found);
        table.Add(use.Name, bytes, chars, use.MayBe, held ? 0 : 1);
        shell.Run("$s = $null; & { }");
    }

    private static void Remains(Scratch scratch, Shell shell, Report report)
    {
        var table = new Table("what remains after a collection", "in UTF-8", "in UTF-16");
        string token = SignedToken.Create();
        Do(scratch, shell, new(string.Empty, null, true, "$s = Get-WaiaasToken -DataDir '{0}' -AsPlainText", "$s = $null; & {{ }}") { Collects = true }, token);
        (int bytes, int chars) = Find(shell, token.Split('.')[2][^PieceLength..]);
        table.Add("the token, of a string from -AsPlainText that was forgotten", bytes, chars);

        token = SignedToken.Create();
        string session = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])).Split('"')[3];
        Do(scratch, shell, new(string.Empty, null, true, "Get-WaiaasToken -DataDir '{0}' | Set-WaiaasToken -DataDir '{0}/copy'") { Collects = true }, token);
        (bytes, chars) = Find(shell, session);
        table.Add("the session's id, after a Set that looked at the claims", bytes, chars);
        report.Print(table);
    }

    // Makes sure that the command did what it is to be judged by.
    private static string? Do(Scratch scratch, Shell shell, Use use, string token)
    {
        string data = scratch.NewDirectory();
        if (use.NeedsFile)
        {
            File.WriteAllText(Path.Combine(data, "mcp-token"), token);
            File.WriteAllText(Path.Combine(data, "two"), token + " " + token);
        }

        // Numbers that are not the characters themselves, so that the command does not hold the token.
        string numbers = string.Join(',', token.Select(c => (c + Shift).ToString(CultureInfo.InvariantCulture)));
        string reported = string.Empty;
        foreach (string command in use.Commands)
            reported += shell.Run(string.Format(CultureInfo.InvariantCulture, command, data, numbers)).ErrorId;
        if (use.Collects)
        {
            shell.Run(Collect);
            shell.Run(Collect);
        }

        string copy = Path.Combine(data, "copy", "mcp-token");
        return reported != use.ErrorId ? $"reported '{reported}' instead of '{use.ErrorId}'"
            : File.Exists(copy) && File.ReadAllText(copy) != token ? "another token was written"
            : File.Exists(copy) != use.Copies ? "the token was not written" : null;
    }

    // The most places of any piece: a token that is there whole has all of them.
    private static (int Bytes, int Chars) Find(Shell shell, params string[] pieces)
    {
        int[] counts = ProcessMemory.Count(shell.Id, [.. pieces.Select(Encoding.UTF8.GetBytes), .. pieces.Select(Encoding.Unicode.GetBytes)]);
        return (counts[..pieces.Length].Max(), counts[pieces.Length..].Max());
    }

    /// <param name="Most">How often the token must be there in UTF-16; null where it must be found at all.</param>
    private sealed record Use(string Name, int? Most, bool NeedsFile, params string[] Commands)
    {
        public string ErrorId { get; init; } = string.Empty;

        /// <summary>Whether what the caller has forgotten is collected before the search.</summary>
        public bool Collects { get; init; }

        /// <summary>How often a token is used whose strings cannot be wiped: fewer places than that, or, for a control, at least as many.</summary>
        public int Times { get; init; } = 1;

        public bool Copies => ErrorId.Length == 0 && Commands.Any(command => command.Contains("/copy'", StringComparison.Ordinal));

        public string MayBe => Most is not { } most ? Times == 1 ? "found" : $"{Times} or more" : Times == 1 ? $"{most}" : $"fewer than {Times}";
    }
}

/// <summary>All memory of another process that can be read at all: heaps, stacks, and what is outside of both.</summary>
internal static class ProcessMemory
{
    private const int Step = 1 << 20;

    /// <summary>Counts in how many places each of some byte sequences stands.</summary>
    /// <param name="wanted">The sequences, none longer than 4,096 bytes.</param>
    public static int[] Count(int process, params byte[][] wanted)
    {
        var counts = new int[wanted.Length];
        int overlap = wanted.Max(sequence => sequence.Length) - 1;
        using SafeFileHandle memory = File.OpenHandle($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/mem");
        var buffer = new byte[Step + overlap];
        foreach (string line in File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/maps"))
        {
            string[] words = line.Split(' ');
            if (words[1][0] != 'r' || line.Contains("[v", StringComparison.Ordinal))
                continue;
            string[] range = words[0].Split('-');
            long end = long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (long at = long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture); at < end; at += Step)
            {
                int length = Read(memory, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at);
                for (int i = 0; i < wanted.Length; i++)
                    counts[i] += CountIn(buffer.AsSpan(0, Math.Min(length, Step + wanted[i].Length - 1)), wanted[i]);
            }
        }

        return counts;
    }

    private static int CountIn(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted)
    {
        int count = 0;
        for (int at = bytes.IndexOf(wanted); at >= 0; at = bytes.IndexOf(wanted))
        {
            count++;
            bytes = bytes[(at + 1)..];
        }

        return count;
    }

    // What was unmapped meanwhile, or cannot be read, holds nothing that could be found there.
    private static int Read(SafeFileHandle memory, Span<byte> buffer, long at)
    {
        try
        {
            return RandomAccess.Read(memory, buffer, at);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
