using Charity.Organisation;
using Xunit;

namespace Charity.Tests.Organisation;

/// <summary>Example numbers are those of the SWIFT IBAN registry.</summary>
public sealed class IbanTests
{
    [Theory]
    [InlineData("BG80 BNBG 9661 1020 3456 78", "BG80BNBG96611020345678")]
    [InlineData("mk07250120000058984", "MK07250120000058984")]
    [InlineData("UA21 3223 1300 0002 6007 2335 6600 1", "UA213223130000026007233566001")]
    [InlineData("DE89370400440532013000", "DE89370400440532013000")]
    public void A_right_number_is_read_however_it_is_spaced(string text, string expected)
    {
        Assert.True(Iban.TryNormalise(text, out var iban));
        Assert.Equal(expected, iban);
    }

    [Theory]
    [InlineData("BG81BNBG96611020345678")]
    [InlineData("BG80BNBG9661102034567")]
    [InlineData("BG80BNBG96611020345687")]
    [InlineData("12345")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("BG80БНБГ96611020345678")]
    public void A_wrong_digit_a_wrong_length_and_other_letters_are_refused(string? text)
        => Assert.False(Iban.TryNormalise(text, out _));

    [Fact]
    public void Any_two_neighbouring_digits_swapped_are_noticed()
    {
        const string right = "DE89370400440532013000";
        for (var i = 4; i < right.Length - 1; i++)
        {
            if (right[i] != right[i + 1])
            {
                var swapped = right[..i] + right[i + 1] + right[i] + right[(i + 2)..];
                Assert.False(Iban.TryNormalise(swapped, out _), swapped);
            }
        }
    }
}
