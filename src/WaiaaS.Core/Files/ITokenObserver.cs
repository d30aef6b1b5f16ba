namespace WaiaaS.Files;

/// <summary>Hears what a user may want to know while an operation goes on. May throw to stop it.</summary>
internal interface ITokenObserver
{
    /// <summary>Something is done, but not as it should be.</summary>
    void Warning(string message);

    /// <summary>What happens, for somebody who looks.</summary>
    void Verbose(string message);
}
