using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using WaiaaS.Tests.Infrastructure;
using WaiaaS.Tests.Infrastructure.StandIns;
using WaiaaS.Tokens;
using Xunit;

namespace WaiaaS.Tests.Recipes;

/// <summary>Runs a script of docs/examples in an engine that cannot ask anybody anything.</summary>
internal sealed class Recipe : IDisposable
{
    private const string ExitCode = "LASTEXITCODE";

    private readonly Engine _engine = new(UtilityCommands.All);
    private readonly string _script;

    /// <param name="script">The script's name in docs/examples, or the path of a copy.</param>
    public Recipe(string script) => _script = FileOf(script);

    /// <summary>A file of docs/examples.</summary>
    public static string FileOf(string name) => Path.Combine(AppContext.BaseDirectory, "examples", name);

    /// <summary>Runs it once.</summary>
    public Result Run(params (string Name, object? Value)[] arguments) => RunAfter($"$global:{ExitCode} = $null", arguments);

    /// <summary>Runs it once, after a line of the caller's own.</summary>
    public Result RunAfter(string line, params (string Name, object? Value)[] arguments)
    {
        _engine.With("recipe", _script).With("recipeArguments", arguments.ToDictionary(a => a.Name, a => a.Value));
        Engine.Outcome outcome = _engine.Run($"{line}; & $recipe @recipeArguments");
        return new Result(_engine.ValueOf(ExitCode) as int?, outcome);
    }

    public void Dispose() => _engine.Dispose();

    /// <summary>What came of it.</summary>
    internal sealed record Result(int? Code, Engine.Outcome Outcome)
    {
        /// <summary>The one error that a scheduler's log would have.</summary>
        public string Message => Assert.Single(Outcome.Errors).ToString();

        /// <summary>It ended well and said nothing: no output, no error, no warning.</summary>
        public void AssertSilentSuccess()
        {
            Assert.Null(Outcome.Thrown);
            Assert.Empty(Outcome.Errors);
            Assert.Empty(Outcome.Warnings);
            Assert.Empty(Outcome.Output);
            Assert.Equal(0, Code);
        }

        /// <summary>It ended with this code and one error that says what happened.</summary>
        public void AssertFailed(int code, params IEnumerable<string> words)
        {
            Assert.Null(Outcome.Thrown);
            Assert.Equal((code, 1), (Code ?? -1, Outcome.Errors.Count));
            foreach (string word in words)
                Assert.Contains(word, Message, StringComparison.Ordinal);
        }

        /// <summary>Nothing that it said or that PowerShell kept holds one of the secrets, or a part of a token.</summary>
        public void AssertHoldsNone(params IEnumerable<string> secrets)
        {
            string all = string.Join('\n', Outcome.Everything().Concat(Outcome.Objects.Select(output => $"{output}")));
            foreach (string part in secrets.SelectMany(PartsOf))
                Assert.DoesNotContain(part, all, StringComparison.Ordinal);
        }

        private static IEnumerable<string> PartsOf(string secret) =>
            secret.StartsWith(TokenFormat.Prefix, StringComparison.Ordinal) ? secret[TokenFormat.Prefix.Length..].Split('.') : [secret];
    }
}
