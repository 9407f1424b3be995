using System.Globalization;

namespace Charity.Accounting.Tests.Amounts;

public sealed class AmountTextTests
{
    private const AmountNotation Comma = AmountNotation.CommaDecimal;
    private const AmountNotation Point = AmountNotation.PointDecimal;

    [Theory]
    [Trait("Case", "M01")]
    [InlineData("25", 2500)]
    [InlineData("25,5", 2550)]
    [InlineData("25.5", 2550)]
    [InlineData("25,50", 2550)]
    [InlineData("25.50", 2550)]
    [InlineData(",50", 50)]
    [InlineData(".50", 50)]
    [InlineData("0,01", 1)]
    [InlineData("007", 700)]
    [InlineData(" 25 ", 2500)]
    [InlineData("\t25\r\n", 2500)]
    [InlineData("+25", 2500)]
    [InlineData("1,000.50", 100050)]
    [InlineData("1.000,50", 100050)]
    [InlineData("1 000,50", 100050)]
    [InlineData("1 000.50", 100050)]
    [InlineData("1\u00A0000,50", 100050)]
    [InlineData("1\u202F000,50", 100050)]
    [InlineData("1\u2009000 000,5", 100000050)]
    [InlineData("1'000.50", 100050)]
    [InlineData("1’000.50", 100050)]
    [InlineData("1.000.000", 100000000)]
    [InlineData("1,000,000", 100000000)]
    [InlineData("1,000,000.5", 100000050)]
    [InlineData("1.234.567,89", 123456789)]
    [InlineData("1000", 100000)]
    [InlineData("\u200E25\u200E", 2500)]
    [InlineData("\uFEFF25\u200B", 2500)]
    [InlineData("25 €", 2500)]
    [InlineData("€25", 2500)]
    [InlineData("€ 25,50", 2550)]
    [InlineData("€.50", 50)]
    [InlineData("25 EUR", 2500)]
    [InlineData("eur 25", 2500)]
    [InlineData("25євро", 2500)]
    [InlineData("92233720368547758.07", long.MaxValue)]
    public void What_has_one_reading_is_read_alike_in_both_notations(string typed, long cents)
    {
        foreach (var notation in (AmountNotation[])[Comma, Point])
        {
            Assert.True(AmountText.TryParse(typed, Currency.Eur, notation, out var money, out var fault), $"{notation}: {fault}");
            Assert.Equal(new Money(cents, Currency.Eur), money);
            Assert.Equal(AmountFault.None, fault);
        }
    }

    [Theory]
    [Trait("Case", "M01")]
    [InlineData("1,000", Point, 100000)]
    [InlineData("1.000", Comma, 100000)]
    [InlineData("12,345", Point, 1234500)]
    [InlineData("123.456", Comma, 12345600)]
    public void What_has_two_readings_follows_the_notation_when_that_groups(string typed, AmountNotation notation, long cents)
    {
        Assert.True(AmountText.TryParse(typed, Currency.Eur, notation, out var money, out _));
        Assert.Equal(cents, money.Minor);
    }

    [Theory]
    [Trait("Case", "M01")]
    [InlineData("1,000", Comma)]
    [InlineData("1.000", Point)]
    [InlineData("0.001", Point)]
    [InlineData("0.001", Comma)]
    [InlineData("0,001", Comma)]
    [InlineData("0,001", Point)]
    [InlineData("25.505", Point)]
    [InlineData("1234.567", Comma)]
    [InlineData("1 000,500", Comma)]
    [InlineData("1,000.500", Point)]
    [InlineData(".123", Comma)]
    public void More_decimals_than_the_currency_has_are_refused_and_never_rounded(string typed, AmountNotation notation)
    {
        Refused(typed, Currency.Eur, notation, AmountFault.TooManyDecimals);
    }

