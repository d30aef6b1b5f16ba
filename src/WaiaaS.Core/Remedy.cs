namespace WaiaaS;

/// <summary>
/// What a user can do about an error or a warning, where the answer is a cmdlet or a parameter. The core only names it;
/// the words are in the cmdlets' <c>Messages</c>.
/// </summary>
internal enum Remedy
{
    /// <summary>The text says it already, or there is nothing to do.</summary>
    None,

    /// <summary>Say where the data directory is.</summary>
    NameDataDirectory,

    /// <summary>Pass another wallet id, or a path.</summary>
    PassWalletIdOrPath,

    /// <summary>Pass the token where tokens belong.</summary>
    PassTokenAsToken,

    /// <summary>Pass the path that a link leads to.</summary>
    PassLinkTarget,

    /// <summary>Write a token, or name the directory that has one.</summary>
    WriteToken,

    /// <summary>Write a token of one's own, or run as its owner.</summary>
    WriteOwnToken,

    /// <summary>Remove the token of another user and write it again.</summary>
    TakeOverToken,

    /// <summary>Write the token again.</summary>
    RewriteToken,

    /// <summary>Write the token again, if WAIaaS refuses it.</summary>
    RewriteTokenIfRefused,

    /// <summary>Write the token again, in the encoding that WAIaaS reads.</summary>
    RewriteTokenAsUtf8,

    /// <summary>Write the token of an API response, not the response.</summary>
    RewriteTokenFromResponse,

    /// <summary>Write the token again, or pass another path.</summary>
    RewriteTokenOrPassOtherPath,

    /// <summary>Write the token again, in place of the command in the text.</summary>
    OrRewriteToken,

    /// <summary>Pass the token of an API response, not the response.</summary>
    PassTokenOfResponse,

    /// <summary>Gain access to the directory, or name another.</summary>
    UseAccessibleDirectory,

    /// <summary>Gain write access to the directory and the file, or name another.</summary>
    UseWritableDirectory,

    /// <summary>Rename what is in the way, or name another directory.</summary>
    RenameFileInTheWay,

    /// <summary>Check the directory's path and disk, or name another.</summary>
    CheckDirectory,

    /// <summary>Gain access to the list of tokens, or name another directory.</summary>
    ListAsOwner,

    /// <summary>Try again with more retries.</summary>
    RetryLonger,
}
