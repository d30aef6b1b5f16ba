using WaiaaS.Files;

namespace WaiaaS.Bench;

/// <summary>Hears nothing.</summary>
internal sealed class Silent : ITokenObserver
{
    public void Warning(string message)
    {
    }

    public void Verbose(string message)
    {
    }
}
