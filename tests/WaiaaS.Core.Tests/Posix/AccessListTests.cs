using System.ComponentModel;
using WaiaaS.Posix;
using Kind = WaiaaS.Tests.Infrastructure.AccessList.Kind;

namespace WaiaaS.Tests.Posix;

/// <summary>
/// A file with an access list is open to others when a user other than its owner, root and the reader may use it: the group's
/// permissions that stat shows are only the most that the list may give.
/// </summary>
public sealed class AccessListTests : IDisposable
{
    private const uint NoId = uint.MaxValue;
    private const uint Somebody = 61234;
    private const byte None = 0;
    private const byte Read = 4;
    private const byte Write = 2;
    private const byte Both = Read | Write;

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, bool, (uint Id, byte Permissions)[], byte, byte, byte, byte> Lists => new()
    {
        // what it shows; open; users; the file's own group; another group; mask; everyone
        { "the reader may read", false, [(Me, Read)], None, None, Both, None },
        { "root may read", false, [(0, Read)], None, None, Both, None },
        { "another user may read", true, [(Somebody, Read)], None, None, Both, None },
        { "another user may write", true, [(Somebody, Write)], None, None, Both, None },
        { "another user beside the reader may read", true, [(Me, Read), (Somebody, Read)], None, None, Both, None },
        { "the file's own group may read", true, [(Me, Read)], Read, None, Both, None },
        { "another group may read", true, [], None, Read, Both, None },
        { "everyone may read", true, [(Me, Read)], None, None, Both, Read },
        { "the mask takes away what others may", false, [(Me, Write), (Somebody, Read)], Read, None, Write, None },
    };

    private static uint Me { get; } = OperatingSystem.IsLinux() ? LibC.GetEUid() : 0;

    private string Path => _directory["mcp-token"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Lists))]
    public void An_access_list_opens_a_file_to_others(
        string _, bool open, (uint Id, byte Permissions)[] users, byte owningGroup, byte group, byte mask, byte everyone)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the access lists of Linux");
        File.WriteAllText(Path, SampleToken.New());
        try
        {
            AccessList.Set(Path, [
                (Kind.Owner, Both, NoId),
                .. users.OrderBy(user => user.Id).Select(user => (Kind.User, user.Permissions, user.Id)),
                (Kind.OwningGroup, owningGroup, NoId),
                .. group == None ? [] : new[] { (Kind.Group, group, Somebody) },
                (Kind.Mask, mask, NoId),
                (Kind.Everyone, everyone, NoId),
            ]);
        }
        catch (Win32Exception failure) when (failure.Message.Contains("not supported", StringComparison.Ordinal))
        {
            Assert.Skip("needs a file system with access lists");
        }

        Assert.Equal($"06{mask}{everyone}", Unix.ModeOf(Path));
        Assert.Equal(open, IsOpen());
    }

    [Fact]
    public void Without_a_list_the_groups_permissions_are_the_groups()
    {
        Unix.Need();
        File.WriteAllText(Path, SampleToken.New());
        Unix.SetMode(Path, "640");

        Assert.True(IsOpen());
    }

    private bool IsOpen()
    {
        using IOpenedFile file = RealFileSystem.OpenFile(Path);
        return file.Status.IsOpenToOthers;
    }
}
