using Charity.Accounting;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Ledger;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// Keeps our copy of a dispute and what it takes from its gift. The money moves by its balance transactions alone; only
/// the loss itself moves none, so its entry is posted here: what was withdrawn and not given back becomes a loss.
/// </summary>
internal sealed class MirrorDispute(
    CharityDb db, GiftFinder gifts, RaisedTotals totals, PostEntry journal, PostTransaction transactions, EntityDirectory entities,
    ExceptionLog exceptions, Outbox outbox, Ids ids)
{
    private const string Actor = "reconciliation";

    private readonly Dictionary<(string Account, string Id), Dispute?> rows = [];

    public async Task PrepareAsync(IReadOnlyCollection<DisputeFact> facts, CancellationToken cancel)
    {
        foreach (var account in facts.Where(f => !rows.ContainsKey((f.Account, f.Id))).GroupBy(f => f.Account))
        {
            var wanted = account.Select(f => f.Id).Distinct().ToList();
            var stored = await db.Disputes.Where(d => d.Account == account.Key && wanted.Contains(d.ProviderId)).ToListAsync(cancel);
            foreach (var id in wanted)
            {
                rows[(account.Key, id)] = stored.Find(d => d.ProviderId == id);
            }
        }
    }

    public async Task<MirrorOutcome> RunAsync(DisputeFact fact, int seenVersion, CancellationToken cancel)
    {
        await PrepareAsync([fact], cancel);
        var row = rows[(fact.Account, fact.Id)];
        var gift = await gifts.FindByChargeAsync(fact.Account, fact.ChargeId, cancel);
        if (row is null || !Says(row, fact, gift))
        {
            if ((row?.Version ?? Mirror.None) != seenVersion)
            {
                return MirrorOutcome.Overtaken;
            }

            row ??= Add(fact);
            row.ChargeId = fact.ChargeId;
            row.DonationId = gift?.Id;
            row.AmountMinor = fact.Amount;
            row.Currency = fact.Currency;
            row.Status = fact.Status;
            row.Reason = fact.Reason;
            row.DueBy = fact.DueBy;
            row.FetchedAt = fact.FetchedAt;
            row.Version++;
            await CountAsync(row, gift, cancel);
            await ReportAsync(fact, gift, cancel);
        }

        await PostLossAsync(fact, gift, cancel);
        return MirrorOutcome.Current;
    }

    private Dispute Add(DisputeFact fact)
    {
        var row = new Dispute { Id = ids.New(), Account = fact.Account, ProviderId = fact.Id, ProviderCreatedAt = fact.Created };
        db.Disputes.Add(row);
        rows[(fact.Account, fact.Id)] = row;
        return row;
    }

    private async Task CountAsync(Dispute row, Donation? gift, CancellationToken cancel)
    {
        if (gift is null)
        {
            return;
        }

        // A dispute may name another amount than the gift, or another currency: no more than the gift can be lost to it.
        var counted = row.Status != "lost" ? 0
            : row.Currency == gift.Currency ? Math.Min(row.AmountMinor, gift.AmountMinor) : gift.AmountMinor;
        var others = await db.Disputes.AsNoTracking()
            .Where(d => d.DonationId == gift.Id && d.Id != row.Id)
            .Select(d => d.Status)
            .ToListAsync(cancel);
        gift.MarkDisputed(others.Append(row.Status).Any(IsOpen));
        if (counted == row.CountedMinor)
        {
            return;
        }

        var change = counted - row.CountedMinor;
        row.CountedMinor = counted;
        await totals.ChangeAsync(gift, g => g.CountLoss(change), cancel);
        outbox.Add(new DonationReversed(gift.Id, gift.Version));
    }

    /// <summary>
    /// Books the loss once; takes it back should the network turn a lost dispute, and books it anew under a key of its own
    /// when that is turned again. What is booked is what was withdrawn and not given back: the transactions decide, so a
    /// turn that we never saw leaves the same books.
    /// </summary>
    private async Task PostLossAsync(DisputeFact fact, Donation? gift, CancellationToken cancel)
    {
        var withdrawn = -fact.Transactions.Sum(t => t.Amount);
        var isLost = fact.Status == "lost" && withdrawn > 0;
        var entity = await entities.OfAccountAsync(fact.Account, cancel);
        if (entity is null || (!isLost && fact.Status is not ("won" or "prevented")))
        {
            return;
        }

        var (losses, stands) = await LossesAsync(entity, fact.Id, cancel);
        var today = entities.DayOf(entity, fact.FetchedAt);
        if (isLost && !stands)
        {
            var amount = new Money(withdrawn, Currency.Of(fact.Transactions[0].Currency));
            var funds = await transactions.FundsAsync(entity, gift, cancel);
            await journal.RunAsync(entity.Id, Booking.DisputeLost(fact.Id, amount, funds.Gift, today, losses + 1), Actor, cancel);
        }
        else if (!isLost && stands)
        {
            await journal.ReverseAsync(
                entity.Id, EntrySources.StripeDispute, fact.Id, EntryKinds.DisputeLostAgain(losses), today, "The dispute was decided for us after all", Actor, cancel);
        }
    }

    /// <summary>How often the loss was booked so far, and whether the last booking stands.</summary>
    private async Task<(int Losses, bool Stands)> LossesAsync(EntityCard entity, string disputeId, CancellationToken cancel)
    {
        for (var losses = 0; ; losses++)
        {
            var next = await journal.StandingAsync(
                entity.Id, EntrySources.StripeDispute, disputeId, EntryKinds.DisputeLostAgain(losses + 1), cancel);
            if (next == EntryStanding.NeverPosted)
            {
                return (losses, false);
            }

            if (next == EntryStanding.Stands)
            {
                return (losses + 1, true);
            }
        }
    }

    private async Task ReportAsync(DisputeFact fact, Donation? gift, CancellationToken cancel)
    {
        var subject = ExceptionSubject.Dispute(fact.Id);
        if (gift is null)
        {
            await RaiseAsync(ExceptionKind.DisputeWithoutDonation, ExceptionSeverity.Warning, subject, new TextKey("finding.dispute-unknown"));
        }

        switch (fact.Status)
        {
            case Dispute.UnansweredInquiry:
                await RaiseAsync(
                    ExceptionKind.DisputeNeedsResponse, ExceptionSeverity.Critical, ExceptionSubject.Inquiry(fact.Id),
                    fact.DueBy is null ? new TextKey("finding.inquiry-answer") : new TextKey("finding.inquiry-answer-by"));
                break;
            case Dispute.Unanswered:
                await RaiseAsync(
                    ExceptionKind.DisputeNeedsResponse, ExceptionSeverity.Critical, subject,
                    fact.DueBy is null ? new TextKey("finding.dispute-answer") : new TextKey("finding.dispute-answer-by"));
                break;
            case "lost":
                // A loss after the dispute was turned is news again: each came with a withdrawal of its own.
                var withdrawals = fact.Transactions.Count(t => t.Amount < 0);
                await RaiseAsync(
                    ExceptionKind.DisputeLost, ExceptionSeverity.Warning, withdrawals > 1 ? FormattableString.Invariant($"{subject}:{withdrawals}") : subject,
                    new TextKey("finding.dispute-lost"));
                break;
            default:
                break;
        }

        Task RaiseAsync(ExceptionKind kind, ExceptionSeverity severity, string about, TextKey detail) => exceptions.RaiseAsync(
            new Finding(kind, severity, about, new KeptText(detail, [.. Values(detail)]), gift?.LegalEntityId, gift?.Id, fact.Amount, fact.Currency), cancel);

        IEnumerable<(string, object)> Values(TextKey detail)
        {
            yield return ("dispute", fact.Id);
            yield return ("sum", Sum.Value(fact.Amount, fact.Currency));
            yield return ("charge", fact.ChargeId ?? "–");
            yield return ("reason", fact.Reason ?? "–");
            if (fact.DueBy is { } due && detail.Key.EndsWith("-by", StringComparison.Ordinal))
            {
                yield return ("due", due);
            }
        }
    }

    /// <summary>Money is held back and we may still answer; an inquiry ("warning") holds none.</summary>
    private static bool IsOpen(string status) => status is Dispute.Unanswered or "under_review";

    private static bool Says(Dispute row, DisputeFact fact, Donation? gift)
        => (row.ChargeId, row.DonationId, row.AmountMinor, row.Currency, row.Status, row.Reason, row.DueBy)
           == (fact.ChargeId, gift?.Id, fact.Amount, fact.Currency, fact.Status, fact.Reason, fact.DueBy);
}
