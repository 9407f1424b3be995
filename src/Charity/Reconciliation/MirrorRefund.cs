using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// Keeps our copy of a refund, whoever asked for it, and what it takes from its gift: the whole amount while it is on
/// its way or done, nothing once it failed or was called off.
/// </summary>
internal sealed class MirrorRefund(
    CharityDb db, GiftFinder gifts, RaisedTotals totals, ExceptionLog exceptions, Outbox outbox, Ids ids)
{
    private readonly Dictionary<(string Account, string Id), Refund?> rows = [];

    public async Task PrepareAsync(IReadOnlyCollection<RefundFact> facts, CancellationToken cancel)
    {
        foreach (var account in facts.Where(f => !rows.ContainsKey((f.Account, f.Id))).GroupBy(f => f.Account))
        {
            var wanted = account.Select(f => f.Id).Distinct().ToList();
            var stored = await db.Refunds.Where(r => r.Account == account.Key && wanted.Contains(r.ProviderId)).ToListAsync(cancel);
            foreach (var id in wanted)
            {
                rows[(account.Key, id)] = stored.Find(r => r.ProviderId == id);
            }
        }
    }

    public async Task<MirrorOutcome> RunAsync(RefundFact fact, int seenVersion, CancellationToken cancel)
    {
        await PrepareAsync([fact], cancel);
        var row = rows[(fact.Account, fact.Id)];
        var gift = await gifts.FindByChargeAsync(fact.Account, fact.ChargeId, cancel);
        if (row is not null && Says(row, fact, gift))
        {
            return MirrorOutcome.Current;
        }

        if ((row?.Version ?? Mirror.None) != seenVersion)
        {
            return MirrorOutcome.Overtaken;
        }

        row ??= Add(fact);
        row.ChargeId = fact.ChargeId;
        row.PaymentIntentId = fact.PaymentIntentId;
        row.DonationId = gift?.Id;
        row.AmountMinor = fact.Amount;
        row.Currency = fact.Currency;
        row.Status = fact.Status;
        row.FailureReason = fact.FailureReason;
        row.FetchedAt = fact.FetchedAt;
        row.Version++;
        await CountAsync(row, gift, cancel);
        if (fact.Status is "failed" or "canceled")
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.RefundFailed, ExceptionSeverity.Warning, ExceptionSubject.Refund(fact.Id),
                    new KeptText(
                        new TextKey("finding.refund-not-paid"),
                        ("refund", fact.Id), ("sum", Sum.Value(fact.Amount, fact.Currency)), ("status", fact.Status), ("reason", fact.FailureReason ?? "–")),
                    gift?.LegalEntityId, gift?.Id, fact.Amount, fact.Currency),
                cancel);
        }

        return MirrorOutcome.Current;
    }

    private Refund Add(RefundFact fact)
    {
        var row = new Refund { Id = ids.New(), Account = fact.Account, ProviderId = fact.Id, ProviderCreatedAt = fact.Created };
        db.Refunds.Add(row);
        rows[(fact.Account, fact.Id)] = row;
        return row;
    }

    private async Task CountAsync(Refund row, Donation? gift, CancellationToken cancel)
    {
        var counted = gift is not null && row.Status is "pending" or "requires_action" or "succeeded" ? row.AmountMinor : 0;
        if (gift is null || counted == row.CountedMinor)
        {
            return;
        }

        var change = counted - row.CountedMinor;
        row.CountedMinor = counted;
        await totals.ChangeAsync(gift, g => g.CountRefund(change), cancel);
        outbox.Add(new DonationReversed(gift.Id, gift.Version));
    }

    private static bool Says(Refund row, RefundFact fact, Donation? gift)
        => (row.ChargeId, row.DonationId, row.AmountMinor, row.Currency, row.Status, row.FailureReason)
           == (fact.ChargeId, gift?.Id, fact.Amount, fact.Currency, fact.Status, fact.FailureReason);
}
