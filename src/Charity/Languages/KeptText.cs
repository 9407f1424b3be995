using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Charity.Accounting;

namespace Charity.Languages;

/// <summary>
/// A sentence that is written now and read later, in each reader's own language: a text's key and the values for its
/// places.
/// </summary>
public sealed class KeptText
{
    /// <summary>Characters of a value that are kept: what a server answered may be long.</summary>
    public const int MaxValue = 1000;

    /// <summary>Kind of a kept value: several keys. No currency has such a code.</summary>
    private const string Keys = "TextKeys";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    private readonly (string Name, object Value)[] values;

    /// <param name="key">Of a text in four languages, with a place for each value.</param>
    /// <param name="values">
    /// Each a text (cut after <see cref="MaxValue"/>), a whole number, a <see cref="Money"/>, a <see cref="DateOnly"/>, a
    /// <see cref="DateTime"/> in UTC, or the <see cref="TextKey"/> of a text without places (the name of a role, say), or several
    /// such keys, shown as a list with commas.
    /// </param>
    /// <exception cref="ArgumentException">A value of another type.</exception>
    public KeptText(TextKey key, params (string Name, object Value)[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Key = key;
        this.values = Array.ConvertAll(values, value => (value.Name, value.Value switch
        {
            string { Length: > MaxValue } text => text[..MaxValue],
            string or int or long or Money or DateOnly or TextKey or TextKey[] => value.Value,
            DateTime { Kind: DateTimeKind.Utc } => value.Value,
            var other => throw new ArgumentException($"A {other.GetType().Name} cannot be kept for a text.", nameof(values)),
        }));
    }

    public TextKey Key { get; }

    /// <summary>The sentence in the reader's language.</summary>
    /// <param name="when">How the reader is told a moment.</param>
    public string In(LanguageTexts texts, Func<DateTime, string> when)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(when);
        var written = Array.ConvertAll<(string Name, object Value), (string, object?)>(values, value => (value.Name, value.Value switch
        {
            TextKey key => texts[key],
            TextKey[] keys => string.Join(", ", keys.Select(key => texts[key])),
            DateTime moment => when(moment),
            var other => other,
        }));
        return texts[Key, written];
    }

    /// <summary>The values as they are stored.</summary>
    public string WriteValues() => JsonSerializer.Serialize(values.Select(v => v.Value switch
    {
        string text => new Kept(v.Name, nameof(String), text),
        int number => new Kept(v.Name, nameof(Int64), number.ToString(CultureInfo.InvariantCulture)),
        long number => new Kept(v.Name, nameof(Int64), number.ToString(CultureInfo.InvariantCulture)),
        Money money => new Kept(v.Name, money.Currency.Code, money.Minor.ToString(CultureInfo.InvariantCulture)),
        DateOnly date => new Kept(v.Name, nameof(DateOnly), date.ToString("O", CultureInfo.InvariantCulture)),
        TextKey[] keys => new Kept(v.Name, Keys, string.Join(',', keys.Select(key => key.Key))),
        DateTime moment => new Kept(v.Name, nameof(DateTime), moment.ToString("O", CultureInfo.InvariantCulture)),
        _ => new Kept(v.Name, nameof(TextKey), ((TextKey)v.Value).Key),
    }), Json);

    /// <summary>Reads what <see cref="WriteValues"/> wrote.</summary>
    public static KeptText Read(string key, string values)
        => new(new TextKey(key), [.. (JsonSerializer.Deserialize<List<Kept>>(values, Json) ?? []).Select(kept => (kept.Name, ValueOf(kept)))]);

    private static object ValueOf(Kept kept) => kept.Type switch
    {
        nameof(String) => kept.Value,
        nameof(Int64) => long.Parse(kept.Value, CultureInfo.InvariantCulture),
        nameof(DateOnly) => DateOnly.ParseExact(kept.Value, "O", CultureInfo.InvariantCulture),
        nameof(DateTime) => DateTime.ParseExact(kept.Value, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        nameof(TextKey) => new TextKey(kept.Value),
        Keys => kept.Value.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(key => new TextKey(key)).ToArray(),
        _ => new Money(long.Parse(kept.Value, CultureInfo.InvariantCulture), Currency.Of(kept.Type)),
    };

    private sealed record Kept(string Name, string Type, string Value);
}
