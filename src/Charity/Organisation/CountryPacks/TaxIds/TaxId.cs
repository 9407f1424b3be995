using System.Globalization;
using System.Text;

namespace Charity.Organisation;

/// <summary>
/// Checks tax and identity numbers by form, date and check digit: pure functions that ask no register, so a number that
/// passes may still belong to nobody. The numbers are personal data: they are stored encrypted and never logged.
/// </summary>
public static class TaxId
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxTypedLength = 40;

    /// <summary>Reads what was typed.</summary>
    /// <param name="typed">Digits; spaces, hyphens and, for companies, the country's letters before them are taken off.</param>
    /// <param name="digits">The number as it is stored and printed: digits only; "" when there is a fault.</param>
    public static bool TryRead(TaxIdKind kind, string? typed, out string digits, out TaxIdFault fault)
    {
        digits = "";
        fault = Clean(kind, typed, out var number);
        if (fault == TaxIdFault.None)
        {
            fault = Check(kind, number);
        }

        if (fault != TaxIdFault.None)
        {
            return false;
        }

        digits = number;
        return true;
    }

    private static TaxIdFault Check(TaxIdKind kind, string number) => kind switch
    {
        TaxIdKind.BgEgn => BulgarianTaxIds.CheckEgn(number),
        TaxIdKind.BgLnch => BulgarianTaxIds.CheckLnch(number),
        TaxIdKind.BgEik => BulgarianTaxIds.CheckEik(number),
        TaxIdKind.MkEmbg => MacedonianTaxIds.CheckEmbg(number),
        TaxIdKind.MkEdb => MacedonianTaxIds.CheckEdb(number),
        TaxIdKind.UaRnokpp => UkrainianTaxIds.CheckRnokpp(number),
        TaxIdKind.UaEdrpou => UkrainianTaxIds.CheckEdrpou(number),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of tax number."),
    };

    private static TaxIdFault Clean(TaxIdKind kind, string? typed, out string number)
    {
        number = "";
        if (string.IsNullOrWhiteSpace(typed))
        {
            return TaxIdFault.Empty;
        }

        if (typed.Length > MaxTypedLength)
        {
            return TaxIdFault.WrongLength;
        }

        var rest = typed.Trim();
        // VAT numbers of companies carry the country's letters, in Macedonia also typed in Cyrillic.
        string[] prefixes = kind switch { TaxIdKind.BgEik => ["BG"], TaxIdKind.MkEdb => ["MK", "МК"], _ => [] };
        foreach (var prefix in prefixes)
        {
            if (rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[prefix.Length..];
                break;
            }
        }

        var digits = new StringBuilder(rest.Length);
        foreach (var c in rest)
        {
            if (char.IsAsciiDigit(c))
            {
                digits.Append(c);
            }
            else if (!char.IsWhiteSpace(c) && c is not ('-' or '\u2010' or '\u2011' or '\u2013'))
            {
                return TaxIdFault.NotDigits;
            }
        }

        number = digits.ToString();
        return number.Length == 0 ? TaxIdFault.Empty : TaxIdFault.None;
    }

    /// <summary>The sum of digit times weight, from <paramref name="start"/>.</summary>
    internal static int Weighted(string number, ReadOnlySpan<int> weights, int start = 0)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (number[start + i] - '0') * weights[i];
        }

        return sum;
    }

    internal static bool IsDay(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    internal static int Number(string number, int start, int length) =>
        int.Parse(number.AsSpan(start, length), CultureInfo.InvariantCulture);

    internal static TaxIdFault LastDigitIs(string number, int expected) =>
        number[^1] - '0' == expected ? TaxIdFault.None : TaxIdFault.WrongCheckDigit;
}
