using System.Text;
using System.Text.Encodings.Web;
using Charity.Accounting;
using Charity.Languages;
using Microsoft.AspNetCore.Html;
using Xunit;

namespace Charity.Tests.Languages;

public class TextsTests
{
    private const string Sample = """
        {
          "give.hello": { "uk": "Вітаємо, {name}!", "bg": "Здравейте, {name}!", "mk": "Здраво, {name}!", "en": "Hello, {name}!" },
          "give.plain": { "uk": "Дати", "bg": "Дари", "mk": "Донирај", "en": "Give" },
          "give.braces": { "uk": "{{x}} {a}", "bg": "{{x}} {a}", "mk": "{{x}} {a}", "en": "{{x}} {a}" },
          "gifts.count": {
            "uk": { "one": "{count} внесок", "few": "{count} внески", "many": "{count} внесків" },
            "bg": { "one": "един дар", "other": "{count} дара" },
            "mk": { "one": "{count} донација", "other": "{count} донации" },
            "en": { "one": "one gift", "other": "{count} gifts" }
          },
          "gift.made": { "uk": "Від {date}. Сума {amount}.", "bg": "От {date}. Сума {amount}.", "mk": "Од {date}. Износ {amount}.", "en": "On {date}. Sum {amount}." },
          "give.only-uk": { "uk": "Є" }
        }
        """;

    [Theory]
    [InlineData("uk", "Вітаємо, Олена!")]
    [InlineData("mk", "Здраво, Олена!")]
    public void A_value_stands_in_its_place(string language, string expected) =>
        Assert.Equal(expected, Load(Sample).Get(Language.Of(language), "give.hello", ("name", "Олена")));

    [Theory]
    [InlineData("uk", 1, "1 внесок")]
    [InlineData("uk", 22, "22 внески")]
    [InlineData("uk", 11, "11 внесків")]
    [InlineData("bg", 1, "един дар")]
    [InlineData("bg", 21, "21 дара")]
    [InlineData("mk", 21, "21 донација")]
    [InlineData("en", 0, "0 gifts")]
    [InlineData("en", 12345, "12,345 gifts")]
    public void The_count_picks_the_form(string language, int count, string expected) =>
        Assert.Equal(expected, Load(Sample).In(Language.Of(language))["gifts.count", ("count", count)]);

    [Fact]
    public void Values_are_written_in_the_readers_language()
    {
        var texts = Load("""{ "a.b": { "uk": "{v}", "bg": "{v}", "mk": "{v}", "en": "{v}" } }""");
        Assert.Equal("1.234,50\u202Fден.", texts.Get(Language.Mk, "a.b", ("v", new Money(1_234_50, Currency.Mkd))));
        Assert.Equal("21\u00A0листопада 2026\u00A0р.", texts.Get(Language.Uk, "a.b", ("v", new DateOnly(2026, 11, 21))));
        Assert.Equal("12\u202F345", texts.Get(Language.Bg, "a.b", ("v", 12345L)));
        Assert.Equal("Дом", texts.Get(Language.Bg, "a.b", ("v", LocalizedText.Of(bg: "Дом", en: "Home"))));
        Assert.Equal("", texts.Get(Language.Bg, "a.b", ("v", null)));
        Assert.Throws<TextsException>(() => texts.Get(Language.En, "a.b", ("v", 1.5)));
        Assert.Throws<TextsException>(() => texts.Get(Language.En, "a.b", ("v", DateTime.UnixEpoch)));
    }

