using Charity.Languages;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>Texts by language code, as a form of a fund or a programme sends them.</summary>
internal static class NamedInput
{
    private const int MaxLength = 1000;

    /// <summary>The texts; null where one is longer than any name or description should be.</summary>
    public static LocalizedText? Read(Dictionary<string, string?>? typed)
    {
        var text = LocalizedText.Empty;
        foreach (var language in Language.All)
        {
            var words = typed?.GetValueOrDefault(language.Code);
            if (words is { Length: > MaxLength })
            {
                return null;
            }

            text = text.With(language, words);
        }

        return text;
    }
}
