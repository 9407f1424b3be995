using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Payments;

/// <summary>
/// The last net, independent of events: reads the provider's lists of transactions, payouts, refunds, disputes and
/// sessions, and files what our mirrors lack, so that the usual handlers bring it in. Lists reach back without limit.
/// </summary>
internal sealed class SweepObjects(
    IPaymentGateway gateway, UseCases useCases, SweepFiling filing, IOptions<StripeOptions> options, TimeProvider time,
    ILogger<SweepObjects> logger) : ITimetableJob
{
    /// <summary>What is younger may still be on its way by webhook; the next sweep looks back far enough to see it.</summary>
    private static readonly TimeSpan TooYoung = TimeSpan.FromMinutes(30);

    /// <summary>Pages of one list in one run.</summary>
    private const int MostPages = 10_000;

    /// <summary>Parked work older than this is left to its person.</summary>
    private static readonly TimeSpan ParkedFor = TimeSpan.FromDays(60);

    private const int MostParked = 1000;

    public string Name => "payments.sweep-objects";

    public TimeSpan Every => TimeSpan.FromHours(24);

    public async Task RunAsync(CancellationToken cancel)
    {
        GatewayException? failure = null;
        foreach (var account in options.Value.Accounts.Select(a => a.Id))
        {
            // How far back each list is read before the watermark: as long as its objects may still change.
            Stream[] streams =
            [
                new Stream<TransactionFact>(
                    "balance_transactions", TimeSpan.FromDays(3), (r, c) => gateway.ListTransactionsAsync(account, r, null, c),
                    t => (t.Id, t.Created), (s, p, c) => s.TransactionsAsync(account, p, c)),
                new Stream<PayoutFact>(
                    "payouts", TimeSpan.FromDays(30), (r, c) => gateway.ListPayoutsAsync(account, r, c),
                    p => (p.Id, p.Created), (s, p, c) => s.PayoutsAsync(account, p, c)),
                new Stream<RefundFact>(
                    "refunds", TimeSpan.FromDays(35), (r, c) => gateway.ListRefundsAsync(account, r, c),
                    r => (r.Id, r.Created), (s, p, c) => s.RefundsAsync(account, p, c)),
                new Stream<DisputeFact>(
                    "disputes", TimeSpan.FromDays(130), (r, c) => gateway.ListDisputesAsync(account, r, c),
                    d => (d.Id, d.Created), (s, p, c) => s.DisputesAsync(account, p, c)),
                new Stream<SessionFact>(
                    "sessions", TimeSpan.FromDays(3), (r, c) => gateway.ListSessionsAsync(account, r, c),
                    s => (s.Id, s.Created), (s, p, c) => s.SessionsAsync(account, p, c)),
            ];
            foreach (var stream in streams)
            {
                failure = await SweepAsync(account, stream, cancel) ?? failure;
            }

            await FileParkedAsync(account, cancel);
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>However long ago it was made: the lists reach back only so far.</summary>
    private async Task FileParkedAsync(string account, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await useCases.RunAsync<SupersedeParked, int>(supersede => supersede.RunAsync(account, cancel), cancel);
        var parked = await useCases.RunAsync<SweepCompare, IReadOnlyList<SweptObject>>(
            compare => compare.ParkedAsync(account, now - ParkedFor, MostParked, cancel), cancel);
        await filing.FileAsync(account, new Swept(parked, []), RoundOf(now), cancel);
    }

    private static string RoundOf(DateTime at) => at.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>The failure, if it failed: the other lists are read all the same.</summary>
    private async Task<GatewayException?> SweepAsync(string account, Stream stream, CancellationToken cancel)
    {
        var started = time.GetUtcNow().UtcDateTime;
        var mark = await useCases.RunAsync<PollMarks, PollMark>(marks => marks.OpenAsync(account, stream.Name, cancel), cancel);
        try
        {
            var found = 0;
            string? after = null;
            for (var page = 0; page < MostPages; page++)
            {
                var (swept, last) = await stream.ReadAsync(useCases, new ListRange(mark.Watermark - stream.LookBack, after), started - TooYoung, cancel);
                found += await filing.FileAsync(account, swept, RoundOf(started), cancel);
                if (last is null)
                {
                    break;
                }

                after = last;
            }

            await useCases.RunAsync<PollMarks, bool>(marks => marks.AdvanceAsync(account, stream.Name, started, found, cancel), cancel);
            if (found > 0)
            {
                logger.LogWarning("The sweep of {Stream} of {Account} found {Count} objects that no event had told of", stream.Name, account, found);
            }

            return null;
        }
        catch (GatewayException error)
        {
            await useCases.RunAsync<PollMarks, bool>(marks => marks.FailAsync(account, stream.Name, error.Code, cancel), cancel);
            return error;
        }
    }

    private abstract record Stream(string Name, TimeSpan LookBack)
    {
        /// <summary>What a page holds that we lack, and the id after which the next page begins, or null at the end.</summary>
        public abstract Task<(Swept Swept, string? Next)> ReadAsync(UseCases useCases, ListRange range, DateTime madeBefore, CancellationToken cancel);
    }

    private sealed record Stream<T>(
        string Name, TimeSpan LookBack, Func<ListRange, CancellationToken, Task<FactPage<T>>> List,
        Func<T, (string Id, DateTime Created)> Key, Func<SweepCompare, IReadOnlyList<T>, CancellationToken, Task<Swept>> Compare)
        : Stream(Name, LookBack)
    {
        public override async Task<(Swept, string?)> ReadAsync(UseCases useCases, ListRange range, DateTime madeBefore, CancellationToken cancel)
        {
            var page = await List(range, cancel);
            var old = page.Items.Where(item => Key(item).Created <= madeBefore).ToList();
            var swept = await useCases.RunAsync<SweepCompare, Swept>(compare => Compare(compare, old, cancel), cancel);
            return (swept, page.HasMore && page.Items.Count > 0 ? Key(page.Items[^1]).Id : null);
        }
    }
}
