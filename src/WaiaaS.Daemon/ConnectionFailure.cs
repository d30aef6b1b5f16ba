using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace WaiaaS.Daemon;

/// <summary>Tells a connection that could not be made, when nothing was sent, from one that ended without an answer.</summary>
internal static class ConnectionFailure
{
    /// <summary>The exception for a failure of the HTTP stack.</summary>
    public static DaemonException For(Exception failure, DaemonAddress address)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (IsOfTls(cause))
                return DaemonErrors.NoConnection(Messages.TlsFailed(address, ReasonOf(failure)), Remedy.TrustCertificate);
            if (IsBeforeRequest(cause))
                return DaemonErrors.NoConnection(Messages.NoConnection(address, ReasonOf(failure)), Remedy.CheckDaemon);
        }

        return DaemonErrors.NoAnswer(Messages.NoAnswer(address, ReasonOf(failure)), Remedy.CheckDaemon);
    }

    private static string ReasonOf(Exception failure) => failure.GetBaseException().Message;

    // .NET Framework says it by a status, .NET by the exception inside.
    private static bool IsOfTls(Exception cause) =>
        cause is AuthenticationException or WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure };

    private static bool IsBeforeRequest(Exception cause) => cause is
        SocketException
        {
            SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            or SocketError.HostUnreachable or SocketError.NetworkUnreachable
        }
        or WebException { Status: WebExceptionStatus.ConnectFailure or WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ProxyNameResolutionFailure };
}
