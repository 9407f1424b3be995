using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Limits;

/// <summary>
/// Takes permits in the database: for each one conditional UPDATE, and an INSERT only for the first of a window. All or
/// none, so that what a narrow limit refuses does not use up a wide one. Give the narrow ones first: two requests then
/// never wait for each other crosswise, and the row that many share is held the shortest.
/// </summary>
internal sealed class TakeLimits(CharityDb db)
{
    /// <returns>The place of the first limit that is used up, or null when all were taken.</returns>
    public async Task<int?> RunAsync(IReadOnlyList<LimitTry> tries, DateTime now, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        for (var i = 0; i < tries.Count; i++)
        {
            var rule = tries[i].Rule;
            if (await AddAsync(rule.Policy, tries[i].Key, rule.WindowAt(now), 1, rule.Permits, cancel))
            {
                continue;
            }

            await transaction.RollbackAsync(cancel);
            return i;
        }

        // Only first ones of a window; another node that made the row in this moment has this run once more.
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return null;
    }

    /// <summary>Takes one off of each, in the order in which they were taken.</summary>
    public async Task<bool> GiveBackAsync(IReadOnlyList<LimitTry> taken, DateTime takenAt, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        foreach (var one in taken)
        {
            var (policy, key, window) = (one.Rule.Policy, one.Key.ToBytes(), one.Rule.WindowAt(takenAt));
            await db.LimitCounts.Where(c => c.Policy == policy && c.Key == key && c.WindowStart == window && c.Count > 0)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Count, c => c.Count - 1), cancel);
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    public Task<bool> HasAnyAsync(string policy, LimitKey sealedKey, DateTime since, CancellationToken cancel)
    {
        var key = sealedKey.ToBytes();
        return db.LimitCounts.AsNoTracking().AnyAsync(c => c.Policy == policy && c.Key == key && c.WindowStart >= since, cancel);
    }

    /// <summary>Counts something that is no permit, such as refusals, for people to look at.</summary>
    public async Task<bool> CountAsync(string policy, DateTime window, int number, CancellationToken cancel)
    {
        await AddAsync(policy, LimitKey.All, window, number, int.MaxValue, cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private async Task<bool> AddAsync(string policy, LimitKey sealedKey, DateTime window, int number, int most, CancellationToken cancel)
    {
        var key = sealedKey.ToBytes();
        var row = db.LimitCounts.Where(c => c.Policy == policy && c.Key == key && c.WindowStart == window);
        var room = most - number;
        if (await row.Where(c => c.Count <= room).ExecuteUpdateAsync(set => set.SetProperty(c => c.Count, c => c.Count + number), cancel) > 0)
        {
            return true;
        }

        if (number > most || await row.AnyAsync(cancel))
        {
            return false;
        }

        db.LimitCounts.Add(new LimitCount { Policy = policy, Key = key, WindowStart = window, Count = number });
        return true;
    }
}
