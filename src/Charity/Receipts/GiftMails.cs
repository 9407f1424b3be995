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

    /// <summary>
    /// The gift's address was corrected while this mail to the old one could not be withdrawn (it was being handed over, or
    /// had been given up), and a later mail brings the same to the right one.
    /// </summary>
    public async Task<bool> WentElsewhereAsync(Mail mail, CancellationToken cancel)
    {
        var right = await db.Donations.AsNoTracking().Where(d => d.Id == mail.DonationId).Select(d => d.Email).SingleAsync(cancel);
        var again = mail.Subject.Split('#')[0] + "#";
        return mail.ToAddress != right
            && await db.Mails.AnyAsync(
                m => m.Kind == mail.Kind && m.Subject.StartsWith(again) && m.Id != mail.Id && m.ToAddress == right && m.CreatedAt >= mail.CreatedAt, cancel);
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
