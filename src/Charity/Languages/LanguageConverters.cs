using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Charity.Languages;

/// <summary>A language as its two-letter code in a column.</summary>
public sealed class LanguageConverter() : ValueConverter<Language, string>(language => language.Code, code => Language.Of(code));

internal sealed class LanguageJsonConverter : JsonConverter<Language>
{
    public override Language Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Language.TryOf(reader.GetString(), out var language) ? language : throw new JsonException("No such language.");

    public override void Write(Utf8JsonWriter writer, Language value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}
