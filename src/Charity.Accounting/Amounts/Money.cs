using System.Globalization;

namespace Charity.Accounting;

/// <summary>
/// An exact amount: a whole number of minor units of one currency. All arithmetic is checked: an overflow throws
/// <see cref="OverflowException"/> and never wraps; two currencies never mix (<see cref="CurrencyMismatchException"/>).
/// </summary>
/// <param name="Minor">Minor units: 2500 for 25.00 euros.</param>
/// <param name="Currency">Never null, except in <c>default(Money)</c>, which every operation refuses.</param>
public readonly record struct Money(long Minor, Currency Currency) : IComparable<Money>
{
    public Currency Currency { get; } = Currency ?? throw new ArgumentNullException(nameof(Currency));

    public bool IsZero => Minor == 0;

    public bool IsPositive => Minor > 0;

    public bool IsNegative => Minor < 0;

    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>The amount without its sign.</summary>
    public Money Abs() => new(checked(Minor < 0 ? -Minor : Minor), Currency);

    public static Money operator +(Money left, Money right) => new(checked(left.Minor + right.Minor), Common(left, right));

    public static Money operator -(Money left, Money right) => new(checked(left.Minor - right.Minor), Common(left, right));

    public static Money operator -(Money value) => new(checked(-value.Minor), value.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public int CompareTo(Money other)
    {
        Common(this, other);
        return Minor.CompareTo(other.Minor);
    }

    /// <summary>The sum of amounts that are all in <paramref name="currency"/>; zero of it for none.</summary>
    public static Money Sum(IEnumerable<Money> amounts, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        var sum = Zero(currency);
        foreach (var amount in amounts)
        {
            sum += amount;
        }

        return sum;
    }

    /// <summary>
    /// Divides the amount in proportion to the weights, to the last minor unit: each part is its exact share rounded
    /// down, and the units left over go to the largest remainders, earlier parts first among equals. The parts sum to
    /// the amount exactly; a negative amount is divided like its opposite.
    /// </summary>
    /// <param name="weights">None negative, at least one positive.</param>
    /// <exception cref="ArgumentException">No weight is positive, or one is negative.</exception>
    public Money[] Allocate(ReadOnlySpan<long> weights)
    {
        var minor = Allocation.LargestRemainder(Minor, weights);
        var parts = new Money[minor.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new Money(minor[i], Currency);
        }

        return parts;
    }

    /// <summary>For logs, files and staff tools, the same everywhere: <c>EUR 25.00</c>, <c>JPY -500</c>. Donors read amounts from the language tables.</summary>
    public override string ToString() => $"{Currency?.Code ?? "???"} {ToPlainText()}";

    /// <summary>The number alone with a point before the decimals and no grouping, as in <c>-1234.50</c>.</summary>
    public string ToPlainText()
    {
        var scale = Currency?.Scale ?? 0;
        // Two's complement: the unsigned negation is right for long.MinValue too.
        var magnitude = Minor < 0 ? unchecked((ulong)-Minor) : (ulong)Minor;
        var digits = magnitude.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var sign = Minor < 0 ? "-" : "";
        return scale == 0 ? sign + digits : $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static Currency Common(Money left, Money right) =>
        left.Currency is { } currency && ReferenceEquals(currency, right.Currency)
            ? currency
            : throw new CurrencyMismatchException(left.Currency, right.Currency);
}
