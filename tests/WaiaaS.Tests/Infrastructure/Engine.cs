using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace WaiaaS.Tests.Infrastructure;

/// <summary>A real PowerShell engine that has imported the staged module.</summary>
internal sealed class Engine : IDisposable
{
    private readonly Runspace _runspace;

    /// <param name="commands">Commands that the engine has beside its own.</param>
    public Engine(params IEnumerable<SessionStateCommandEntry> commands)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        state.ThrowOnRunspaceOpenError = true;
        state.Commands.Add(commands);
        state.ImportPSModule(Staged.Manifest);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>Gives a script a variable, so that its text does not hold the value.</summary>
    public Engine With(string name, object? value)
    {
        _runspace.SessionStateProxy.SetVariable(name, value);
        return this;
    }

    /// <summary>What a variable holds now.</summary>
    public object? ValueOf(string name) => _runspace.SessionStateProxy.GetVariable(name);

    /// <summary>Adds a drive of the file system.</summary>
    public Engine WithDrive(string name, string root)
    {
        ProviderInfo fileSystem = _runspace.SessionStateProxy.Provider.GetOne("FileSystem");
        _runspace.SessionStateProxy.Drive.New(new PSDriveInfo(name, fileSystem, root, string.Empty, null), "Global");
        return this;
    }

    /// <summary>Runs a script and keeps everything that it says.</summary>
    public Outcome Run(string script)
    {
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.AddScript("$Error.Clear()").AddStatement().AddScript(script);
        Exception? thrown = null;
        List<PSObject> output = [];
        try
        {
            output = [.. powerShell.Invoke()];
        }
        catch (RuntimeException failure)
        {
            thrown = failure;
        }

        return new Outcome(output, powerShell.Streams, thrown, (System.Collections.ArrayList)_runspace.SessionStateProxy.GetVariable("Error"));
    }

    public void Dispose() => _runspace.Dispose();

    /// <summary>What came of a script.</summary>
    internal sealed class Outcome(List<PSObject> output, PSDataStreams streams, Exception? thrown, System.Collections.ArrayList dollarError)
    {
        public IReadOnlyList<object> Output { get; } = [.. output.Select(o => o?.BaseObject!)];

        /// <summary>The output with the properties that PowerShell gave it.</summary>
        public IReadOnlyList<PSObject> Objects { get; } = output;

        public IReadOnlyList<ErrorRecord> Errors { get; } = [.. streams.Error];

        public IReadOnlyList<string> Warnings { get; } = [.. streams.Warning.Select(w => w.Message)];

        public IReadOnlyList<string> Verbose { get; } = [.. streams.Verbose.Select(v => v.Message)];

        public Exception? Thrown { get; } = thrown;

        /// <summary>What <c>$Error</c> held afterwards.</summary>
        public IReadOnlyList<object> DollarError { get; } = [.. dollarError.Cast<object>()];

        /// <summary>The one error's id, without the command that it came from.</summary>
        public string ErrorId => Errors.Count == 1
            ? Errors[0].FullyQualifiedErrorId.Split(',')[0]
            : throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{Errors.Count} errors: {string.Join(" | ", Errors)} {Thrown}"));

        /// <summary>Every word that the engine kept or showed, in every stream.</summary>
        public IEnumerable<string> Everything()
        {
            foreach (string line in Warnings.Concat(Verbose).Concat(streams.Debug.Select(d => d.Message)))
                yield return line;
            IEnumerable<InformationalRecord> records = [.. streams.Warning, .. streams.Verbose, .. streams.Debug];
            foreach (InvocationInfo invocation in records.Select(record => record.InvocationInfo).OfType<InvocationInfo>())
                yield return invocation.Line + invocation.PositionMessage + invocation.Statement;
            foreach (InformationRecord record in streams.Information)
                yield return record.ToString();
            foreach (string text in Errors.Concat(DollarError.OfType<ErrorRecord>()).SelectMany(TextsOf))
                yield return text;
            foreach (Exception exception in DollarError.OfType<Exception>().Append(Thrown).OfType<Exception>())
                yield return exception.ToString();
        }

        private static IEnumerable<string> TextsOf(ErrorRecord error)
        {
            yield return error.ToString();
            yield return error.FullyQualifiedErrorId;
            yield return error.CategoryInfo.ToString();
            yield return error.ErrorDetails?.ToString() ?? string.Empty;
            yield return error.ScriptStackTrace ?? string.Empty;
            yield return Convert.ToString(error.TargetObject, CultureInfo.InvariantCulture) ?? string.Empty;
            foreach (PSPropertyInfo property in PSObject.AsPSObject(error.TargetObject ?? string.Empty).Properties)
                yield return Convert.ToString(property.Value, CultureInfo.InvariantCulture) ?? string.Empty;
            yield return error.InvocationInfo?.Line ?? string.Empty;
            yield return error.InvocationInfo?.PositionMessage ?? string.Empty;
            yield return error.InvocationInfo?.Statement ?? string.Empty;
            for (Exception? exception = error.Exception; exception is not null; exception = exception.InnerException)
            {
                yield return exception.ToString();
                foreach (System.Collections.DictionaryEntry entry in exception.Data)
                    yield return $"{entry.Key}={entry.Value}";
            }
        }
    }
}
