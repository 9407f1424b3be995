using System.Text.Json;
using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

public class LanguageTests
{
    [Theory]
    [InlineData("uk", "uk")]
    [InlineData("BG", "bg")]
    [InlineData("mk", "mk")]
    [InlineData("en", "en")]
    public void A_code_names_its_language(string code, string expected)
    {
        Assert.True(Language.TryOf(code, out var language));
        Assert.Equal(expected, language.Code);
        Assert.Same(language, Language.Of(code));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ru")]
    [InlineData("uk-UA")]
    [InlineData("ук")]
    public void Any_other_code_names_none(string? code)
    {
        Assert.False(Language.TryOf(code, out _));
        Assert.Throws<ArgumentException>(() => Language.Of(code ?? ""));
    }

    [Theory]
    [InlineData(null, "bg")]
    [InlineData("", "bg")]
    [InlineData("uk-UA,uk;q=0.9,en;q=0.8", "uk")]
    [InlineData("en;q=0.8, mk-MK ;q=0.9", "mk")]
    [InlineData("de-AT,de;q=0.9,en;q=0.3", "en")]
    [InlineData("de,fr", "bg")]
    [InlineData("de,*;q=0.5,en;q=0.4", "bg")]
    [InlineData("en;q=0", "bg")]
    [InlineData("en;q=0.5,uk;q=0.5", "en")]
    [InlineData("en;q=2,uk;q=0.1", "uk")]
    [InlineData("en;q=abc;;;,,=,uk;q=0.1", "uk")]
    [InlineData("ru-UA,ru;q=0.9", "bg")]
    [InlineData("UK", "uk")]
    public void The_header_gives_the_best_supported_language(string? header, string expected) =>
        Assert.Equal(expected, Language.FromAcceptLanguage(header, Language.Bg).Code);

    [Fact]
    public void An_endless_header_is_not_read() =>
        Assert.Same(Language.Mk, Language.FromAcceptLanguage("en," + new string('x', 100_000), Language.Mk));

    [Fact]
    public void A_language_is_its_code_in_json()
    {
        Assert.Equal("\"mk\"", JsonSerializer.Serialize(Language.Mk));
        Assert.Same(Language.Mk, JsonSerializer.Deserialize<Language>("\"mk\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Language>("\"xx\""));
    }

    [Fact]
    public void Every_language_has_its_own_name_and_place()
    {
        Assert.Equal(["Українська", "Български", "Македонски", "English"], Language.All.Select(one => one.NativeName));
        Assert.Equal([0, 1, 2, 3], Language.All.Select(one => one.Index));
    }
}
