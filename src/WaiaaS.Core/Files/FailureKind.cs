namespace WaiaaS.Files;

/// <summary>What an operating system's error code means for a token file.</summary>
internal enum FailureKind
{
    /// <summary>Nothing that needs words of its own: the operating system's message tells.</summary>
    Other,

    /// <summary>The name is not there.</summary>
    NotFound,

    /// <summary>A part of the path is not a directory.</summary>
    NotADirectory,

    /// <summary>Not allowed, for good.</summary>
    AccessDenied,

    /// <summary>Something stands behind the name that is not a regular file; <see cref="FileSystemException.Entry"/> says what.</summary>
    WrongKind,

    /// <summary>Another process holds the file at the moment (Windows only).</summary>
    HeldByOther,

    /// <summary>The name is a mount point (POSIX only).</summary>
    MountPoint,
}
