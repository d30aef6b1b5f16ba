using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>
/// Makes a <see cref="SecureString"/> of whatever comes to <c>-Token</c>: text, or an object or dictionary with a
/// <c>token</c>, such as a response of WAIaaS' API. Everything binds, also what is no token: PowerShell's own binding
/// errors show the input and keep it as their target object, so none may arise. The cmdlet then tells what was wrong.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TokenTransformationAttribute : ArgumentTransformationAttribute
{
    private const string TokenMember = "token";
    private const string WalletIdMember = "walletId";
    private const string NoWalletId = "?";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // Null is the one input whose binding error shows nothing: PowerShell's own message is the one users know.
        if (inputData is null)
            return null!;

        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return FromText(value) ?? FromMember(inputData, value) ?? NoToken();
    }

    private static SecureString? FromText(object? value) => value switch
    {
        SecureString secret => secret,
        string text => Protect(text),
        _ => null,
    };

    private static SecureString? FromMember(object input, object value)
    {
        SecureString? secret = FromText(Unwrapped(Member(input, value, TokenMember)));
        return secret is null ? null : BoundToken.RememberWallet(secret, WalletIdOf(Unwrapped(Member(input, value, WalletIdMember))));
    }

    private static object? Member(object input, object value, string name) =>
        value is IDictionary dictionary ? EntryOf(dictionary, name) : PropertyOf(PSObject.AsPSObject(input), name);

    // A number or a GUID reads as it is written. A list or an object names no wallet, and to take it for none would write
    // another wallet's token.
    private static string? WalletIdOf(object? value) => value switch
    {
        null => null,
        string text => text,
        ValueType scalar => Convert.ToString(scalar, CultureInfo.InvariantCulture),
        _ => NoWalletId,
    };

    private static SecureString NoToken() => BoundToken.Remember(new SecureString(), TokenFormatError.NoTokenMember);

    private static object? Unwrapped(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static object? PropertyOf(PSObject input, string name)
    {
        try
        {
            return input.Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    // Dictionaries made from JSON tell upper from lower case, PowerShell's own do not.
    private static object? EntryOf(IDictionary dictionary, string name)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return entry.Value;
        }

        return null;
    }

    private static unsafe SecureString Protect(string text)
    {
        fixed (char* chars = text)
        {
            // A secure string holds 65,536 characters; one more than a token may have is enough to see that it is too large.
            char* start = chars;
            int length = text.Length;
            TokenFormat.Trim(ref start, ref length);
            return BoundToken.Remember(new SecureString(start, Math.Min(length, TokenFormat.MaximumLength + 1)));
        }
    }
}
