using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Limits;

/// <summary>
/// Limits that all nodes count together, in the database. A process refuses by itself what it knows to be used up, so that
/// a flood costs memory and no statements; and where the database is busy or gone, its own count decides: a node alone then
/// lets through at most what all of them should, never without end.
/// </summary>
public sealed class SharedLimits(UseCases useCases, LimitClock clock, ILogger<SharedLimits> log)
{
    /// <summary>What refusals are counted under: this and the policy.</summary>
    public const string RefusedPrefix = "no.";

    /// <summary>Windows of the counted refusals.</summary>
    public static readonly TimeSpan RefusalWindow = TimeSpan.FromMinutes(1);

    /// <summary>Real time that a request waits for the count; then this process decides alone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Refusals are written down together, at most this often for each policy.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenComplaints = TimeSpan.FromMinutes(1);

    private readonly LocalCounts local = new();
    private readonly ConcurrentDictionary<string, Refusals> refusals = new(StringComparer.Ordinal);
    private long complainedAt;

    /// <summary>True when a permit may be free. Asks nobody: for a look before work that only sometimes counts.</summary>
    public LimitAnswer Peek(LimitRule rule, LimitKey key)
    {
        var now = clock.Now;
        return local.HasRoom(new(rule, key), now) ? LimitAnswer.Yes : No(rule, now);
    }

    /// <inheritdoc cref="TakeAsync(IReadOnlyList{LimitTry}, CancellationToken)"/>
    public Task<LimitAnswer> TakeAsync(LimitRule rule, LimitKey key, CancellationToken cancel) => TakeAsync([new(rule, key)], cancel);

    /// <summary>Takes one permit of each, or none of any.</summary>
    /// <param name="tries">Narrow ones first (<see cref="TakeLimits"/>).</param>
    public async Task<LimitAnswer> TakeAsync(IReadOnlyList<LimitTry> tries, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(tries);
        var now = clock.Now;
        foreach (var wanted in tries)
        {
            if (!local.HasRoom(wanted, now))
            {
                return await RefuseAsync(wanted.Rule, now, cancel);
            }
        }

        for (var i = 0; i < tries.Count; i++)
        {
            if (!local.Take(tries[i], now))
            {
                GiveBack(tries.Take(i), now);
                return await RefuseAsync(tries[i].Rule, now, cancel);
            }
        }

        int? full;
        try
        {
            full = await AskAsync<int?>((take, patience) => take.RunAsync(tries, now, patience), cancel);
        }
        catch
        {
            // Whoever asked has gone: what nobody was let through for must not be missing to others until the window ends.
            GiveBack(tries, now);
            throw;
        }

        if (full is not { } place)
        {
            return LimitAnswer.Yes with { TakenAt = now };
        }

        GiveBack(tries, now);
        local.Fill(tries[place], now);
        return await RefuseAsync(tries[place].Rule, now, cancel);
    }

    /// <summary>
    /// Gives back permits that turned out not to be needed, in the windows in which they were taken. Also for whoever has
    /// gone meanwhile; where the database does not answer, they stay used up until the window ends.
    /// </summary>
    /// <param name="takenAt">See <see cref="LimitAnswer.TakenAt"/>.</param>
    public async Task GiveBackAsync(IReadOnlyList<LimitTry> taken, DateTime takenAt)
    {
        ArgumentNullException.ThrowIfNull(taken);
        await AskAsync<bool>((take, patience) => take.GiveBackAsync(taken, takenAt, patience), CancellationToken.None);
        GiveBack(taken, takenAt);
    }

    /// <summary>
    /// Whether anything was counted for this key within so long: a look that takes nothing. Where the database does not
    /// answer, yes: who asks is then treated like those of whom more is known.
    /// </summary>
    /// <param name="within">Real time; at most the day for which counters are kept.</param>
    public async Task<bool> HasCountedAsync(string policy, LimitKey key, TimeSpan within, CancellationToken cancel)
    {
        var since = clock.Now - within;
        return await AskAsync<bool?>(async (take, patience) => await take.HasAnyAsync(policy, key, since, patience), cancel) ?? true;
    }

    private void GiveBack(IEnumerable<LimitTry> taken, DateTime now)
    {
        foreach (var one in taken)
        {
            local.GiveBack(one, now);
        }
    }

    private async Task<LimitAnswer> RefuseAsync(LimitRule rule, DateTime now, CancellationToken cancel)
    {
        var tally = refusals.GetOrAdd(rule.Policy, _ => new Refusals());
        if (tally.Count(now, Together) is var number and > 0)
        {
            var window = new DateTime(now.Ticks - (now.Ticks % RefusalWindow.Ticks), DateTimeKind.Utc);
            await AskAsync<bool>((take, patience) => take.CountAsync(RefusedPrefix + rule.Policy, window, number, patience), cancel);
        }

        return No(rule, now);
    }

    private static LimitAnswer No(LimitRule rule, DateTime now) => new(false, rule.WindowAt(now) + rule.Window - now, rule.Policy);

    /// <summary>The default, where the database gave no answer.</summary>
    private async Task<T?> AskAsync<T>(Func<TakeLimits, CancellationToken, Task<T>> ask, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            return await useCases.RunAsync<TakeLimits, T>(take => ask(take, patience.Token), patience.Token);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && (error is OperationCanceledException || DatabaseErrors.Inner(error) is not null))
        {
            Complain(error);
            return default;
        }
    }

    private void Complain(Exception error)
    {
        var (now, last) = (clock.Now.Ticks, Interlocked.Read(ref complainedAt));
        if (now - last >= BetweenComplaints.Ticks && Interlocked.CompareExchange(ref complainedAt, now, last) == last)
        {
            log.LogWarning("Limits are counted by this process alone for now: the database does not answer ({Error}).", error.GetType().Name);
        }
    }

    private sealed class Refusals
    {
        private readonly Lock sync = new();
        private DateTime writtenAt;
        private int waiting;

        /// <summary>How many to write down now; 0 for later.</summary>
        public int Count(DateTime now, TimeSpan together)
        {
            lock (sync)
            {
                waiting++;
                if (now - writtenAt < together)
                {
                    return 0;
                }

                (var number, waiting, writtenAt) = (waiting, 0, now);
                return number;
            }
        }
    }
}
