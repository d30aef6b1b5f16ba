using System;
using System.Diagnostics;
using System.IO;
using SharpFuzz;

namespace WaiaaS.Fuzz;

/// <summary>This program beside a WaiaaS.Core that reports every branch it takes.</summary>
internal static class InstrumentedCopy
{
    /// <summary>Makes the copy, runs it to its end and removes it.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string[] words)
    {
        string folder = Directory.CreateTempSubdirectory("waiaas-fuzz-").FullName;
        try
        {
            foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            Fuzzer.Instrument(Path.Combine(folder, "WaiaaS.Core.dll"), _ => true, SharpFuzz.Options.Value);
            using Process child = Process.Start("dotnet", [Path.Combine(folder, "WaiaaS.Fuzz.dll"), Options.Child, .. words]);
            child.WaitForExit();
            return child.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