    [Theory]
    [Trait("Case", "M01")]
    [InlineData(null, AmountFault.Empty)]
    [InlineData("", AmountFault.Empty)]
    [InlineData("   ", AmountFault.Empty)]
    [InlineData("\u00A0\u200E", AmountFault.Empty)]
    [InlineData("0", AmountFault.Zero)]
    [InlineData("0,00", AmountFault.Zero)]
    [InlineData("-0", AmountFault.Zero)]
    [InlineData("-1", AmountFault.Negative)]
    [InlineData("−1", AmountFault.Negative)]
    [InlineData("–1", AmountFault.Negative)]
    [InlineData("€-1", AmountFault.Negative)]
    [InlineData("-€1", AmountFault.Negative)]
    [InlineData("- 1", AmountFault.Negative)]
    [InlineData("-1.000,50", AmountFault.Negative)]
    [InlineData("1e3", AmountFault.NotANumber)]
    [InlineData("1E3", AmountFault.NotANumber)]
    [InlineData("1e-3", AmountFault.NotANumber)]
    [InlineData("NaN", AmountFault.NotANumber)]
    [InlineData("Infinity", AmountFault.NotANumber)]
    [InlineData("∞", AmountFault.NotANumber)]
    [InlineData("0x1F", AmountFault.NotANumber)]
    [InlineData("１２", AmountFault.NotANumber)]
    [InlineData("1２", AmountFault.NotANumber)]
    [InlineData("1２3", AmountFault.NotANumber)]
    [InlineData("٢٥", AmountFault.NotANumber)]
    [InlineData("²", AmountFault.NotANumber)]
    [InlineData("½", AmountFault.NotANumber)]
    [InlineData("99999999+1", AmountFault.NotANumber)]
    [InlineData("--1", AmountFault.NotANumber)]
    [InlineData("+-1", AmountFault.NotANumber)]
    [InlineData("1-", AmountFault.NotANumber)]
    [InlineData("(1)", AmountFault.NotANumber)]
    [InlineData("1%", AmountFault.NotANumber)]
    [InlineData("1/2", AmountFault.NotANumber)]
    [InlineData("1..5", AmountFault.NotANumber)]
    [InlineData("1,,5", AmountFault.NotANumber)]
    [InlineData("1,00,000", AmountFault.NotANumber)]
    [InlineData("1000,000,000", AmountFault.NotANumber)]
    [InlineData("1,0000", AmountFault.TooManyDecimals)]
    [InlineData("1,000.000,00", AmountFault.NotANumber)]
    [InlineData("1.000,000.00", AmountFault.NotANumber)]
    [InlineData("1 000.000,00", AmountFault.NotANumber)]
    [InlineData("1  000", AmountFault.NotANumber)]
    [InlineData("10 00", AmountFault.NotANumber)]
    [InlineData("0 500", AmountFault.NotANumber)]
    [InlineData("5 5", AmountFault.NotANumber)]
    [InlineData("25.", AmountFault.NotANumber)]
    [InlineData("25,-", AmountFault.NotANumber)]
    [InlineData(".", AmountFault.NotANumber)]
    [InlineData("€", AmountFault.NotANumber)]
    [InlineData("25 apples", AmountFault.NotANumber)]
    [InlineData("25 грн", AmountFault.OtherCurrency)]
    [InlineData("$25", AmountFault.OtherCurrency)]
    [InlineData("25 USD", AmountFault.OtherCurrency)]
    [InlineData("€ 25 USD", AmountFault.OtherCurrency)]
    [InlineData("\u200F25", AmountFault.HiddenCharacters)]
    [InlineData("\u202E25", AmountFault.HiddenCharacters)]
    [InlineData("2\u200E5", AmountFault.HiddenCharacters)]
    [InlineData("2\u00AD5", AmountFault.HiddenCharacters)]
    [InlineData("2\05", AmountFault.HiddenCharacters)]
    [InlineData("2\t5", AmountFault.HiddenCharacters)]
    [InlineData("2\uD8005", AmountFault.NotANumber)]
    [InlineData("💶25", AmountFault.NotANumber)]
    [InlineData("9223372036854775808", AmountFault.TooLarge)]
    [InlineData("92233720368547758.08", AmountFault.TooLarge)]
    [InlineData("99999999999999999999999999999999999999999999999999", AmountFault.TooLarge)]
    public void What_is_no_amount_names_its_fault(string? typed, AmountFault expected)
    {
        Refused(typed, Currency.Eur, Comma, expected);
        Refused(typed, Currency.Eur, Point, expected);
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("500", "JPY", Point, 500)]
    [InlineData("1,000", "JPY", Point, 1000)]
    [InlineData("500 ¥", "JPY", Comma, 500)]
    [InlineData("5.124", "KWD", Point, 5124)]
    [InlineData("5,124", "KWD", Comma, 5124)]
    [InlineData("5.12", "KWD", Comma, 5120)]
    [InlineData("0.124", "KWD", Comma, 124)]
    [InlineData("100", "ISK", Comma, 100)]
    [InlineData("12,50 грн.", "UAH", Comma, 1250)]
    [InlineData("₴1 250", "UAH", Comma, 125000)]
    [InlineData("1.250 ден.", "MKD", Comma, 125000)]
    [InlineData("Fr. 20", "CHF", Point, 2000)]
    [InlineData("20 Kč", "CZK", Comma, 2000)]
    [InlineData("лв.5", "BGN", Comma, 500)]
    [InlineData("$5", "CAD", Point, 500)]
    [InlineData("CA$5", "CAD", Point, 500)]
    [InlineData("1.2345", "CLF", Comma, 12345)]
    public void Each_currency_is_read_in_its_own_scale(string typed, string currency, AmountNotation notation, long minor)
    {
        Assert.True(AmountText.TryParse(typed, Currency.Of(currency), notation, out var money, out var fault), fault.ToString());
        Assert.Equal(new Money(minor, Currency.Of(currency)), money);
    }

