using Charity.Organisation;
using Xunit;

namespace Charity.Tests.Organisation;

/// <summary>
/// Numbers marked "published" stand as examples in the documentation of python-stdnum, on Wikipedia or in public company
/// registers; the others were worked out from the published algorithm, one for each of its branches. No number of a
/// private person was looked up.
/// </summary>
public class TaxIdTests
{
    [Theory]
    [InlineData(TaxIdKind.BgEgn, "8032056031", "8032056031")] // published; 1880
    [InlineData(TaxIdKind.BgEgn, "752316 926 3", "7523169263")] // published
    [InlineData(TaxIdKind.BgEgn, "7542011030", "7542011030")] // published; 2075
    [InlineData(TaxIdKind.BgEgn, "6101057509", "6101057509")] // published
    [InlineData(TaxIdKind.BgEgn, "0042291239", "0042291239")] // 29 February 2000
    [InlineData(TaxIdKind.BgLnch, "7111 042 925", "7111042925")] // published
    [InlineData(TaxIdKind.BgEik, "BG 175 074 752", "175074752")] // published
    [InlineData(TaxIdKind.BgEik, "831641791", "831641791")] // published
    [InlineData(TaxIdKind.BgEik, "100000086", "100000086")] // second weights
    [InlineData(TaxIdKind.BgEik, "100000550", "100000550")] // second weights leave 10
    [InlineData(TaxIdKind.BgEik, "1750747520004", "1750747520004")] // branch
    [InlineData(TaxIdKind.BgEik, "1750747520154", "1750747520154")] // branch, second weights
    [InlineData(TaxIdKind.BgEik, "1750747520360", "1750747520360")] // branch, second weights leave 10
    [InlineData(TaxIdKind.MkEmbg, "0101006500006", "0101006500006")] // published; 2006
    [InlineData(TaxIdKind.MkEmbg, "1505985450003", "1505985450003")]
    [InlineData(TaxIdKind.MkEmbg, "0101990450030", "0101990450030")] // remainder 0
    [InlineData(TaxIdKind.MkEdb, "4030000375897", "4030000375897")] // published
    [InlineData(TaxIdKind.MkEdb, "МК 4020990116747", "4020990116747")] // published; Cyrillic letters
    [InlineData(TaxIdKind.MkEdb, "mk4057009501106", "4057009501106")] // published
    [InlineData(TaxIdKind.UaRnokpp, "1759013776", "1759013776")] // published
    [InlineData(TaxIdKind.UaRnokpp, " 25 30 41 40 71 ", "2530414071")] // published
    [InlineData(TaxIdKind.UaRnokpp, "9000000002", "9000000002")] // negative sum
    [InlineData(TaxIdKind.UaEdrpou, "32855961", "32855961")] // published
    [InlineData(TaxIdKind.UaEdrpou, "14360570", "14360570")] // published
    [InlineData(TaxIdKind.UaEdrpou, "00032106", "00032106")] // published; leading zeros stay
    [InlineData(TaxIdKind.UaEdrpou, "20000154", "20000154")] // second weights
    [InlineData(TaxIdKind.UaEdrpou, "20000090", "20000090")] // second weights leave 10
    [InlineData(TaxIdKind.UaEdrpou, "35000016", "35000016")] // other weights, second
    [InlineData(TaxIdKind.UaEdrpou, "35000120", "35000120")] // other weights, second leave 10
    public void A_right_number_is_read_as_digits(TaxIdKind kind, string typed, string expected)
    {
        Assert.True(TaxId.TryRead(kind, typed, out var digits, out var fault), fault.ToString());
        Assert.Equal(expected, digits);
        Assert.Equal(TaxIdFault.None, fault);
    }

