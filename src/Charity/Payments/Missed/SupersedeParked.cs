using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>
/// Takes parked work off the list of what waits for a person once later work on the same object has done what it could
/// not. The row stays, with a note; so does the finding that told of it.
/// </summary>
internal sealed class SupersedeParked(CharityDb db, TimeProvider time)
{
    /// <summary>Rows of one run; the rest is the next night's.</summary>
    private const int MostInOneRun = 1000;

    /// <returns>How many rows were set aside.</returns>
    public async Task<int> RunAsync(string account, CancellationToken cancel)
    {
        var events = await db.Inbox
            .Where(p => p.Account == account && p.State == WorkState.Parked
                && db.Inbox.Any(d => d.Account == p.Account && d.ObjectId == p.ObjectId && d.Kind == p.Kind && d.State == WorkState.Done && d.Id > p.Id))
            .OrderBy(p => p.Id)
            .Take(MostInOneRun)
            .ToListAsync(cancel);
        var messages = await db.Outbox
            .Where(p => (p.Kind == ImportTransaction.Kind || p.Kind == ResolveSession.Kind) && p.State == WorkState.Parked
                && db.Outbox.Any(d => d.Kind == p.Kind && d.Subject == p.Subject && d.State == WorkState.Done && d.Id > p.Id))
            .OrderBy(p => p.Id)
            .Take(MostInOneRun)
            .ToListAsync(cancel);
        WorkRow[] rows = [.. events, .. messages];
        foreach (var row in rows)
        {
            row.Supersede(time.GetUtcNow().UtcDateTime);
        }

        await db.SaveChangesAsync(cancel);
        return rows.Length;
    }
}
