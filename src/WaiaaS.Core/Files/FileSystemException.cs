using System;

namespace WaiaaS.Files;

/// <summary>One call of the operating system failed. Never leaves the core: it becomes a <see cref="TokenException"/>.</summary>
internal sealed class FileSystemException : Exception
{
    /// <param name="kind">What it means for a token file.</param>
    /// <param name="code">The error's number or name.</param>
    /// <param name="message">The operating system's own words.</param>
    /// <param name="mayPass">Whether the same call may succeed a moment later.</param>
    public FileSystemException(FailureKind kind, string code, string message, bool mayPass = false)
        : base(message)
    {
        Kind = kind;
        Code = code;
        MayPass = mayPass;
    }

    public FileSystemException(EntryKind entry, string code, string message)
        : this(FailureKind.WrongKind, code, message) => Entry = entry;

    /// <summary>What it means for a token file.</summary>
    public FailureKind Kind { get; }

    /// <summary>What stands behind the name, for <see cref="FailureKind.WrongKind"/>.</summary>
    public EntryKind Entry { get; }

    /// <summary>Whether the same call may succeed a moment later, as on Windows while another process holds the file.</summary>
    public bool MayPass { get; }

    /// <summary>The error's number or name as the operating system's documentation has it.</summary>
    public string Code { get; }
}
