using WaiaaS.Windows;

namespace WaiaaS.Tests.Windows;

/// <summary>What a reparse point is, by its tag; the tags are text rules, so they are tested on every system.</summary>
public sealed class ReparseTagTests
{
    [Theory]
    [InlineData("symbolic link", 0xA000000C, "SymbolicLink")]
    [InlineData("junction, mount point", 0xA0000003, "SymbolicLink")]
    [InlineData("link of WSL", 0xA000001D, "SymbolicLink")]
    [InlineData("OneDrive placeholder", 0x9000601A, null)]
    [InlineData("deduplicated file", 0x80000013, null)]
    [InlineData("compressed by the system", 0x80000017, null)]
    [InlineData("socket", 0x80000023, "Socket")]
    [InlineData("FIFO of WSL", 0x80000024, "Fifo")]
    [InlineData("character device of WSL", 0x80000025, "Device")]
    [InlineData("block device of WSL", 0x80000026, "Device")]
    public void A_tag_makes_a_link_or_a_special_file_or_an_ordinary_one(string _, uint tag, string? type) =>
        Assert.Equal(type, ReparseTag.SpecialType(tag)?.ToString());
}
