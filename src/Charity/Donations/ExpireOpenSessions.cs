using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>
/// Finds gifts whose payment page should have ended ten minutes ago, or whose slow payment has been on its way for a
/// day, and has each looked at again: its event may never have come.
/// </summary>
internal sealed class ExpireOpenSessions(UseCases useCases, IWorkClock clock) : ITimetableJob
{
    public string Name => "donations.expire-open-sessions";

    public TimeSpan Every => TimeSpan.FromMinutes(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        // A page at a time, each saved by itself, until none is left.
        var asked = 0;
        OpenGift? last = null;
        do
        {
            var page = await useCases.RunAsync<AskAboutOpenSessions, AskedPage>(ask => ask.RunAsync(last, cancel), cancel);
            asked += page.Asked;
            last = page.Last;
        }
        while (last is not null);

        if (asked > 0)
        {
            clock.Nudge();
        }
    }
}

/// <summary>A gift whose payment page should have ended.</summary>
internal sealed record OpenGift(Guid Id, DateTime Expired);

/// <param name="Last">The last gift of the page, behind which the next begins; null at the end.</param>
internal sealed record AskedPage(int Asked, OpenGift? Last);

/// <summary>Writes the messages of <see cref="ExpireOpenSessions"/>, for a page of gifts.</summary>
internal sealed class AskAboutOpenSessions(CharityDb db, Outbox outbox, TimeProvider time)
{
    /// <summary>Gifts of one page.</summary>
    internal const int PageSize = 500;

    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>A gift that is in no final state after this long waits for a person, not for an event.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromDays(30);

    public async Task<AskedPage> RunAsync(OpenGift? after, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (from, last, due) = (after?.Expired ?? now - GiveUp, after?.Id ?? Guid.Empty, now - Grace);
        var waiting = await db.Donations.AsNoTracking()
            .Where(d => (d.Status == DonationStatus.CheckoutOpen || d.Status == DonationStatus.Processing) && d.SessionExpiresAt < due
                && (d.SessionExpiresAt > from || (d.SessionExpiresAt == from && d.Id.CompareTo(last) > 0)))
            .OrderBy(d => d.SessionExpiresAt).ThenBy(d => d.Id)
            .Select(d => new OpenGift(d.Id, d.SessionExpiresAt!.Value))
            .Take(PageSize)
            .ToListAsync(cancel);
        // At most once a day for each gift, and not while an earlier question waits. One that was parked does not count.
        var round = "open:" + now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var subjects = waiting.ConvertAll(g => g.Id.ToString("N"));
        var known = (await db.Outbox.AsNoTracking()
            .Where(m => m.Kind == ResolveSession.Kind && subjects.Contains(m.Subject)
                && (m.Discriminator == round || m.State == WorkState.Pending || m.State == WorkState.Started))
            .Select(m => m.Subject)
            .ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var news = waiting.Where(g => !known.Contains(g.Id.ToString("N"))).ToList();
        foreach (var gift in news)
        {
            outbox.Add(new ResolveSession(gift.Id, round));
        }

        await db.SaveChangesAsync(cancel);
        return new AskedPage(news.Count, waiting.Count < PageSize ? null : waiting[^1]);
    }
}
