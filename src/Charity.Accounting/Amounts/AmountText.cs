using System.Globalization;

namespace Charity.Accounting;

/// <summary>
/// Reads what people type into an amount field: exactly or not at all. Both decimal comma and decimal point are
/// understood wherever only one reading is possible; a text with two readings, such as <c>1,000</c>, is read in the
/// notation of the page. Nothing is rounded or guessed.
/// </summary>
public static class AmountText
{
    /// <summary>Longest text that is looked at, in characters.</summary>
    public const int MaxLength = 64;

    private const char Apostrophe = '\'';
    private const char Space = ' ';

    /// <summary>Reads a positive amount of <paramref name="currency"/>, with or without that currency's sign or code.</summary>
    /// <param name="money">The amount; zero of the currency when there is a fault.</param>
    /// <param name="fault">Why not; <see cref="AmountFault.None"/> when it was read.</param>
    public static bool TryParse(string? text, Currency currency, AmountNotation notation, out Money money, out AmountFault fault)
    {
        ArgumentNullException.ThrowIfNull(currency);
        money = Money.Zero(currency);
        fault = Read(text, currency, notation, out var minor);
        if (fault != AmountFault.None)
        {
            return false;
        }

        money = new Money(minor, currency);
        return true;
    }

    private static AmountFault Read(ReadOnlySpan<char> typed, Currency currency, AmountNotation notation, out long minor)
    {
        minor = 0;
        var text = TrimHarmless(typed);
        if (text.IsEmpty)
        {
            return AmountFault.Empty;
        }

        if (HasHidden(text))
        {
            return AmountFault.HiddenCharacters;
        }

        if (text.Length > MaxLength)
        {
            return AmountFault.NotANumber;
        }

        var fault = Unwrap(text, currency, out var number, out var negative);
        if (fault != AmountFault.None)
        {
            return fault;
        }

        if (!TryFindDecimals(number, notation, out var whole, out var decimals))
        {
            return AmountFault.NotANumber;
        }

        if (decimals.Length > currency.Scale)
        {
            return AmountFault.TooManyDecimals;
        }

        if (!TryCount(whole, decimals, currency.Scale, out minor))
        {
            return AmountFault.TooLarge;
        }

        return minor == 0 ? AmountFault.Zero : negative ? AmountFault.Negative : AmountFault.None;
    }

