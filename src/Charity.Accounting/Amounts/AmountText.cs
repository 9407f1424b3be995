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

        if (!TypedNumber.TrySplit(number, notation, out var whole, out var decimals))
        {
            return AmountFault.NotANumber;
        }

        if (decimals.Length > currency.Scale)
        {
            return AmountFault.TooManyDecimals;
        }

        if (!TypedNumber.TryCount(whole, decimals, currency.Scale, out minor))
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
}
