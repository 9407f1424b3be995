using System.Text.Json;
using Charity.Payments;

namespace Charity.Embedded.Stripe;

/// <summary>
/// Reads Stripe's objects: strict about the type of what we use, blind to everything else. A missing or wrong field is
/// a <see cref="JsonException"/>, which the caller turns into an unknown outcome.
/// </summary>
internal static class StripeJson
{
    public static string Text(this JsonElement json, string name)
        => json.TextOrNull(name) ?? throw Wrong(name, "text");

    public static string? TextOrNull(this JsonElement json, string name)
        => json.Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Wrong(name, "text");

    public static long Whole(this JsonElement json, string name)
        => json.WholeOrNull(name) ?? throw Wrong(name, "a whole number");

    public static long? WholeOrNull(this JsonElement json, string name)
        => json.Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
            : throw Wrong(name, "a whole number");

    public static bool Flag(this JsonElement json, string name)
        => json.Find(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
            ? value.GetBoolean()
            : throw Wrong(name, "true or false");

    public static DateTime Time(this JsonElement json, string name)
        => json.TimeOrNull(name) ?? throw Wrong(name, "a date");

    public static DateTime? TimeOrNull(this JsonElement json, string name)
        => json.WholeOrNull(name) is not { } seconds ? null
            : UnixTime.ToUtc(seconds) ?? throw Wrong(name, "a date");

    /// <summary>A decimal fraction to the letter, whether Stripe writes it as a number or as text.</summary>
    public static string? DecimalTextOrNull(this JsonElement json, string name)
        => json.Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Wrong(name, "a decimal");

    /// <summary>ISO 4217 in upper case; Stripe writes it in lower case.</summary>
    public static string Currency(this JsonElement json, string name)
        => FactRules.Currency(json.Text(name)) ?? throw Wrong(name, "a currency");

    /// <summary>The id of an expandable field: a text, or the <c>id</c> of the object that stands there.</summary>
    public static string? IdOrNull(this JsonElement json, string name)
        => json.Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.Object ? value.Text("id")
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Wrong(name, "an id or an object");

    /// <summary>The object of an expandable field, or null when only its id stands there.</summary>
    public static JsonElement? ObjectOrNull(this JsonElement json, string name)
        => json.Find(name) is not { } value || value.ValueKind == JsonValueKind.String ? null
            : value.ValueKind == JsonValueKind.Object ? value
            : throw Wrong(name, "an object");

    public static IEnumerable<JsonElement> List(this JsonElement json, string name)
        => json.Find(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : throw Wrong(name, "a list");

    /// <summary>A list of texts.</summary>
    public static IEnumerable<string> Texts(this JsonElement json, string name)
        => json.List(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(name, "a list of texts"));

    /// <summary>A field that is there and not null.</summary>
    public static JsonElement? Find(this JsonElement json, string name)
        => json.ValueKind != JsonValueKind.Object ? throw new JsonException("An object was expected.")
            : json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    // Only what we wrote ourselves goes into the message, which is logged.
    private static JsonException Wrong(string name, string expected)
        => new JsonException($"The field {name} is not {expected}.");
}