    /// <summary>Takes away spaces at the ends, and marks there that change nothing on the screen (copied from chats and banks).</summary>
    private static ReadOnlySpan<char> TrimHarmless(ReadOnlySpan<char> text)
    {
        static bool Harmless(char c) => char.IsWhiteSpace(c) || c is '\u200B' or '\u200E' or '\u2060' or '\uFEFF';

        while (!text.IsEmpty && Harmless(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && Harmless(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    /// <summary>Direction marks and the like: with them the number on the screen may read otherwise than its characters do.</summary>
    private static bool HasHidden(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Separates the number from its sign and from the currency that stands before or after it.</summary>
    private static AmountFault Unwrap(ReadOnlySpan<char> text, Currency currency, out ReadOnlySpan<char> number, out bool negative)
    {
        number = default;
        negative = false;
        var first = text.IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return AmountFault.NotANumber;
        }

        var last = text.LastIndexOfAnyInRange('0', '9');
        var before = text[..first].Trim();
        var after = text[(last + 1)..].Trim();

        if (TakeSign(ref before, out var minus))
        {
            negative = minus;
        }

        // ".50" and "€.50": the separator belongs to the number, unless it ends an abbreviation such as "лв.".
        if (first > 0 && text[first - 1] is '.' or ',' && CurrencySigns.Means(before, currency) is null)
        {
            before = before[..^1].Trim();
            first--;
        }

        number = text[first..(last + 1)];
        var meansBefore = before.IsEmpty ? true : CurrencySigns.Means(before, currency);
        var meansAfter = after.IsEmpty ? true : CurrencySigns.Means(after, currency);
        return (meansBefore, meansAfter) switch
        {
            (null, _) or (_, null) => AmountFault.NotANumber,
            (true, true) => AmountFault.None,
            _ => AmountFault.OtherCurrency,
        };
    }

    /// <summary>Takes one plus or minus from the start or the end of what stands before the number: "-5 €", "€ -5".</summary>
    private static bool TakeSign(ref ReadOnlySpan<char> before, out bool minus)
    {
        static bool IsMinus(char c) => c is '-' or '\u2212' or '\u2013';

        minus = false;
        if (before.IsEmpty)
        {
            return false;
        }

        var atStart = before[0] == '+' || IsMinus(before[0]);
        var sign = atStart ? before[0] : before[^1];
        if (sign != '+' && !IsMinus(sign))
        {
            return false;
        }

        minus = sign != '+';
        before = (atStart ? before[1..] : before[..^1]).Trim();
        return true;
    }

    /// <summary>Finds which separator, if any, is the decimal one, and checks the grouping of the digits before it.</summary>
    private static bool TryFindDecimals(
        ReadOnlySpan<char> number, AmountNotation notation, out ReadOnlySpan<char> whole, out ReadOnlySpan<char> decimals)
    {
        var at = DecimalSeparator(number, notation);
        whole = at < 0 ? number : number[..at];
        decimals = at < 0 ? default : number[(at + 1)..];
        return !decimals.ContainsAnyExceptInRange('0', '9')
            && (at < 0 || !decimals.IsEmpty)
            && IsWellGrouped(whole, mayBeEmpty: at >= 0);
    }

    private static int DecimalSeparator(ReadOnlySpan<char> number, AmountNotation notation)
    {
        var points = number.Count('.');
        var commas = number.Count(',');
        if (points > 0 && commas > 0)
        {
            return number.LastIndexOfAny('.', ',');
        }

        if (points + commas != 1)
        {
            return -1;
        }

        var at = number.IndexOfAny('.', ',');
        var onlyDigitsBefore = !number[..at].ContainsAnyExceptInRange('0', '9');
        var couldGroup = onlyDigitsBefore && at is >= 1 and <= 3 && number[0] != '0' && number.Length - at - 1 == 3;
        var decimalChar = notation == AmountNotation.PointDecimal ? '.' : ',';
        return couldGroup && number[at] != decimalChar ? -1 : at;
    }

    /// <summary>Digits alone, or one kind of separator with one to three digits before the first and three after each.</summary>
    private static bool IsWellGrouped(ReadOnlySpan<char> whole, bool mayBeEmpty)
    {
        if (whole.IsEmpty)
        {
            return mayBeEmpty;
        }

        char separator = default;
        var run = 0;
        for (var i = 0; i < whole.Length; i++)
        {
            if (char.IsAsciiDigit(whole[i]))
            {
                run++;
                continue;
            }

            var kind = SeparatorKind(whole[i]);
            var firstGroup = separator == default;
            if (kind == default || (!firstGroup && kind != separator) || (firstGroup ? run is 0 or > 3 || whole[0] == '0' : run != 3))
            {
                return false;
            }

            separator = kind;
            run = 0;
        }

        return separator == default ? run > 0 : run == 3;
    }

    private static char SeparatorKind(char c) => c switch
    {
        '.' => '.',
        ',' => ',',
        ' ' or '\u00A0' or '\u2007' or '\u2009' or '\u202F' => Space,
        '\'' or '\u2019' => Apostrophe,
        _ => default,
    };

    private static bool TryCount(ReadOnlySpan<char> whole, ReadOnlySpan<char> decimals, int scale, out long minor)
    {
        Int128 value = 0;
        foreach (var part in (ReadOnlySpan<string>)[whole.ToString(), decimals.ToString().PadRight(scale, '0')])
        {
            foreach (var c in part)
            {
                if (!char.IsAsciiDigit(c))
                {
                    continue;
                }

                value = (value * 10) + (c - '0');
                if (value > long.MaxValue)
                {
                    minor = 0;
                    return false;
                }
            }
        }

        minor = (long)value;
        return true;
    }
}
