using System.Collections.Immutable;

namespace Charity.Accounting;

/// <summary>
/// Collects the postings of one entry. Amounts on the same account, fund and currency become one posting, and what
/// cancels out leaves none, so that a fee and a gift of one fund read as the treasurer would write them.
/// </summary>
public sealed class JournalEntryBuilder
{
    private readonly List<(string Account, Guid? Fund, Money Amount)> _lines = new(4);

    public bool IsEmpty => _lines.TrueForAll(line => line.Amount.IsZero);

    /// <summary>Adds to the left side; a negative amount takes from it.</summary>
    public JournalEntryBuilder Debit(string accountCode, Money amount, Guid? fundId = null)
    {
        ArgumentNullException.ThrowIfNull(accountCode);
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i];
            if (line.Account == accountCode && line.Fund == fundId && line.Amount.Currency == amount.Currency)
            {
                _lines[i] = line with { Amount = line.Amount + amount };
                return this;
            }
        }

        _lines.Add((accountCode, fundId, amount));
        return this;
    }

    /// <summary>Adds to the right side; a negative amount takes from it.</summary>
    public JournalEntryBuilder Credit(string accountCode, Money amount, Guid? fundId = null) => Debit(accountCode, -amount, fundId);

    /// <summary>Adds to the left side, divided among the funds.</summary>
    public JournalEntryBuilder Debit(string accountCode, Money amount, FundSplit funds)
    {
        ArgumentNullException.ThrowIfNull(funds);
        if (funds.Shares.Length == 1)
        {
            return Debit(accountCode, amount, funds.Shares[0].FundId);
        }

        var parts = funds.Divide(amount);
        for (var i = 0; i < parts.Length; i++)
        {
            Debit(accountCode, parts[i], funds.Shares[i].FundId);
        }

        return this;
    }

    /// <summary>Adds to the right side, divided among the funds.</summary>
    public JournalEntryBuilder Credit(string accountCode, Money amount, FundSplit funds) => Debit(accountCode, -amount, funds);

    /// <inheritdoc cref="JournalEntry.Create"/>
    public JournalEntry Build(
        string sourceType, string sourceId, string kind, DateOnly effectiveDate, string memo, ChartOfAccounts? chart = null)
    {
        var postings = ImmutableArray.CreateBuilder<Posting>(_lines.Count);
        foreach (var (account, fund, amount) in _lines)
        {
            if (!amount.IsZero)
            {
                postings.Add(new Posting(account, fund, amount));
            }
        }

        return JournalEntry.Create(sourceType, sourceId, kind, effectiveDate, memo, postings.DrainToImmutable(), chart);
    }
}
