using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Charity.Languages;

/// <summary>A text and the language it is really in, for the html <c>lang</c> attribute of what is shown.</summary>
public readonly record struct TextIn(string Text, Language Language)
{
    public override string ToString() => Text;
}

/// <summary>
/// What an organisation wrote in up to four languages: a name, a story, an update. Immutable; equal when all texts are.
/// Stored as JSON in one column, keys always in the order uk, bg, mk, en. Blank texts do not exist; line ends are "\n"
/// and letters are composed (NFC), so that the same words always compare and print the same.
/// </summary>
[JsonConverter(typeof(LocalizedTextJsonConverter))]
public sealed class LocalizedText : IEquatable<LocalizedText>, IEnumerable<TextIn>
{
    /// <summary>Longest text in one language, in UTF-16 units: a campaign's story. Forms set their own, smaller limits.</summary>
    public const int MaxTextLength = 50_000;

    public static readonly LocalizedText Empty = new([null, null, null, null]);

    private readonly string?[] _texts;

    private LocalizedText(string?[] texts) => _texts = texts;

    /// <summary>Texts by language; null or blank means that there is none.</summary>
    /// <exception cref="ArgumentException">A text is longer than <see cref="MaxTextLength"/>.</exception>
    public static LocalizedText Of(string? uk = null, string? bg = null, string? mk = null, string? en = null) =>
        new([Clean(uk), Clean(bg), Clean(mk), Clean(en)]);

    /// <inheritdoc cref="Of(string?, string?, string?, string?)"/>
    public static LocalizedText Of(Language language, string? text) => Empty.With(language, text);

    /// <summary>The text in exactly this language, or null.</summary>
    public string? this[Language language] => _texts[language.Index];

    public bool IsEmpty => Array.TrueForAll(_texts, text => text is null);

    public bool Has(Language language) => _texts[language.Index] is not null;

    /// <summary>
    /// The text a reader of <paramref name="wanted"/> sees: in that language, else in the organisation's
    /// (<paramref name="fallback"/>), else in English, else in whatever there is. Empty texts give "" in the wanted language.
    /// </summary>
    public TextIn In(Language wanted, Language fallback)
    {
        if (this[wanted] is { } exact)
        {
            return new(exact, wanted);
        }

        if (this[fallback] is { } own)
        {
            return new(own, fallback);
        }

        if (this[Language.En] is { } english)
        {
            return new(english, Language.En);
        }

        foreach (var any in this)
        {
            return any;
        }

        return new("", wanted);
    }

    /// <summary>The same texts with one put in, replaced, or (null or blank) taken out.</summary>
    /// <exception cref="ArgumentException">The text is longer than <see cref="MaxTextLength"/>.</exception>
    public LocalizedText With(Language language, string? text)
    {
        var texts = (string?[])_texts.Clone();
        texts[language.Index] = Clean(text);
        return new(texts);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <exception cref="JsonException">Not an object of at most four texts keyed by our language codes.</exception>
    public static LocalizedText FromJson(string json) => JsonSerializer.Deserialize<LocalizedText>(json, Options) ?? Empty;

    public bool Equals(LocalizedText? other) => other is not null && _texts.AsSpan().SequenceEqual(other._texts);

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as LocalizedText);

    public override int GetHashCode() => HashCode.Combine(_texts[0], _texts[1], _texts[2], _texts[3]);

    public static bool operator ==(LocalizedText? left, LocalizedText? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(LocalizedText? left, LocalizedText? right) => !(left == right);

    /// <summary>The texts that exist, in the order of <see cref="Language.All"/>.</summary>
    public IEnumerator<TextIn> GetEnumerator()
    {
        foreach (var language in Language.All)
        {
            if (_texts[language.Index] is { } text)
            {
                yield return new(text, language);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => ToJson();

    // The column is only read back by us and never put into a page as it is, so Cyrillic stays readable in the database.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > MaxTextLength)
        {
            throw new ArgumentException($"A text has {text.Length} characters; at most {MaxTextLength} are stored.", nameof(text));
        }

        return Letters.Compose(text.ReplaceLineEndings("\n").Trim());
    }
}
