namespace Charity.Organisation;

/// <summary>
/// ЕГН: Наредба № РД-02-20-9 of 2012 on the civil registers (ГРАО, https://www.grao.bg/esgraon.html#section2).
/// ЕИК: rules of the BULSTAT register; both as implemented by python-stdnum (stdnum.bg.egn, .pnf, .vat).
/// </summary>
internal static class BulgarianTaxIds
{
    public static TaxIdFault CheckEgn(string number)
    {
        if (number.Length != 10)
        {
            return TaxIdFault.WrongLength;
        }

        // The century stands in the month: +20 for the 1800s, +40 for the 2000s.
        var month = TaxId.Number(number, 2, 2);
        var (century, offset) = month switch { > 40 => (2000, 40), > 20 => (1800, 20), _ => (1900, 0) };
        if (!TaxId.IsDay(century + TaxId.Number(number, 0, 2), month - offset, TaxId.Number(number, 4, 2)))
        {
            return TaxIdFault.WrongDate;
        }

        return TaxId.LastDigitIs(number, TaxId.Weighted(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10);
    }

    public static TaxIdFault CheckLnch(string number) =>
        number.Length != 10
            ? TaxIdFault.WrongLength
            : TaxId.LastDigitIs(number, TaxId.Weighted(number, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10);

    public static TaxIdFault CheckEik(string number) => number.Length switch
    {
        9 => CheckNine(number),
        // A branch: the number of its owner, three digits and a check digit over the last five.
        13 => CheckNine(number[..9]) is var fault and not TaxIdFault.None
            ? fault
            : TaxId.LastDigitIs(number, ElevenTwice(number, 8, [2, 7, 3, 5], [4, 9, 5, 7])),
        _ => TaxIdFault.WrongLength,
    };

    private static TaxIdFault CheckNine(string number) =>
        TaxId.LastDigitIs(number, ElevenTwice(number, 0, [1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8, 9, 10]));

    /// <summary>Remainder by 11; where that is 10, once more with the second weights, where 10 becomes 0.</summary>
    private static int ElevenTwice(string number, int start, ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        var remainder = TaxId.Weighted(number, first, start) % 11;
        return remainder < 10 ? remainder : TaxId.Weighted(number, second, start) % 11 % 10;
    }
}
