using System.Threading.Channels;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.Extensions.Logging;

namespace Charity.Payments;

public enum IntakeResult
{
    New,

    /// <summary>The row stood already; it was delivered once more.</summary>
    Duplicate,

    /// <summary>Not stored: the store refused, or too many wait. Whoever sent it must send it again.</summary>
    NotStored,
}

/// <summary>
/// Stores events so that many that arrive together share one durable commit: whoever comes while a commit is under way
/// is in the next one. Nobody waits for company, so a lone event is as fast as before. A caller is answered only after
/// the commit that holds its row.
/// </summary>
public sealed class Intake : IAsyncDisposable
{
    /// <summary>Callers that may wait; beyond, the sender is asked to come again.</summary>
    public const int MostWaiting = 2048;

    /// <summary>Rows of one commit.</summary>
    public const int MostInOneCommit = 512;

    /// <summary>Bytes of bodies in one commit, so that large events do not hold up the small ones behind them.</summary>
    private const int MostBytesInOneCommit = 8 * 1024 * 1024;

    /// <summary>Tries of a group that the store was only too busy for.</summary>
    private const int BusyTries = 3;

    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(20);

    /// <summary>Real time that a caller waits; its row may still be stored later and is then met as a duplicate.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly Channel<Waiting> queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly IDatabaseEngine engine;
    private readonly IWorkClock clock;
    private readonly ILogger<Intake> logger;
    private readonly Task writer;

    public Intake(IDatabaseEngine engine, IWorkClock clock, ILogger<Intake> logger)
    {
        (this.engine, this.clock, this.logger) = (engine, clock, logger);
        // The loop outlives the request that happened to make it, and must not carry that one's context.
        using (ExecutionContext.SuppressFlow())
        {
            writer = Task.Run(WriteAsync);
        }
    }

    /// <summary>Returns when the row is on disk, or will not be.</summary>
    public async Task<IntakeResult> AddAsync(InboxEvent row, CancellationToken cancel)
    {
        var waiting = new Waiting(row);
        if (!queue.Writer.TryWrite(waiting))
        {
            return IntakeResult.NotStored;
        }

        try
        {
            return await waiting.Done.Task.WaitAsync(Patience, cancel);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("Event {EventId} was not stored within {Patience}", row.EventId, Patience);
            return IntakeResult.NotStored;
        }
    }

    /// <summary>Takes no more rows, and returns when those that wait are stored or refused.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer;
    }

    private async Task WriteAsync()
    {
        var group = new List<Waiting>(MostInOneCommit);
        while (await queue.Reader.WaitToReadAsync())
        {
            var bytes = 0;
            while (group.Count < MostInOneCommit && bytes < MostBytesInOneCommit && queue.Reader.TryRead(out var waiting))
            {
                group.Add(waiting);
                bytes += waiting.Row.Body.Length;
            }

            await StoreAsync(group);
            group.Clear();
        }
    }

    private async Task StoreAsync(List<Waiting> group)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var isNew = await engine.AppendToInboxAsync(group.ConvertAll(w => w.Row), CancellationToken.None);
                for (var i = 0; i < group.Count; i++)
                {
                    group[i].Done.TrySetResult(isNew[i] ? IntakeResult.New : IntakeResult.Duplicate);
                }

                if (isNew.Contains(true))
                {
                    clock.Nudge();
                }

                return;
            }
            // Whatever it was, the loop must live on: the callers are told, and Stripe sends again.
            catch (Exception error)
            {
                var database = DatabaseErrors.Inner(error);
                if (database is not null && engine.IsTransient(database) && attempt < BusyTries)
                {
                    await Task.Delay(BusyPause * attempt);
                    continue;
                }

                await GiveUpAsync(group, error, alone: database is null || !(engine.IsTransient(database) || engine.IsUnavailable(database)));
                return;
            }
        }
    }

    /// <summary>When the store itself works, one bad row must not cost its neighbours: each is tried by itself.</summary>
    private async Task GiveUpAsync(List<Waiting> group, Exception error, bool alone)
    {
        if (alone && group.Count > 1)
        {
            foreach (var waiting in group)
            {
                await StoreAsync([waiting]);
            }

            return;
        }

        logger.LogError(
            "{Count} events could not be stored, the first is {EventId}; they are asked for again: {Error}",
            group.Count, group[0].Row.EventId, Redaction.Describe(error));
        foreach (var waiting in group)
        {
            waiting.Done.TrySetResult(IntakeResult.NotStored);
        }
    }

    private sealed class Waiting(InboxEvent row)
    {
        public InboxEvent Row { get; } = row;

        public TaskCompletionSource<IntakeResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