    [Theory]
    [InlineData(TaxIdKind.BgEgn, null, TaxIdFault.Empty)]
    [InlineData(TaxIdKind.BgEgn, " - ", TaxIdFault.Empty)]
    [InlineData(TaxIdKind.BgEgn, "80320560311", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.BgEgn, "803205603", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.BgEgn, "7552A10004", TaxIdFault.NotDigits)]
    [InlineData(TaxIdKind.BgEgn, "８032056031", TaxIdFault.NotDigits)]
    [InlineData(TaxIdKind.BgEgn, "8019010008", TaxIdFault.WrongDate)]
    [InlineData(TaxIdKind.BgEgn, "2522290013", TaxIdFault.WrongDate)] // 29 February 1825
    [InlineData(TaxIdKind.BgEgn, "8000056031", TaxIdFault.WrongDate)] // month 0
    [InlineData(TaxIdKind.BgEgn, "8020056031", TaxIdFault.WrongDate)] // month 20: none of three centuries
    [InlineData(TaxIdKind.BgEgn, "8032056032", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.BgLnch, "7111042922", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.BgLnch, "711104292", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.BgEik, "175074751", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.BgEik, "1750747510004", TaxIdFault.WrongCheckDigit)] // owner's digit wrong
    [InlineData(TaxIdKind.BgEik, "1750747520005", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.BgEik, "1750747520", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.BgEik, "MK175074752", TaxIdFault.NotDigits)]
    [InlineData(TaxIdKind.MkEmbg, "3202985450003", TaxIdFault.WrongDate)]
    [InlineData(TaxIdKind.MkEmbg, "1505985450004", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.MkEmbg, "150598545000", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.MkEdb, "4030000375890", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.MkEdb, "403000037589", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.UaRnokpp, "1759013770", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.UaRnokpp, "0000000000", TaxIdFault.WrongDate)]
    [InlineData(TaxIdKind.UaRnokpp, "12345", TaxIdFault.WrongLength)]
    [InlineData(TaxIdKind.UaEdrpou, "32855968", TaxIdFault.WrongCheckDigit)]
    [InlineData(TaxIdKind.UaEdrpou, "UA32855961", TaxIdFault.NotDigits)]
    [InlineData(TaxIdKind.UaEdrpou, "3285596", TaxIdFault.WrongLength)]
    public void A_wrong_number_is_refused_with_the_reason(TaxIdKind kind, string? typed, TaxIdFault expected)
    {
        Assert.False(TaxId.TryRead(kind, typed, out var digits, out var fault));
        Assert.Equal(expected, fault);
        Assert.Equal("", digits);
    }

    [Fact]
    public void No_last_digit_fits_a_personal_number_with_remainder_one()
    {
        foreach (var last in Enumerable.Range(0, 10))
        {
            Assert.False(TaxId.TryRead(TaxIdKind.MkEmbg, $"010199045009{last}", out _, out var fault));
            Assert.Equal(TaxIdFault.WrongCheckDigit, fault);
        }
    }

    [Fact]
    public void One_mistyped_digit_is_nearly_always_seen()
    {
        // Remainders 0 and 10 share a digit, so a few slips pass; half or more passing would mean that nothing is checked.
        (TaxIdKind Kind, string Number)[] samples =
        [
            (TaxIdKind.BgLnch, "7111042925"), (TaxIdKind.BgEik, "175074752"), (TaxIdKind.BgEik, "1750747520154"),
            (TaxIdKind.MkEdb, "4030000375897"), (TaxIdKind.UaRnokpp, "1759013776"), (TaxIdKind.UaEdrpou, "32855961"),
        ];
        foreach (var (kind, number) in samples)
        {
            var passed = 0;
            for (var at = 0; at < number.Length; at++)
            {
                for (var digit = '0'; digit <= '9'; digit++)
                {
                    if (digit != number[at])
                    {
                        var mistyped = number.Remove(at, 1).Insert(at, digit.ToString());
                        passed += TaxId.TryRead(kind, mistyped, out _, out _) ? 1 : 0;
                    }
                }
            }

            Assert.True(passed <= number.Length, $"{passed} of {number.Length * 9} slips in {kind} pass");
        }
    }

    [Fact]
    public void An_endless_text_is_not_read()
    {
        Assert.False(TaxId.TryRead(TaxIdKind.UaEdrpou, new string('1', 1_000_000), out _, out var fault));
        Assert.Equal(TaxIdFault.WrongLength, fault);
    }
}
