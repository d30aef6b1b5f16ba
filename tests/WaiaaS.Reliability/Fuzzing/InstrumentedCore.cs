using System.Runtime.Loader;
using SharpFuzz;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>The staged WaiaaS.Core, made to report every branch it takes. It is not beside this program, so the runtime asks for it.</summary>
internal static class InstrumentedCore
{
    private const string Name = "WaiaaS.Core";

    public static void Load(Scratch scratch)
    {
        string path = scratch[Name + ".dll"];
        File.Copy(Path.Combine(Repository.Module, Name + ".dll"), path);
        Fuzzer.Instrument(path, _ => true, SharpFuzz.Options.Value);

        // Instrumented code that runs before has nowhere to report to.
        Coverage.Reset();
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == Name ? context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path))) : null;
    }
}
