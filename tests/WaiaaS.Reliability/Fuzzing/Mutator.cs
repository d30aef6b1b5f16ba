namespace WaiaaS.Reliability.Fuzzing;

/// <summary>Makes a new input of those that were kept.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> pieces, int maximumLength)
{
    // More at once seldom leaves anything of the form that got an input this far.
    private const int MostMutations = 6;

    private static readonly byte[] Interesting =
        [0, (byte)'\t', (byte)'\n', (byte)'\r', (byte)' ', (byte)'"', (byte)'.', (byte)'-', (byte)'_', (byte)'=', (byte)'+', (byte)'/', (byte)'\\', 0x7F, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFE, 0xFF];

    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(Pick(corpus));
        int mutations = 1 + random.Next(MostMutations);
        for (int i = 0; i < mutations; i++)
            Mutate(bytes, corpus);
        if (bytes.Count > maximumLength)
            bytes.RemoveRange(maximumLength, bytes.Count - maximumLength);
        return [.. bytes];
    }

    private void Mutate(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when at < bytes.Count:
                bytes[at] = Pick(Interesting);
                break;
            case 3:
                bytes.Insert(at, Pick(Interesting));
                break;
            case 4:
                bytes.InsertRange(at, Pick(pieces));
                break;
            case 5 when at < bytes.Count:
                Replace(bytes, at, Pick(pieces));
                break;
            case 6:
                bytes.RemoveRange(at, random.Next(Math.Min(bytes.Count - at, 40) + 1));
                break;
            case 7:
                // Cut, as a writer that truncates in place leaves it.
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 8:
                // Two inputs spliced, as two writers at once leave it.
                byte[] other = Pick(corpus);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.Skip(random.Next(other.Length + 1)));
                break;
            case 9:
                List<byte> part = bytes.GetRange(at, random.Next(Math.Min(bytes.Count - at, 64) + 1));
                for (int i = random.Next(4); i >= 0 && bytes.Count < maximumLength; i--)
                    bytes.InsertRange(at, part);
                break;
            case 10:
                // Long: what depends on a limit is found around it.
                int length = random.Next(8) == 0 ? random.Next(maximumLength) : random.Next(64);
                bytes.InsertRange(at, Enumerable.Repeat(at < bytes.Count ? bytes[at] : (byte)'A', length));
                break;
            default:
                ToLimit(bytes, at);
                break;
        }
    }

    // To one more or one less than the limit of a token, by repeating a byte.
    private void ToLimit(List<byte> bytes, int at)
    {
        int wanted = Math.Min(maximumLength, Tokens.TokenFormat.MaximumLength - 1 + random.Next(3));
        if (random.Next(8) == 0 && bytes.Count < wanted)
            bytes.InsertRange(at, Enumerable.Repeat(at < bytes.Count ? bytes[at] : (byte)'A', wanted - bytes.Count));
    }

    private static void Replace(List<byte> bytes, int at, byte[] piece)
    {
        bytes.RemoveRange(at, Math.Min(piece.Length, bytes.Count - at));
        bytes.InsertRange(at, piece);
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
