using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>Files what a sweep found as work: rows in the inbox under ids of our own, and messages for lone transactions.</summary>
internal sealed class SweepFiling(
    IDbContextFactory<CharityDb> contexts, UseCases useCases, IDatabaseEngine engine, EventFiling filing, IWorkClock clock)
{
    /// <param name="round">The day; a thing that is still missing on another day is filed again.</param>
    /// <returns>How many things are new work.</returns>
    public async Task<int> FileAsync(string account, Swept swept, string round, CancellationToken cancel)
    {
        var filed = await FileObjectsAsync(account, swept.Objects, round, cancel);
        if (swept.Transactions.Count > 0)
        {
            filed += await useCases.RunAsync<AskForTransactions, int>(ask => ask.RunAsync(account, swept.Transactions, round, cancel), cancel);
        }

        if (filed > 0)
        {
            clock.Nudge();
        }

        return filed;
    }

    private async Task<int> FileObjectsAsync(string account, IReadOnlyList<SweptObject> objects, string round, CancellationToken cancel)
    {
        if (objects.Count == 0)
        {
            return 0;
        }

        var ids = objects.Select(o => o.ObjectId).ToList();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        // Work that waits will look at the object anyway. What was parked stays before its person and does not keep the
        // object from being looked at afresh, once a round.
        var busy = await db.Inbox
            .Where(e => e.Account == account && ids.Contains(e.ObjectId!)
                && (e.State == WorkState.Pending || e.State == WorkState.Started || e.EventId.EndsWith(":" + round)))
            .Select(e => e.ObjectId!)
            .ToListAsync(cancel);
        var rows = objects
            .DistinctBy(o => o.ObjectId)
            .Where(o => !busy.Contains(o.ObjectId))
            .Select(o => filing.FileObject(account, $"sweep:{o.ObjectId}:{round}", o.Kind, o.ObjectType, o.ObjectId))
            .ToList();
        return rows.Count == 0 ? 0 : (await engine.AppendToInboxAsync(rows, cancel)).Count(isNew => isNew);
    }
}

/// <summary>Asks for balance transactions by their own ids.</summary>
internal sealed class AskForTransactions(CharityDb db, Outbox outbox)
{
    public async Task<int> RunAsync(string account, IReadOnlyList<string> transactions, string round, CancellationToken cancel)
    {
        var asked = await db.Outbox
            .Where(m => m.Kind == ImportTransaction.Kind && transactions.Contains(m.Subject)
                && (m.State == WorkState.Pending || m.State == WorkState.Started || m.Discriminator == round))
            .Select(m => m.Subject)
            .ToListAsync(cancel);
        var missing = transactions.Except(asked).ToList();
        foreach (var id in missing)
        {
            outbox.Add(new ImportTransaction(account, id, round));
        }

        await db.SaveChangesAsync(cancel);
        return missing.Count;
    }
}
