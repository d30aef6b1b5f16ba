namespace WaiaaS.Reliability.Fuzzing;

/// <summary>A mistake that the reference can be given. Each is one that a parser could make, and must be found.</summary>
internal enum Flaw
{
    EmptySignature,
    OneByteTooMany,
    Padding,
    ByteOrderMarkStays,
    TrailingComma,
    ExpiryFromText,
}
