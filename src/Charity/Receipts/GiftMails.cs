using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>Who writes to donors.</summary>
public sealed record MailSender(string Name, string ContactEmail);

/// <summary>What all mails about gifts have in common: who sends them, and that a bounce is remembered with the donor.</summary>
public sealed class GiftMails(CharityDb db, TimeProvider time)
{
    public async Task<MailSender> SenderAsync(Language language, CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(cancel);
        return new MailSender(
            organisation.Name.In(language, Language.Of(organisation.DefaultLanguage)).Text, organisation.ContactEmail);
    }

    public async Task FollowUpAsync(Mail mail, CancellationToken cancel)
    {
        if (mail.State == MailState.Bounced && mail.DonationId is { } gift)
        {
            var donor = await db.Donors.SingleAsync(d => db.Donations.Any(g => g.Id == gift && g.DonorId == d.Id), cancel);
            donor.RecordBounce(time.GetUtcNow().UtcDateTime);
        }
    }
}
