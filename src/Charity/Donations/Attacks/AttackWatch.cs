using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Donations.Attacks;

/// <summary>Attack mode as pages need it.</summary>
/// <param name="IsOn">Donors are asked for more than usual.</param>
/// <param name="Until">Business time at which that ends, unless signs go on.</param>
public sealed record AttackView(bool IsOn, DateTime? Until, Func<Currency, Money?> MinimumOf)
{
    /// <summary>The smallest gift by card in this currency now; null when it is what it always is.</summary>
    public Money? Minimum(Currency currency) => IsOn ? MinimumOf(currency) : null;
}

/// <summary>Says whether attack mode is on, as read in the last two seconds: every give form asks.</summary>
public sealed class AttackWatch(IDbContextFactory<CharityDb> contexts, IOptions<AttackOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Entry? last;

    public async ValueTask<AttackView> NowAsync(CancellationToken cancel)
    {
        // Real time: this is a matter of load.
        if (last is not { } entry || TimeProvider.System.GetElapsedTime(entry.ReadAt) >= Fresh)
        {
            entry = await ReadAsync(cancel);
        }

        return new AttackView(entry.Until > time.GetUtcNow().UtcDateTime, entry.Until, options.Value.MinimumOf);
    }

    /// <summary>Has the next who asks read afresh: on the node where a person has just switched.</summary>
    public void Forget() => last = null;

    private async Task<Entry> ReadAsync(CancellationToken cancel)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            var until = await db.AttackStates.AsNoTracking().Where(s => s.Since != null).Select(s => s.Until).SingleOrDefaultAsync(cancel);
            return last = new Entry(until, TimeProvider.System.GetTimestamp());
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is not null && last is not null)
        {
            return last;
        }
    }

    private sealed record Entry(DateTime? Until, long ReadAt);
}
