using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

public sealed class TypedTextTests
{
    [Theory]
    [Trait("Case", "A16")]
    [InlineData("my card is 4242424242424242 ok", "my card is ••••••••••••4242 ok")]
    [InlineData("4242 4242 4242 4242", "•••• •••• •••• 4242")]
    [InlineData("4242-4242-4242-4242", "••••-••••-••••-4242")]
    [InlineData("378282246310005", "•••••••••••0005")]
    [InlineData("№1: 5555555555554444, №2: 4000 0027 6000 3184", "№1: ••••••••••••4444, №2: •••• •••• •••• 3184")]
    [InlineData("4242.4242.4242.4242", "••••.••••.••••.4242")]
    [InlineData("4242–4242–4242–4242", "••••–••••–••••–4242")]
    [InlineData("4242\u00A04242\u202F4242\t4242", "•••• •••• •••• 4242")]
    [InlineData("4242\u200B4242\u200B4242\u200B4242", "••••••••••••4242")]
    [InlineData("12 4242424242424242", "12 ••••••••••••4242")]
    public void Card_numbers_are_masked_before_anything_is_stored(string typed, string kept)
        => Assert.Equal(kept, TypedText.Lines(typed));

    [Theory]
    [InlineData("+359 88 123 4567")]
    [InlineData("4242424242424241")]
    [InlineData("0000000000000000")]
    [InlineData("2026-03-10 to 2026-03-20")]
    [InlineData("1234567890123456789012345")]
    public void Other_digits_stay(string typed) => Assert.Equal(typed, TypedText.Lines(typed));

    [Fact]
    [Trait("Case", "X06")]
    public void A_line_has_no_breaks_and_no_invisible_characters()
    {
        Assert.Equal("Ivan Bcc: a@b.c", TypedText.Line("Ivan\r\nBcc: a@b.c"));
        Assert.Equal("abc", TypedText.Line("\u202Ea\u200Bb\u0000c\u202C"));
        Assert.Equal("ab", TypedText.Line("a\uD800b"));
        Assert.Null(TypedText.Line(" \r\n\u200B "));
        Assert.Null(TypedText.Line(null));
    }

    [Fact]
    public void A_letter_sent_as_two_characters_becomes_one() => Assert.Equal("Андрій", TypedText.Line("Андріи\u0306"));

    [Fact]
    public void A_message_keeps_its_paragraphs()
        => Assert.Equal("One two\n\nThree", TypedText.Lines("  One   two \r\n\r\n\r\n\r\n Three\n\n"));
}
