using Charity.Data;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Status;

/// <summary>Whether the mail server seems to be away, told from what became of the last mails.</summary>
internal static class MailTrouble
{
    /// <summary>Mails looked at among those that were sent last.</summary>
    private const int Recent = 20;

    /// <summary>Refused mails after the last one that was taken: one may be that receiver's own trouble, for this long.</summary>
    private static readonly TimeSpan One = TimeSpan.FromHours(2);

    /// <summary>True when nothing was taken since mails were put off, and they are several or recent.</summary>
    public static async Task<bool> IsOnAsync(CharityDb db, DateTime now, CancellationToken cancel)
    {
        // By the time of making, which has an index; the last ones made hold the last one sent, or nearly.
        var lastSent = (await db.Mails.AsNoTracking().Where(m => m.State == MailState.Sent).OrderByDescending(m => m.CreatedAt)
            .Take(Recent).Select(m => m.SentAt).ToListAsync(cancel)).Max();
        var putOff = await db.Mails.AsNoTracking()
            .Where(m => m.State == MailState.Deferred && m.FirstTriedAt != null && (lastSent == null || m.FirstTriedAt > lastSent))
            .OrderByDescending(m => m.CreatedAt).Take(2).Select(m => m.FirstTriedAt).ToListAsync(cancel);
        return putOff.Count > 1 || putOff.Exists(at => at > now - One);
    }
}
