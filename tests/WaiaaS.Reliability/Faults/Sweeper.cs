using System;
using System.IO;
using WaiaaS.Reliability.Machine;

namespace WaiaaS.Reliability.Faults;

/// <summary>Later writers, which must leave a young leftover alone and remove an old one.</summary>
internal sealed class Sweeper : IDisposable
{
    // On both sides of the hour at which a leftover may go.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(59);
    private static readonly TimeSpan Old = TimeSpan.FromMinutes(61);

    // Two of them: a process looks for leftovers once in each directory.
    private readonly Shell _first = new();
    private readonly Shell _second = new();

    /// <summary>What is wrong with what is done to the leftovers of a killed writer; null when nothing is.</summary>
    public string? Objection(Scenario scenario, string directory, KillCount count)
    {
        string[] left = TokenFile.TemporariesIn(directory);
        if (TokenFile.OpenToOthers(directory).Length > 0)
            return "a file is open to others";
        Age(left, Young);
        string? objection = WriteAndRead(_first, scenario, directory);
        string[] kept = TokenFile.TemporariesIn(directory);
        Age(kept, Old);
        objection ??= WriteAndRead(_second, scenario, directory);
        string[] stayed = TokenFile.TemporariesIn(directory);
        count.AddLeftovers(left.Length, kept.Length, kept.Length - stayed.Length);
        return objection ?? (left.Length > 1 ? "more than one temporary file was left"
            : kept.Length < left.Length ? "a young temporary file was removed"
            : stayed.Length > 0 ? "an old temporary file stayed"
            : null);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private static void Age(string[] paths, TimeSpan age)
    {
        foreach (string path in paths)
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow - age);
    }

    private static string? WriteAndRead(Shell shell, Scenario scenario, string directory)
    {
        string token = SignedToken.New();
        Answer written = shell.Run(scenario.CommandFor(directory, token));
        if (!written.Succeeded)
            return "a later write failed: " + written.Message;
        return TokenFile.ContentOf(scenario.TokenPath(directory)) == token ? null : "a later write was lost";
    }
}
