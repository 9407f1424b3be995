using System.Collections.Concurrent;
using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>
/// The accounts of every legal entity by code, remembered for the life of the process: an account never changes and is
/// never removed, so what was read once stays true. Holds saved accounts only.
/// </summary>
public sealed class AccountIds
{
    private readonly ConcurrentDictionary<(Guid Entity, string Code), long> ids = new();

    internal bool TryFind(Guid entity, string code, out long id) => ids.TryGetValue((entity, code), out id);

    internal void Remember(Guid entity, string code, long id) => ids[(entity, code)] = id;
}

/// <summary>Finds an entity's account, and opens it when the chart has it and the entity does not yet.</summary>
public sealed class AccountBook(CharityDb db, AccountIds ids)
{
    /// <summary>Points the posting at the account of that code.</summary>
    /// <exception cref="InvalidEntryException">The chart of accounts has no such code.</exception>
    internal ValueTask AssignAsync(PostingRow posting, Guid entity, string code, CancellationToken cancel)
    {
        if (ids.TryFind(entity, code, out var id))
        {
            posting.AccountId = id;
            return ValueTask.CompletedTask;
        }

        return new ValueTask(AssignSlowlyAsync(posting, entity, code, cancel));
    }

    /// <summary>The account, from the context, the table, or newly added to the context.</summary>
    internal async Task<LedgerAccount> FindOrOpenAsync(Guid entity, string code, string? name, CancellationToken cancel)
    {
        var account = db.Accounts.Local.FirstOrDefault(a => a.LegalEntityId == entity && a.Code == code)
            ?? await db.Accounts.FirstOrDefaultAsync(a => a.LegalEntityId == entity && a.Code == code, cancel);
        if (account is not null)
        {
            return account;
        }

        if (!ChartOfAccounts.Default.TryFind(code, out var entry))
        {
            throw new InvalidEntryException($"The chart has no account '{code}'.");
        }

        account = new LedgerAccount { LegalEntityId = entity, Code = code, Kind = entry.Kind, Name = name ?? entry.Name };
        db.Accounts.Add(account);
        return account;
    }

    private async Task AssignSlowlyAsync(PostingRow posting, Guid entity, string code, CancellationToken cancel)
    {
        var account = await FindOrOpenAsync(entity, code, null, cancel);
        if (account.Id > 0)
        {
            ids.Remember(entity, code, account.Id);
            posting.AccountId = account.Id;
        }
        else
        {
            // Not saved yet: its number is known only then.
            posting.Account = account;
        }
    }
}
