using System.Linq;
using System.Management.Automation;
using System.Text.Json;

namespace WaiaaS.Tests.Infrastructure.StandIns;

/// <summary>JSON as the objects that PowerShell makes of it, and back.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static object? ToObject(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return ToObject(document.RootElement);
    }

    public static string ToText(object? value, bool indented) => JsonSerializer.Serialize(Plain(value), indented ? Indented : JsonSerializerOptions.Default);

    private static object? ToObject(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => WithProperties(element),
        JsonValueKind.Array => element.EnumerateArray().Select(ToObject).ToArray(),
        JsonValueKind.Number => element.TryGetInt64(out long whole) ? whole : element.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
        JsonValueKind.Null => null,
        _ => element.GetString(),
    };

    private static PSObject WithProperties(JsonElement element)
    {
        var result = new PSObject();
        foreach (JsonProperty property in element.EnumerateObject())
            result.Properties.Add(new PSNoteProperty(property.Name, ToObject(property.Value)));
        return result;
    }

    private static object? Plain(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } custom => custom.Properties.ToDictionary(property => property.Name, property => Plain(property.Value)),
        PSObject wrapped => Plain(wrapped.BaseObject),
        System.Collections.IDictionary table => table.Keys.Cast<object>().ToDictionary(key => $"{key}", key => Plain(table[key])),
        string text => text,
        System.Collections.IEnumerable list => list.Cast<object?>().Select(Plain).ToArray(),
        _ => value,
    };
}
