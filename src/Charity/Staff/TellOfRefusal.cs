using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Work;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>A draft was not published at its time: adds a mail to whoever set the time and to everyone who may publish, each in their own language.</summary>
public sealed class TellOfRefusal(CharityDb db, AddMail mails) : MessageHandler<PublicationRefused>
{
    public override async Task ApplyAsync(WorkItem<PublicationRefused, Nothing> item, CancellationToken cancel)
    {
        var (draft, schedule, scheduler) = item.Message;
        var people = await db.Users.AsNoTracking().Where(u => u.DisabledAt == null && u.Email != null)
            .Select(u => new { u.Id, u.Email, u.DisplayName, u.Language, u.Roles }).ToListAsync(cancel);
        foreach (var person in people.Where(p => p.Id.ToString("N") == scheduler
                     || StaffRoles.PermissionsOf(p.Roles).Contains(StaffPermissions.PublishCampaigns, StringComparer.Ordinal)))
        {
            var subject = RefusalMail.SubjectOf(draft, schedule, person.Id);
            if (!await db.Mails.AnyAsync(m => m.Kind == RefusalMail.MailKind && m.Subject == subject, cancel))
            {
                mails.Add(RefusalMail.MailKind, subject, person.Email!, person.DisplayName, person.Language, null);
            }
        }
    }
}
