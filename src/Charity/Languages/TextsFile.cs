using System.Text.Json;

namespace Charity.Languages;

/// <summary>
/// Reads one Texts*.json: <c>{ "give.amount": { "uk": "…", "bg": "…", "mk": "…", "en": "…" } }</c>, where a text may
/// also be an object of plural categories. Anything else is an error with the file and the key.
/// </summary>
internal static class TextsFile
{
    public static IEnumerable<TextEntry> Read(Stream json, string source)
    {
        using var document = Parse(json, source);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new TextsException($"{source}: the file is not an object of keys.");
        }

        var entries = new List<TextEntry>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            entries.Add(ReadEntry(property, source));
        }

        return entries;
    }

    private static JsonDocument Parse(Stream json, string source)
    {
        try
        {
            return JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false });
        }
        catch (JsonException broken)
        {
            throw new TextsException($"{source}: {broken.Message}", broken);
        }
    }

    private static TextEntry ReadEntry(JsonProperty property, string source)
    {
        var key = property.Name;
        if (!IsKey(key))
        {
            throw new TextsException($"{source}: '{key}' is no key. A key is area.name in letters, digits and hyphens.");
        }

        if (property.Value.ValueKind != JsonValueKind.Object)
        {
            throw new TextsException($"{source}: '{key}' is not an object of languages.");
        }

        var entry = new TextEntry(key, source);
        foreach (var text in property.Value.EnumerateObject())
        {
            if (!Language.TryOf(text.Name, out var language) || language.Code != text.Name)
            {
                throw new TextsException($"{source}: '{key}' has '{text.Name}', which is no language of ours.");
            }

            if (text.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var form in text.Value.EnumerateObject())
                {
                    entry.Set(language, CategoryOf(form.Name, key, source), Template(form.Value, key, source));
                }
            }
            else
            {
                entry.Set(language, Template(text.Value, key, source));
            }
        }

        return entry;
    }

    private static PluralCategory CategoryOf(string name, string key, string source) => name switch
    {
        "one" => PluralCategory.One,
        "few" => PluralCategory.Few,
        "many" => PluralCategory.Many,
        "other" => PluralCategory.Other,
        _ => throw new TextsException($"{source}: '{key}' has '{name}', which is no plural category."),
    };

    private static TextTemplate Template(JsonElement value, string key, string source)
    {
        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
        {
            throw new TextsException($"{source}: a text of '{key}' is blank or no text.");
        }

        try
        {
            return TextTemplate.Parse(value.GetString()!);
        }
        catch (FormatException broken)
        {
            throw new TextsException($"{source}: '{key}': {broken.Message}", broken);
        }
    }

    /// <summary>At least two parts, so that each key names its area: "give.amount", "gift.state.being-settled".</summary>
    private static bool IsKey(string key)
    {
        var parts = key.Split('.');
        return parts.Length >= 2 && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }
}

/// <summary>The texts themselves are at fault: a broken file, a key that no file has, a value that nobody gave.</summary>
public sealed class TextsException : Exception
{
    public TextsException()
    {
    }

    public TextsException(string message)
        : base(message)
    {
    }

    public TextsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
