using System;
using System.Collections;
using System.Management.Automation;
using System.Security;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Parameters;

/// <summary>
/// Makes a <see cref="SecureString"/> of any value for <c>-Token</c>: text, or an object or dictionary with a
/// <c>token</c>, such as a response of WAIaaS' API. Everything binds, also what is no token: PowerShell's own binding
/// errors show the input and keep it as their target object, so none may arise. The cmdlet then reports what was wrong.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TokenTransformationAttribute : ArgumentTransformationAttribute
{
    private const string TokenMember = "token";
    private const string SessionMember = "session";

    // A GUID has as many; any token has more, and a part of one that was typed for a wallet's name must not be shown.
    private const int LongestShownWallet = 36;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        // Null is the one input whose binding error shows nothing: PowerShell's own message is the one users know.
        if (inputData is null)
            return null!;

        object input = OnlyItem(inputData) ?? inputData;
        return FromText(ObjectMembers.Unwrap(input)) ?? FromMember(input) ?? NoToken();
    }

    private static SecureString? FromText(object? value) => value switch
    {
        SecureString secret => secret,
        string text => Protect(text),
        _ => null,
    };

    private static SecureString? FromMember(object input)
    {
        object? session = null;
        SecureString? secret = FromText(ObjectMembers.Find(input, TokenMember));
        if (secret is null)
        {
            session = ObjectMembers.Find(input, SessionMember);
            secret = FromText(ObjectMembers.Find(session, TokenMember));
        }

        return secret is null ? null : BoundToken.RememberDestination(secret, TokenDestination.Of(input, session));
    }

    // PowerShell makes lists of one where a program, or JSON, has a list.
    private static object? OnlyItem(object input) => ObjectMembers.Unwrap(input) is IList { Count: 1 } list ? list[0] : null;

    private static SecureString NoToken() => BoundToken.Remember(new SecureString(), TokenFormatError.NoTokenMember);

    private static unsafe SecureString Protect(string text)
    {
        string? wallet = text.Length <= LongestShownWallet && WalletId.IsValid(text) ? text : null;
        fixed (char* chars = text)
        {
            // A secure string holds 65,536 characters; one more than a token may have is enough to see that it is too large.
            char* start = chars;
            int length = text.Length;
            TokenFormat.Trim(ref start, ref length);
            return BoundToken.Remember(new SecureString(start, Math.Min(length, TokenFormat.MaximumLength + 1)), looksLikeWallet: wallet);
        }
    }
}
