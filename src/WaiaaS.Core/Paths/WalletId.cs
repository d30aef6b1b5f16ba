using System;
using WaiaaS.Tokens;

namespace WaiaaS.Paths;

/// <summary>The rule for a wallet id: one file name that means the same file on every platform.</summary>
internal static class WalletId
{
    /// <summary>The most characters a wallet id may have: 128.</summary>
    public const int MaximumLength = 128;

    // What WAIaaS' own writers append to the name of a token while they write it.
    private const string TemporaryExtension = ".tmp";

    // The names that Windows gives to devices in every directory, with any extension
    // (learn.microsoft.com/windows/win32/fileio/naming-a-file).
    private static readonly string[] DeviceNames = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    private static readonly string[] NumberedDeviceNames = ["COM", "LPT"];

    /// <summary>Checks a wallet id before any path is built from it.</summary>
    /// <exception cref="TokenException"><see cref="TokenError.WalletIdInvalid"/>. The id is in it unless it is too long, or
    /// looks like a token that came to the wrong parameter.</exception>
    public static void Check(string id)
    {
        if (WhyInvalid(id) is not { } reason)
            return;
        bool isToken = reason == Messages.WalletIdLooksLikeToken;
        string? shown = isToken || id.Length is 0 or > MaximumLength || SafeText.IsMark(id) ? null : SafeText.Printable(id);
        throw new TokenException(
            TokenError.WalletIdInvalid, null, Messages.WalletIdInvalid(shown, reason), isToken ? Remedy.PassTokenAsToken : Remedy.PassWalletIdOrPath);
    }

    /// <summary>Whether a file of this name in <c>mcp-tokens</c> is a wallet's.</summary>
    public static bool IsValid(string id) => WhyInvalid(id) is null;

    /// <summary>Whether Windows opens a device for this name, whatever its directory.</summary>
    public static bool IsDeviceName(string name)
    {
        int dot = name.IndexOf('.');
        string stem = (dot < 0 ? name : name.Substring(0, dot)).TrimEnd(' ');
        if (Array.Exists(DeviceNames, device => device.Equals(stem, StringComparison.OrdinalIgnoreCase)))
            return true;
        return stem.Length == 4 && stem[3] is >= '0' and <= '9' or '\u00B9' or '\u00B2' or '\u00B3'
            && Array.Exists(NumberedDeviceNames, device => stem.StartsWith(device, StringComparison.OrdinalIgnoreCase));
    }

    private static string? WhyInvalid(string id)
    {
        if (id.Length == 0)
            return Messages.WalletIdEmpty;
        if (id == SafeText.Token || TokenRecognizer.IsIn(id))
            return Messages.WalletIdLooksLikeToken;
        if (SafeText.IsMark(id))
            return Messages.WalletIdNotText;
        if (id.Length > MaximumLength)
            return Messages.WalletIdTooLong(MaximumLength);
        if (!Array.TrueForAll(id.ToCharArray(), IsAllowed))
            return Messages.WalletIdCharacter;
        if (id[0] == '.')
            return Messages.WalletIdLeadingDot;
        if (id[id.Length - 1] == '.')
            return Messages.WalletIdTrailingDot;
        if (id.EndsWith(TemporaryExtension, StringComparison.OrdinalIgnoreCase))
            return Messages.WalletIdTemporary;
        return IsDeviceName(id) ? Messages.WalletIdDeviceName : null;
    }

    private static bool IsAllowed(char c) =>
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}
