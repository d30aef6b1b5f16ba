using Microsoft.Win32.SafeHandles;

namespace WaiaaS.Reliability.Security;

/// <summary>All memory of another process that can be read at all: heaps, stacks, and what is outside of both.</summary>
internal static class ProcessMemory
{
    private const int Step = 1 << 20;

    /// <summary>Counts in how many places each of some byte sequences stands.</summary>
    /// <param name="wanted">The sequences, none longer than 4,096 bytes.</param>
    public static int[] Count(int process, params byte[][] wanted)
    {
        var counts = new int[wanted.Length];
        int overlap = wanted.Max(sequence => sequence.Length) - 1;
        using SafeFileHandle memory = File.OpenHandle($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/mem");
        var buffer = new byte[Step + overlap];
        foreach (string line in File.ReadLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/maps"))
        {
            string[] words = line.Split(' ');
            if (words[1][0] != 'r' || line.Contains("[v", StringComparison.Ordinal))
                continue;
            string[] range = words[0].Split('-');
            long end = long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (long at = long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture); at < end; at += Step)
            {
                int length = Read(memory, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)), at);
                for (int i = 0; i < wanted.Length; i++)
                    counts[i] += CountIn(buffer.AsSpan(0, Math.Min(length, Step + wanted[i].Length - 1)), wanted[i]);
            }
        }

        return counts;
    }

    private static int CountIn(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted)
    {
        int count = 0;
        for (int at = bytes.IndexOf(wanted); at >= 0; at = bytes.IndexOf(wanted))
        {
            count++;
            bytes = bytes[(at + 1)..];
        }

        return count;
    }

    // What was unmapped meanwhile, or cannot be read, holds nothing that could be found there.
    private static int Read(SafeFileHandle memory, Span<byte> buffer, long at)
    {
        try
        {
            return RandomAccess.Read(memory, buffer, at);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
