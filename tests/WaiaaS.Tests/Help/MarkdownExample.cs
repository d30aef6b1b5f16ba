using System.Text.RegularExpressions;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>An example of docs/en-US.</summary>
internal sealed partial record MarkdownExample(string Title, string Code, string? Output, string Text)
{
    /// <summary>Text, code, what it prints, and more text; a test fails where it is anything else.</summary>
    public static MarkdownExample Parse(string title, string body)
    {
        Match match = Form().Match(body);
        Assert.True(match.Success && !match.Groups["after"].Value.Contains("```", System.StringComparison.Ordinal), $"'{title}' is no example.");
        Group output = match.Groups["output"];
        return new MarkdownExample(
            title, match.Groups["code"].Value, output.Success ? output.Value : null, match.Groups["before"].Value + match.Groups["after"].Value);
    }

    [GeneratedRegex(@"^(?<before>.*?)```powershell\n(?<code>.*?)\n```(\s*```Output\n(?<output>.*?)\n```)?(?<after>.*)$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
