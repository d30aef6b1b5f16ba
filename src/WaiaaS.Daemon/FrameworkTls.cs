using System.Net;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace WaiaaS.Daemon;

/// <summary>
/// TLS in Windows PowerShell. Its process is older than the rule that lets Windows choose the version, and offers TLS 1.0
/// where no registry value says otherwise. .NET lets the operating system choose by itself.
/// </summary>
internal static class FrameworkTls
{
    private const SecurityProtocolType SystemDefault = 0;

    /// <summary>Offers TLS 1.2 for these requests alone: the process-wide setting is the user's.</summary>
    public static void Allow(HttpClientHandler handler)
    {
        bool isFramework = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", System.StringComparison.Ordinal);
        if (isFramework && ServicePointManager.SecurityProtocol != SystemDefault)
            handler.SslProtocols = SslProtocols.Tls12;
    }
}
