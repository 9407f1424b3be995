using Charity.Data;
using Charity.Operations;
using Charity.Web.Pages.Staff.Status;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Hosting;

/// <summary>How one thing that donors rely on does.</summary>
public enum ServiceState
{
    Works,

    /// <summary>It comes, but later than usual; nothing is lost.</summary>
    Delayed,

    /// <summary>Not just now.</summary>
    Away,
}

/// <param name="Giving">Whether gifts are taken at all.</param>
/// <param name="Cards">Whether what Stripe tells of card gifts is dealt with in time.</param>
/// <param name="Receipts">Whether receipts are written and mailed in time.</param>
/// <param name="CheckedAt">Real time, UTC.</param>
public sealed record PublicState(ServiceState Giving, ServiceState Cards, ServiceState Receipts, DateTime CheckedAt)
{
    public ServiceState Worst => (ServiceState)Math.Max((int)Giving, Math.Max((int)Cards, (int)Receipts));
}

/// <summary>
/// What a donor may know of how the site does, and nothing of what is inside. Read at most every two seconds, however
/// many ask; a database that does not answer is an answer, not an error.
/// </summary>
public sealed class PublicHealth(RecentHealth recent, IDbContextFactory<CharityDb> contexts, TimeProvider time, ILogger<PublicHealth> logger) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim one = new(1);
    private volatile Entry? last;

    public async Task<PublicState> GetAsync(CancellationToken cancel)
    {
        if (last is { IsFresh: true } held)
        {
            return held.State;
        }

        await one.WaitAsync(cancel);
        try
        {
            if (last is { IsFresh: true } made)
            {
                return made.State;
            }

            var state = await LookAsync(cancel);
            last = new Entry(state, TimeProvider.System.GetTimestamp());
            return state;
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<PublicState> LookAsync(CancellationToken cancel)
    {
        var at = TimeProvider.System.GetUtcNow().UtcDateTime;
        try
        {
            var health = await recent.GetAsync(cancel);
            if (health.Level == HealthLevel.Failed || health.Condition is not { } now)
            {
                return new(ServiceState.Away, ServiceState.Away, ServiceState.Delayed, at);
            }

            await using var db = await contexts.CreateDbContextAsync(cancel);
            var mailsWait = await MailTrouble.IsOnAsync(db, time.GetUtcNow().UtcDateTime, cancel);
            return new(
                ServiceState.Works,
                now.InboxLag > CheckHealth.LongestLag || now.PollAge > CheckHealth.OldestPoll ? ServiceState.Delayed : ServiceState.Works,
                mailsWait || now.OutboxLag > CheckHealth.LongestLag ? ServiceState.Delayed : ServiceState.Works, at);
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is not null)
        {
            logger.LogWarning("The database did not answer the public health page.");
            return new(ServiceState.Away, ServiceState.Away, ServiceState.Delayed, at);
        }
    }

    private sealed record Entry(PublicState State, long At)
    {
        public bool IsFresh => TimeProvider.System.GetElapsedTime(At) < Fresh;
    }
}
