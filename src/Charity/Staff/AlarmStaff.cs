using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>A finding cannot wait: adds a mail to everyone who may act on it, each in their own language.</summary>
public sealed class AlarmStaff(CharityDb db, AddMail mails) : MessageHandler<StaffAlarm>
{
    public override async Task ApplyAsync(WorkItem<StaffAlarm, Nothing> item, CancellationToken cancel)
    {
        var (kind, about) = item.Message;
        var finding = await db.Exceptions.AsNoTracking().SingleAsync(e => e.Kind == kind && e.Subject == about, cancel);
        var people = await db.Users.AsNoTracking().Where(u => u.DisabledAt == null && u.Email != null)
            .Select(u => new { u.Id, u.Email, u.DisplayName, u.Language, u.Roles }).ToListAsync(cancel);
        foreach (var person in people.Where(p => StaffRoles.PermissionsOf(p.Roles).Contains(StaffPermissions.ManageLimits, StringComparer.Ordinal)))
        {
            var subject = AlarmMail.SubjectOf(finding.Id, person.Id);
            if (!await db.Mails.AnyAsync(m => m.Kind == AlarmMail.MailKind && m.Subject == subject, cancel))
            {
                mails.Add(AlarmMail.MailKind, subject, person.Email!, person.DisplayName, person.Language, null);
            }
        }
    }
}
