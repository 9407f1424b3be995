using System.Collections.Immutable;

namespace Charity.Accounting;

/// <summary>What makes a set of postings an entry.</summary>
internal static class EntryRules
{
    internal static void Require(ImmutableArray<Posting> postings, ChartOfAccounts chart)
    {
        if (postings.IsDefault || postings.Length < 2)
        {
            throw new InvalidEntryException("An entry has at least two postings.");
        }

        if (postings.Length > JournalEntry.MaxPostings)
        {
            throw new InvalidEntryException($"An entry has at most {JournalEntry.MaxPostings} postings.");
        }

        foreach (var posting in postings)
        {
            RequireFundWhereItBelongs(posting, chart.KindOf(posting.AccountCode));
        }

        RequireBalance(postings);
    }

    private static void RequireFundWhereItBelongs(Posting posting, AccountKind kind)
    {
        var carriesFund = kind is AccountKind.Income or AccountKind.Expense or AccountKind.Equity;
        if (carriesFund && (posting.FundId is null || posting.FundId == Guid.Empty))
        {
            throw new InvalidEntryException($"A posting to {posting.AccountCode} ({kind}) needs a fund.");
        }

        if (!carriesFund && posting.FundId is not null)
        {
            throw new InvalidEntryException($"A posting to {posting.AccountCode} ({kind}) must not name a fund.");
        }
    }

    private static void RequireBalance(ImmutableArray<Posting> postings)
    {
        // An entry has one currency, seldom two: looking back for a currency already summed costs less than a table.
        for (var i = 0; i < postings.Length; i++)
        {
            var currency = postings[i].Currency;
            if (Seen(postings, currency, i))
            {
                continue;
            }

            long sum = 0;
            for (var j = i; j < postings.Length; j++)
            {
                if (postings[j].Currency == currency)
                {
                    sum = checked(sum + postings[j].Amount.Minor);
                }
            }

            if (sum != 0)
            {
                throw new InvalidEntryException($"Debits and credits differ by {new Money(sum, currency)}.");
            }
        }
    }

    private static bool Seen(ImmutableArray<Posting> postings, Currency currency, int before)
    {
        for (var j = 0; j < before; j++)
        {
            if (postings[j].Currency == currency)
            {
                return true;
            }
        }

        return false;
    }
}
