using Charity.Data;
using Charity.Data.Audit;
using Charity.Donations;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

public enum ResyncResult
{
    /// <summary>Fetched and applied; the changes say what differed.</summary>
    Done,
    Unknown,

    /// <summary>A transfer, or a gift that never came to the payment page: the provider knows nothing of it.</summary>
    NotByCard,

    /// <summary>The provider gave no answer; what was fetched before that was applied.</summary>
    Unreachable,

    /// <summary>It was fetched a few seconds ago.</summary>
    JustDone,
}

/// <summary>A fact of the gift that is another one now.</summary>
/// <param name="Name">Such as <c>status</c>; texts name it for people.</param>
public sealed record GiftChange(string Name, string? Before, string? After);

/// <param name="Changes">Empty when all stood as the provider says.</param>
public sealed record ResyncOutcome(ResyncResult Result, IReadOnlyList<GiftChange> Changes);

/// <summary>
/// Fetches everything that the provider knows of a gift and applies it on the way that webhooks take: payment and charge,
/// refunds and disputes, with their balance transactions. Harmless to repeat; what was applied already changes nothing.
/// </summary>
public sealed class ResyncGift(UseCases useCases, RefreshLimit limit)
{
    public const string Action = "gift.resync";

    /// <summary>Fetches of one object whose row was written by other work meanwhile.</summary>
    private const int MostFetches = 3;

    public async Task<ResyncOutcome> RunAsync(Guid donationId, Actor by, CancellationToken cancel)
    {
        var plan = await useCases.RunAsync<PlanResync, ResyncPlan?>(p => p.RunAsync(donationId, cancel), cancel);
        if (plan is null)
        {
            return new(ResyncResult.Unknown, []);
        }

        if (plan.Account is null || plan.First is null)
        {
            return new(ResyncResult.NotByCard, []);
        }

        if (!limit.Allows(donationId))
        {
            return new(ResyncResult.JustDone, []);
        }

        var result = await ImportAsync(plan.Account, [plan.First], cancel);
        if (result == ResyncResult.Done)
        {
            // Only now it is certain which charge the gift has, and so what came of it.
            result = await useCases.RunAsync<FindWhatCameOf, IReadOnlyList<string>?>(f => f.RunAsync(donationId, plan.Account, cancel), cancel) is { } others
                ? await ImportAsync(plan.Account, others, cancel)
                : ResyncResult.Unreachable;
        }

        var changes = await useCases.RunAsync<RecordResync, IReadOnlyList<GiftChange>>(r => r.RunAsync(donationId, plan.Before, result, by, cancel), cancel);
        return new(result, changes);
    }

    private async Task<ResyncResult> ImportAsync(string account, IReadOnlyList<string> objects, CancellationToken cancel)
    {
        foreach (var id in objects)
        {
            var applied = false;
            for (var fetch = 0; fetch < MostFetches && !applied; fetch++)
            {
                var facts = await useCases.RunAsync<FetchObject, MoneyFacts>(f => f.RunAsync(account, id, cancel), cancel);
                if (facts.Unreachable is not null)
                {
                    return ResyncResult.Unreachable;
                }

                applied = await useCases.RunAsync<ApplyFetched, bool>(a => a.RunAsync(facts, cancel), cancel);
            }
        }

        return ResyncResult.Done;
    }
}

/// <summary>What is known of the gift before the provider is asked.</summary>
/// <param name="First">The object to begin with: the charge, payment or session.</param>
internal sealed record ResyncPlan(string? Account, string? First, GiftStanding Before);

/// <summary>Facts of a gift that the provider may change, as people compare them.</summary>
internal sealed record GiftStanding(IReadOnlyDictionary<string, string?> Facts)
{
    public static async Task<GiftStanding> ReadAsync(CharityDb db, Donation gift, CancellationToken cancel)
    {
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.DonationId == gift.Id).OrderBy(r => r.ProviderId)
            .Select(r => r.ProviderId + " " + r.Status).ToListAsync(cancel);
        var disputes = await db.Disputes.AsNoTracking().Where(d => d.DonationId == gift.Id).OrderBy(d => d.ProviderId)
            .Select(d => d.ProviderId + " " + d.Status).ToListAsync(cancel);
        return new(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["status"] = gift.Status.ToString(),
            ["payment"] = gift.PaymentIntentId,
            ["charge"] = gift.ChargeId,
            ["settled"] = Amount(gift.SettledMinor, gift.SettledCurrency),
            ["fee"] = Amount(gift.FeeMinor, gift.SettledCurrency),
            ["refunded"] = Amount(gift.RefundedMinor, gift.Currency),
            ["lost"] = Amount(gift.LostToDisputeMinor, gift.Currency),
            ["refunds"] = refunds.Count == 0 ? null : string.Join(", ", refunds),
            ["disputes"] = disputes.Count == 0 ? null : string.Join(", ", disputes),
        });

        static string? Amount(long? minor, string? currency) => minor is { } value && currency is not null ? Exceptions.Sum.Of(value, currency) : null;
    }
}

