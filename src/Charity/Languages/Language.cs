using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Charity.Accounting;

namespace Charity.Languages;

/// <summary>
/// One of the four languages in which Charity speaks to people. There are exactly four instances, so they are
/// compared by reference. Stored in the database and in JSON as <see cref="Code"/>.
/// </summary>
[JsonConverter(typeof(LanguageJsonConverter))]
public sealed class Language : IParsable<Language>
{
    public static readonly Language Uk = new(0, "uk", "Українська");
    public static readonly Language Bg = new(1, "bg", "Български");
    public static readonly Language Mk = new(2, "mk", "Македонски");
    public static readonly Language En = new(3, "en", "English");

    /// <summary>All four, in the order in which pages offer them.</summary>
    public static IReadOnlyList<Language> All { get; } = [Uk, Bg, Mk, En];

    private Language(int index, string code, string nativeName)
    {
        Index = index;
        Code = code;
        NativeName = nativeName;
    }

    /// <summary>Two-letter ISO 639-1 code: the first part of every public address.</summary>
    public string Code { get; }

    /// <summary>The value of the html <c>lang</c> attribute (BCP 47).</summary>
    public string HtmlLang => Code;

    /// <summary>The language's name in itself, for the language switch.</summary>
    public string NativeName { get; }

    /// <summary>How a reader of this language types decimals; for <see cref="AmountText"/>.</summary>
    public AmountNotation Notation => AmountNotations.OfLanguage(Code);

    /// <summary>0 to 3: the position in tables that hold one value for each language.</summary>
    internal int Index { get; }

    /// <summary>The language with this code, in any letter case; false for anything else.</summary>
    public static bool TryOf(string? code, [NotNullWhen(true)] out Language? language)
    {
        foreach (var one in All)
        {
            if (string.Equals(one.Code, code, StringComparison.OrdinalIgnoreCase))
            {
                language = one;
                return true;
            }
        }

        language = null;
        return false;
    }

    /// <summary>The language with this code.</summary>
    /// <exception cref="ArgumentException">There is no such language: the code came from a place that must be checked first.</exception>
    public static Language Of(string code) =>
        TryOf(code, out var language) ? language : throw new ArgumentException($"No such language: '{code}'.", nameof(code));

    /// <summary>
    /// The best of our languages for an Accept-Language header (RFC 9110, 12.5.4): highest q-value, then first named.
    /// A region is ignored ("uk-UA" is Ukrainian). A header that names none of ours gives <paramref name="otherwise"/>.
    /// </summary>
    /// <param name="among">The only ones that count; null for all.</param>
    public static Language FromAcceptLanguage(string? header, Language otherwise, IReadOnlyCollection<Language>? among = null)
    {
        if (string.IsNullOrEmpty(header) || header.Length > MaxAcceptLanguageLength)
        {
            return otherwise;
        }

        Language best = otherwise;
        var bestQuality = 0;
        var rest = header.AsSpan();
        foreach (var range in rest.Split(','))
        {
            var item = rest[range];
            var semicolon = item.IndexOf(';');
            var tag = (semicolon < 0 ? item : item[..semicolon]).Trim();
            var quality = semicolon < 0 ? 1000 : QualityOf(item[(semicolon + 1)..]);
            if (quality <= bestQuality)
            {
                continue;
            }

            var hyphen = tag.IndexOf('-');
            var primary = hyphen < 0 ? tag : tag[..hyphen];
            if (primary is "*")
            {
                (best, bestQuality) = (otherwise, quality);
            }
            else if (primary.Length == 2 && TryOf(primary.ToString(), out var language) && among?.Contains(language) != false)
            {
                (best, bestQuality) = (language, quality);
            }
        }

        return best;
    }

    static Language IParsable<Language>.Parse(string s, IFormatProvider? provider) => Of(s);

    /// <summary>For binding from routes and forms.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out Language result) =>
        TryOf(s, out result);

    public override string ToString() => Code;

    /// <summary>Longer headers are no browser's; the default answers them.</summary>
    private const int MaxAcceptLanguageLength = 1000;

    /// <summary>Thousandths; 0 when it cannot be read, so that a broken item is passed over.</summary>
    private static int QualityOf(ReadOnlySpan<char> parameter)
    {
        parameter = parameter.Trim();
        if (!parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        return decimal.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q is >= 0 and <= 1
            ? (int)(q * 1000)
            : 0;
    }
}
