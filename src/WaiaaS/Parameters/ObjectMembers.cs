using System;
using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace WaiaaS.Parameters;

/// <summary>Reads members of what comes down the pipeline: properties of objects, entries of dictionaries.</summary>
internal static class ObjectMembers
{
    /// <summary>What an object is without PowerShell's wrapping; a custom object is nothing without it.</summary>
    public static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>The name of an unwrapped object's type.</summary>
    public static string TypeNameOf(object value) => value is PSObject ? nameof(PSCustomObject) : value.GetType().Name;

    /// <summary>The unwrapped value of a member, whatever the case of its name; null where there is none.</summary>
    public static object? Find(object? input, string name)
    {
        object? value = Unwrap(input);
        return value switch
        {
            null => null,
            IDictionary dictionary => Unwrap(EntryOf(dictionary, name)),
            _ => Unwrap(PropertyOf(PSObject.AsPSObject(input), name)),
        };
    }

    /// <summary>Whether there is such a member, be it null.</summary>
    public static bool Has(object input, string name) => Unwrap(input) is IDictionary dictionary
        ? KeyOf(dictionary, name) is not null
        : PSObject.AsPSObject(input).Properties[name] is not null;

    /// <summary>The text of text, a number or a GUID; null for anything else.</summary>
    public static string? TextOf(object? value) => value switch
    {
        string text => text,
        bool or char => null,
        ValueType scalar and (IConvertible or Guid) => Convert.ToString(scalar, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? PropertyOf(PSObject input, string name)
    {
        try
        {
            return input.Properties[name]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static object? EntryOf(IDictionary dictionary, string name) => KeyOf(dictionary, name) is { } key ? dictionary[key] : null;

    // Dictionaries made from JSON tell upper from lower case, PowerShell's own do not.
    private static string? KeyOf(IDictionary dictionary, string name)
    {
        foreach (object key in dictionary.Keys)
        {
            if (key is string text && text.Equals(name, StringComparison.OrdinalIgnoreCase))
                return text;
        }

        return null;
    }
}