    [Theory]
    [InlineData("uk", "Від 22 листопада 2026\u00A0р. Сума 5,00\u00A0€.")]
    [InlineData("bg", "От 22 ноември 2026\u00A0г. Сума 5,00\u00A0€.")]
    [InlineData("mk", "Од 22 ноември 2026\u00A0г. Износ 5,00\u00A0€.")]
    public void An_abbreviation_at_the_end_of_a_sentence_gets_no_second_point(string language, string expected)
    {
        var of = Language.Of(language);
        (string, object?)[] values = [("date", new DateOnly(2026, 11, 22)), ("amount", new Money(500, Currency.Of("EUR")))];

        var text = Load(Sample).Get(of, "gift.made", values);

        Assert.Equal(expected.Replace('\u00A0', ' '), text.Replace('\u00A0', ' ').Replace('\u202F', ' '));
        using var html = new StringWriter();
        Load(Sample).Html(of, "gift.made", values).WriteTo(html, HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All));
        Assert.DoesNotContain("..", html.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Doubled_braces_are_braces() =>
        Assert.Equal("{x} {b}", Load(Sample).Get(Language.En, "give.braces", ("a", "{b}")));

    [Fact]
    public void A_plain_text_is_not_built_again()
    {
        var texts = Load(Sample);
        Assert.Same(texts.Get(Language.Uk, "give.plain"), texts.Get(Language.Uk, "give.plain"));
    }

    [Fact]
    public void Html_encodes_texts_and_values_but_not_links()
    {
        var texts = Load("""{ "a.b": { "uk": "<i> {who} & {link}", "bg": "x", "mk": "x", "en": "x" } }""");
        var html = texts.In(Language.Uk).Html("a.b", ("who", "<b>"), ("link", new HtmlString("<a href=\"/\">x</a>")));

        var writer = new StringWriter();
        html.WriteTo(writer, HtmlEncoder.Default);
        Assert.Equal("&lt;i&gt; &lt;b&gt; &amp; <a href=\"/\">x</a>", writer.ToString());
    }

    [Fact]
    public void In_development_every_fault_throws()
    {
        var texts = Load(Sample);
        Assert.Throws<TextsException>(() => texts.Get(Language.Uk, "no.such"));
        Assert.Throws<TextsException>(() => texts.Get(Language.En, "give.only-uk"));
        Assert.Throws<TextsException>(() => texts.Get(Language.En, "give.hello"));
        Assert.Throws<TextsException>(() => texts.Get(Language.En, "give.hello", ("name", "x"), ("nmae", "y")));
        Assert.Throws<TextsException>(() => texts.Get(Language.En, "gifts.count"));
    }

    [Fact]
    public void In_production_a_fault_is_reported_once_and_shown()
    {
        var faults = new List<string>();
        var texts = Load(Sample, faults.Add);

        Assert.Equal("no.such", texts.Get(Language.Uk, "no.such"));
        Assert.Equal("no.such", texts.Get(Language.Uk, "no.such"));
        Assert.Equal("Hello, {name}!", texts.Get(Language.En, "give.hello"));
        Assert.Equal("gifts.count", texts.Get(Language.En, "gifts.count"));
        Assert.Equal(3, faults.Count);
    }

    [Theory]
    [InlineData("""{ "a": { "uk": "x" } }""")]
    [InlineData("""{ "a.": { "uk": "x" } }""")]
    [InlineData("""{ "a.b": "x" }""")]
    [InlineData("""{ "a.b": { "ru": "x" } }""")]
    [InlineData("""{ "a.b": { "UK": "x" } }""")]
    [InlineData("""{ "a.b": { "uk": " " } }""")]
    [InlineData("""{ "a.b": { "uk": 5 } }""")]
    [InlineData("""{ "a.b": { "uk": { "two": "x" } } }""")]
    [InlineData("""{ "a.b": { "uk": "{" } }""")]
    [InlineData("""{ "a.b": { "uk": "}" } }""")]
    [InlineData("""{ "a.b": { "uk": "{a b}" } }""")]
    [InlineData("""{ "a.b": { "uk": "{}" } }""")]
    [InlineData("""{ "a.b": { "uk": "x" }, "a.b": { "uk": "y" } }""")]
    [InlineData("""{ "a.b": { "uk": "x", "uk": "y" } }""")]
    [InlineData("""[]""")]
    [InlineData("""{ "a.b": { "uk": "x" }""")]
    public void A_broken_file_is_an_error_at_load(string json)
    {
        var error = Assert.Throws<TextsException>(() => Load(json));
        Assert.Contains("sample", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_two_files_is_an_error_at_load()
    {
        var error = Assert.Throws<TextsException>(() => Texts.Load(Read("""{ "a.b": { "uk": "x" } }""", "one").Concat(Read("""{ "a.b": { "uk": "x" } }""", "two")), report: null));
        Assert.Contains("one", error.Message, StringComparison.Ordinal);
        Assert.Contains("two", error.Message, StringComparison.Ordinal);
    }

    private static Texts Load(string json, Action<string>? report = null) => Texts.Load(Read(json, "sample"), report);

    internal static IEnumerable<TextEntry> Read(string json, string source) => TextsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), source);
}
