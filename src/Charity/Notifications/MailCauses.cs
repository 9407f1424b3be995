using Charity.Data;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace Charity.Notifications;

/// <summary>A mail that failed was sent since, or a later one of its kind about the same gift was.</summary>
internal sealed class MailCauses(CharityDb db) : ICauseCheck
{
    public IReadOnlyList<ExceptionKind> Kinds { get; } = [ExceptionKind.MailBounced, ExceptionKind.MailFailed, ExceptionKind.MailUncertain];

    public async Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
    {
        var ids = open.Select(finding => finding.GuidOf("mail")).OfType<Guid>().ToList();
        var mails = await db.Mails.AsNoTracking().Where(m => ids.Contains(m.Id))
            .Select(m => new { m.Id, m.Kind, m.DonationId, m.CreatedAt, m.State }).ToDictionaryAsync(m => m.Id, cancel);
        var gifts = mails.Values.Select(m => m.DonationId).OfType<Guid>().Distinct().ToList();
        var sent = await db.Mails.AsNoTracking().Where(m => m.DonationId != null && gifts.Contains(m.DonationId.Value) && m.State == MailState.Sent)
            .Select(m => new { m.DonationId, m.Kind, m.CreatedAt }).ToListAsync(cancel);
        return open
            .Where(finding => finding.GuidOf("mail") is { } id && mails.GetValueOrDefault(id) is { } mail
                && (mail.State == MailState.Sent
                    || sent.Exists(later => later.DonationId == mail.DonationId && later.Kind == mail.Kind && later.CreatedAt > mail.CreatedAt)))
            .Select(finding => finding.Gone());
    }
}
