namespace WaiaaS.Reliability.Machine;

/// <summary>Other programs.</summary>
internal static class Command
{
    public static (int Code, string Output, string Error) Run(string program, params string[] arguments) => RunIn(null, program, arguments);

    public static (int Code, string Output, string Error) RunIn(string? directory, string program, params string[] arguments)
    {
        using Process process = Process.Start(Redirected([program, .. arguments], directory))!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.TrimEnd(), error.Result.TrimEnd());
    }

    public static string Output(string program, params string[] arguments)
    {
        (int code, string output, string error) = Run(program, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>Starts a program to be talked to; what it says on standard error is dropped.</summary>
    /// <param name="home">Its home directory and where it starts; null for this program's.</param>
    public static Process Start(string[] words, string? home = null)
    {
        ProcessStartInfo start = Redirected(words, home);
        if (home is not null)
            start.Environment["HOME"] = home;
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static ProcessStartInfo Redirected(string[] words, string? directory) => new(words[0], words[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = directory ?? string.Empty,
    };
}