internal sealed class PlanResync(CharityDb db, EntityDirectory entities)
{
    public async Task<ResyncPlan?> RunAsync(Guid donationId, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == donationId, cancel);
        return gift is null ? null : new ResyncPlan(
            (await entities.OneAsync(gift.LegalEntityId, cancel)).StripeAccount,
            gift.Channel == DonationChannel.Stripe ? gift.SessionId ?? gift.PaymentIntentId ?? gift.ChargeId : null,
            await GiftStanding.ReadAsync(db, gift, cancel));
    }
}

/// <summary>Refunds and disputes of the gift's charge: those we know, and those that the charge says there must be.</summary>
internal sealed class FindWhatCameOf(CharityDb db, IPaymentGateway gateway)
{
    /// <summary>Pages of a list that are looked through for one charge.</summary>
    private const int MostPages = 10;

    /// <returns>Null when the provider gave no answer.</returns>
    public async Task<IReadOnlyList<string>?> RunAsync(Guid donationId, string account, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == donationId, cancel);
        if (gift.ChargeId is not { } chargeId)
        {
            return [];
        }

        var refunds = await db.Refunds.AsNoTracking().Where(r => r.Account == account && r.ChargeId == chargeId).ToListAsync(cancel);
        var found = refunds.ConvertAll(r => r.ProviderId);
        found.AddRange(await db.Disputes.AsNoTracking().Where(d => d.Account == account && d.ChargeId == chargeId).Select(d => d.ProviderId).ToListAsync(cancel));
        try
        {
            var charge = await gateway.GetChargeAsync(account, chargeId, cancel);
            if (charge.AmountRefunded != refunds.Where(r => r.Status == "succeeded").Sum(r => r.AmountMinor))
            {
                found.AddRange(await SearchAsync(charge.Created, range => gateway.ListRefundsAsync(account, range, cancel), r => r.Id, r => r.ChargeId == chargeId));
            }

            if (charge.Disputed && !found.Exists(id => id.StartsWith('d')))
            {
                found.AddRange(await SearchAsync(charge.Created, range => gateway.ListDisputesAsync(account, range, cancel), d => d.Id, d => d.ChargeId == chargeId));
            }
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            // What we know of is asked for all the same.
        }
        catch (GatewayException error) when (error.IsTransient)
        {
            return null;
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<string>> SearchAsync<T>(
        DateTime from, Func<ListRange, Task<FactPage<T>>> list, Func<T, string> idOf, Func<T, bool> wanted)
    {
        var found = new List<string>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var some = await list(new ListRange(from, after));
            found.AddRange(some.Items.Where(wanted).Select(idOf));
            if (!some.HasMore || some.Items.Count == 0)
            {
                break;
            }

            after = idOf(some.Items[^1]);
        }

        return found;
    }
}

/// <summary>One object with what stands behind it, by the kind that its id names.</summary>
internal sealed class FetchObject(MoneyReader reader)
{
    public Task<MoneyFacts> RunAsync(string account, string id, CancellationToken cancel) => id.Split('_')[0] switch
    {
        "cs" => reader.SessionAsync(account, id, cancel),
        "pi" => reader.PaymentAsync(account, id, cancel),
        "re" or "pyr" => reader.RefundAsync(account, id, cancel),
        "dp" or "du" => reader.DisputeAsync(account, id, cancel),
        _ => reader.ChargeAsync(account, id, cancel),
    };
}

internal sealed class ApplyFetched(CharityDb db, ImportMoney import)
{
    /// <returns>False when the object was written by other work meanwhile and must be fetched again.</returns>
    public async Task<bool> RunAsync(MoneyFacts facts, CancellationToken cancel)
    {
        await import.PrepareAsync([facts], cancel);
        var applied = await import.ApplyAsync(facts, cancel);
        await db.SaveChangesAsync(cancel);
        return applied;
    }
}

/// <summary>Says what differed, to the person and in the audit.</summary>
internal sealed class RecordResync(CharityDb db, AuditLog audit)
{
    public async Task<IReadOnlyList<GiftChange>> RunAsync(
        Guid donationId, GiftStanding before, ResyncResult result, Actor by, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == donationId, cancel);
        var after = await GiftStanding.ReadAsync(db, gift, cancel);
        var changes = before.Facts.Where(f => f.Value != after.Facts[f.Key]).Select(f => new GiftChange(f.Key, f.Value, after.Facts[f.Key])).ToList();
        audit.Add(
            by, ResyncGift.Action, "gift", donationId,
            changes.Count == 0 ? null : changes.ToDictionary(c => c.Name, c => c.Before),
            changes.Count == 0 ? new Dictionary<string, string?> { ["result"] = result.ToString() } : changes.ToDictionary(c => c.Name, c => c.After));
        await db.SaveChangesAsync(cancel);
        return changes;
    }
}
