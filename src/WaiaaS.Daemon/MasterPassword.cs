using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;
using System.Text;
using WaiaaS.Tokens;

namespace WaiaaS.Daemon;

/// <summary>Where the daemon's master password comes from: WAIaaS' own programs look at the same two variables.</summary>
internal static class MasterPassword
{
    /// <summary>The environment variable that names a file with the password.</summary>
    public const string FileVariable = "WAIAAS_MASTER_PASSWORD_FILE";

    /// <summary>The environment variable that holds the password.</summary>
    public const string Variable = "WAIAAS_MASTER_PASSWORD";

    // WAIaaS has no limit; a file that is larger is another one.
    private const int MaximumLength = 4096;

    /// <summary>The password of the environment variable, which every program that this one starts inherits; null where it is empty.</summary>
    public static unsafe SecureString? FromEnvironment()
    {
        string? text = Environment.GetEnvironmentVariable(Variable);
        fixed (char* chars = text)
            return string.IsNullOrEmpty(text) ? null : new SecureString(chars, text!.Length);
    }

    /// <summary>The content of a file, without the white space around it; the caller disposes of it.</summary>
    /// <param name="path">An absolute path. A container's secret is often a link, so links are followed.</param>
    /// <exception cref="TokenException"><see cref="TokenError.MasterPasswordNotFound"/>.</exception>
    public static SecureString FromFile(string path)
    {
        var content = new byte[MaximumLength + 1];
        GCHandle pin = GCHandle.Alloc(content, GCHandleType.Pinned);
        try
        {
            int length = Read(path, content);
            if (length > MaximumLength)
                throw NotFound(Messages.MasterPasswordFileTooLarge(path, MaximumLength));
            return Decode(content, length) ?? throw NotFound(Messages.MasterPasswordFileEmpty(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw NotFound(Messages.MasterPasswordFileUnreadable(path, failure.Message));
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
            pin.Free();
        }
    }

    /// <summary>The exception where there is no password.</summary>
    public static TokenException NotFound(string message) => new(TokenError.MasterPasswordNotFound, null, message, Remedy.NameMasterPassword);

    private static int Read(string path, byte[] content)
    {
        // A buffer of one byte is none: the stream would keep a copy in its own.
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        int length = 0;
        int read;
        while (length < content.Length && (read = file.Read(content, length, content.Length - length)) > 0)
            length += read;
        return length;
    }

    private static unsafe SecureString? Decode(byte[] content, int length)
    {
        using var decoded = new SecretBuffer((length + 1) * sizeof(char));
        fixed (byte* bytes = content)
        {
            char* start = decoded.Chars;
            int count = length == 0 ? 0 : Encoding.UTF8.GetChars(bytes, length, start, length);
            TokenFormat.Trim(ref start, ref count);
            return count == 0 ? null : new SecureString(start, count);
        }
    }
}
