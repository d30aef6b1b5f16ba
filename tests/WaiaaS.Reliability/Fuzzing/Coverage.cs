using System.Runtime.InteropServices;
using System.Runtime.Loader;
using SharpFuzz;
using Trace = SharpFuzz.Common.Trace;

namespace WaiaaS.Reliability.Fuzzing;

/// <summary>Which branches of the instrumented code an execution took, and which have been seen at all.</summary>
internal static unsafe class Coverage
{
    private const string Core = "WaiaaS.Core";
    private const int Size = 1 << 16;

    private static readonly byte* Map = (byte*)NativeMemory.AllocZeroed(Size);
    private static readonly byte[] Seen = new byte[Size];

    public static int Branches { get; private set; }

    /// <summary>Makes a copy of the staged core report every branch. It is not beside this program, so the runtime asks for it.</summary>
    public static void Instrument(Scratch scratch)
    {
        string path = scratch[Core + ".dll"];
        File.Copy(Path.Combine(Repository.Module, Core + ".dll"), path);
        Fuzzer.Instrument(path, _ => true, SharpFuzz.Options.Value);

        // Instrumented code that runs before has nowhere to report to.
        Reset();
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name == Core ? context.LoadFromStream(new MemoryStream(File.ReadAllBytes(path))) : null;
    }

    public static void Reset()
    {
        Trace.SharedMem = Map;
        Array.Clear(Seen);
        Branches = 0;
        Begin();
    }

    public static void Begin()
    {
        new Span<byte>(Map, Size).Clear();
        Trace.PrevLocation = 0;
    }

    /// <returns>Whether it took a branch for the first time, or one about twice as often as ever before.</returns>
    public static bool End()
    {
        bool isNew = false;
        var words = (ulong*)Map;
        for (int word = 0; word < Size / sizeof(ulong); word++)
        {
            if (words[word] == 0)
                continue;
            for (int i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
                isNew |= Map[i] != 0 && IsNew(i);
        }

        return isNew;
    }

    // As AFL does: how often a branch was taken counts by powers of two, else every length would be new.
    private static bool IsNew(int branch)
    {
        var bucket = (byte)(1 << (int)uint.Log2(Map[branch]));
        if ((Seen[branch] & bucket) != 0)
            return false;
        if (Seen[branch] == 0)
            Branches++;
        Seen[branch] |= bucket;
        return true;
    }
}
