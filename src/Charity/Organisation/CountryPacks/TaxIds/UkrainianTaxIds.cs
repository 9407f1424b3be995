namespace Charity.Organisation;

/// <summary>
/// РНОКПП and ЄДРПОУ: check digits as published on https://uk.wikipedia.org/wiki/РНОКПП and
/// https://uk.wikipedia.org/wiki/Код_ЄДРПОУ and implemented by python-stdnum (stdnum.ua.rntrc, .edrpou).
/// </summary>
internal static class UkrainianTaxIds
{
    public static TaxIdFault CheckRnokpp(string number)
    {
        if (number.Length != 10)
        {
            return TaxIdFault.WrongLength;
        }

        // The first five digits count days from 31 December 1899, so any but zero names a day.
        if (TaxId.Number(number, 0, 5) == 0)
        {
            return TaxIdFault.WrongDate;
        }

        // The first weight is negative, so the sum may be: 11 is added before the last remainder.
        var remainder = ((TaxId.Weighted(number, [-1, 5, 7, 9, 4, 6, 10, 5, 7]) % 11) + 11) % 11;
        return TaxId.LastDigitIs(number, remainder % 10);
    }

    public static TaxIdFault CheckEdrpou(string number)
    {
        if (number.Length != 8)
        {
            return TaxIdFault.WrongLength;
        }

        // Numbers from 30000000 to 60000000 were given out under other weights.
        ReadOnlySpan<int> first = number[0] is >= '3' and <= '5' ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7];
        ReadOnlySpan<int> second = number[0] is >= '3' and <= '5' ? [9, 3, 4, 5, 6, 7, 8] : [3, 4, 5, 6, 7, 8, 9];
        var remainder = TaxId.Weighted(number, first) % 11;
        if (remainder == 10)
        {
            remainder = TaxId.Weighted(number, second) % 11 % 10;
        }

        return TaxId.LastDigitIs(number, remainder);
    }
}
