using System;
using System.Collections;
using System.IO;
using System.Management.Automation;
using WaiaaS.Parameters;

namespace WaiaaS.Vault;

/// <summary>What a vault is registered with: <c>DataDir</c>, and nothing else.</summary>
internal static class VaultParameters
{
    /// <summary>SecretManagement adds it to what the vault was registered with.</summary>
    public const string Verbose = "Verbose";

    private const string DataDir = "DataDir";

    /// <summary>The absolute path of the vault's data directory.</summary>
    /// <exception cref="VaultException">The vault was registered wrongly.</exception>
    /// <exception cref="TokenException">There is no home directory.</exception>
    public static string DataDirectory(VaultSession session)
    {
        string vault = session.VaultName;
        string? given = null;
        foreach (DictionaryEntry parameter in session.Parameters)
        {
            if (IsCalled(parameter.Key, DataDir))
                given = LanguagePrimitives.ConvertTo<string>(parameter.Value) ?? string.Empty;
            else if (!IsCalled(parameter.Key, Verbose))
                throw VaultException.ParameterInvalid(parameter.Key.ToString(), Messages.VaultParameterUnknown(vault, parameter.Key.ToString()));
        }

        string directory = Paths.DataDirectory.Find(given);
        if (IsAbsolute(directory))
            return PSPathResolver.ToFileSystemPath(session.Cmdlet.SessionState.Path, directory);
        throw VaultException.ParameterInvalid(
            directory, given is null ? Messages.VaultVariableNotAbsolute(vault, directory) : Messages.VaultDataDirNotAbsolute(vault, directory));
    }

    /// <summary>Whether a table's key is this name. A table that came out of JSON may tell upper from lower case.</summary>
    public static bool IsCalled(object key, string name) => key is string text && text.Equals(name, StringComparison.OrdinalIgnoreCase);

    // A drive of this session, or a path relative to it, would mean nothing or something else in another session.
    private static bool IsAbsolute(string path)
    {
        if (path.Length == 0)
            return false;
        if (path[0] == '~')
            return path.Length == 1 || IsSeparator(path[1]);
        if (Path.DirectorySeparatorChar == '/')
            return path[0] == '/';
        if (path.Length < 3)
            return false;
        return IsSeparator(path[0]) ? IsSeparator(path[1]) && !IsSeparator(path[2]) : IsDriveLetter(path[0]) && path[1] == ':' && IsSeparator(path[2]);
    }

    private static bool IsSeparator(char c) => c == Path.DirectorySeparatorChar || c == Path.AltDirectorySeparatorChar;

    private static bool IsDriveLetter(char c) => (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
