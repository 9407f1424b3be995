namespace Charity.Accounting;

/// <summary>The digits and separators of a typed number, taken apart without guessing.</summary>
internal static class TypedNumber
{
    private const char Apostrophe = '\'';
    private const char Space = ' ';

    /// <summary>Finds which separator, if any, is the decimal one, and checks the grouping of the digits before it.</summary>
    internal static bool TrySplit(
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

    /// <summary>Counts the digits as minor units; false when there are more than a <see cref="long"/> holds.</summary>
    internal static bool TryCount(ReadOnlySpan<char> whole, ReadOnlySpan<char> decimals, int scale, out long minor)
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
