using System;
using System.Collections.Generic;
using System.Security;
using WaiaaS.Daemon.Requests;

namespace WaiaaS.Daemon;

/// <summary>Finds the ids of wallets by what a user calls them. An id needs no question.</summary>
internal sealed class WalletNames(DaemonConnection connection, Func<SecureString> password)
{
    private List<DaemonWallet>? _known;

    private List<DaemonWallet> Known => _known ??= ListWallets.Send(connection, password());

    /// <summary>The ids, each once, in the order given.</summary>
    /// <param name="names">Ids or names; none for all active wallets.</param>
    /// <exception cref="DaemonException">The daemon gives no list.</exception>
    /// <exception cref="TokenException"><see cref="TokenError.WalletNotFound"/>.</exception>
    public IReadOnlyList<string> Resolve(IReadOnlyList<string> names)
    {
        var ids = new List<string>();
        foreach (string id in names.Count == 0 ? AllActive() : IdsOf(names))
        {
            if (!ids.Contains(id))
                ids.Add(id);
        }

        return ids;
    }

    private List<string> AllActive()
    {
        List<DaemonWallet> active = Known.FindAll(wallet => wallet.IsActive);
        return active.Count > 0 ? active.ConvertAll(wallet => wallet.Id) : throw NotFound(Messages.NoWallets(connection.Address));
    }

    private IEnumerable<string> IdsOf(IReadOnlyList<string> names)
    {
        foreach (string name in names)
            yield return Answers.IsId(name) ? name.ToLowerInvariant() : IdOf(name);
    }

    // Names are compared as they are written; a terminated wallet does not hide an active one.
    private string IdOf(string name)
    {
        List<DaemonWallet> named = Known.FindAll(wallet => wallet.Name == name);
        List<DaemonWallet> active = named.FindAll(wallet => wallet.IsActive);
        if (active.Count == 1)
            return active[0].Id;
        string shown = Messages.Printable(name);
        if (active.Count > 1)
            throw NotFound(Messages.NameIsAmbiguous(shown, string.Join(", ", active.ConvertAll(wallet => wallet.Id))), Remedy.NameWalletById);
        throw NotFound(named.Count > 0 ? Messages.WalletTerminated(shown) : Messages.NoSuchWallet(connection.Address, shown));
    }

    private static TokenException NotFound(string message, Remedy remedy = Remedy.NameWallet) => new(TokenError.WalletNotFound, null, message, remedy);
}
