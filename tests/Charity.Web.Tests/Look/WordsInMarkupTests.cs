using System.Text.RegularExpressions;
using Xunit;

namespace Charity.Web.Tests.Look;

/// <summary>No page says a word that is not a text in four languages: neither between its tags nor in what is read out.</summary>
public sealed partial class WordsInMarkupTests
{
    /// <summary>Names and signs that are the same in every language.</summary>
    private static readonly HashSet<string> SameEverywhere = new(StringComparer.Ordinal)
    {
        "Telegram", "Viber", "WhatsApp", "Facebook", "IBAN", "BIC", "UTC", "CSV", "JSON", "PDF", "QR", "Stripe", "Markdown", "SPF", "DKIM", "DMARC",
        // Objects by the names that Stripe's own dashboard gives them.
        "PaymentIntent", "Checkout", "Session", "Charge", "refund", "dispute",
        // What is printed on keys.
        "Ctrl", "Enter", "Esc", "K", "g", "j", "k", "n", "p", "u",
    };

    [Fact]
    public void Pages_write_no_words_of_their_own()
    {
        var pages = WrittenWords.In(typeof(CharityWeb).Assembly.Location);
        Assert.Contains(pages, page => page.Page.Contains("Give", StringComparison.Ordinal));
        var own = pages.SelectMany(page => Words(page.Markup).Select(word => $"{page.Page}: {word}")).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(own.Count == 0, "Words outside Texts*.json:\n" + string.Join('\n', own));
    }

    [Theory]
    [InlineData("<p>Dear reader</p>", "Dear", "reader")]
    [InlineData("<p title=\"Dear\">\u0001</p>", "Dear")]
    [InlineData(" of ", "of")]
    [InlineData("<a href=\"/staff/gifts\" class=\"button\">\u0001</a> <kbd>Ctrl</kbd> &nbsp;")]
    [InlineData("<option value=\"\u0001\" selected>\u0001</option><style>a { color: red }</style>")]
    public void Words_are_told_from_markup(string markup, params string[] words)
        => Assert.Equal(words, Words(markup));

    private static IEnumerable<string> Words(string markup)
    {
        var seen = Silent().Replace(markup, "");
        var read = string.Join(' ', ReadOut().Matches(seen).Select(match => match.Groups[1].Value));
        var shown = Entity().Replace(Tag().Replace(" " + read + " " + seen, " "), " ");
        return Word().Matches(shown).Select(match => match.Value).Where(word => !SameEverywhere.Contains(word));
    }

    [GeneratedRegex(@"<(style|script|code|pre)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Silent();

    [GeneratedRegex("""\b(?:title|alt|placeholder|aria-label|aria-description|label)="([^"]*)""")]
    private static partial Regex ReadOut();

    [GeneratedRegex(@"<[^<>]*>|<[^<>]*$|^[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"&#?\w+;")]
    private static partial Regex Entity();

    [GeneratedRegex(@"\p{L}+")]
    private static partial Regex Word();
}
