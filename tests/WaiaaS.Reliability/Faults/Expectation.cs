namespace WaiaaS.Reliability.Faults;

/// <summary>What the specification says of a failed call: which error a user may see, and whether they may see one at all.</summary>
internal sealed record Expectation(bool MaySucceed, params string[] ErrorIds)
{
    public const string DurabilityUnknown = "TokenDurabilityUnknown";

    private const string Interrupted = "EINTR";

    private static readonly Expectation Invisible = new(true);

    public static Expectation Of(SystemCall call, string error, Purpose purpose)
    {
        // What is done after the token is in its place, closing what was not written to, and not waiting for a writer
        // where the second read finds what it does, loses nothing.
        // The file is closed after its rename, as it is locked until then: that may still fail.
        bool closesToken = purpose == Purpose.Write && call.Name == "close"
            && (call.Target.EndsWith("/mcp-token", StringComparison.Ordinal) || call.Target.EndsWith("/w1", StringComparison.Ordinal));
        if (closesToken && error != Interrupted)
            return new Expectation(false, DurabilityUnknown);
        bool harmless = call.Phase == Phase.After || call.Name is "close" or "lseek" or "flock" or "fstatfs";
        bool afterRead = purpose == Purpose.Read && call.Phase == Phase.After && call.Name == "statx";
        if (error == Interrupted || (harmless && !afterRead))
            return Invisible;
        string general = purpose == Purpose.Read ? "TokenReadFailed" : "TokenWriteFailed";
        if (afterRead)
            return new Expectation(true, Denied(error) ? "TokenAccessDenied" : general);

        // Some file systems cannot flush a directory, and say so; a flush that fails is told once the token is in place, also
        // that of a directory above a new one.
        if (call.Name == "fsync" && !call.IsOfTemporary)
            return error is "EINVAL" or "EOPNOTSUPP" or "ENOSYS" or "EBADF" or "EISDIR" ? Invisible : new Expectation(false, DurabilityUnknown);

        // Nor can all set permissions and owners, which is a warning.
        if (call.Name is "fchmod" or "fchown" && error is "EPERM" or "EOPNOTSUPP" or "ENOSYS")
            return Invisible;
        if (error == "EBUSY")
            return new Expectation(false, "TokenFileIsMountPoint");

        // In an opened directory, the system says that of a link alone; of the directory it says it of its way.
        if (purpose == Purpose.Read && call.Name == "openat" && error == "ELOOP" && call.Target != "data")
            return new Expectation(false, "TokenPathIsSymbolicLink");

        // A directory that was just made and cannot be opened is given its mode by its name.
        bool fallback = call.Name == "openat" && error == "EACCES" && call.Target.Contains("data", StringComparison.Ordinal);
        return new Expectation(fallback, Denied(error) ? "TokenAccessDenied" : general);
    }

    public string? Objection(string errorId) =>
        errorId.Length == 0 ? MaySucceed ? null : $"reported success instead of {string.Join(" or ", ErrorIds)}"
        : ErrorIds.Contains(errorId) ? null : $"reported {errorId} instead of {string.Join(" or ", ErrorIds.DefaultIfEmpty("success"))}";

    private static bool Denied(string error) => error is "EACCES" or "EPERM" or "EROFS";
}

/// <summary>With what each call may fail: POSIX.1-2017, Linux' manual pages, and what network file systems add.</summary>
internal static class PlausibleErrors
{
    public static string[] Of(SystemCall call) => call.Name switch
    {
        "openat" => ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "EINTR", "EMFILE", "ENFILE", "ENOMEM", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "statx" or "newfstatat" => ["EACCES", "EIO", "EINTR", "ENOMEM", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "mkdirat" => ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "EINTR", "ENOMEM", "EMLINK", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "fchmod" => ["EPERM", "EOPNOTSUPP", "ENOSYS", "EROFS", "EIO", "EINTR", "ESTALE"],
        "fchown" => ["EPERM", "EOPNOTSUPP", "ENOSYS", "EROFS", "EIO", "EINTR", "EDQUOT", "ESTALE"],
        "write" => ["EPERM", "ENOSPC", "EDQUOT", "EIO", "EINTR", "ENOMEM", "EFBIG", "ESTALE"],
        "fsync" when !call.IsOfTemporary => ["EIO", "ENOSPC", "EDQUOT", "EINTR", "EROFS", "EINVAL", "EOPNOTSUPP", "ENOSYS", "EBADF", "EISDIR", "ESTALE"],
        "fsync" => ["EIO", "ENOSPC", "EDQUOT", "EINTR", "EROFS", "EINVAL", "ESTALE"],
        "close" => ["EIO", "ENOSPC", "EDQUOT", "EINTR"],
        "renameat" => ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EIO", "EINTR", "ENOMEM", "EBUSY", "EXDEV", "ENOENT", "ENAMETOOLONG", "ESTALE", "ELOOP"],
        "unlinkat" => ["EACCES", "EPERM", "EROFS", "EIO", "EINTR", "ENOMEM", "EBUSY", "ESTALE"],
        "read" or "pread64" => ["EACCES", "EIO", "EINTR", "ENOMEM", "ESTALE"],
        "flock" => ["EAGAIN", "ENOLCK", "EOPNOTSUPP", "ENOSYS", "EINTR", "EINVAL"],
        "fstatfs" => ["EIO", "ENOSYS"],
        "lseek" => ["EINVAL", "ENXIO", "EIO"],
        "getdents64" => ["EACCES", "EIO", "EINTR", "ENOMEM", "ESTALE"],
        _ => [],
    };
}
