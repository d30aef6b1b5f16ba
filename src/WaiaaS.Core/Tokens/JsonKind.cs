namespace WaiaaS.Tokens;

/// <summary>What a member's value is, as far as claims need it.</summary>
internal enum JsonKind
{
    /// <summary>An object, an array, true or false: no claim of a token is one.</summary>
    Other,

    /// <summary>null.</summary>
    Null,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,
}