    [Theory]
    [Trait("Case", "M03")]
    [InlineData("500.00", "JPY", AmountFault.TooManyDecimals)]
    [InlineData("500,5", "JPY", AmountFault.TooManyDecimals)]
    [InlineData("5.1245", "KWD", AmountFault.TooManyDecimals)]
    [InlineData("1,5", "UGX", AmountFault.TooManyDecimals)]
    [InlineData("A$5", "CAD", AmountFault.OtherCurrency)]
    public void Each_currency_refuses_decimals_it_does_not_have(string typed, string currency, AmountFault expected)
    {
        Refused(typed, Currency.Of(currency), Comma, expected);
        Refused(typed, Currency.Of(currency), Point, expected);
    }

    [Fact]
    public void A_very_long_text_is_refused_without_reading_it()
    {
        Refused(new string('1', 1_000_000), Currency.Eur, Comma, AmountFault.NotANumber);
        Refused(new string(' ', 1_000_000), Currency.Eur, Comma, AmountFault.Empty);
    }

    [Theory]
    [InlineData("uk", Comma)]
    [InlineData("bg", Comma)]
    [InlineData("mk", Comma)]
    [InlineData("en", Point)]
    [InlineData("EN", Point)]
    public void Each_language_has_its_notation(string language, AmountNotation notation)
    {
        Assert.Equal(notation, AmountNotations.OfLanguage(language));
    }

    [Fact]
    [Trait("Case", "M01")]
    public void What_is_written_in_a_notation_is_read_back_exactly() => Property.Holds(20_000, random =>
    {
        var currency = random.AnyCurrency();
        var notation = random.Next(2) == 0 ? Comma : Point;
        var money = new Money(1 + random.AnySize(long.MaxValue - 1), currency);
        var decimalChar = notation == Comma ? ',' : '.';
        char? grouping = notation == Comma
            ? (char?[])[null, ' ', '.', '\u00A0', '\u202F'] is var c ? c[random.Next(c.Length)] : null
            : (char?[])[null, ',', ' ', '\''] is var p ? p[random.Next(p.Length)] : null;

        var text = Write(money, decimalChar, grouping);

        Assert.True(AmountText.TryParse(text, currency, notation, out var read, out var fault), $"'{text}' in {currency}: {fault}");
        Assert.Equal(money, read);
    });

    [Fact]
    [Trait("Case", "M01")]
    public void Any_text_is_an_exact_amount_or_a_fault() => Property.Holds(50_000, random =>
    {
        const string Alphabet = "0123456789012345678901234567890123456789.,.,  '’\u00A0\u202F-+−eE€$грнEURUSD１\u200F\u202E\0\t\uD800x%()";
        var typed = new char[random.Next(0, 14)];
        for (var i = 0; i < typed.Length; i++)
        {
            typed[i] = Alphabet[random.Next(Alphabet.Length)];
        }

        var currency = Currency.InUse[random.Next(Currency.InUse.Count)];
        var text = new string(typed);

        var read = AmountText.TryParse(text, currency, random.Next(2) == 0 ? Comma : Point, out var money, out var fault);

        Assert.Equal(read, fault == AmountFault.None);
        Assert.Equal(read, money.IsPositive);
        Assert.Equal(currency, money.Currency);
        if (read)
        {
            // The digits typed are the digits read: nothing was added, dropped or rounded.
            var digits = new string([.. text.Where(char.IsAsciiDigit)]).TrimStart('0').TrimEnd('0');
            Assert.Equal(digits, money.Minor.ToString(CultureInfo.InvariantCulture).TrimEnd('0'));
        }
    });

    private static void Refused(string? typed, Currency currency, AmountNotation notation, AmountFault expected)
    {
        Assert.False(AmountText.TryParse(typed, currency, notation, out var money, out var fault));
        Assert.Equal(expected, fault);
        Assert.Equal(Money.Zero(currency), money);
    }

    private static string Write(Money money, char decimalChar, char? grouping)
    {
        var plain = money.ToPlainText().Split('.');
        var whole = plain[0];
        if (grouping is { } separator)
        {
            for (var at = whole.Length - 3; at > 0; at -= 3)
            {
                whole = whole.Insert(at, separator.ToString());
            }
        }

        return plain.Length == 1 ? whole : whole + decimalChar + plain[1];
    }
}
