using System;
using System.Runtime.CompilerServices;
using System.Threading;
using WaiaaS.Daemon;
using WaiaaS.Daemon.Requests;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Commands;

/// <summary>Asks the daemon whether it accepts a token. Apart, so that a test without the daemon does not load its client.</summary>
internal static class OnlineCheck
{
    /// <summary>Asks.</summary>
    /// <returns>Why the daemon does not accept it; null where it does.</returns>
    /// <exception cref="TokenException">The daemon cannot be asked, or the token cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string? WhyRefused(TokenStore store, TokenLocation location, string? uri, int timeoutSec, CancellationToken cancellation)
    {
        try
        {
            using var connection = new DaemonConnection(DaemonAddress.Find(uri), TimeSpan.FromSeconds(timeoutSec), cancellation);
            using Token token = store.Read(location);
            GetConnectInfo.Send(connection, token);
            return null;
        }
        catch (DaemonException refusal) when (Codes.RefusesToken(refusal.Code))
        {
            return Messages.NotAccepted(location.FullPath, Daemon.Messages.WhyEnded(refusal.Code!));
        }
        catch (DaemonException failure)
        {
            throw failure.For(location.FullPath);
        }
        catch (TokenException failure)
        {
            throw failure.At(location.FullPath);
        }
    }
}
