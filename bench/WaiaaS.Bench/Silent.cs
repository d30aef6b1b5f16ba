using WaiaaS.Files;

namespace WaiaaS.Bench;

/// <summary>Hears nothing.</summary>
internal sealed class Silent : ITokenLogger
{
    public void Warning(string message, Remedy remedy, string path)
    {
    }

    public void Verbose(string message)
    {
    }
}
