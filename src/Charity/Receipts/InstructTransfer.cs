using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>A transfer was announced: adds the mail with the account and the reference, once.</summary>
public sealed class InstructTransfer(CharityDb db, AddMail mails) : MessageHandler<TransferAnnounced>
{
    private readonly Dictionary<Guid, Donation> gifts = [];
    private readonly HashSet<Guid> told = [];

    public override async Task PrepareAsync(IReadOnlyList<WorkItem<TransferAnnounced, Nothing>> items, CancellationToken cancel)
    {
        var asked = items.Select(i => i.Message.DonationId).ToList();
        told.UnionWith(await db.Mails.AsNoTracking()
            .Where(m => m.Kind == TransferMail.MailKind && m.DonationId != null && asked.Contains(m.DonationId.Value))
            .Select(m => m.DonationId!.Value).ToListAsync(cancel));
        foreach (var gift in await db.Donations.AsNoTracking().Where(d => asked.Contains(d.Id)).ToListAsync(cancel))
        {
            gifts[gift.Id] = gift;
        }
    }

    public override Task ApplyAsync(WorkItem<TransferAnnounced, Nothing> item, CancellationToken cancel)
    {
        var gift = gifts[item.Message.DonationId];
        if (told.Add(gift.Id))
        {
            mails.Add(TransferMail.MailKind, gift.Id.ToString("N"), gift.Email, gift.CompanyName ?? gift.DonorName, gift.Language, gift.Id);
        }

        return Task.CompletedTask;
    }
}
