using Charity.Languages;

namespace Charity.Web.Look;

/// <summary>One text in four languages as a form sends it.</summary>
public sealed class FourTexts
{
    public string? Uk { get; set; }

    public string? Bg { get; set; }

    public string? Mk { get; set; }

    public string? En { get; set; }

    public static FourTexts Of(LocalizedText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new() { Uk = text[Language.Uk], Bg = text[Language.Bg], Mk = text[Language.Mk], En = text[Language.En] };
    }

    public string? this[Language language] => language.Code switch { "uk" => Uk, "bg" => Bg, "mk" => Mk, _ => En };

    /// <summary>What was typed; each text cut at what the database can hold, which is far beyond what a form takes.</summary>
    public LocalizedText ToText() => LocalizedText.Of(Cut(Uk), Cut(Bg), Cut(Mk), Cut(En));

    private static string? Cut(string? text) => text is { Length: > LocalizedText.MaxTextLength } ? text[..LocalizedText.MaxTextLength] : text;
}

/// <summary>The four fields of a text: what the partial <c>_FourTexts</c> draws.</summary>
/// <param name="Name">Of the bound property, such as <c>Alt</c>.</param>
/// <param name="Label">What the text is.</param>
/// <param name="MaxLength">Characters in each language.</param>
/// <param name="Required">The organisation's language, whose field may not stay empty; null where all may.</param>
/// <param name="Rows">1 for a line, more for a text area.</param>
/// <param name="Markdown">The toolbar comes to it.</param>
public sealed record FourFields(string Name, string Label, FourTexts Values, int MaxLength, Language? Required, int Rows = 1, bool Markdown = false, string? Hint = null);
