using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>
/// Writes the receipt of a paid gift: once, whoever asks how often. A batch of gifts takes its numbers in one update of
/// the series, in the same commit as the receipts and their mails.
/// </summary>
public sealed class IssueReceipt(CharityDb db, ReceiptDesk desk) : MessageHandler<DonationPaid>
{
    private readonly Dictionary<Guid, Donation> gifts = [];
    private readonly HashSet<Guid> receipted = [];

    public override int BatchSize => SettleGift.Batch;

    public override async Task PrepareAsync(IReadOnlyList<WorkItem<DonationPaid, Nothing>> items, CancellationToken cancel)
    {
        var asked = items.Select(i => i.Message.DonationId).ToHashSet();
        receipted.UnionWith(await db.Receipts.AsNoTracking()
            .Where(r => asked.Contains(r.DonationId) && r.Kind == Receipt.First).Select(r => r.DonationId).ToListAsync(cancel));
        asked.ExceptWith(receipted);
        foreach (var gift in await db.Donations.AsNoTracking().Where(d => asked.Contains(d.Id)).ToListAsync(cancel))
        {
            gifts[gift.Id] = gift;
        }

        await desk.PrepareAsync(gifts.Values, cancel);
    }

    public override Task ApplyAsync(WorkItem<DonationPaid, Nothing> item, CancellationToken cancel)
    {
        var id = item.Message.DonationId;
        if (receipted.Contains(id))
        {
            return Task.CompletedTask;
        }

        if (!gifts.TryGetValue(id, out var gift) || gift.Status != DonationStatus.Succeeded)
        {
            // A receipt for money that is not there would be a lie; a message that asks for one is a fault of ours.
            item.Park($"Gift {id} is {(gift is null ? "unknown" : gift.Status)}, not paid.");
            return Task.CompletedTask;
        }

        // The amount as charged. What was refunded since then is the review's business, which waits for this receipt.
        desk.Issue(gift, 1, gift.AmountMinor, null, null);
        receipted.Add(id);
        return Task.CompletedTask;
    }
}
