using Charity.Documents;
using Charity.Documents.Fonts;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

public sealed class PrintableTextTests
{
    [Theory]
    [Trait("Case", "D07")]
    [InlineData("Ґанна Їжакевич, Ґ Є І Ї ґ є і ї, 25 000,50 ₴")]
    [InlineData("Щъркелова ѝ Ѝ „цитат“ № 5")]
    [InlineData("Ѓ Ќ Ѕ Ј Љ Њ Џ ѓ ќ ѕ ј љ њ џ")]
    [InlineData("Zoë Ångström, Łódź, Třebíč, Őry, Ağrı, Ștefan – “quoted” … €")]
    [InlineData("два\nрядки\tз відступом")]
    public void Names_of_the_languages_print(string text) => Assert.Empty(PrintableText.Missing(text));

    [Fact]
    [Trait("Case", "X07")]
    public void Each_character_that_cannot_be_shown_is_named_once()
    {
        Assert.Equal(["🎁", "❤", "م"], PrintableText.Missing("🎁Олена❤️ 🎁❤ م"));
        Assert.Equal("U+1F381", PrintableText.CodePoints("🎁"));
        Assert.Equal(["👨", "👩"], PrintableText.Missing("👨\u200D👩"));
        Assert.Equal(["\uD83C"], PrintableText.Missing("a\uD83C"));
        Assert.Equal(["\u0000", "\u001B"], PrintableText.Missing("a\u0000b\u001B"));
    }

    [Fact]
    public void The_renderers_private_letters_are_not_for_typing() => Assert.Equal(["\uE431"], PrintableText.Missing(FontFace.LocalBe.ToString()));

    [Fact]
    public void A_visible_text_shows_where_something_is_missing_and_prints()
    {
        Assert.Equal("Дякую \uFFFD!", PrintableText.Visible("Дякую 🎁!"));
        Assert.Empty(PrintableText.Missing(PrintableText.Visible("🎁 מ \u0007 ok")));
        const string Plain = "нічого не бракує";
        Assert.Same(Plain, PrintableText.Visible(Plain));
    }

    [Fact]
    public void Text_is_settled_before_it_is_set()
    {
        Assert.Equal("й ї", PrintableText.Normalise("и\u0306 і\u0308"));
        Assert.Equal("a\nb\nc d", PrintableText.Normalise("a\r\nb\rc\td"));
        Assert.Equal("name", PrintableText.Normalise("\uFEFFna\u200Dme"));
    }

    [Fact]
    public void Both_faces_hold_the_same_letters()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            Assert.Equal(FontFace.Regular.GlyphOf((char)c) != 0, FontFace.Bold.GlyphOf((char)c) != 0);
        }
    }

    [Fact]
    public void Digits_are_equally_wide_in_each_face()
    {
        foreach (var face in new[] { FontFace.Regular, FontFace.Bold })
        {
            Assert.Single("0123456789".Select(d => face.AdvanceOf(face.GlyphOf(d))).Distinct());
        }
    }
}
