using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>
/// Looks at a gift whose worth changed after its receipt: nothing left, and the receipt is void; less (or more again)
/// left, and a corrected one takes its place. Compares what stands with what should, so that it may run at any time and
/// any number of times.
/// </summary>
public sealed class ReviewReceipt(CharityDb db, ReceiptDesk desk, OfferTaxId taxIds, VoidedReceiptMail voidings, TimeProvider time) : MessageHandler<DonationReversed>
{
    /// <summary>How long a review waits for a receipt that is not written yet, doubled each time up to an hour.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>One gift at a time: two changes of one gift in a batch would both correct the same receipt.</summary>
    public override int BatchSize => 1;

    public override async Task ApplyAsync(WorkItem<DonationReversed, Nothing> item, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == item.Message.DonationId, cancel);
        var receipts = await db.Receipts.Where(r => r.DonationId == gift.Id).ToListAsync(cancel);
        if (receipts.Count == 0)
        {
            if (gift.Status == DonationStatus.Succeeded)
            {
                var wait = FirstWait * Math.Pow(2, Math.Clamp(item.Attempts - 1, 0, 10));
                item.RetryAfter(wait < LongestWait ? wait : LongestWait, "The receipt is not written yet.");
            }

            return;
        }

        var left = Math.Max(0, checked(gift.AmountMinor - gift.RefundedMinor - gift.LostToDisputeMinor));
        var standing = receipts.SingleOrDefault(r => r.State == ReceiptState.Valid);
        if (standing is null && receipts.Exists(r => r.WithdrawnByHand))
        {
            return;
        }

        var printed = standing is null ? null : ReceiptSnapshot.FromJson(standing.Snapshot);
        if (left == (printed?.AmountMinor ?? 0) && (printed is null || Names(printed, gift)))
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (left == 0)
        {
            standing!.Void(ReasonOf(gift), now);
            await voidings.AddAsync(standing, gift, cancel);
            return;
        }

        await desk.PrepareAsync([gift], cancel);
        var replaced = standing ?? receipts.MaxBy(r => r.IssuedAt)!;
        var corrected = desk.Issue(gift, receipts.Count + 1, left, replaced, await taxIds.PrintedKindAsync(gift, cancel));
        var why = left == printed?.AmountMinor ? "The donor's details were corrected." : ReasonOf(gift);
        standing?.Replace($"{why} Replaced by {corrected.Number}.", now);
    }

    /// <summary>Whether the receipt names the donor as the gift does: a correction may have come while it was written.</summary>
    private static bool Names(ReceiptSnapshot printed, Donation gift)
        => (printed.DonorName, printed.CompanyName, printed.CompanyNumber) == (gift.DonorName, gift.CompanyName, gift.CompanyNumber);

    private static string ReasonOf(Donation gift) => (gift.RefundedMinor, gift.LostToDisputeMinor) switch
    {
        ( > 0, > 0) => "The gift was partly sent back and partly taken back by the donor's bank.",
        ( > 0, _) => "The gift was sent back to the donor, whole or in part.",
        (_, > 0) => "The gift was taken back by the donor's bank.",
        _ => "The gift stands again after money came back.",
    };
}
