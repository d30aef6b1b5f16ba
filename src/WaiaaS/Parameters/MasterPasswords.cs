using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Security;
using WaiaaS.Daemon;

namespace WaiaaS.Parameters;

/// <summary>Finds the master password: what the user passed, else what the environment names. Nothing asks for it.</summary>
internal static class MasterPasswords
{
    /// <summary>Finds it.</summary>
    /// <param name="given">What was passed as the password; null where nothing was.</param>
    /// <param name="path">The path that was passed; null where none was.</param>
    /// <param name="resolve">Makes a path of the user's absolute.</param>
    /// <exception cref="TokenException"><see cref="TokenError.MasterPasswordNotFound"/>, or what resolving the path gives.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SecureString Find(SecureString? given, string? path, Func<string, string> resolve)
    {
        if (given is not null)
            return given.Length > 0 ? given : throw MasterPassword.NotFound(Daemon.Messages.MasterPasswordUnusable);
        if (path is not null)
            return MasterPassword.FromFile(resolve(path));
        string? file = Environment.GetEnvironmentVariable(MasterPassword.FileVariable);
        if (!string.IsNullOrEmpty(file))
            return MasterPassword.FromFile(Path.GetFullPath(file));
        return MasterPassword.FromEnvironment() ?? throw MasterPassword.NotFound(Daemon.Messages.NoMasterPassword);
    }
}
