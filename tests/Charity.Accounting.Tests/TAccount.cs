using System.Globalization;

namespace Charity.Accounting.Tests;

/// <summary>Writes an entry's postings as a treasurer reads them: <c>5000/General +0.63 EUR</c>, sorted by account.</summary>
internal static class TAccount
{
    internal static string[] Lines(this JournalEntry entry) =>
        [.. entry.Postings
            .Select(p => string.Create(
                CultureInfo.InvariantCulture,
                $"{p.AccountCode}{(p.FundId is { } fund ? "/" + Funds.Name(fund) : "")} {(p.Amount.IsPositive ? "+" : "")}{p.Amount.ToPlainText()} {p.Currency}"))
            .Order(StringComparer.Ordinal)];

    internal static void Shows(this JournalEntry? entry, params string[] lines)
    {
        Assert.NotNull(entry);
        Assert.Equal(lines.Order(StringComparer.Ordinal), entry.Lines());
    }

    /// <summary>Balanced per currency and funds where they belong, checked apart from the code under test.</summary>
    internal static void IsSound(this JournalEntry entry)
    {
        Assert.True(entry.Postings.Length >= 2);
        foreach (var currency in entry.Postings.GroupBy(p => p.Currency.Code))
        {
            Assert.Equal(0, currency.Aggregate(Int128.Zero, (sum, p) => sum + p.Amount.Minor));
        }

        Assert.All(entry.Postings, p => Assert.Equal(p.AccountCode[0] is '3' or '4' or '5', p.FundId is not null));
        Assert.All(entry.Postings, p => Assert.NotEqual(0, p.Amount.Minor));
    }

    internal static Money Eur(long cents) => new(cents, Currency.Eur);

    internal static Money Usd(long cents) => new(cents, Currency.Usd);
}
