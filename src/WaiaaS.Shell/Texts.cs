namespace WaiaaS.Shell;

/// <summary>Every text of the shell's own.</summary>
internal static class Texts
{
    public const string Help = """
        WaiaaS.Shell: the PowerShell engine with the WaiaaS module imported.

        It runs the module where there is the .NET SDK and no PowerShell. It is not a PowerShell replacement: it has the
        engine and its core commands (Get-Command, ForEach-Object, Where-Object, Import-Module, ...), and none of the
        Utility and Management modules (no Get-Content, Select-Object, Join-Path, Read-Host). For daily use, install
        PowerShell and import the module there.

        Usage: WaiaaS.Shell [-NonInteractive] [-Module <folder>] [-Command <text> | -File <script> [<argument> ...]]

          -Command         runs the text, which is the rest of the command line
          -File            runs a script
          -NonInteractive  makes a question to the user an error
          -Module          the folder of the module; default: out/WaiaaS of the repository
          -Help            shows this

        Without -Command and -File it prompts for lines; 'exit' ends it. The exit code is 0, or 1 when the command
        failed, or the one that the script gave to 'exit'. Errors, warnings and verbose messages go to standard error.
        """;

    public const string CommandMissing = "-Command needs a command behind it.";
    public const string FileMissing = "-File needs a script behind it.";
    public const string SeeHelp = "See WaiaaS.Shell -Help.";
    public const string NonInteractive = "The shell runs with -NonInteractive, so it cannot ask. Pass the value as a parameter.";
    public const string InputEnded = "The standard input has ended, so the shell cannot ask. Pass the value as a parameter.";
    public const string ModuleMissing = "The module was not found. Build it with 'dotnet build', or name its folder with -Module.";
    public const string Nested = "The shell has no nested prompt.";
    public const string Prompt = "PS ";
    public const string PromptEnd = "> ";
    public const string Continuation = ">> ";
    public const string Welcome = "WaiaaS.Shell: the PowerShell engine with the WaiaaS module. 'exit' ends it.";

    public static string UnknownArgument(string argument) => $"'{argument}' is not an option of the shell.";

    public static string DefaultChoice(string label) => $"(default is '{label}')";
}
