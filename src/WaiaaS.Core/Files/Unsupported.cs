using System.Collections.Generic;

namespace WaiaaS.Files;

/// <summary>What a writer asks of a file system that not every file system can do.</summary>
internal enum Request
{
    SetPermissions,
    SetOwner,
    FlushDirectory,
    ReadAccessControl,
}

/// <summary>
/// The answers by which a file system says that it cannot do what it was asked. They are no failure: a write goes on and
/// tells. The one table for every system; the names are those of errno.h and winerror.h.
/// </summary>
internal static class Unsupported
{
    private static readonly Dictionary<Request, HashSet<string>> Answers = new()
    {
        // CIFS, drvfs (/mnt/c of WSL) and FUSE refuse a chmod with EPERM: github.com/microsoft/WSL/issues/11556.
        [Request.SetPermissions] = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"],

        // The same, and EPERM without CAP_CHOWN, EINVAL for a user that the user namespace does not map.
        [Request.SetOwner] = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL", "ERROR_INVALID_OWNER", "ERROR_PRIVILEGE_NOT_HELD"],

        // POSIX, fsync: EINVAL. virtiofs: EBADF. Others do not open a directory for it: EISDIR.
        [Request.FlushDirectory] = ["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EBADF", "EISDIR"],

        // File servers and drivers without access control lists.
        [Request.ReadAccessControl] = ["ERROR_INVALID_FUNCTION", "ERROR_NOT_SUPPORTED", "ERROR_CALL_NOT_IMPLEMENTED", "ERROR_INVALID_PARAMETER"],
    };

    /// <summary>Whether an answer means that the file system cannot do it.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="code">The name of the error.</param>
    public static bool Includes(Request request, string code) => Answers[request].Contains(code);
}
