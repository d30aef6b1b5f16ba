using System.ComponentModel;
using WaiaaS.Posix;
using Kind = WaiaaS.Tests.Infrastructure.AccessList.Kind;

namespace WaiaaS.Tests.Posix;

/// <summary>
/// A file with an access list is open to others when somebody but its owner, root and the reader may use it: the group's
/// permissions that stat shows are only the most that the list may give.
/// </summary>
public sealed class AccessListTests : IDisposable
{
    private const uint Nobody = uint.MaxValue;
    private const uint Somebody = 61234;
    private const byte None = 0;
    private const byte Read = 4;
    private const byte Write = 2;

    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Who_reads_may_be_let_in() => AssertOpen(false, (Kind.User, Read, Me()));

    [Fact]
    public void Root_may_be_let_in() => AssertOpen(false, (Kind.User, Read, 0));

    [Fact]
    public void Another_user_who_reads_is_somebody() => AssertOpen(true, (Kind.User, Read, Somebody));

    [Fact]
    public void Another_user_who_writes_is_somebody() => AssertOpen(true, (Kind.User, Write, Somebody));

    [Fact]
    public void Another_user_beside_the_reader_is_somebody() =>
        AssertOpen(true, Me() < Somebody ? [(Kind.User, Read, Me()), (Kind.User, Read, Somebody)] : [(Kind.User, Read, Somebody), (Kind.User, Read, Me())]);

    [Fact]
    public void A_group_is_somebody() => AssertOpen(true, (Kind.Group, Read, Somebody));

    [Fact]
    public void The_files_own_group_is_somebody()
    {
        Put((Kind.Owner, 6, Nobody), (Kind.User, Read, Me()), (Kind.OwningGroup, Read, Nobody), (Kind.Mask, Read, Nobody), (Kind.Everyone, None, Nobody));
        Assert.True(IsOpen());
    }

    [Fact]
    public void Everybody_is_somebody()
    {
        Put((Kind.Owner, 6, Nobody), (Kind.User, Read, Me()), (Kind.OwningGroup, None, Nobody), (Kind.Mask, Read, Nobody), (Kind.Everyone, Read, Nobody));
        Assert.True(IsOpen());
    }

    [Fact]
    public void What_the_mask_takes_away_lets_nobody_in()
    {
        Put((Kind.Owner, 6, Nobody), (Kind.User, Write, Me()), (Kind.User, Read, Somebody), (Kind.OwningGroup, Read, Nobody), (Kind.Mask, Write, Nobody), (Kind.Everyone, None, Nobody));
        Assert.Equal("0620", Unix.ModeOf(Path));
        Assert.False(IsOpen());
    }

    [Fact]
    public void Without_a_list_the_groups_permissions_are_the_groups()
    {
        Put();
        Unix.SetMode(Path, "640");
        Assert.True(IsOpen());
    }

    // With the entries that every list has, and a mask that takes nothing away.
    private void AssertOpen(bool expected, params (Kind Kind, byte Permissions, uint Id)[] entries)
    {
        Put([(Kind.Owner, 6, Nobody), .. Of(Kind.User), (Kind.OwningGroup, None, Nobody), .. Of(Kind.Group), (Kind.Mask, 6, Nobody), (Kind.Everyone, None, Nobody)]);
        Assert.Equal("0660", Unix.ModeOf(Path));
        Assert.Equal(expected, IsOpen());

        (Kind, byte, uint)[] Of(Kind kind) => Array.FindAll(entries, entry => entry.Kind == kind);
    }

    private void Put(params (Kind Kind, byte Permissions, uint Id)[] entries)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the access lists of Linux");
        File.WriteAllText(Path, SampleToken.New());
        try
        {
            if (entries.Length > 0)
                AccessList.Set(Path, entries);
        }
        catch (Win32Exception failure) when (failure.Message.Contains("not supported", StringComparison.Ordinal))
        {
            Assert.Skip("needs a file system with access lists");
        }
    }

    private bool IsOpen()
    {
        using IOpenedFile file = RealFileSystem.OpenFile(Path);
        return file.Status.IsOpenToOthers;
    }

    private static uint Me() => OperatingSystem.IsLinux() ? LibC.GetEUid() : 0;
}
