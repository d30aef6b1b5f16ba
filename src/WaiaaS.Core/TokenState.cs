namespace WaiaaS;

/// <summary>What a token file is good for.</summary>
public enum TokenState
{
    /// <summary>A token that has not expired, as far as its claims tell; its signature cannot be verified here.</summary>
    Active,

    /// <summary>A token whose <c>exp</c> is in the past.</summary>
    Expired,

    /// <summary>A file that does not hold a token, or one whose payload or <c>exp</c> cannot be read.</summary>
    Malformed,

    /// <summary>A file that the module does not read: a link, no regular file, too large, somebody else's, or unreadable.</summary>
    Refused,
}
