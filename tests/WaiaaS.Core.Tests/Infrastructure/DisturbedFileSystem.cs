namespace WaiaaS.Tests.Infrastructure;

/// <summary>The steps of a write, and of a removal, that a test can disturb.</summary>
public enum WriteStep
{
    Check,
    Create,
    Write,
    Flush,
    Rename,
    Close,
    FlushDirectory,
    Delete,
}

/// <summary>The real file system, with something done before or after one step of a write or a removal.</summary>
internal sealed class DisturbedFileSystem(WriteStep at, Action? before = null, Action? after = null) : ITokenFileSystem
{
    /// <summary>What happens before the token is written, beside what is done at the step.</summary>
    public Action BeforeWrite { get; init; } = () => { };

    public int ProcessId => RealFileSystem.Instance.ProcessId;

    public ITokenDirectory OpenOrCreateDirectory(string path) => new DisturbedDirectory(this, RealFileSystem.Instance.OpenOrCreateDirectory(path));

    public ITokenDirectory OpenDirectory(string path) => new DisturbedDirectory(this, RealFileSystem.Instance.OpenDirectory(path));

    public ITokenDirectory OpenDirectoryForReading(string path) => RealFileSystem.Instance.OpenDirectoryForReading(path);

    public string CommandToClose(string path) => RealFileSystem.Instance.CommandToClose(path);

    public string CommandToCloseDirectory(string path) => RealFileSystem.Instance.CommandToCloseDirectory(path);

    private T Do<T>(WriteStep step, Func<T> action)
    {
        if (step == at)
            before?.Invoke();
        T result = action();
        if (step == at)
            after?.Invoke();
        return result;
    }

    private void Do(WriteStep step, Action action) => Do(step, () =>
    {
        action();
        return true;
    });

    private sealed class DisturbedDirectory(DisturbedFileSystem system, ITokenDirectory real) : ITokenDirectory
    {
        public string Path => real.Path;

        public bool IsWritableByOthers => real.IsWritableByOthers;

        public bool SupportsPermissions => real.SupportsPermissions;

        public string? DeniedOwner => real.DeniedOwner;

        public string? UnknownNewOwner => real.UnknownNewOwner;

        public UntrustedDirectory? FindUntrusted() => real.FindUntrusted();

        public FileType TypeOf(string name) => real.TypeOf(name);

        public void CheckReplaceable(string target) => system.Do(WriteStep.Check, () => real.CheckReplaceable(target));

        public IOpenedFile OpenFile(string name) => real.OpenFile(name);

        public INewFile Create(string name) => system.Do(WriteStep.Create, () => new DisturbedFile(system, real.Create(name)));

        public void Delete(string name) => system.Do(WriteStep.Delete, () => real.Delete(name));

        public bool Flush() => system.Do(WriteStep.FlushDirectory, real.Flush);

        public IEnumerable<string> Names() => real.Names();

        public DateTimeOffset LastChange() => real.LastChange();

        public IAbandonedFile? TryClaim(string name) => real.TryClaim(name);

        public void Dispose() => real.Dispose();
    }

    private sealed unsafe class DisturbedFile(DisturbedFileSystem system, INewFile real) : INewFile
    {
        public FileStatus Status => real.Status;

        public bool IsModeRefused => real.IsModeRefused;

        public string? DeniedOwner => real.DeniedOwner;

        public void Write(byte* content, int length)
        {
            system.BeforeWrite();
            system.Do(WriteStep.Write, () => real.Write(content, length));
        }

        public void Flush() => system.Do(WriteStep.Flush, real.Flush);

        public void RenameTo(string target) => system.Do(WriteStep.Rename, () => real.RenameTo(target));

        public void Close() => system.Do(WriteStep.Close, real.Close);

        public void Dispose() => real.Dispose();
    }
}
