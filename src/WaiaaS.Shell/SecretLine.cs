using System;
using System.Security;

namespace WaiaaS.Shell;

/// <summary>Reads a line that is not shown.</summary>
internal static class SecretLine
{
    /// <summary>A line from the terminal, shown as asterisks, or from redirected input.</summary>
    /// <returns>Null when the input has ended.</returns>
    public static SecureString? Read() => Console.IsInputRedirected ? ReadRedirected() : ReadMasked();

    private static SecureString? ReadRedirected()
    {
        var secret = new SecureString();
        int next = Console.In.Read();
        if (next < 0)
            return null;
        for (; next >= 0 && next != '\n'; next = Console.In.Read())
        {
            if (next != '\r')
                secret.AppendChar((char)next);
        }

        return secret;
    }

    private static SecureString ReadMasked()
    {
        var secret = new SecureString();
        while (true)
        {
            ConsoleKeyInfo key = Console.ReadKey(intercept: true);
            if (key.Key == ConsoleKey.Enter)
            {
                Console.Error.WriteLine();
                return secret;
            }

            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
                Console.Error.Write("\b \b");
            }
            else if (!char.IsControl(key.KeyChar))
            {
                secret.AppendChar(key.KeyChar);
                Console.Error.Write('*');
            }
        }
    }
}
