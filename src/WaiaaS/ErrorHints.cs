using System;
using System.Collections.ObjectModel;
using System.IO;
using System.Management.Automation;
using WaiaaS.Parameters;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS;

/// <summary>What a user would find out about an error by looking around: which tokens there are, where a link leads to.</summary>
internal static class ErrorHints
{
    // A secret volume of Kubernetes has a link for each of its files, through one that is exchanged when they change.
    private const string KubernetesData = "..data";

    /// <summary>Adds it to the error's text.</summary>
    /// <param name="error">The error.</param>
    /// <param name="items">To look at links with.</param>
    /// <param name="defaultParameter">The parameter that means the default token; null where there is none.</param>
    public static TokenException AddTo(TokenException error, ItemCmdletProviderIntrinsics items, string? defaultParameter) =>
        (error.Error, error.Path) switch
        {
            (TokenError.TokenNotFound, { } path) => WithTokens(error, path, defaultParameter),
            (TokenError.TokenPathIsSymbolicLink, { } path) => WithTarget(error, path, items),
            _ => error,
        };

    private static TokenException WithTokens(TokenException error, string path, string? defaultParameter)
    {
        NearbyTokens? nearby = TokenStore.ListNear(path);
        return nearby is null || (nearby.Wallets.Count == 0 && (!nearby.HasDefault || defaultParameter is null))
            ? error
            : new TokenException(error.Error, path, error.Message + " " + Messages.Nearby(nearby, defaultParameter));
    }

    private static TokenException WithTarget(TokenException error, string path, ItemCmdletProviderIntrinsics items)
    {
        string? target = TargetOf(path, items);
        if (target is null || TokenRecognizer.IsIn(target))
            return error;
        string shown = SafeText.Printable(target);
        bool isKubernetes = target.StartsWith(KubernetesData + "/", StringComparison.Ordinal);
        return isKubernetes
            ? new(error.Error, path, error.Message + " " + Messages.LinkOfKubernetes(shown, Path.Combine(Path.GetDirectoryName(path)!, KubernetesData)))
            : error.With(Messages.LinkTarget(shown));
    }

    private static string? TargetOf(string path, ItemCmdletProviderIntrinsics items)
    {
        try
        {
            Collection<PSObject> found = items.Get([path], force: true, literalPath: true);
            object? target = found.Count == 1 ? ObjectMembers.Find(found[0], "Target") : null;
            return target as string ?? (target is System.Collections.IList { Count: 1 } list ? list[0] as string : null);
        }
        catch (Exception unreadable) when (unreadable is RuntimeException or IOException or UnauthorizedAccessException)
        {
            // It was changed meanwhile, or this session may not look.
            return null;
        }
    }
}
