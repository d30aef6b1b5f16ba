namespace WaiaaS.Reliability.Fuzzing;

/// <summary>Makes a new input of those that were kept: replaces a few ranges of one, which may be empty, by something else.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> pieces, int maximumLength)
{
    // More at once seldom leaves anything of the form that got an input this far.
    private const int MostMutations = 6;

    private static readonly byte[] Interesting = [.. "\0\t\n\r \".-_=+/\\\u007F"u8, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFE, 0xFF];

    public byte[] Next(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(Pick(corpus));
        int mutations = 1 + random.Next(MostMutations);
        for (int i = 0; i < mutations; i++)
        {
            int at = random.Next(bytes.Count + 1);
            byte[] inserted = [.. Insertion(bytes, at, corpus)];
            bytes.RemoveRange(at, Math.Min(Removal(inserted.Length), bytes.Count - at));
            bytes.InsertRange(at, inserted);
        }

        return [.. bytes.Take(maximumLength)];
    }

    // All the rest: cut, as a writer that truncates in place leaves it, or spliced, as two writers at once do.
    private int Removal(int inserted) => random.Next(12) switch
    {
        < 5 => 0,
        < 9 => inserted,
        < 11 => random.Next(40),
        _ => maximumLength,
    };

    private IEnumerable<byte> Insertion(List<byte> bytes, int at, IReadOnlyList<byte[]> corpus)
    {
        byte here = at < bytes.Count ? bytes[at] : (byte)'A';
        switch (random.Next(10))
        {
            case 0:
                return [];
            case 1:
                return [(byte)(here ^ (1 << random.Next(8)))];
            case 2:
                return [(byte)random.Next(256)];
            case 3 or 4:
                return [Pick(Interesting)];
            case 5 or 6:
                return Pick(pieces);
            case 7:
                byte[] other = Pick(corpus);
                return other.Skip(random.Next(other.Length + 1));
            case 8:
                byte[] part = [.. bytes.Skip(at).Take(random.Next(64))];
                return Enumerable.Repeat(part, 1 + random.Next(4)).SelectMany(bytes => bytes);
            default:
                return Enumerable.Repeat(here, Length(bytes.Count));
        }
    }

    // What depends on a limit is found around it: now and then to one more or one less than that of a token.
    private int Length(int count) => random.Next(8) switch
    {
        0 => random.Next(maximumLength),
        1 => Math.Max(0, Tokens.TokenFormat.MaximumLength - 1 + random.Next(3) - count),
        _ => random.Next(64),
    };

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];
}
