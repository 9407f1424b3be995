using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>
/// Empties the bodies of old events every night. They hold names and addresses that we have no further use for; what was
/// done rests on the objects fetched, and id, type and hash stay as the proof of what came. What still waits for work or
/// for a person keeps its body.
/// </summary>
internal sealed class ForgetBodies(UseCases useCases) : ITimetableJob
{
    public string Name => "payments.forget-bodies";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        while (await useCases.RunAsync<ForgetSomeBodies, int>(forget => forget.RunAsync(cancel), cancel) == ForgetSomeBodies.Most)
        {
        }
    }
}

/// <summary>One commit's worth of <see cref="ForgetBodies"/>: webhooks wait for no longer than that.</summary>
internal sealed class ForgetSomeBodies(CharityDb db, TimeProvider time)
{
    /// <summary>Rows in one commit.</summary>
    public const int Most = 500;

    /// <summary>Three times as long as the provider itself keeps its events.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    /// <returns>How many were emptied.</returns>
    public Task<int> RunAsync(CancellationToken cancel)
    {
        byte[] nothing = [];
        var before = time.GetUtcNow().UtcDateTime - Kept;
        var old = db.Inbox
            .Where(e => e.CreatedAt < before && e.Body != nothing && (e.State == WorkState.Done || e.State == WorkState.Ignored))
            .OrderBy(e => e.Id).Take(Most).Select(e => e.Id);
        return db.Inbox.Where(e => old.Contains(e.Id)).ExecuteUpdateAsync(set => set.SetProperty(e => e.Body, nothing), cancel);
    }
}
