using System;
using System.Threading;
using WaiaaS.Paths;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>A token under a temporary name, removed on disposal if and only if it was not committed.</summary>
internal sealed unsafe class TemporaryFile : IDisposable
{
    // More than the daemon's tokens have.
    private const int ReservedBytes = 512;

    // Ctrl+C ends the wait for a rename, and must not end the removal that comes of it.
    private static readonly RetryPolicy Removal = new(RetryPolicy.DefaultRetries, logger: null);

    private static readonly TimeSpan LongestRename = TimeSpan.FromSeconds(1);

    // Each attempt meets another remover within microseconds, or the file system removes what it creates.
    private const int MaximumNames = 10;

    private readonly ITokenDirectory _directory;
    private readonly TokenLocation _target;
    private readonly INewFile _file;
    private readonly string _name;

    // A signal comes on another thread.
    private readonly object _gate = new();
    private Token? _token;
    private bool _committed;
    private bool _disposed;

    private TemporaryFile(ITokenDirectory directory, TokenLocation target, string name, INewFile file)
    {
        _directory = directory;
        _target = target;
        _name = name;
        _file = file;
    }

    /// <summary>What it was created with; the committed token keeps that. Closed on disposal.</summary>
    public INewFile File => _file;

    /// <summary>Its path once disposed, if it could not be removed; else null.</summary>
    public string? LeftoverPath { get; private set; }

    /// <summary>Whether the name is gone although it was not committed: which token is in place then is not known.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Creates one.</summary>
    /// <param name="directory">The opened directory of the target.</param>
    /// <param name="target">The token file that it will replace.</param>
    /// <param name="processId">This process.</param>
    /// <exception cref="FileSystemException">There is no file.</exception>
    public static TemporaryFile Create(ITokenDirectory directory, TokenLocation target, int processId)
    {
        LiveTemporaries.Listen();
        for (int attempt = 1; ; attempt++)
        {
            string name = TemporaryName.For(target.FileName, processId);
            try
            {
                return Create(directory, target, name);
            }
            catch (FileSystemException reason) when (reason.Error == FileSystemError.Claimed && attempt < MaximumNames)
            {
                // A removal took it for a leftover in the instant before it was locked.
            }
        }
    }

    private static TemporaryFile Create(ITokenDirectory directory, TokenLocation target, string name)
    {
        LiveTemporaries.BeginCreation();
        TemporaryFile? created = null;
        try
        {
            return created = new TemporaryFile(directory, target, name, directory.Create(name));
        }
        finally
        {
            LiveTemporaries.EndCreation(created);
        }
    }

    /// <summary>Writes as much as a token takes, of nothing: a full disk is found out before there is a token to lose.</summary>
    /// <exception cref="FileSystemException"/>
    public void Reserve()
    {
        byte* zeros = stackalloc byte[ReservedBytes];
        _file.Write(zeros, ReservedBytes);
    }

    /// <summary>Writes the token and makes it durable under the temporary name.</summary>
    /// <exception cref="FileSystemException"/>
    public void Write(Token token)
    {
        _token = token;
        _file.Write(token.Bytes, token.Length);

        // Before the rename: else a power cut can leave the new name with empty pages behind it.
        _file.Flush();
    }

    /// <summary>
    /// Renames it over the target. Can be tried again. The file stays open, and so locked, until then: an open file tells others
    /// that its writer lives.
    /// </summary>
    /// <exception cref="FileSystemException">It was not renamed, or <see cref="IsLost"/>.</exception>
    public void Commit()
    {
        lock (_gate)
        {
            try
            {
                _file.RenameTo(_target.FileName);
            }
            catch (FileSystemException) when (IsInPlace())
            {
                // Done and reported as failed: a file server's answer was lost, and the repeated request found no source.
            }

            _committed = true;
        }

        LiveTemporaries.Forget(this);
    }

    /// <summary>
    /// Removes the name because a signal ends the process: the write, which goes on until then, finds nothing to rename. Waits
    /// for a rename that is being done, but not for a file server that does not answer.
    /// </summary>
    public void Abandon()
    {
        if (!Monitor.TryEnter(_gate, LongestRename))
            return;
        try
        {
            if (!_committed && !_disposed)
                _directory.Delete(_name);
        }
        catch (Exception reason) when (reason is FileSystemException or ObjectDisposedException)
        {
            // The process ends: there is no way to report it.
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    public void Dispose()
    {
        // Run once: a removal that succeeds after the error was reported would make the report wrong.
        if (_disposed)
            return;
        _disposed = true;
        LiveTemporaries.Forget(this);
        _file.Dispose();
        if (_committed)
            return;
        try
        {
            Removal.Run(_target, () => _directory.Delete(_name));
        }
        catch (FileSystemException reason)
        {
            IsLost = reason.Error == FileSystemError.NotFound;
            LeftoverPath = IsLost ? null : System.IO.Path.Combine(_target.Directory, _name);
        }
    }

    private bool IsInPlace()
    {
        try
        {
            if (_directory.TypeOf(_name) != FileType.Missing)
                return false;
            using IOpenedFile target = _directory.OpenFile(_target.FileName);
            return target.IsUnchanged(_token!.Bytes, _token.Length);
        }
        catch (FileSystemException)
        {
            return false;
        }
    }
}
