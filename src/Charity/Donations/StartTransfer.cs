using Charity.Campaigns;
using Charity.Data;
using Charity.Data.Work;

namespace Charity.Donations;

/// <param name="ThanksToken">Address of the page with the instructions; null when refused.</param>
public sealed record TransferOutcome(StartOutcome Start, string? ThanksToken);

/// <summary>
/// A donor announces a transfer: the gift is kept as expected under a reference of its own until finance matches it, and
/// the instructions go out by mail. Posting the same form again gives the same reference.
/// </summary>
public sealed class AnnounceTransfer(UseCases useCases, GiftTokens tokens)
{
    public async Task<TransferOutcome> RunAsync(GiftForm form, CancellationToken cancel)
    {
        var start = await useCases.RunAsync<StartTransfer, StartOutcome>(s => s.RunAsync(form, cancel), cancel);
        return new TransferOutcome(start, start.DonationId is { } id ? await tokens.ThanksAsync(id, cancel) : null);
    }
}

/// <summary>Stores an announced transfer.</summary>
internal sealed class StartTransfer(CharityDb db, DraftGift drafts, Outbox outbox)
{
    public async Task<StartOutcome> RunAsync(GiftForm form, CancellationToken cancel)
    {
        // Made anew in each run: should it be taken, the unique index refuses it and the next run has another.
        var draft = await drafts.RunAsync(form, GiftMeans.Transfer, TransferReference.New(), cancel);
        if (draft is { Gift: { } gift, Repeated: false })
        {
            outbox.Add(new TransferAnnounced(gift.Id));
        }

        await db.SaveChangesAsync(cancel);
        return StartOutcome.Of(draft);
    }
}
