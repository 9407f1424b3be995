using Charity.Accounting;
using Charity.Data;
using Charity.Exceptions;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// What was missing of a gift's money is there since; a dispute is over; a lost one is in the books; the balance agrees
/// again on a later day.
/// </summary>
internal sealed class MoneyCauses(CharityDb db) : ICauseCheck
{
    private static readonly string[] Income = ["charge", "payment"];

    public IReadOnlyList<ExceptionKind> Kinds { get; } =
    [
        ExceptionKind.DonationWithoutTxn, ExceptionKind.TxnWithoutDonation, ExceptionKind.DisputeNeedsResponse, ExceptionKind.DisputeLost,
        ExceptionKind.StripeBalanceDiffers, ExceptionKind.NegativeStripeBalance,
    ];

    public async Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
        => (await PostedAsync(Of(open, ExceptionKind.DonationWithoutTxn), cancel))
            .Concat(await FoundAsync(Of(open, ExceptionKind.TxnWithoutDonation), cancel))
            .Concat(await AnsweredAsync(Of(open, ExceptionKind.DisputeNeedsResponse), cancel))
            .Concat(await BookedAsync(Of(open, ExceptionKind.DisputeLost), cancel))
            .Concat(await AgreesAsync(Of(open, ExceptionKind.StripeBalanceDiffers, ExceptionKind.NegativeStripeBalance), cancel));

    /// <summary>The gift's transaction came.</summary>
    private async Task<IEnumerable<GoneCause>> PostedAsync(List<ExceptionItem> open, CancellationToken cancel)
    {
        var ids = open.Select(f => f.DonationId).OfType<Guid>().ToList();
        var posted = ids.Count == 0 ? [] : await (
            from gift in db.Donations.AsNoTracking()
            where ids.Contains(gift.Id) && gift.ChargeId != null
            join txn in db.StripeTransactions.AsNoTracking() on gift.ChargeId equals txn.SourceId
            where Income.Contains(txn.Type)
            select gift.Id).ToListAsync(cancel);
        return open.Where(f => f.DonationId is { } id && posted.Contains(id)).Select(f => f.Gone());
    }

    /// <summary>The money's gift came.</summary>
    private async Task<IEnumerable<GoneCause>> FoundAsync(List<ExceptionItem> open, CancellationToken cancel)
    {
        var charges = open.Select(f => f.IdOf("charge")).OfType<string>().ToList();
        var known = charges.Count == 0 ? [] : await db.Donations.AsNoTracking()
            .Where(d => d.ChargeId != null && charges.Contains(d.ChargeId)).Select(d => d.ChargeId).ToListAsync(cancel);
        return open.Where(f => f.IdOf("charge") is { } charge && known.Contains(charge)).Select(f => f.Gone());
    }

    /// <summary>The provider no longer waits for our answer: it was given, or the inquiry or dispute ended.</summary>
    private async Task<IEnumerable<GoneCause>> AnsweredAsync(List<ExceptionItem> open, CancellationToken cancel)
    {
        var disputes = open.Select(f => f.IdOf("dispute")).OfType<string>().Distinct().ToList();
        var states = disputes.Count == 0 ? [] : await db.Disputes.AsNoTracking()
            .Where(d => disputes.Contains(d.ProviderId)).OrderBy(d => d.FetchedAt).Select(d => new { d.ProviderId, d.Status }).ToListAsync(cancel);
        return from finding in open
               let state = states.FindLast(d => d.ProviderId == finding.IdOf("dispute"))?.Status
               let end = state is null ? null : ExceptionSubject.IsInquiry(finding.Subject) ? EndOfInquiry(state) : EndOfDispute(state)
               where end is not null
               select finding.Gone(end.Value);
    }

    private static CauseEnd? EndOfInquiry(string status) => status switch
    {
        Dispute.UnansweredInquiry => null,
        "warning_under_review" => CauseEnd.Answered,
        "warning_closed" => CauseEnd.InquiryClosed,
        "prevented" => CauseEnd.Prevented,
        _ => CauseEnd.BecameDispute,
    };

    private static CauseEnd? EndOfDispute(string status) => status switch
    {
        Dispute.Unanswered or Dispute.UnansweredInquiry => null,
        "won" => CauseEnd.Won,
        "lost" => CauseEnd.Lost,
        "warning_closed" => CauseEnd.InquiryClosed,
        "prevented" => CauseEnd.Prevented,
        _ => CauseEnd.Answered,
    };

    /// <summary>The loss stands in the books, and nothing more can be done about it.</summary>
    private async Task<IEnumerable<GoneCause>> BookedAsync(List<ExceptionItem> open, CancellationToken cancel)
    {
        var disputes = open.Select(f => f.IdOf("dispute")).OfType<string>().ToList();
        var booked = disputes.Count == 0 ? [] : await db.Entries.AsNoTracking()
            .Where(e => e.SourceType == EntrySources.StripeDispute && disputes.Contains(e.SourceId)).Select(e => e.SourceId).ToListAsync(cancel);
        return open.Where(f => f.IdOf("dispute") is { } dispute && booked.Contains(dispute)).Select(f => f.Gone(CauseEnd.LossBooked));
    }

    /// <summary>The comparison of a later day found nothing of the kind for the account and currency.</summary>
    private async Task<IEnumerable<GoneCause>> AgreesAsync(List<ExceptionItem> open, CancellationToken cancel)
    {
        if (open.Count == 0)
        {
            return [];
        }

        var last = await db.Timetable.AsNoTracking().Where(e => e.Name == CompareBalance.JobName)
            .Select(e => new { e.LastSucceededAt, e.LastStartedAt }).SingleOrDefaultAsync(cancel);
        if (last is not { LastSucceededAt: { } good, LastStartedAt: { } started } || good < started)
        {
            return [];
        }

        var again = await db.Exceptions.AsNoTracking()
            .Where(e => (e.Kind == ExceptionKind.StripeBalanceDiffers || e.Kind == ExceptionKind.NegativeStripeBalance) && e.FoundAt >= started.Date)
            .Select(e => new { e.Kind, e.Subject, e.Currency }).ToListAsync(cancel);
        return open
            .Where(f => f.FoundAt < started.Date
                && !again.Exists(e => e.Kind == f.Kind && e.Currency == f.Currency && e.Subject.Split(':')[1] == f.IdOf("account")))
            .Select(f => f.Gone());
    }

    private static List<ExceptionItem> Of(IReadOnlyList<ExceptionItem> open, params ExceptionKind[] kinds) => [.. open.Where(f => kinds.Contains(f.Kind))];
}
