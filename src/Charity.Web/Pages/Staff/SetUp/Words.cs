using Charity.Languages;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>A text in four languages as a form sends it.</summary>
public sealed class Words
{
    public string? Uk { get; set; }
    public string? Bg { get; set; }
    public string? Mk { get; set; }
    public string? En { get; set; }

    public static Words From(LocalizedText text)
        => new() { Uk = text[Language.Uk], Bg = text[Language.Bg], Mk = text[Language.Mk], En = text[Language.En] };

    /// <summary>Cut at what a text can hold; forms say their own, smaller limits.</summary>
    public LocalizedText ToText() => LocalizedText.Of(Cut(Uk), Cut(Bg), Cut(Mk), Cut(En));

    public string? this[Language language] => language.Code switch { "uk" => Uk, "bg" => Bg, "mk" => Mk, _ => En };

    private static string? Cut(string? text) => text?.Length > LocalizedText.MaxTextLength ? text[..LocalizedText.MaxTextLength] : text;
}

/// <summary>One text of a form, drawn by <c>_Words</c>.</summary>
/// <param name="Name">Of the field, such as <c>Form.Name</c>.</param>
/// <param name="Rows">Lines of a large field; 1 for a single line.</param>
/// <param name="Required">Marked as needed in at least one language.</param>
/// <param name="Needed">The language that must not be empty; null for none.</param>
public sealed record WordsField(string Name, string Label, string? Hint, Words Words, int Rows, int MostCharacters, Language? Needed, bool Markdown = false, bool Required = false)
{
    /// <summary>Ids hold no point.</summary>
    public string Id => Name.Replace('.', '-');
}
