using Charity.Accounting;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>What anyone who holds a receipt may know of it: nothing personal.</summary>
/// <param name="Issuer">Name of the legal entity today, in all its languages.</param>
/// <param name="EndedOn">The day on which it became void or was replaced.</param>
public sealed record CheckedReceipt(
    string Number, Money Amount, DateOnly IssuedOn, ReceiptState State, DateOnly? EndedOn, LocalizedText Issuer, Language FallbackLanguage);

/// <summary>Finds a receipt by the token of its check address.</summary>
public sealed class CheckReceipt(CharityDb db, CountryPacks packs)
{
    /// <summary>Null for a token that belongs to no receipt.</summary>
    public async Task<CheckedReceipt?> RunAsync(string? token, CancellationToken cancel)
    {
        if (PublicTokens.HashOf(token) is not { } hash)
        {
            return null;
        }

        var found = await db.Receipts.AsNoTracking().Where(r => r.CheckTokenHash == hash)
            .Join(db.LegalEntities, r => r.LegalEntityId, e => e.Id, (r, e) => new { r.Number, r.State, r.VoidedAt, r.Snapshot, Entity = e })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return null;
        }

        var snapshot = ReceiptSnapshot.FromJson(found.Snapshot);
        var fallback = await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleAsync(cancel);
        return new CheckedReceipt(
            found.Number, snapshot.Amount, snapshot.IssuedOn, found.State,
            found.VoidedAt is { } ended ? packs.At(found.Entity, ended).DayOf(ended) : null, found.Entity.Name, Language.Of(fallback));
    }
}
