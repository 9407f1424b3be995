using Xunit;

namespace Charity.Tests.Languages;

/// <summary>The checks themselves: each fault that they exist for is found.</summary>
public class TextChecksTests
{
    private const string Good = """
        { "a.b": { "uk": "Є {n}", "bg": "Има {n}", "mk": "Има {n}", "en": "Has {n}" },
          "a.c": { "uk": { "one": "{count} дар", "few": "{count} дари", "many": "{count} дарів", "other": "{count} дару" }, "bg": { "one": "един", "other": "{count} дара" },
                   "mk": { "one": "{count} дар", "other": "{count} дара" }, "en": { "one": "one", "other": "{count}" } } }
        """;

    [Fact]
    public void A_good_text_has_no_problem() => Assert.Empty(TextsTests.Read(Good, "s").SelectMany(TextProblems.In));

    [Theory]
    [InlineData("{ \"a.b\": { \"uk\": \"Є\", \"bg\": \"Има\", \"mk\": \"Има\" } }", "en: is missing")]
    [InlineData("{ \"a.b\": { \"uk\": \"Є {n}\", \"bg\": \"Има {n}\", \"mk\": \"Има\", \"en\": \"Has {n}\" } }", "no place for 'n'")]
    [InlineData("{ \"a.b\": { \"uk\": \"Є {n}\", \"bg\": \"Има {n}\", \"mk\": \"Има {m}\", \"en\": \"Has {n}\" } }", "no place for 'm'")]
    [InlineData("{ \"a.b\": { \"uk\": { \"one\": \"а\", \"other\": \"б\" }, \"bg\": \"а\", \"mk\": \"а\", \"en\": \"a\" } }", "lacks the form 'Few'")]
    [InlineData("{ \"a.b\": { \"uk\": \"а\", \"bg\": { \"one\": \"а\" }, \"mk\": \"а\", \"en\": \"a\" } }", "lacks the form 'Other'")]
    [InlineData("{ \"a.b\": { \"uk\": \"а\", \"bg\": { \"one\": \"а\", \"few\": \"б\", \"other\": \"в\" }, \"mk\": \"а\", \"en\": \"a\" } }", "has the form 'Few'")]
    [InlineData("{ \"a.b\": { \"uk\": \"а {count}\", \"bg\": \"а {count}\", \"mk\": { \"one\": \"еден\", \"other\": \"{count}\" }, \"en\": \"a {count}\" } }", "mk: has no place for 'count'")]
    [InlineData("{ \"a.b\": { \"uk\": \"дiм\", \"bg\": \"а\", \"mk\": \"а\", \"en\": \"a\" } }", "mixes Latin and Cyrillic")]
    [InlineData("{ \"a.b\": { \"uk\": \"дом бывший\", \"bg\": \"а\", \"mk\": \"а\", \"en\": \"a\" } }", "the letter 'ы'")]
    [InlineData("{ \"a.b\": { \"uk\": \"а\", \"bg\": \"а\", \"mk\": \"Здравей\", \"en\": \"a\" } }", "the letter 'й'")]
    [InlineData("{ \"a.b\": { \"uk\": \"thank you now\", \"bg\": \"а\", \"mk\": \"а\", \"en\": \"thank you now\" } }", "is the English text")]
    [InlineData("{ \"a.b\": { \"uk\": \"а  б\", \"bg\": \"а\", \"mk\": \"а\", \"en\": \"a\" } }", "doubled with a space")]
    public void Each_fault_is_found(string json, string expected) =>
        Assert.Contains(TextsTests.Read(json, "s").SelectMany(TextProblems.In), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("""<p>@T["a.b"]</p>""", "a.b")]
    [InlineData("""@Model.T["a.b", ("count", 5)]""", "a.b")]
    [InlineData("""T["typo"]""", "typo")]
    [InlineData("""T.Html("a.b", ("link", link))""", "a.b")]
    [InlineData("""T[$"gift.state.{state}"]""", "gift.state.*")]
    [InlineData("""T[$"gift.{Name("x")}.title"]""", "gift.*.title")]
    [InlineData("""T[ok ? "a.b" : "a.c", ("x", "not.this")]""", "a.b a.c")]
    [InlineData("T[code switch { \"uk\" => \"a.b\", _ => \"a.c\" }]", "a.b a.c")]
    [InlineData("T[\n  \"a.b\"\n]", "a.b")]
    [InlineData("""new TextKey("a.b")""", "a.b")]
    [InlineData("""public TextKey Title { get; private set; } = new("a.b");""", "a.b")]
    [InlineData("""TextKey Of(int x) => new("a.b");""", "a.b")]
    [InlineData("""TextKey title; var list = new("a.b");""", "")]
    [InlineData("""texts.Get(gift.Language, "a.b", ("x", 1))""", "a.b")]
    [InlineData("""_texts.In(language)["a.b"]""", "a.b")]
    [InlineData("""[Required(ErrorMessage = "a.b")]""", "a.b")]
    [InlineData("""[Display(Name = "Amount")]""", "")]
    [InlineData("""/// writes T["a.b"]""", "")]
    [InlineData("""RouteData["a.b"] ViewData["x"] List["y"]""", "")]
    [InlineData("""T[key]""", "")]
    public void Keys_are_found_in_sources(string source, string expected) =>
        Assert.Equal(expected, string.Join(' ', TextKeysInSource.In(source)));

    [Theory]
    [InlineData("gift.state.*", "gift.state.paid", true)]
    [InlineData("gift.state.*", "gift.state.paid.title", false)]
    [InlineData("gift.*.title", "gift.paid.title", true)]
    [InlineData("gift.state", "gift.state", true)]
    public void A_pattern_covers_one_part(string pattern, string key, bool covers) => Assert.Equal(covers, TextKeysInSource.Matches(pattern, key));
}
