using System.Globalization;
using Charity.Accounting;
using Charity.Donations;

namespace Charity.GiftDesk;

/// <summary>What became of a gift's money or papers, where that is the question.</summary>
public enum GiftTrouble
{
    /// <summary>Sent back to the donor, whole or in part.</summary>
    Refunded,

    /// <summary>The donor's bank asks for the money.</summary>
    Disputed,

    /// <summary>The donor's bank took the money.</summary>
    Lost,

    /// <summary>Paid, and no receipt that is valid.</summary>
    WithoutReceipt,
}

/// <summary>
/// Which gifts somebody wants to see. It is kept whole in the address of the page, in a saved filter and in an export, and
/// all three read it here. What cannot be understood is left out.
/// </summary>
/// <param name="Words">As typed: parts of a name or address, or one number of any sort.</param>
/// <param name="Campaign">Its name in addresses.</param>
/// <param name="Entity">Code of the legal entity.</param>
/// <param name="Least">Least amount, with a decimal point; without a currency, of any that has two decimals.</param>
/// <param name="From">First day, by the organisation's calendar.</param>
/// <param name="To">Last day.</param>
public sealed record GiftFilter(
    string? Words = null, DonationStatus? Status = null, DonationChannel? Channel = null, string? Campaign = null, Guid? Fund = null,
    string? Entity = null, string? Currency = null, string? Least = null, string? Most = null, DateOnly? From = null, DateOnly? To = null,
    GiftTrouble? Trouble = null)
{
    /// <summary>Characters of the address that a filter may take.</summary>
    public const int MaxAddress = 1000;

    private const int MaxWords = 200;
    private const int MaxOther = 64;

    public bool IsEmpty => this == new GiftFilter();

    /// <summary>Reads it from the parts of an address.</summary>
    /// <param name="notation">How the reader writes decimals; an address that we wrote has a decimal point.</param>
    public static GiftFilter Read(Func<string, string?> part, AmountNotation notation = AmountNotation.PointDecimal)
    {
        ArgumentNullException.ThrowIfNull(part);
        var chosen = Accounting.Currency.TryOf(part("currency")?.Trim().ToUpperInvariant(), out var known) ? known : null;
        return new(
            Text("q", MaxWords), Named<DonationStatus>("status"), Named<DonationChannel>("channel"), Text("campaign", MaxOther),
            Guid.TryParse(part("fund"), out var fund) ? fund : null, Text("entity", MaxOther),
            chosen?.Code, Amount("least"), Amount("most"), Day("from"), Day("to"), Named<GiftTrouble>("trouble"));

        string? Text(string name, int longest) => part(name)?.Trim() is { Length: > 0 } text && text.Length <= longest ? text : null;

        T? Named<T>(string name)
            where T : struct, Enum
            => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => string.Equals(value.ToString(), part(name), StringComparison.OrdinalIgnoreCase));

        string? Amount(string name)
            => AmountText.TryParse(part(name), chosen ?? TwoDecimals, notation, out var money, out _) ? Plain(money) : null;

        DateOnly? Day(string name) => DateOnly.TryParseExact(part(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>Reads it from an address as <see cref="ToAddress"/> writes it.</summary>
    public static GiftFilter Parse(string? address)
    {
        var parts = (address ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=', 2)).Where(p => p.Length == 2)
            .GroupBy(p => p[0], StringComparer.Ordinal)
            .ToDictionary(p => p.Key, p => Uri.UnescapeDataString(p.First()[1].Replace('+', ' ')), StringComparer.Ordinal);
        return Read(parts.GetValueOrDefault);
    }

    /// <summary>The filter alone, without a question mark; empty when it filters nothing.</summary>
    public string ToAddress()
    {
        (string Name, string? Value)[] parts =
        [
            ("q", Words), ("status", Status?.ToString()), ("channel", Channel?.ToString()), ("campaign", Campaign), ("fund", Fund?.ToString("N")),
            ("entity", Entity), ("currency", Currency), ("least", Least), ("most", Most), ("from", Of(From)), ("to", Of(To)),
            ("trouble", Trouble?.ToString()),
        ];
        return string.Join('&', parts.Where(p => p.Value is not null).Select(p => p.Name + "=" + Uri.EscapeDataString(p.Value!)));

        static string? Of(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>An amount of the filter in minor units; null where none was given.</summary>
    internal long? Minor(string? amount)
        => amount is not null && AmountText.TryParse(
            amount, Currency is null ? TwoDecimals : Accounting.Currency.Of(Currency), AmountNotation.PointDecimal, out var money, out _)
            ? money.Minor
            : null;

    /// <summary>A number with a decimal point and nothing else, as machines read it.</summary>
    internal static string Plain(Money money)
    {
        var digits = Math.Abs(money.Minor).ToString(CultureInfo.InvariantCulture).PadLeft(money.Currency.Scale + 1, '0');
        var sign = money.IsNegative ? "-" : "";
        return money.Currency.Scale == 0 ? sign + digits : $"{sign}{digits[..^money.Currency.Scale]}.{digits[^money.Currency.Scale..]}";
    }

    /// <summary>A currency with two decimals, by which amounts without a currency are read.</summary>
    private static Currency TwoDecimals => Accounting.Currency.Eur;
}
