using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>The Markdown of docs/en-US says of every cmdlet what its code says.</summary>
public sealed class CmdletHelpTests : IDisposable
{
    private readonly Engine _engine = new();

    public static TheoryData<string> Cmdlets { get; } = new(
        "Get-WaiaasToken", "Get-WaiaasTokenInfo", "Get-WaiaasTokenPath", "Remove-WaiaasToken", "Set-WaiaasToken", "Test-WaiaasToken");

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Every_cmdlet_has_help()
    {
        IEnumerable<string> exported = _engine.Run("Get-Command -Module WaiaaS").Output.Cast<CmdletInfo>().Select(cmdlet => cmdlet.Name);

        Assert.Equal(exported.Order(), Cmdlets.Select(row => row.Data).Order());
        Assert.Equal(exported.Order(), MamlHelp.Cmdlets.Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_front_matter_is_of_the_cmdlet(string cmdlet)
    {
        MarkdownHelp help = MarkdownHelp.Of(cmdlet);

        Assert.Equal(cmdlet, help.Metadata("title"));
        Assert.Equal("WaiaaS", help.Metadata("Module Name"));
        Assert.Equal(Path.GetFileName(MamlHelp.StagedFile), help.Metadata("external help file"));
        Assert.Equal(Code(cmdlet).HelpFile, help.Metadata("external help file"), ignoreCase: true);
        Assert.EndsWith($"/docs/en-US/{cmdlet}.md", help.Metadata("HelpUri"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Nothing_is_left_to_fill_in(string cmdlet)
    {
        MarkdownHelp help = MarkdownHelp.Of(cmdlet);

        Assert.DoesNotContain("{{", help.Text, StringComparison.Ordinal);
        Assert.All(help.Text.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
        Assert.Matches(@"^[A-Z][^\n]{20,90}\.$", help.Synopsis);
        Assert.True(help.Description.Length > 200, "The description is too short to be one.");
        Assert.All(help.Parameters, parameter => Assert.Matches(@"^[A-Z][^`]", parameter.Description));
        Assert.All(help.Inputs.Concat(help.Outputs), type => Assert.Matches(@"^[A-Z].*\.$", HelpText.Flat(type.Value)));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_parameters_are_those_of_the_code(string cmdlet)
    {
        MarkdownHelp help = MarkdownHelp.Of(cmdlet);
        Dictionary<string, ParameterMetadata> parameters = OwnParameters(cmdlet).ToDictionary(parameter => parameter.Name);
        object instance = Activator.CreateInstance(Code(cmdlet).ImplementingType)!;

        Assert.Equal(parameters.Keys.Order(), help.Parameters.Select(parameter => parameter.Name).Order());
        foreach (MarkdownParameter told in help.Parameters)
        {
            ParameterMetadata parameter = parameters[told.Name];
            Assert.Equal((told.Name, parameter.ParameterType.FullName), (told.Name, told.Type));
            Assert.Equal((told.Name, DefaultOf(instance, parameter)), (told.Name, told.DefaultValue));
            Assert.Equal((told.Name, parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any()), (told.Name, told.SupportsWildcards));
            Assert.Equal(parameter.Aliases.Order(StringComparer.Ordinal), told.Aliases);
            Assert.Equal(
                parameter.ParameterSets.ToDictionary(set => set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key, set => AsTold(set.Value)),
                told.Sets);
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_is_that_of_the_code(string cmdlet)
    {
        IEnumerable<KeyValuePair<string, string>> sets = Code(cmdlet).ParameterSets.Select(set =>
            KeyValuePair.Create(set.IsDefault ? set.Name + " (Default)" : set.Name, $"{cmdlet} {set}"));

        Assert.Equal(sets.OrderBy(set => set.Key), MarkdownHelp.Of(cmdlet).Syntax.OrderBy(set => set.Key));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_types_that_go_in_and_out_are_those_of_the_code(string cmdlet)
    {
        MarkdownHelp help = MarkdownHelp.Of(cmdlet);
        IEnumerable<string> piped = OwnParameters(cmdlet)
            .Where(parameter => parameter.ParameterSets.Values.Any(set => set.ValueFromPipeline || set.ValueFromPipelineByPropertyName))
            .Select(parameter => parameter.ParameterType.FullName!);
        string[] given = [.. Code(cmdlet).OutputType.Select(type => type.Type == typeof(void) ? "None" : type.Name).Order()];

        Assert.All(piped, type => Assert.Contains(type, help.Inputs.Keys));
        Assert.Equal(given, help.Outputs.Keys.Where(type => type != "None" || given.Contains("None")).Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_error_ids_are_those_of_the_code(string cmdlet)
    {
        IReadOnlyList<string> told = MarkdownHelp.Of(cmdlet).ErrorIds;

        Assert.NotEmpty(told);
        Assert.Equal(told.Distinct(), told);
        Assert.All(told, id => Assert.Contains(id, Enum.GetNames<TokenError>()));
    }

    [Fact]
    public void Every_error_id_is_explained()
    {
        IEnumerable<string> told = Cmdlets.SelectMany(row => MarkdownHelp.Of(row.Data).ErrorIds).Distinct();

        Assert.Equal(Enum.GetNames<TokenError>().Order(), told.Order());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_links_lead_to_files_that_are_there(string cmdlet)
    {
        MarkdownHelp help = MarkdownHelp.Of(cmdlet);

        Assert.NotEmpty(help.Links);
        Assert.All(help.Links, link =>
        {
            string target = Path.GetFullPath(link.Value, Path.GetDirectoryName(help.Path)!);
            Assert.True(File.Exists(target), $"There is no {target}.");
            Assert.Equal(link.Key, Path.GetFileName(target).Split('.')[0]);
        });
    }

    private static MarkdownParameterSet AsTold(ParameterSetMetadata set) => new(
        set.Position == int.MinValue ? "Named" : set.Position.ToString(CultureInfo.InvariantCulture),
        set.IsMandatory,
        set.ValueFromPipeline,
        set.ValueFromPipelineByPropertyName,
        set.ValueFromRemainingArguments);

    private static string DefaultOf(object instance, ParameterMetadata parameter)
    {
        // WhatIf and Confirm are PowerShell's own, and have no property of the cmdlet's class.
        object? value = instance.GetType().GetProperty(parameter.Name)?.GetValue(instance);
        return parameter.ParameterType == typeof(SwitchParameter) && value is null or SwitchParameter { IsPresent: false }
            ? "False"
            : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "None";
    }

    private CmdletInfo Code(string cmdlet) => (CmdletInfo)_engine.With("name", cmdlet).Run("Get-Command -Name $name").Output.Single();

    private IEnumerable<ParameterMetadata> OwnParameters(string cmdlet) =>
        Code(cmdlet).Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !Cmdlet.OptionalCommonParameters.Contains(parameter.Name)
            || parameter.Name is "WhatIf" or "Confirm");
}
