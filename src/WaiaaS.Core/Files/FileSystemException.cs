using System;

namespace WaiaaS.Files;

/// <summary>One call of the operating system failed. Never leaves the core: it becomes a <see cref="TokenException"/>.</summary>
internal sealed class FileSystemException : Exception
{
    /// <param name="error">What it means for a token file.</param>
    /// <param name="code">The error's number or name.</param>
    /// <param name="message">The operating system's own words.</param>
    /// <param name="isTransient">Whether the same call may succeed a moment later.</param>
    public FileSystemException(FileSystemError error, string code, string message, bool isTransient = false)
        : base(message)
    {
        Error = error;
        Code = code;
        IsTransient = isTransient;
    }

    /// <param name="type">What was found in place of a regular file.</param>
    /// <param name="code">The error's number or name.</param>
    /// <param name="message">The operating system's own words.</param>
    public FileSystemException(FileType type, string code = "", string message = "")
        : this(FileSystemError.NotRegularFile, code, message) => Type = type;

    /// <summary>What it means for a token file.</summary>
    public FileSystemError Error { get; }

    /// <summary>What was found, for <see cref="FileSystemError.NotRegularFile"/>.</summary>
    public FileType Type { get; }

    /// <summary>Whether the same call may succeed a moment later, as on Windows while another process has the file open.</summary>
    public bool IsTransient { get; }

    /// <summary>The error's number or name as the operating system's documentation has it.</summary>
    public string Code { get; }
}

/// <summary>What an operating system's error means for a token file.</summary>
internal enum FileSystemError
{
    /// <summary>Nothing in particular: the operating system's message tells.</summary>
    Other,

    /// <summary>There is no such name.</summary>
    NotFound,

    /// <summary>A part of the path is not a directory.</summary>
    NotADirectory,

    /// <summary>Not permitted, or read-only.</summary>
    AccessDenied,

    /// <summary>Root, or an elevated process, would give the file to a user who has nothing to do with the directory.</summary>
    ForeignDirectory,

    /// <summary>A link, directory or special file; <see cref="FileSystemException.Type"/> says which.</summary>
    NotRegularFile,

    /// <summary>Another process has the file open (Windows only).</summary>
    SharingViolation,

    /// <summary>Another process took the new file for a leftover before it was locked, and removes it: another name will do.</summary>
    Claimed,

    /// <summary>Another process or machine holds a lease on the file, and was asked to give it up (Linux only).</summary>
    Leased,

    /// <summary>The name is a mount point (POSIX only).</summary>
    MountPoint,
}
