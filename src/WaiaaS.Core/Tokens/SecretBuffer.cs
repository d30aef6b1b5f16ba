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
        Capacity = (capacity + sizeof(ulong)) & -sizeof(ulong);
        _memory = Marshal.AllocHGlobal(Capacity);
    }

    ~SecretBuffer() => Free();

    /// <summary>How many bytes there are: more than asked for, and a multiple of 8.</summary>
    public int Capacity { get; }

    /// <summary>The first byte; of no use once the buffer is disposed.</summary>
    public byte* Bytes => (byte*)_memory;

    /// <summary>The same memory as UTF-16 characters.</summary>
    public char* Chars => (char*)_memory;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory == IntPtr.Zero)
            return;
        var words = (ulong*)_memory;
        for (int i = 0; i < Capacity / sizeof(ulong); i++)
            words[i] = 0;
        Marshal.FreeHGlobal(_memory);
        _memory = IntPtr.Zero;
    }
}
