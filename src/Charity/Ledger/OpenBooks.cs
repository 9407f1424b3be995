using Charity.Accounting;
using Charity.Data;
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

        return await db.SaveChangesAsync(cancel);
    }
}
