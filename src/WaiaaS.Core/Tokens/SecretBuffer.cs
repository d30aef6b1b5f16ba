using System;
using System.Runtime.InteropServices;

namespace WaiaaS.Tokens;

/// <summary>
/// Memory for a token or a part of it. It lies outside the managed heap, where a collection would leave copies
/// behind, and is zeroed before it is given back.
/// </summary>
internal sealed unsafe class SecretBuffer : IDisposable
{
    private IntPtr _memory;

    public SecretBuffer(int capacity)
    {
        Capacity = (capacity + sizeof(Block)) & -sizeof(Block);
        _memory = Marshal.AllocHGlobal(Capacity);
    }

    ~SecretBuffer() => Free();

    /// <summary>How many bytes there are: more than asked for, and a multiple of 64.</summary>
    public int Capacity { get; }

    /// <summary>The first byte; of no use once the buffer is disposed.</summary>
    public byte* Bytes => (byte*)_memory;

    /// <summary>The same memory as UTF-16 characters.</summary>
    public char* Chars => (char*)_memory;

    /// <summary>Whether the first bytes are these.</summary>
    public bool StartsWith(byte* content, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (Bytes[i] != content[i])
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Zeroes it, as <see cref="Dispose"/> does before it gives the memory back.</summary>
    public void Wipe()
    {
        var blocks = (Block*)_memory;
        for (int i = 0; i < Capacity / sizeof(Block); i++)
            blocks[i] = default;
    }

    private void Free()
    {
        if (_memory == IntPtr.Zero)
            return;
        Wipe();
        Marshal.FreeHGlobal(_memory);
        _memory = IntPtr.Zero;
    }

    // Word by word, the 8 KB of a read take six times as long.
    private struct Block
    {
#pragma warning disable CS0649 // Only ever zeroed.
        public fixed ulong Words[8];
#pragma warning restore CS0649
    }
}
