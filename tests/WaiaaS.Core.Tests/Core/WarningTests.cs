using System.IO;
using System.Threading;
using WaiaaS.Files;
using WaiaaS.Paths;
using WaiaaS.Tests.Infrastructure;
using WaiaaS.Tokens;
using Xunit;

namespace WaiaaS.Tests.Core;

/// <summary>A token that was read is not lost because a warning could not be made up.</summary>
public sealed class WarningTests
{
    [Fact]
    public void A_directory_that_vanishes_after_the_read_costs_only_the_warning()
    {
        Unix.Need();
        using var directory = new TemporaryDirectory();
        string token = SampleToken.New();
        File.WriteAllText(directory["mcp-token"], token);
        Unix.SetMode(directory["mcp-token"], "0600");
        var store = new Store();

        using Token read = new TokenReader(new Vanishing(), store, new RetryPolicy(0, CancellationToken.None))
            .Read(TokenLocation.AtPath(directory["mcp-token"]), CancellationToken.None);

        Assert.Equal(token, read.ToPlainText());
        Assert.Empty(store.Warnings);
    }

    private sealed class Vanishing : ReadingFileSystem
    {
        public override bool OthersCanWriteTo(string directory) => throw new FileSystemException(FailureKind.NotFound, "2", "gone");
    }
}
