namespace WaiaaS;

/// <summary>
/// What a user can do about an error or a warning, where the answer is a cmdlet or a parameter. The core only names it;
/// the words are in the cmdlets' <c>Messages</c>.
/// </summary>
internal enum Remedy
{
    /// <summary>The text says it already, or there is nothing to do.</summary>
    None,
    NameDataDirectory,
    PassWalletIdOrPath,
    PassTokenAsToken,
    PassLinkTarget,
    WriteToken,
    WriteOwnToken,
    TakeOverToken,
    RewriteToken,
    RewriteTokenAsUtf8,
    RewriteTokenFromResponse,
    RewriteTokenOrPassOtherPath,
    PassTokenOfResponse,
    UseAccessibleDirectory,
    UseWritableDirectory,
    RenameFileInTheWay,
    CheckDirectory,
    ListAsOwner,
    RetryLonger,
    NameDaemon,
    CheckDaemon,
    WaitLonger,
    TrustCertificate,
    NameMasterPassword,
    CheckMasterPassword,
    CheckHostName,
    NameWallet,
    NameWalletById,
    FreeSession,
    CreateSession,
    CheckClock,
    CheckParameters,
}
