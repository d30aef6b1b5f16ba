using System.Security;

namespace WaiaaS.Bench;

/// <summary>A token of ordinary length, and where the repository is.</summary>
internal static class Example
{
    /// <summary>HS256, <c>sub</c>, <c>iat</c>, <c>exp</c> in 2033; its signature is none.</summary>
    public const string Token =
        "wai_sess_eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTkzYTJiNC03YzFkLTcwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJpYXQiOjE3MDAwMDAwMDAsImV4cCI6MTk5MDAwMDAwMH0."
        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /// <summary>The same, as a caller of the module has it.</summary>
    public static SecureString Protected { get; } = Secure();

    public static SecureString Secure()
    {
        var secret = new SecureString();
        foreach (char c in Token)
            secret.AppendChar(c);
        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>The staged module.</summary>
    public static string Manifest() => Path.Combine(Root(), "out", "WaiaaS", "WaiaaS.psd1");

    public static string Root()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "WaiaaS.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException("The repository is not above the program.");
    }
}
