using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>
/// Finds calls whose outcome is not known and has whoever made them look again: the process may have ended between the
/// call and its answer, or the provider gave none. The messages' handler resends or searches; nothing is decided here.
/// </summary>
internal sealed class FixUnknownCalls(UseCases useCases, IWorkClock clock) : ITimetableJob
{
    public string Name => "payments.fix-unknown-calls";

    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public bool AtStart => true;

    public async Task RunAsync(CancellationToken cancel)
    {
        if (await useCases.RunAsync<AskAboutCalls, int>(ask => ask.RunAsync(cancel), cancel) > 0)
        {
            clock.Nudge();
        }
    }
}

/// <summary>Writes the messages of <see cref="FixUnknownCalls"/>.</summary>
internal sealed class AskAboutCalls(CharityDb db, Outbox outbox, TimeProvider time)
{
    /// <summary>Younger calls may simply be under way.</summary>
    private static readonly TimeSpan UnderWay = TimeSpan.FromMinutes(2);

    /// <summary>Calls of one run, the oldest first; more than that are open only after a long outage.</summary>
    private const int MostInOneRun = 5000;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var before = now - UnderWay;
        var open = await db.StripeCalls.AsNoTracking()
            .Where(c => (c.State == StripeCallState.Sending || c.State == StripeCallState.Unknown) && c.FirstSentAt < before
                && c.Purpose == CallPurpose.CreateSession)
            .OrderBy(c => c.FirstSentAt)
            .Select(c => new { c.TargetId, c.Sends })
            .Take(MostInOneRun)
            .ToListAsync(cancel);
        if (open.Count == 0)
        {
            return 0;
        }

        // At most once an hour for each gift, not while an earlier request waits, and once a day after one was parked.
        var parkedSince = now - TimeSpan.FromDays(1);
        var hour = now.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        var waiting = await db.Outbox.AsNoTracking()
            .Where(m => m.Kind == ResolveSession.Kind
                && (m.State == WorkState.Pending || m.State == WorkState.Started || m.Discriminator.EndsWith(hour)
                    || (m.State == WorkState.Parked && m.CreatedAt > parkedSince)))
            .Select(m => m.Subject)
            .ToListAsync(cancel);
        var known = waiting.ToHashSet(StringComparer.Ordinal);
        var added = 0;
        foreach (var call in open)
        {
            if (known.Add(call.TargetId.ToString("N")))
            {
                outbox.Add(new ResolveSession(call.TargetId, string.Create(CultureInfo.InvariantCulture, $"call:{call.Sends}:{hour}")));
                added++;
            }
        }

        await db.SaveChangesAsync(cancel);
        return added;
    }
}
