namespace WaiaaS.Tests.Paths;

[Collection(ProcessWide.Name)]
public sealed class DataDirectoryTests
{
    private static readonly string HomeVariable = Path.DirectorySeparatorChar == '/' ? "HOME" : "USERPROFILE";

    [Theory]
    [InlineData("/given", "/from/environment", "/given")]
    [InlineData(null, "/from/environment", "/from/environment")]
    [InlineData(null, "", "/home/someone/.waiaas")]
    [InlineData(null, null, "/home/someone/.waiaas")]
    public void What_is_given_wins_over_the_environment_and_that_over_the_home_directory(string? given, string? variable, string expected) =>
        WithVariables(variable, "/home/someone", () => Assert.Equal(expected, DataDirectory.Find(given).Replace('\\', '/')));

    [Theory]
    [InlineData("/data", "C:\\data", true)]
    [InlineData("~/data", "~\\data", false)]
    [InlineData("data", "data", false)]
    [InlineData("./data", ".\\data", false)]
    [InlineData(" /data", " C:\\data", false)]
    [InlineData("/data ", "C:\\data ", false)]
    [InlineData("/data\\x", "C:data", false)]
    public void Only_an_absolute_value_means_the_same_to_all_of_WAIaaS(string posix, string windows, bool expected) =>
        Assert.Equal(expected, DataDirectory.IsUnambiguous(Path.DirectorySeparatorChar == '/' ? posix : windows));

    [Fact]
    public void Without_the_home_variable_the_operating_system_is_asked()
    {
        Unix.Need();
        WithVariables(null, null, () => Assert.EndsWith("/.waiaas", DataDirectory.Find(null), StringComparison.Ordinal));
    }

    [Fact]
    public void A_user_without_an_account_has_no_data_directory()
    {
        Unix.NeedRoot();
        TokenException? failure = null;
        WithVariables(null, null, () => Unix.As(3_999_999, () => failure = Store.ErrorOf(() => DataDirectory.Find(null))));

        Assert.Equal(TokenError.HomeDirectoryNotFound, failure!.Error);
    }

    private static void WithVariables(string? dataDirectory, string? home, Action action)
    {
        string? dataBefore = Environment.GetEnvironmentVariable(DataDirectory.Variable);
        string? homeBefore = Environment.GetEnvironmentVariable(HomeVariable);
        try
        {
            Environment.SetEnvironmentVariable(DataDirectory.Variable, dataDirectory);
            Environment.SetEnvironmentVariable(HomeVariable, home);
            action();
        }
        finally
        {
            Environment.SetEnvironmentVariable(DataDirectory.Variable, dataBefore);
            Environment.SetEnvironmentVariable(HomeVariable, homeBefore);
        }
    }
}
