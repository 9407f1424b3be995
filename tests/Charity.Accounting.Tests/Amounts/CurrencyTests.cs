namespace Charity.Accounting.Tests.Amounts;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("EUR", 2, 978)]
    [InlineData("UAH", 2, 980)]
    [InlineData("MKD", 2, 807)]
    [InlineData("JPY", 0, 392)]
    [InlineData("ISK", 0, 352)]
    [InlineData("UGX", 0, 800)]
    [InlineData("KWD", 3, 414)]
    [InlineData("TND", 3, 788)]
    [InlineData("CLF", 4, 990)]
    [InlineData("HUF", 2, 348)]
    [InlineData("XCG", 2, 532)]
    public void Scale_and_number_are_those_of_ISO_4217(string code, int scale, int number)
    {
        var currency = Currency.Of(code);

        Assert.Equal(scale, currency.Scale);
        Assert.Equal(number, currency.NumericCode);
        Assert.Equal(code, currency.Code);
    }

    [Theory]
    [Trait("Case", "M04")]
    [InlineData("eur")]
    [InlineData("Eur")]
    [InlineData("EUR")]
    public void Any_letter_case_finds_the_one_instance(string typed)
    {
        Assert.True(Currency.TryOf(typed, out var currency));
        Assert.Same(Currency.Eur, currency);
        Assert.Equal("EUR", currency.Code);
    }

    [Theory]
    [Trait("Case", "M04")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("EU")]
    [InlineData("EURO")]
    [InlineData(" EUR")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("HRK")]
    [InlineData("ЕUR")] // Cyrillic Е
    [InlineData("U\u017FD")] // long s, upper-case S
    [InlineData("\u212AWD")] // Kelvin sign
    [InlineData("E\0R")]
    public void What_is_no_currency_is_refused(string? typed)
    {
        Assert.False(Currency.TryOf(typed, out var currency));
        Assert.Null(currency);
        Assert.Throws<ArgumentException>(() => Currency.Of(typed ?? ""));
    }

    [Fact]
    public void The_table_has_each_code_and_each_number_once()
    {
        Assert.Equal(166, Currency.All.Count);
        Assert.Equal(Currency.All.Count, Currency.All.Select(c => c.Code).Distinct().Count());
        Assert.Equal(Currency.All.Count, Currency.All.Select(c => c.NumericCode).Distinct().Count());
        Assert.All(Currency.All, c => Assert.Matches("^[A-Z]{3}$", c.Code));
    }

    [Fact]
    public void Currencies_in_use_are_eleven_and_none_is_history()
    {
        Assert.Equal(
            ["EUR", "UAH", "MKD", "USD", "GBP", "PLN", "CHF", "CZK", "SEK", "CAD", "AUD"],
            Currency.InUse.Select(c => c.Code));
        Assert.DoesNotContain(Currency.InUse, c => c.IsHistory);
        Assert.Equal([Currency.Bgn], Currency.All.Where(c => c.IsHistory));
    }
}
