using System;
using System.IO;
using System.Linq;
using WaiaaS.Shell;

Arguments arguments = Arguments.Parse(args);
if (arguments.Mistake is not null)
{
    Console.Error.WriteLine($"{arguments.Mistake} {Texts.SeeHelp}");
    return 2;
}

if (arguments.Help)
{
    Console.WriteLine(Texts.Help);
    return 0;
}

string? manifest = ModuleFolder.FindManifest(arguments.Module);
if (manifest is null)
{
    Console.Error.WriteLine(Texts.ModuleMissing);
    return 2;
}

var host = new ShellHost(arguments.NonInteractive);
using var session = new Session(host, manifest);
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    session.Stop();
};

bool succeeded = true;
if (arguments.Command is not null)
    succeeded = session.Run(arguments.Command);
else if (arguments.File is not null)
    succeeded = session.Run(CallOf(arguments));
else
    Prompt(session, host);
return host.ExitCode ?? (succeeded ? 0 : 1);

static void Prompt(Session session, ShellHost host)
{
    Console.Error.WriteLine(Texts.Welcome);
    while (host.ExitCode is null)
    {
        Console.Error.Write(Texts.Prompt + session.Location + Texts.PromptEnd);
        string? command = Console.ReadLine();
        if (command is null)
            return;
        while (Session.IsIncomplete(command))
        {
            Console.Error.Write(Texts.Continuation);
            string? more = Console.ReadLine();
            if (string.IsNullOrEmpty(more))
                break;
            command += Environment.NewLine + more;
        }

        session.Run(command);
    }
}

// A word that reads like a parameter is one; everything else is text. The script's own 'exit' ends the script alone.
static string CallOf(Arguments arguments) =>
    string.Join(' ', arguments.FileArguments.Select(Word).Prepend("& " + Quoted(Path.GetFullPath(arguments.File!))))
    + "; if (-not $?) { exit $(if ($LASTEXITCODE) { $LASTEXITCODE } else { 1 }) }";

static string Word(string argument) =>
    argument.Length > 1 && argument[0] == '-' && char.IsLetter(argument[1]) ? argument : Quoted(argument);

static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
