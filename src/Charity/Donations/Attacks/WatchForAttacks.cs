using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations.Attacks;

/// <summary>Each minute: looks for an attack, and gives up gifts whose confirmation nobody followed in time.</summary>
internal sealed class WatchForAttacks(UseCases useCases, AttackWatch watch) : ITimetableJob
{
    public string Name => "donations.watch-for-attacks";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        if (await useCases.RunAsync<LookForAttack, AttackTurn>(look => look.RunAsync(cancel), cancel) != AttackTurn.Nothing)
        {
            watch.Forget();
        }

        while (await useCases.RunAsync<LapseHolds, int>(lapse => lapse.RunAsync(cancel), cancel) == LapseHolds.AtOnce)
        {
        }
    }
}

/// <summary>Gives up held gifts whose link has expired: nothing was charged, and nothing is owed.</summary>
internal sealed class LapseHolds(CharityDb db, TimeProvider time)
{
    public const int AtOnce = 200;

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var lapsed = await db.GiftHolds.Where(h => h.ConfirmedAt == null && h.LapsedAt == null && h.ExpiresAt <= now)
            .OrderBy(h => h.ExpiresAt).ThenBy(h => h.DonationId).Take(AtOnce).ToListAsync(cancel);
        var ids = lapsed.ConvertAll(h => h.DonationId);
        var gifts = await db.Donations.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
        foreach (var hold in lapsed)
        {
            hold.Lapse(now);
            if (gifts[hold.DonationId] is { Status: DonationStatus.Created } gift)
            {
                gift.Expire();
            }
        }

        await db.SaveChangesAsync(cancel);
        return lapsed.Count;
    }
}
