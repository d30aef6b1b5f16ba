using System.Text;
using System.Text.RegularExpressions;

namespace WaiaaS.Reliability.Security;

/// <summary>All that could be seen of a command.</summary>
internal sealed partial class Seen
{
    public const string InText = "what PowerShell shows and keeps";
    public const string InWrites = "what the process wrote";
    public const string InPrograms = "the start of a program";
    public const string InProcess = "what others see of the process";

    private readonly string[] _writes;
    private readonly string[] _programs;
    private readonly string _process;

    public Seen(string text, IReadOnlyList<string> trace, int process)
    {
        Text = text;
        string[] calls = [.. trace.Where(line => Call().IsMatch(line))];
        _programs = [.. calls.Where(line => line.Contains("execve", StringComparison.Ordinal))];
        _writes = [.. calls.Except(_programs).Where(line => !Temporary().IsMatch(line)).Select(line => line.Replace("\\0", string.Empty, StringComparison.Ordinal))];
        Written = _writes.Sum(line => Result().Match(line) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
        string folder = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}";
        IEnumerable<string> names = Directory.GetDirectories(folder + "/task").Select(task => ReadAll(task + "/comm"));
        _process = string.Join('\n', names.Append(ReadAll(folder + "/cmdline")).Append(ReadAll(folder + "/environ")));
    }

    public string Text { get; }

    /// <summary>How many bytes went elsewhere than to the temporary file.</summary>
    public int Written { get; }

    /// <summary>Where a part of a token is; null when it is nowhere and no program was started.</summary>
    public string? Where(string token)
    {
        string[] parts = [.. token[SignedToken.Prefix.Length..].Split('.').Skip(1)];
        bool Has(string text) => parts.Any(part => text.Contains(part, StringComparison.Ordinal) || text.Contains(Encoded(part), StringComparison.Ordinal));
        return _programs.Length > 0 ? InPrograms
            : _writes.Any(Has) ? InWrites
            : Has(_process) ? InProcess
            : Has(Text) ? InText
            : null;
    }

    private static string Encoded(string part) => Convert.ToBase64String(Encoding.Unicode.GetBytes(part));

    private static string ReadAll(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return string.Empty;
        }
    }

    [GeneratedRegex(@"^(\[pid +\d+\] )?(p?writev?2?(64)?|send(to|msg|mmsg)|execve(at)?)\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(\[pid +\d+\] )?write\(\d+<[^>]*/\.[\w-]+\.\d+\.[0-9a-f]{8}\.tmp>")]
    private static partial Regex Temporary();

    [GeneratedRegex(@" = (\d+)$")]
    private static partial Regex Result();
}
