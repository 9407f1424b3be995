using System.Text.Encodings.Web;
using System.Text.Unicode;
using Charity.Accounting;
using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

public class AmountFormatTests
{
    // "_" stands for the narrow space that never breaks a line.
    [Theory]
    [InlineData("uk", "EUR", 1_234_50, "1_234,50_€")]
    [InlineData("uk", "UAH", 1_234_50, "1_234,50_₴")]
    [InlineData("uk", "MKD", 1_234_50, "1_234,50_MKD")]
    [InlineData("uk", "BGN", 1_00, "1,00_BGN")]
    [InlineData("uk", "EUR", -1_234_567_89, "−1_234_567,89_€")]
    [InlineData("bg", "EUR", 1_234_50, "1_234,50_€")]
    [InlineData("bg", "BGN", 1_955_83, "1_955,83_лв.")]
    [InlineData("bg", "USD", 5, "0,05_$")]
    [InlineData("bg", "UAH", 100_00, "100,00_UAH")]
    [InlineData("mk", "MKD", 1_234_50, "1.234,50_ден.")]
    [InlineData("mk", "EUR", 12_345_678_00, "12.345.678,00_€")]
    [InlineData("mk", "SEK", 0, "0,00_SEK")]
    [InlineData("en", "EUR", 1_234_50, "€1,234.50")]
    [InlineData("en", "EUR", -1_234_50, "−€1,234.50")]
    [InlineData("en", "MKD", 1_234_50, "MKD_1,234.50")]
    [InlineData("en", "CAD", 10_00, "CA$10.00")]
    [InlineData("en", "USD", 10_00, "US$10.00")]
    [InlineData("en", "PLN", 10_00, "PLN_10.00")]
    [InlineData("en", "JPY", 1_234, "JPY_1,234")]
    [InlineData("uk", "KWD", 1_234, "1,234_KWD")]
    [InlineData("uk", "EUR", long.MinValue, "−92_233_720_368_547_758,08_€")]
    public void Full(string language, string currency, long minor, string expected) =>
        Assert.Equal(expected.Replace('_', '\u202F'), AmountFormat.Full(Amount(currency, minor), Language.Of(language)));

    [Theory]
    [InlineData("uk", "EUR", 25_00, "25_€")]
    [InlineData("uk", "EUR", 25_50, "25,50_€")]
    [InlineData("uk", "UAH", 10_000_00, "10_000_₴")]
    [InlineData("mk", "MKD", 1_000_00, "1.000_ден.")]
    [InlineData("en", "GBP", 1_000_00, "£1,000")]
    [InlineData("en", "JPY", 500, "JPY_500")]
    [InlineData("bg", "EUR", 0, "0_€")]
    public void Brief_drops_empty_minor_units(string language, string currency, long minor, string expected) =>
        Assert.Equal(expected.Replace('_', '\u202F'), AmountFormat.Brief(Amount(currency, minor), Language.Of(language)));

    [Theory]
    [InlineData("uk", "UAH", 1_234_00, "1_234,00")]
    [InlineData("mk", "MKD", -1_234_05, "−1.234,05")]
    [InlineData("en", "EUR", 999_99, "999.99")]
    public void Column_has_figures_only(string language, string currency, long minor, string expected) =>
        Assert.Equal(expected.Replace('_', '\u202F'), AmountFormat.Column(Amount(currency, minor), Language.Of(language)));

    [Theory]
    [InlineData("uk", "UAH", 1_234_50, "1234,50")]
    [InlineData("en", "EUR", 1_234_50, "1234.50")]
    [InlineData("bg", "EUR", 25_00, "25")]
    [InlineData("mk", "KWD", 1_500, "1,500")]
    [InlineData("mk", "JPY", 1_500, "1500")]
    public void An_input_field_holds_no_grouping_and_no_sign(string language, string currency, long minor, string expected) =>
        Assert.Equal(expected, AmountFormat.Input(Amount(currency, minor), Language.Of(language)));

    [Fact]
    public void What_a_donor_reads_can_be_typed_back()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        foreach (var language in Language.All)
        {
            foreach (var currency in Currency.InUse.Append(Currency.Bgn))
            {
                for (var i = 0; i < 500; i++)
                {
                    var money = new Money(random.NextInt64(1, 1L << random.Next(1, 50)), currency);
                    foreach (var text in new[] { AmountFormat.Full(money, language), AmountFormat.Brief(money, language), AmountFormat.Input(money, language) })
                    {
                        Assert.True(
                            AmountText.TryParse(text, currency, language.Notation, out var read, out var fault) && read == money,
                            $"seed {seed}: {money} in {language} is '{text}', read as {read} ({fault})");
                    }
                }
            }
        }
    }

    [Fact]
    public void No_character_needs_encoding_in_html()
    {
        var encoder = HtmlEncoder.Create(UnicodeRanges.All);
        foreach (var language in Language.All)
        {
            foreach (var currency in Currency.InUse.Append(Currency.Bgn))
            {
                var text = AmountFormat.Full(new Money(-1_234_567_89, currency), language);
                // The encoder writes the narrow space as a character reference; a browser shows the same.
                Assert.Equal(text, encoder.Encode(text).Replace("&#x202F;", "\u202F", StringComparison.Ordinal));
                Assert.DoesNotContain(' ', text);
            }
        }
    }

    [Theory]
    [InlineData("uk", 1234567, "1_234_567")]
    [InlineData("bg", -1234, "−1_234")]
    [InlineData("mk", 1000, "1.000")]
    [InlineData("en", 999, "999")]
    [InlineData("en", long.MinValue, "−9,223,372,036,854,775,808")]
    public void Whole_numbers_are_grouped(string language, long number, string expected) =>
        Assert.Equal(expected.Replace('_', '\u202F'), NumberFormat.Whole(number, Language.Of(language)));

    private static Money Amount(string currency, long minor) => new(minor, Currency.Of(currency));
}
