using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>A card gift is held: adds the mail with the link that confirms it, once.</summary>
public sealed class AskForConfirmation(CharityDb db, AddMail mails) : MessageHandler<GiftHeld>
{
    public override async Task ApplyAsync(WorkItem<GiftHeld, Nothing> item, CancellationToken cancel)
    {
        var id = item.Message.DonationId;
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == id, cancel);
        if (!await db.Mails.AnyAsync(m => m.Kind == ConfirmationMail.MailKind && m.DonationId == id, cancel))
        {
            // Nothing that was typed stands in it, not even the name: whoever typed it may not be whom it reaches.
            mails.Add(ConfirmationMail.MailKind, id.ToString("N"), gift.Email, "", gift.Language, id);
        }
    }
}
