using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace WaiaaS.Shell;

/// <summary>Output to the terminal and questions to the user. Results go to standard output, all else to standard error.</summary>
internal sealed class ShellUserInterface(bool nonInteractive) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface();

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected && !Console.IsErrorRedirected;

    public override void Write(string value) => Console.Out.Write(Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Console.Out.WriteLine(Plain(value));

    public override void WriteErrorLine(string value) => Console.Error.WriteLine(Plain(value));

    public override void WriteWarningLine(string message) => Console.Error.WriteLine("WARNING: " + message);

    public override void WriteVerboseLine(string message) => Console.Error.WriteLine("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => Console.Error.WriteLine("DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine()
    {
        Ask();
        return Console.ReadLine() ?? throw new HostException(Texts.InputEnded);
    }

    public override SecureString ReadLineAsSecureString()
    {
        Ask();
        return SecretLine.Read() ?? throw new HostException(Texts.InputEnded);
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        Ask();
        WriteQuestion(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (FieldDescription field in descriptions)
        {
            Console.Error.Write(field.Name + ": ");
            bool secret = field.ParameterTypeFullName == typeof(SecureString).FullName;
            answers[field.Name] = PSObject.AsPSObject(secret ? ReadLineAsSecureString() : ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        Ask();
        WriteQuestion(caption, message);
        while (true)
        {
            string labels = string.Join("  ", choices.Select(choice => $"[{KeyOf(choice)}] {NameOf(choice)}"));
            string preset = defaultChoice < 0 ? string.Empty : Texts.DefaultChoice(KeyOf(choices[defaultChoice]));
            Console.Error.Write($"{labels}  {preset}: ");
            string answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            for (int i = 0; i < choices.Count; i++)
            {
                if (answer.Equals(KeyOf(choices[i]), StringComparison.OrdinalIgnoreCase)
                    || answer.Equals(NameOf(choices[i]), StringComparison.OrdinalIgnoreCase))
                {
                    return i;
                }
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        Ask();
        WriteQuestion(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Console.Error.Write("User: ");
            userName = ReadLine();
        }

        Console.Error.Write("Password: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private static void WriteQuestion(string caption, string message)
    {
        foreach (string line in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(line))
                Console.Error.WriteLine(line);
        }
    }

    // A label marks its key with '&': "&Yes".
    private static string KeyOf(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label.Substring(mark + 1, 1).ToUpperInvariant() : NameOf(choice);
    }

    private static string NameOf(ChoiceDescription choice) => choice.Label.Replace("&", string.Empty, StringComparison.Ordinal);

    // The engine leaves it to the host to take colours out of what no terminal shows.
    private string Plain(string value) => GetOutputString(value, SupportsVirtualTerminal);

    private void Ask()
    {
        if (nonInteractive)
            throw new HostException(Texts.NonInteractive);
    }
}
