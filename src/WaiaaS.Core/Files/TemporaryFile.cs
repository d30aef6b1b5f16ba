using System;
using WaiaaS.Tokens;

namespace WaiaaS.Files;

/// <summary>A token under a temporary name: removed if and only if it was not renamed into its place.</summary>
internal sealed unsafe class TemporaryFile
{
    private readonly ITokenDirectory _directory;
    private readonly INewFile _file;
    private bool? _gone;

    /// <summary>Creates the file. When that fails there is nothing to remove.</summary>
    public TemporaryFile(ITokenDirectory directory, string targetName)
    {
        _directory = directory;
        Name = TemporaryName.For(targetName);
        _file = directory.Create(Name);
    }

    /// <summary>Its name in the directory.</summary>
    public string Name { get; }

    /// <summary>Writes the token, makes it durable under the temporary name, and closes the file.</summary>
    /// <param name="token">What to write.</param>
    /// <param name="openToOthers">Called before anything is written where others cannot be kept out.</param>
    public void Fill(Token token, Action openToOthers)
    {
        using (_file)
        {
            if (!_file.SettleAccess())
                openToOthers();
            _file.Write(token.Bytes, token.Length);

            // Before the rename: else a power cut can leave the new name with empty pages behind it.
            _file.Flush();
            _file.Close();
        }
    }

    /// <summary>Renames it over the target.</summary>
    public void RenameTo(string target)
    {
        _directory.Replace(Name, target);
        _gone = true;
    }

    /// <summary>Removes it unless it was renamed.</summary>
    /// <returns>Whether nothing is left under the temporary name.</returns>
    public bool Remove(RetryPolicy retry)
    {
        // One try: a second one after the error was told would make that error wrong.
        if (_gone is not null)
            return _gone.Value;
        try
        {
            _file.Dispose();
            retry.Run(
                () =>
                {
                    _directory.Delete(Name);
                    return true;
                },
                (_, _, _) => { });
            _gone = true;
        }
        catch (FileSystemException failure)
        {
            _gone = failure.Kind == FailureKind.NotFound;
        }

        return _gone.Value;
    }
}
