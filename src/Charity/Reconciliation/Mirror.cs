using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// The rule for mirrors of objects whose state may go back and forth (refund, dispute, payout): two fetches may overtake
/// each other on their way to the database. A fetch therefore remembers the row's version from before it; what it brought
/// is written only while the row still has that version. Otherwise someone has written since, perhaps something newer,
/// and the object is fetched again. Needs no clock and no lock.
/// </summary>
internal static class Mirror
{
    /// <summary>Version of a row that does not exist.</summary>
    public const int None = -1;

    public static async Task<int> RefundVersionAsync(IDbContextFactory<CharityDb> contexts, string account, string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Refunds.Where(r => r.Account == account && r.ProviderId == id).Select(r => (int?)r.Version).FirstOrDefaultAsync(cancel) ?? None;
    }

    public static async Task<int> DisputeVersionAsync(IDbContextFactory<CharityDb> contexts, string account, string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Disputes.Where(d => d.Account == account && d.ProviderId == id).Select(d => (int?)d.Version).FirstOrDefaultAsync(cancel) ?? None;
    }

    public static async Task<int> PayoutVersionAsync(IDbContextFactory<CharityDb> contexts, string account, string id, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Payouts.Where(p => p.Account == account && p.ProviderId == id).Select(p => (int?)p.Version).FirstOrDefaultAsync(cancel) ?? None;
    }
}

/// <summary>What became of a fetched mirror.</summary>
internal enum MirrorOutcome
{
    /// <summary>The row says the same already, or was written.</summary>
    Current,

    /// <summary>The row was written after the fetch began, with something else: fetch again.</summary>
    Overtaken,
}
