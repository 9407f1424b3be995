namespace Charity.Accounting;

/// <summary>
/// A rate between two currencies as an exact fraction: one major unit of <paramref name="From"/> is worth
/// <paramref name="Numerator"/>/<paramref name="Denominator"/> major units of <paramref name="To"/>.
/// </summary>
/// <param name="Numerator">From 1 to 10^15.</param>
/// <param name="Denominator">From 1 to 10^15.</param>
public sealed record ExchangeRate(Currency From, Currency To, long Numerator, long Denominator)
{
    private const long Largest = 1_000_000_000_000_000;

    public long Numerator { get; } = InRange(Numerator, nameof(Numerator));

    public long Denominator { get; } = InRange(Denominator, nameof(Denominator));

    /// <summary>1 EUR = 1.95583 BGN, irrevocable from 1 January 2026 (Council Regulation (EC) 2866/98 as amended for Bulgaria).</summary>
    public static ExchangeRate BgnToEur { get; } = new(Currency.Bgn, Currency.Eur, 100_000, 195_583);

    /// <summary>The same rate the other way: the lev amount of an old gift that is shown beside its euro amount.</summary>
    public static ExchangeRate EurToBgn { get; } = BgnToEur.Inverse();

    public ExchangeRate Inverse() => new(To, From, Denominator, Numerator);

    /// <summary>Converts and rounds once, half away from zero (Regulation (EC) 1103/97, article 5).</summary>
    /// <exception cref="CurrencyMismatchException">The amount is not in <see cref="From"/>.</exception>
    /// <exception cref="OverflowException">The result does not fit.</exception>
    public Money Convert(Money amount)
    {
        if (amount.Currency != From)
        {
            throw new CurrencyMismatchException(amount.Currency, From);
        }

        // 2^63 * 10^15 * 10^4 stays below 2^127.
        var dividend = Int128.Abs(amount.Minor) * Numerator * To.MinorPerMajor;
        var divisor = (Int128)Denominator * From.MinorPerMajor;
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        if (remainder * 2 >= divisor)
        {
            quotient++;
        }

        return new Money(checked((long)(amount.IsNegative ? -quotient : quotient)), To);
    }

    private static long InRange(long value, string name) =>
        value is > 0 and <= Largest ? value : throw new ArgumentOutOfRangeException(name, value, "Outside 1 to 10^15.");
}
