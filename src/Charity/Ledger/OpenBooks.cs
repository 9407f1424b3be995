using Charity.Accounting;
using Charity.Data;
using Charity.Data.Work;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>
/// Opens the books of a legal entity: every named account of the chart, and one for each of its bank accounts. Harmless
/// to repeat; run again after a bank account was added.
/// </summary>
public sealed class OpenBooks(CharityDb db, AccountBook book)
{
    /// <summary>How many accounts were missing and are open now.</summary>
    public async Task<int> RunAsync(Guid legalEntityId, CancellationToken cancel)
    {
        await AddAsync(legalEntityId, cancel);
        return await db.SaveChangesAsync(cancel);
    }

    /// <summary>Adds the missing accounts to the context.</summary>
    internal async Task AddAsync(Guid legalEntityId, CancellationToken cancel)
    {
        foreach (var account in ChartOfAccounts.Default.Accounts)
        {
            await book.FindOrOpenAsync(legalEntityId, account.Code, null, cancel);
        }

        var banks = await db.BankAccounts.AsNoTracking()
            .Where(b => b.LegalEntityId == legalEntityId)
            .Select(b => new { b.AccountCode, b.BankName, b.Currency })
            .ToListAsync(cancel);
        foreach (var bank in banks)
        {
            await book.FindOrOpenAsync(legalEntityId, bank.AccountCode, $"{bank.BankName} {bank.Currency}", cancel);
        }
    }
}

/// <summary>Opens the books of an entity that was just added.</summary>
internal sealed class OpenBooksOfNewEntity(OpenBooks open) : MessageHandler<EntityAdded>
{
    public override Task ApplyAsync(WorkItem<EntityAdded, Nothing> item, CancellationToken cancel) => open.AddAsync(item.Message.LegalEntityId, cancel);
}
