using Charity.Data;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>
/// Finds the gift that a provider object belongs to: by the id that we gave it, else by the charge, payment or session
/// that the gift remembers. A gift of another entity's account is never found: an id in metadata is only a claim.
/// </summary>
public sealed class GiftFinder(CharityDb db, EntityDirectory entities)
{
    private readonly Dictionary<Guid, Donation> byId = [];

    /// <summary>Loads the gifts that these facts may be about, in one query, two when an object names no gift of ours.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<GiftFact> facts, CancellationToken cancel)
    {
        var ids = facts.Where(f => f.DonationId is { } id && !byId.ContainsKey(id)).Select(f => f.DonationId!.Value).Distinct().ToList();
        if (ids.Count > 0)
        {
            Keep(await db.Donations.Where(d => ids.Contains(d.Id)).ToListAsync(cancel));
        }

        var strangers = facts.Where(f => f.DonationId is not { } id || !byId.ContainsKey(id)).ToList();
        await PrepareByKeysAsync(
            Keys(strangers, f => f.ChargeId), Keys(strangers, f => f.PaymentIntentId), Keys(strangers, f => f.SessionId), cancel);
    }

    /// <summary>Loads the gifts with these charges.</summary>
    public Task PrepareChargesAsync(IReadOnlyCollection<string> chargeIds, CancellationToken cancel)
        => PrepareByKeysAsync([.. chargeIds.Where(c => ByCharge(c) is null)], [], [], cancel);

    /// <summary>The gift of the fact, or null. Loads what was not prepared.</summary>
    public async Task<Donation?> FindAsync(GiftFact fact, CancellationToken cancel)
    {
        if (Match(fact) is null)
        {
            await PrepareAsync([fact], cancel);
        }

        var found = Match(fact);
        return found is not null && (await entities.OneAsync(found.LegalEntityId, cancel)).StripeAccount == fact.Account ? found : null;
    }

    /// <summary>The gift whose charge it is, or null. Loads what was not prepared.</summary>
    public async Task<Donation?> FindByChargeAsync(string account, string? chargeId, CancellationToken cancel)
    {
        if (chargeId is null)
        {
            return null;
        }

        if (ByCharge(chargeId) is null)
        {
            await PrepareChargesAsync([chargeId], cancel);
        }

        var found = ByCharge(chargeId);
        return found is not null && (await entities.OneAsync(found.LegalEntityId, cancel)).StripeAccount == account ? found : null;
    }

    private Donation? Match(GiftFact fact)
    {
        if (fact.DonationId is { } id && byId.TryGetValue(id, out var named))
        {
            return named;
        }

        return byId.Values.FirstOrDefault(d =>
            (fact.ChargeId is not null && d.ChargeId == fact.ChargeId)
            || (fact.PaymentIntentId is not null && d.PaymentIntentId == fact.PaymentIntentId)
            || (fact.SessionId is not null && d.SessionId == fact.SessionId));
    }

    private Donation? ByCharge(string chargeId) => byId.Values.FirstOrDefault(d => d.ChargeId == chargeId);

    private async Task PrepareByKeysAsync(List<string> charges, List<string> payments, List<string> sessions, CancellationToken cancel)
    {
        if (charges.Count > 0)
        {
            Keep(await db.Donations.Where(d => charges.Contains(d.ChargeId!)).ToListAsync(cancel));
        }

        if (payments.Count > 0)
        {
            Keep(await db.Donations.Where(d => payments.Contains(d.PaymentIntentId!)).ToListAsync(cancel));
        }

        if (sessions.Count > 0)
        {
            Keep(await db.Donations.Where(d => sessions.Contains(d.SessionId!)).ToListAsync(cancel));
        }
    }

    private void Keep(List<Donation> gifts)
    {
        foreach (var gift in gifts)
        {
            byId[gift.Id] = gift;
        }
    }

    private static List<string> Keys(List<GiftFact> facts, Func<GiftFact, string?> key)
        => [.. facts.Select(key).OfType<string>().Distinct()];
}
