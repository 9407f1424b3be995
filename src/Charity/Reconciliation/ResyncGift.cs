using Charity.Data;
using Charity.Data.Audit;
using Charity.Donations;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

public enum ResyncResult
{
    /// <summary>All of it came and was applied; the changes say what differed.</summary>
    Done,

    /// <summary>Something was asked for and could not be applied; the steps say what.</summary>
    Partly,
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

/// <summary>What became of asking for one object.</summary>
public enum ResyncAnswer
{
    /// <summary>It came and was applied.</summary>
    Came,

    /// <summary>The provider does not know it (any more).</summary>
    NotThere,

    /// <summary>Other work wrote the same row each time: that work applies what it fetched.</summary>
    Overtaken,

    /// <summary>The provider gave no answer.</summary>
    NoAnswer,
}

/// <param name="Id">The provider's id of what was asked for.</param>
public sealed record ResyncStep(string Id, ResyncAnswer Answer);

/// <param name="Changes">Empty when all that came stood here so already.</param>
/// <param name="Steps">What was asked for, in this order.</param>
public sealed record ResyncOutcome(ResyncResult Result, IReadOnlyList<GiftChange> Changes, IReadOnlyList<ResyncStep> Steps);

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
            return new(ResyncResult.Unknown, [], []);
        }

        if (plan.Account is null || plan.First is null)
        {
            return new(ResyncResult.NotByCard, [], []);
        }

        if (!limit.Allows(donationId))
        {
            return new(ResyncResult.JustDone, [], []);
        }

        var steps = new List<ResyncStep> { await ImportAsync(plan.Account, plan.First, cancel) };
        var answered = steps[0].Answer != ResyncAnswer.NoAnswer;
        if (answered)
        {
            // Only now it is certain which charge the gift has, and so what came of it.
            var others = await useCases.RunAsync<FindWhatCameOf, IReadOnlyList<string>?>(f => f.RunAsync(donationId, plan.Account, cancel), cancel);
            answered = others is not null;
            foreach (var id in others ?? [])
            {
                steps.Add(await ImportAsync(plan.Account, id, cancel));
                if (steps[^1].Answer == ResyncAnswer.NoAnswer)
                {
                    answered = false;
                    break;
                }
            }
        }

        var result = !answered ? ResyncResult.Unreachable
            : steps.TrueForAll(step => step.Answer == ResyncAnswer.Came) ? ResyncResult.Done : ResyncResult.Partly;
        var changes = await useCases.RunAsync<RecordResync, IReadOnlyList<GiftChange>>(r => r.RunAsync(donationId, plan.Before, result, by, cancel), cancel);
        return new(result, changes, steps);
    }

    private async Task<ResyncStep> ImportAsync(string account, string id, CancellationToken cancel)
    {
        for (var fetch = 0; fetch < MostFetches; fetch++)
        {
            var facts = await useCases.RunAsync<FetchObject, MoneyFacts>(f => f.RunAsync(account, id, cancel), cancel);
            if (facts.Unreachable is not null)
            {
                return new(id, ResyncAnswer.NoAnswer);
            }

            if (await useCases.RunAsync<ApplyFetched, bool>(a => a.RunAsync(facts, cancel), cancel))
            {
                return new(id, facts.Missing is null ? ResyncAnswer.Came : ResyncAnswer.NotThere);
            }
        }

        return new(id, ResyncAnswer.Overtaken);
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
