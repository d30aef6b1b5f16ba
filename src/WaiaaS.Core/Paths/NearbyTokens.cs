using System.Collections.Generic;

namespace WaiaaS.Paths;

/// <summary>The tokens of a data directory in which one is missing.</summary>
/// <param name="isDefaultMissing">Whether it is the default token.</param>
/// <param name="hasDefault">Whether there is a default token.</param>
/// <param name="wallets">The wallets that have a token of their own, sorted.</param>
internal sealed class NearbyTokens(bool isDefaultMissing, bool hasDefault, IReadOnlyList<string> wallets)
{
    public bool IsDefaultMissing => isDefaultMissing;

    public bool HasDefault => hasDefault;

    public IReadOnlyList<string> Wallets => wallets;
}
