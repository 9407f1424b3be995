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
        if (await useCases.RunAsync<AskAboutOpenSessions, int>(ask => ask.RunAsync(cancel), cancel) > 0)
        {
            clock.Nudge();
        }
    }
}

/// <summary>Writes the messages of <see cref="ExpireOpenSessions"/>.</summary>
internal sealed class AskAboutOpenSessions(CharityDb db, Outbox outbox, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>A gift that is in no final state after this long waits for a person, not for an event.</summary>
    private static readonly TimeSpan GiveUp = TimeSpan.FromDays(30);

    private const int MostInOneRun = 1000;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (due, oldest) = (now - Grace, now - GiveUp);
        var waiting = await db.Donations.AsNoTracking()
            .Where(d => (d.Status == DonationStatus.CheckoutOpen || d.Status == DonationStatus.Processing)
                && d.SessionExpiresAt < due && d.SessionExpiresAt > oldest)
            .OrderBy(d => d.SessionExpiresAt)
            .Select(d => d.Id)
            .Take(MostInOneRun)
            .ToListAsync(cancel);
        // At most once a day for each gift, and not while an earlier question waits.
        var day = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var round = "open:" + day;
        var subjects = waiting.ConvertAll(id => id.ToString("N"));
        var asked = (await db.Outbox.AsNoTracking()
            .Where(m => m.Kind == ResolveSession.Kind && subjects.Contains(m.Subject)
                && (m.Discriminator == round || m.State == WorkState.Pending || m.State == WorkState.Parked))
            .Select(m => m.Subject)
            .ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var news = waiting.Where(id => !asked.Contains(id.ToString("N"))).ToList();
        foreach (var id in news)
        {
            outbox.Add(new ResolveSession(id, round));
        }

        await db.SaveChangesAsync(cancel);
        return news.Count;
    }
}
