using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>What bookkeeping needs to know of a legal entity.</summary>
/// <param name="StripeAccount"><c>acct_…</c>, or null.</param>
/// <param name="CountryPack">Id of its country pack: decides the zone of its days.</param>
public sealed record EntityCard(Guid Id, string Code, string? StripeAccount, Guid? GeneralFundId, string CountryPack);

/// <summary>The legal entities of this installation, read once for each unit of work; there are few and they seldom change.</summary>
public sealed class EntityDirectory(CharityDb db, CountryPacks packs)
{
    private IReadOnlyList<EntityCard>? cards;

    public async ValueTask<IReadOnlyList<EntityCard>> AllAsync(CancellationToken cancel)
        => cards ??= await db.LegalEntities.AsNoTracking()
            .OrderBy(e => e.Code)
            .Select(e => new EntityCard(e.Id, e.Code, e.StripeAccount, e.GeneralFundId, e.CountryPack))
            .ToListAsync(cancel);

    /// <summary>The entity whose money is held in that provider account, or null.</summary>
    public async ValueTask<EntityCard?> OfAccountAsync(string account, CancellationToken cancel)
        => (await AllAsync(cancel)).FirstOrDefault(e => e.StripeAccount == account);

    /// <exception cref="InvalidOperationException">There is no such entity.</exception>
    public async ValueTask<EntityCard> OneAsync(Guid id, CancellationToken cancel) => (await AllAsync(cancel)).First(e => e.Id == id);

    /// <summary>The day on which an instant falls in the entity's zone; it decides the period of an entry.</summary>
    /// <param name="utc">Its Kind is Utc.</param>
    public DateOnly DayOf(EntityCard entity, DateTime utc) => packs.DayOf(entity.CountryPack, utc);
}
