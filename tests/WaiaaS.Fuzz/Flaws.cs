namespace WaiaaS.Fuzz;

/// <summary>Mistakes that the reference can be given. Each is one that a parser could make, and must be found.</summary>
internal static class Flaws
{
    public const string EmptySignature = "empty-signature";
    public const string OneByteTooMany = "one-byte-too-many";
    public const string Padding = "padding";
    public const string ByteOrderMarkStays = "byte-order-mark-stays";
    public const string TrailingComma = "trailing-comma";
    public const string ExpiryFromText = "expiry-from-text";

    public static readonly string[] All =
        [EmptySignature, OneByteTooMany, Padding, ByteOrderMarkStays, TrailingComma, ExpiryFromText];

    /// <summary>Whether it is one of the claims, not of a token's form.</summary>
    public static bool AreOfClaims(string flaw) => flaw is TrailingComma or ExpiryFromText;
}
