namespace WaiaaS.Bench;

/// <summary>
/// What importing a module and calling it once adds to a script: a process of each kind, in turns. The engine alone is a
/// process that makes the same SecureString and imports nothing.
/// </summary>
internal sealed class Starts
{
    public const string Engine = "the engine alone";
    public const string EmptyModule = "an empty binary module: import and first call";
    public const string Module = "WaiaaS: import and first Set-WaiaasToken";

    /// <summary>How many of a kind follow each other. Few: a start can take a fifth longer a minute later.</summary>
    public const int InTurn = 2;

    private readonly string[] _commands;

    public Starts(string pwsh, string emptyManifest, string manifest, string directory, string folder)
    {
        const string Secret = "$secret = [securestring]::new(); foreach ($c in '" + Example.Token + "'.ToCharArray()) { $secret.AppendChar($c) }";
        _commands =
        [
            Script("engine", Secret),
            Script("empty", $"{Secret}; Import-Module '{emptyManifest}'; Invoke-Nothing -Token $secret -DataDir '{directory}'"),
            Script("waiaas", $"{Secret}; Import-Module '{manifest}'; Set-WaiaasToken -Token $secret -DataDir '{directory}'"),
        ];

        string Script(string name, string text)
        {
            string path = Path.Combine(folder, name + ".ps1");
            File.WriteAllText(path, text);
            return $"{pwsh} -NoProfile -NonInteractive -File {path}";
        }
    }

    /// <summary>Starts each kind in turn and adds the milliseconds to the report.</summary>
    public void Measure(Hyperfine hyperfine, Report report)
    {
        IReadOnlyList<IReadOnlyList<double>> times = hyperfine.Time(_commands, InTurn);
        report.AddStarts(Engine, times[0]);
        report.AddStarts(EmptyModule, times[1]);
        report.AddStarts(Module, times[2]);
    }
}
