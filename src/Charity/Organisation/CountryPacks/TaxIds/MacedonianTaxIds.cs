namespace Charity.Organisation;

/// <summary>
/// ЕМБГ: the single personal number begun in 1976 (Закон за матичен број на граѓанинот), the same in all successor
/// states; ЕДБ: Public Revenue Office (https://www.ujp.gov.mk). Both as implemented by python-stdnum (stdnum.rs.jmbg, .mk.edb).
/// </summary>
internal static class MacedonianTaxIds
{
    private static ReadOnlySpan<int> Weights => [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    public static TaxIdFault CheckEmbg(string number)
    {
        if (number.Length != 13)
        {
            return TaxIdFault.WrongLength;
        }

        // The year has three digits: 985 is 1985, 004 is 2004.
        var year = TaxId.Number(number, 4, 3);
        if (!TaxId.IsDay(year + (year < 800 ? 2000 : 1000), TaxId.Number(number, 2, 2), TaxId.Number(number, 0, 2)))
        {
            return TaxIdFault.WrongDate;
        }

        // A remainder of 1 would need the digit 10: such numbers are not given out.
        var expected = (11 - (TaxId.Weighted(number, Weights) % 11)) % 11;
        return expected == 10 ? TaxIdFault.WrongCheckDigit : TaxId.LastDigitIs(number, expected);
    }

    public static TaxIdFault CheckEdb(string number) =>
        number.Length != 13
            ? TaxIdFault.WrongLength
            : TaxId.LastDigitIs(number, (11 - (TaxId.Weighted(number, Weights) % 11)) % 11 % 10);
}
