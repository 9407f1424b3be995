using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Payments;

/// <summary>
/// Reads the list of events, so that none is missed when our endpoint was away. It takes every event made since the
/// last good reading, less an hour, and files those that no webhook has brought.
/// </summary>
internal sealed class PollEvents(
    IPaymentGateway gateway, UseCases useCases, IDbContextFactory<CharityDb> contexts, IDatabaseEngine engine, EventFiling filing,
    IWorkClock clock, IOptions<StripeOptions> options, TimeProvider time, ILogger<PollEvents> logger) : ITimetableJob
{
    public const string Stream = "events";

    /// <summary>Read again each time: an event may appear in the list a little after its creation time.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>Pages of one run: a million events.</summary>
    private const int MostPages = 10_000;

    public string Name => "payments.poll-events";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public bool AtStart => true;

    public async Task RunAsync(CancellationToken cancel)
    {
        GatewayException? failure = null;
        foreach (var account in options.Value.Accounts)
        {
            try
            {
                await ReadAsync(account.Id, cancel);
            }
            catch (GatewayException error)
            {
                // The other accounts are read all the same.
                failure = error;
                await useCases.RunAsync<PollMarks, bool>(marks => marks.FailAsync(account.Id, Stream, error.Code, cancel), cancel);
                if (error.Fault == GatewayFault.Unauthorised)
                {
                    await useCases.RunAsync<PollMarks, bool>(marks => marks.ReportKeyAsync(account.Id, error.Code, cancel), cancel);
                }
            }
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private async Task ReadAsync(string account, CancellationToken cancel)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var mark = await useCases.RunAsync<PollMarks, PollMark>(marks => marks.OpenAsync(account, Stream, cancel), cancel);
        var found = 0;
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var list = await gateway.ListEventsAsync(account, new ListRange(mark.Watermark - Overlap, after), cancel);
            found += await FileAsync(account, list.Items, cancel);
            if (!list.HasMore || list.Items.Count == 0)
            {
                await useCases.RunAsync<PollMarks, bool>(marks => marks.AdvanceAsync(account, Stream, started, found, cancel), cancel);
                if (found > 0)
                {
                    logger.LogWarning("The poll of {Account} brought {Count} events that no webhook had brought", account, found);
                }

                return;
            }

            after = list.Items[^1].Id;
        }

        throw new GatewayException(GatewayFault.Unknown, "list_too_long");
    }

    private async Task<int> FileAsync(string account, IReadOnlyList<EventFact> events, CancellationToken cancel)
    {
        var wanted = events.Where(e => StripeEvents.RuleOf(e.Type) is not null).ToList();
        var ids = wanted.ConvertAll(e => e.Id);
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var known = await db.Inbox.Where(e => e.Account == account && ids.Contains(e.EventId)).Select(e => e.EventId).ToListAsync(cancel);
        var rows = wanted
            .Where(e => !known.Contains(e.Id))
            .Select(e => filing.File(account, InboxSource.Poll, EnvelopeOf(e), e.Body))
            .ToList();
        if (rows.Count == 0)
        {
            return 0;
        }

        // Before the rows, since a row that stands is not looked at again.
        foreach (var row in rows.Where(r => r.State is WorkState.Quarantined or WorkState.Parked))
        {
            await useCases.RunAsync<ReportEvent, bool>(report => report.RunAsync(row, cancel), cancel);
        }

        var isNew = await engine.AppendToInboxAsync(rows, cancel);
        clock.Nudge();
        return isNew.Count(one => one);
    }

    private static EventEnvelope EnvelopeOf(EventFact fact)
        => new(fact.Id, fact.Type, false, fact.ObjectType, fact.ObjectId, fact.Livemode, fact.ApiVersion, fact.Created, null);
}
