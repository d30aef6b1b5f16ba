namespace WaiaaS.Tokens;

/// <summary>The check of a token's form that failed. <see cref="None"/> means that all of them passed.</summary>
internal enum TokenFlaw
{
    /// <summary>Prefix, three base64url parts, size: all as they should be.</summary>
    None,

    /// <summary>Read twice in a row, it was not the same: others are writing it.</summary>
    Unsettled,

    /// <summary>Nothing but white space and byte order marks.</summary>
    Empty,

    /// <summary>Does not start with <c>wai_sess_</c>.</summary>
    NoPrefix,

    /// <summary>What follows the prefix is not <c>header.payload.signature</c>.</summary>
    NotThreeParts,

    /// <summary>One of the three parts is empty.</summary>
    EmptyPart,

    /// <summary>White space or a line break stands inside.</summary>
    InnerWhiteSpace,

    /// <summary>A character that base64url (RFC 4648, section 5) does not have.</summary>
    ForeignCharacter,

    /// <summary>The file is UTF-16, as Windows PowerShell's <c>&gt;</c> and <c>Out-File</c> write it.</summary>
    Utf16,

    /// <summary>The file is JSON, for instance a whole API response.</summary>
    Json,

    /// <summary>More than <see cref="TokenFormat.MaximumLength"/> bytes.</summary>
    TooLarge,

    /// <summary>Neither text nor an object with a <c>token</c> member.</summary>
    NoTokenMember,

    /// <summary>A secure string that was disposed of.</summary>
    Disposed,
}
