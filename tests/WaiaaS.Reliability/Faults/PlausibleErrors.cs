namespace WaiaaS.Reliability.Faults;

/// <summary>With what each call may fail: POSIX.1-2017, Linux' manual pages, and what network file systems add.</summary>
internal static class PlausibleErrors
{
    /// <summary>The errors of a call.</summary>
    public static string[] Of(SystemCall call) => call.Name switch
    {
        "openat" => ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "EINTR", "EMFILE", "ENFILE", "ENOMEM", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "statx" or "newfstatat" => ["EACCES", "EIO", "EINTR", "ENOMEM", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "mkdirat" => ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "EINTR", "ENOMEM", "EMLINK", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "fchmod" => ["EPERM", "EROFS", "EIO", "EINTR", "ESTALE"],
        "fchown" => ["EPERM", "EROFS", "EIO", "EINTR", "EDQUOT", "ESTALE"],
        "write" => ["EPERM", "ENOSPC", "EDQUOT", "EIO", "EINTR", "ENOMEM", "EFBIG", "ESTALE"],
        "fsync" => ["EIO", "ENOSPC", "EDQUOT", "EINTR", "EROFS", "EINVAL", "ESTALE"],
        "close" => ["EIO", "ENOSPC", "EDQUOT", "EINTR"],
        "renameat" => ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "EINTR", "ENOMEM", "EBUSY", "EXDEV", "ENOENT", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "unlinkat" => ["EACCES", "EPERM", "EROFS", "EIO", "EINTR", "ENOMEM", "EBUSY", "ESTALE"],
        "read" or "pread64" => ["EACCES", "EIO", "EINTR", "ENOMEM", "ESTALE"],
        "lseek" => ["EINVAL", "ENXIO", "EIO"],
        "getdents64" => ["EACCES", "EIO", "EINTR", "ENOMEM", "ESTALE"],
        _ => [],
    };
}
