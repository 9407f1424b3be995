using System.Globalization;
using Charity.Accounting;

namespace Charity.Campaigns;

/// <summary>"What your gift does": an amount and what it buys.</summary>
public sealed record GiftExample(Money Amount, string What)
{
    /// <summary>Reads the rows <c>2500|text</c> of one language; a row without an amount is left out.</summary>
    public static IReadOnlyList<GiftExample> Read(string rows, Currency currency)
    {
        var examples = new List<GiftExample>();
        foreach (var row in rows.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var bar = row.IndexOf('|', StringComparison.Ordinal);
            if (bar > 0 && long.TryParse(row.AsSpan(0, bar), NumberStyles.None, CultureInfo.InvariantCulture, out var minor) && minor > 0)
            {
                examples.Add(new GiftExample(new Money(minor, currency), row[(bar + 1)..].Trim()));
            }
        }

        return examples;
    }
}
