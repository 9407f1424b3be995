using Charity.Data;
using Charity.Data.Work;
using Charity.Organisation;
using Microsoft.Extensions.Options;

namespace Charity.Notifications;

/// <summary>Adds a mail to the context, to be saved with what it is about and sent soon after.</summary>
public sealed class AddMail(CharityDb db, Outbox outbox, Ids ids, IOptions<SiteOptions> site, TimeProvider time)
{
    private readonly string host = new Uri(site.Value.PublicBaseUrl).IdnHost;

    /// <param name="kind">Picks the <see cref="IMailWriter"/>.</param>
    /// <param name="subject">What it is about; with the kind it is unique.</param>
    /// <param name="toAddress">One plain address, checked by the form it came from and again by the transport.</param>
    /// <param name="language">Code of the reader's language.</param>
    public Mail Add(string kind, string subject, string toAddress, string toName, string language, Guid? donationId)
    {
        var id = ids.New();
        var mail = new Mail(id, kind, subject, toAddress, toName, language, $"<mail-{id:N}@{host}>", donationId, time.GetUtcNow().UtcDateTime);
        db.Mails.Add(mail);
        outbox.Add(new MailDue(id));
        return mail;
    }
}
