using System;
using System.Globalization;
using System.Threading;

namespace WaiaaS.FakeDaemon
{
    /// <summary>Starts a daemon for people: to try the module without a wallet.</summary>
    internal static class Program
    {
        private const int DaemonPort = 3100;

        private static int Main(string[] arguments)
        {
            int port = DaemonPort;
            if (arguments.Length > 1 || (arguments.Length == 1 && !int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out port)))
            {
                Console.Error.WriteLine("Usage: dotnet run --project tests/WaiaaS.FakeDaemon [-- <port>]");
                return 64;
            }

            using (var daemon = new Daemon(port, null))
            using (var ended = new ManualResetEventSlim())
            {
                Console.CancelKeyPress += (sender, pressed) =>
                {
                    pressed.Cancel = true;
                    ended.Set();
                };
                string wallet = daemon.AddWallet("trading");
                daemon.AddWallet("savings");
                Console.WriteLine("A stand-in for the WAIaaS daemon, without any money. Ctrl+C ends it. In PowerShell:");
                Console.WriteLine();
                Console.WriteLine("    $env:WAIAAS_BASE_URL = '" + daemon.Address + "'");
                Console.WriteLine("    $env:WAIAAS_MASTER_PASSWORD = '" + daemon.MasterPassword + "'");
                Console.WriteLine("    New-WaiaasToken -WalletId trading -PassThru    # or " + wallet);
                Console.WriteLine();
                ended.Wait();
            }

            return 0;
        }
    }
}
