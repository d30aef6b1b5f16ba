using System.Collections.Generic;
using System.Linq;

namespace WaiaaS.Shell;

/// <summary>What the command line asks for.</summary>
internal sealed class Arguments
{
    private Arguments()
    {
    }

    /// <summary>The text of <c>-Command</c>.</summary>
    public string? Command { get; private set; }

    /// <summary>The script of <c>-File</c>.</summary>
    public string? File { get; private set; }

    /// <summary>What follows the script.</summary>
    public IReadOnlyList<string> FileArguments { get; private set; } = [];

    /// <summary>Whether a question to the user is an error.</summary>
    public bool NonInteractive { get; private set; }

    /// <summary>The module's folder, where it is not the staged one.</summary>
    public string? Module { get; private set; }

    /// <summary>Whether the help is asked for.</summary>
    public bool Help { get; private set; }

    /// <summary>Why the command line is not understood; null when it is.</summary>
    public string? Mistake { get; private set; }

    /// <summary>Reads the command line. What follows <c>-Command</c> and <c>-File</c> belongs to them.</summary>
    public static Arguments Parse(string[] words)
    {
        var arguments = new Arguments();
        for (int i = 0; i < words.Length && arguments.Mistake is null; i++)
        {
            string[] rest = words[(i + 1)..];
            switch (words[i].ToLowerInvariant())
            {
                case "-command" or "-c":
                    arguments.Command = string.Join(' ', rest);
                    arguments.Mistake = rest.Length == 0 ? Texts.CommandMissing : null;
                    return arguments;
                case "-file" or "-f":
                    arguments.File = rest.FirstOrDefault();
                    arguments.FileArguments = [.. rest.Skip(1)];
                    arguments.Mistake = rest.Length == 0 ? Texts.FileMissing : null;
                    return arguments;
                case "-noninteractive":
                    arguments.NonInteractive = true;
                    break;
                case "-module" when rest.Length > 0:
                    arguments.Module = words[++i];
                    break;
                case "-help" or "-h" or "-?" or "--help" or "/?":
                    arguments.Help = true;
                    break;
                default:
                    arguments.Mistake = Texts.UnknownArgument(words[i]);
                    break;
            }
        }

        return arguments;
    }
}
