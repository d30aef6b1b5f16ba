using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using WaiaaS.Tests.Infrastructure;
using Xunit;

namespace WaiaaS.Tests.Help;

/// <summary>The help of one cmdlet as Get-Help reads it: MAML, from the staged module.</summary>
internal sealed class MamlHelp
{
    public static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    public static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    public static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly XElement _command;

    private MamlHelp(XElement command) => _command = command;

    /// <summary>Where Get-Help looks for it.</summary>
    public static string StagedFile { get; } = Staged.File("out", "WaiaaS", "en-US", "WaiaaS.dll-Help.xml");

    /// <summary>The cmdlets that the file is about.</summary>
    public static IReadOnlyList<string> Cmdlets => [.. Commands().Select(NameOf)];

    public string Synopsis => Words(_command.Element(Command + "details")!.Element(Maml + "description"));

    public string Description => Words(_command.Element(Maml + "description"));

    public string Notes => Words(_command.Descendants(Maml + "alert").Single());

    public IReadOnlyDictionary<string, string> Inputs => Types("inputType");

    public IReadOnlyDictionary<string, string> Outputs => Types("returnValue");

    public IReadOnlyList<XElement> Parameters => [.. _command.Element(Command + "parameters")!.Elements()];

    /// <summary>The parameters of each line of the syntax.</summary>
    public IReadOnlyList<IReadOnlyList<XElement>> Syntax =>
        [.. _command.Descendants(Command + "syntaxItem").Select(item => item.Elements(Command + "parameter").ToList())];

    public IReadOnlyList<(string Title, string Introduction, string Code, string Remarks)> Examples =>
        [.. _command.Descendants(Command + "example").Select(example => (
            example.Element(Maml + "title")!.Value,
            example.Element(Maml + "introduction")!.Value,
            example.Element(Dev + "code")!.Value,
            Words(example.Element(Dev + "remarks"))))];

    public IReadOnlyList<(string Text, string Uri)> Links =>
        [.. _command.Descendants(Maml + "navigationLink").Select(link => (link.Element(Maml + "linkText")!.Value, link.Element(Maml + "uri")!.Value))];

    public static MamlHelp Of(string cmdlet)
    {
        XElement? command = Commands().SingleOrDefault(command => NameOf(command) == cmdlet);
        Assert.True(command is not null, $"{StagedFile} has no help for {cmdlet}.");
        return new MamlHelp(command);
    }

    /// <summary>The text of the paragraphs below an element.</summary>
    public static string Words(XElement? element) =>
        HelpText.Flat(string.Join(' ', element?.Descendants(Maml + "para").Select(paragraph => paragraph.Value) ?? []));

    private static IEnumerable<XElement> Commands() => XDocument.Load(StagedFile).Root!.Elements(Command + "command");

    private static string NameOf(XElement command) => command.Element(Command + "details")!.Element(Command + "name")!.Value;

    private Dictionary<string, string> Types(string element) =>
        _command.Descendants(Command + element).ToDictionary(
            type => type.Element(Dev + "type")!.Element(Maml + "name")!.Value,
            type => Words(type.Element(Maml + "description")));
}
