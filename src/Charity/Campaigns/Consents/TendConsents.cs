using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>Takes down what stands under one consent that is over; twice is as once.</summary>
public sealed class ClearConsent(CharityDb db, ConsentDay day, EndConsent end, AuditLog audit)
{
    /// <summary>True when there was something to do.</summary>
    public async Task<bool> RunAsync(Guid consentId, Actor by, CancellationToken cancel)
    {
        var today = await day.TodayAsync(cancel);
        var consent = await db.Consents.SingleAsync(c => c.Id == consentId, cancel);
        if (consent.ClearedAt is not null || consent.StandingOn(today) is not (ConsentStanding.Expired or ConsentStanding.Withdrawn))
        {
            return false;
        }

        var removed = await end.ClearAsync(consent, by, cancel);
        audit.Add(by, "consent.expire", "consent", consent.Id, null, new { consent.Until, removed });
        await db.SaveChangesAsync(cancel);
        return true;
    }
}

/// <summary>Opens the files of pictures whose consent has begun.</summary>
public sealed class OpenPictures(CharityDb db, ConsentDay day, ConsentPictures pictures)
{
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var today = await day.TodayAsync(cancel);
        var begun = await db.Consents
            .Where(c => c.WithdrawnOn == null && c.ClearedAt == null && c.From <= today && c.Until >= today)
            .Where(c => db.Pictures.Any(p => p.ConsentId == c.Id && p.Files.Any(f => db.Files.Any(s => s.Sha256 == f.Sha256 && !s.Public && s.GoneAt == null))))
            .ToListAsync(cancel);
        foreach (var consent in begun)
        {
            await pictures.FollowAsync(consent, today, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return begun.Count;
    }
}

/// <summary>
/// Ends what has run out, each consent in a save of its own: a process that dies on the way leaves the rest to the next
/// run. Pages do not wait for it, as they look at the dates themselves.
/// </summary>
public sealed class TendConsentsJob(UseCases useCases, CharityDb db, ConsentDay day) : ITimetableJob
{
    private static readonly Actor Program = Actor.Program("consents");

    public string Name => "campaigns.tend-consents";

    public TimeSpan Every => TimeSpan.FromMinutes(15);

    public async Task RunAsync(CancellationToken cancel)
    {
        var today = await day.TodayAsync(cancel);
        var over = await db.Consents.AsNoTracking()
            .Where(c => c.ClearedAt == null && (c.WithdrawnOn != null || c.Until < today)).Select(c => c.Id).ToListAsync(cancel);
        foreach (var id in over)
        {
            await useCases.RunAsync<ClearConsent, bool>(verb => verb.RunAsync(id, Program, cancel), cancel);
        }

        await useCases.RunAsync<OpenPictures, int>(verb => verb.RunAsync(cancel), cancel);
    }
}
