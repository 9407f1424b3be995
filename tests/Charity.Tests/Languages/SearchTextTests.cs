using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

public class SearchTextTests
{
    [Fact]
    public void Lower_case_works_for_our_alphabets_without_icu() =>
        Assert.Equal("ґєіїѓќѕјљњџўъьюяё", "ҐЄІЇЃЌЅЈЉЊЏЎЪЬЮЯЁ".ToLowerInvariant());

    [Theory]
    [InlineData("  Ґанна   Їжакевич ", "ґанна їжакевич")]
    [InlineData("Ѓорѓи Ќосев", "ѓорѓи ќосев")]
    [InlineData("ЛЬОДЯНИЙ Ёж", "льодяний ёж")]
    [InlineData("Деньга́", "деньга")]
    [InlineData("Ѝ ѝ ѐ", "и и е")]
    [InlineData("José Ángel Müller", "jose angel muller")]
    [InlineData("Łódź Straße Ærø", "lodz strasse aero")]
    [InlineData("Дем’янчук Демʼянчук Дем`янчук Дем'янчук", "дем'янчук дем'янчук дем'янчук дем'янчук")]
    [InlineData("«Дім» „Дом“ ”x“", "\"дім\" \"дом\" \"x\"")]
    [InlineData("a–b—c‑d−e", "a-b-c-d-e")]
    [InlineData("ＡＢＣ１２３ ﬁn № 5", "abc123 fin no 5")]
    [InlineData("a\u00A0b\u202Fc\td\r\ne", "a b c d e")]
    [InlineData("со\u00ADюз\u200B \u202Eabc", "союз abc")]
    [InlineData("Ώμέγας", "ωμεγασ")]
    [InlineData("", "")]
    [InlineData(" \t ", "")]
    public void What_is_typed_and_what_is_stored_meet(string text, string expected)
    {
        Assert.Equal(expected, SearchText.Normalise(text));
        Assert.Equal(expected, SearchText.Normalise(expected));
    }

    [Fact]
    public void Letters_sent_in_two_parts_are_found_as_one()
    {
        Assert.Equal(SearchText.Normalise("Андрій Їжак Ѓорѓи"), SearchText.Normalise("Андріи\u0306 І\u0308жак Г\u0301орг\u0301и"));
    }

    [Fact]
    public void Й_is_not_и()
    {
        Assert.NotEqual(SearchText.Normalise("й"), SearchText.Normalise("и"));
        Assert.NotEqual(SearchText.Normalise("ѓ"), SearchText.Normalise("г"));
        Assert.NotEqual(SearchText.Normalise("ґ"), SearchText.Normalise("г"));
    }

    [Fact]
    public void Several_values_make_one_text() =>
        Assert.Equal("оксана кравець oksana@example.org", SearchText.Of("Оксана", null, " ", "КРАВЕЦЬ", "Oksana@example.org"));
}
