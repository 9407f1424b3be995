using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Charity.Languages;

/// <summary>
/// Texts in several languages as JSON in one column:
/// <c>property.HasConversion(new LocalizedTextConverter(), new LocalizedTextComparer())</c>.
/// </summary>
public sealed class LocalizedTextConverter() : ValueConverter<LocalizedText, string>(text => text.ToJson(), json => LocalizedText.FromJson(json));

/// <summary>Compares by value; needs no snapshot copy, as the text is immutable.</summary>
public sealed class LocalizedTextComparer() : ValueComparer<LocalizedText>(
    (left, right) => left == right,
    text => text.GetHashCode(),
    text => text);

internal sealed class LocalizedTextJsonConverter : JsonConverter<LocalizedText>
{
    public override LocalizedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Texts in several languages are an object.");
        }

        var text = LocalizedText.Empty;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!Language.TryOf(reader.GetString(), out var language) || text.Has(language))
            {
                throw new JsonException("A key is no language of ours, or stands twice.");
            }

            reader.Read();
            text = text.With(language, reader.GetString());
        }

        return text;
    }

    public override void Write(Utf8JsonWriter writer, LocalizedText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (text, language) in value)
        {
            writer.WriteString(language.Code, text);
        }

        writer.WriteEndObject();
    }
}
