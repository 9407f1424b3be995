using System.Globalization;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Stripe.Faults;
using Charity.Sandbox.Stripe.Flow;
using Microsoft.EntityFrameworkCore;

namespace Charity.Sandbox.Demo;

/// <summary>
/// Plays the history: forms through the verbs that the pages call, cards on the simulated payment page, events to the
/// webhook endpoint, work through the relay, refunds and disputes at the simulated Stripe; each at its time.
/// </summary>
internal sealed class DemoHistory(DemoHost host, DemoOrganisation organisation, DateTimeOffset start, DateTimeOffset end)
{
    private const string GoodCard = "4242424242424242";
    private const string OtherGoodCard = "5555555555554444";
    private const string DeclinedCard = "4000000000009995";
    private const string ChallengeCard = "4000002760003184";

    /// <summary>What Stripe takes from the balance each month, in cents.</summary>
    private const long MonthlyFeeMinor = 250;

    /// <summary>Version of the consent text, as the form sends it.</summary>
    private const string ConsentText = "news.1";

    /// <summary>Recurring jobs run this often in the history; they work on ranges, so what was missed is made up.</summary>
    private static readonly TimeSpan BetweenJobs = TimeSpan.FromDays(7);

    /// <summary>Before the end of the history; long enough for what is asked for then to be still open.</summary>
    private static readonly TimeSpan EditorsLastDay = TimeSpan.FromDays(2);

    /// <inheritdoc cref="EditorsLastDay"/>
    private static readonly TimeSpan TreasurersLastDay = TimeSpan.FromDays(1);

    /// <summary>After the end of the history: what is set for then still waits when the sandbox opens.</summary>
    private static readonly TimeSpan UntilDraft = TimeSpan.FromDays(4);

    /// <inheritdoc cref="UntilDraft"/>
    private static readonly TimeSpan UntilNews = TimeSpan.FromDays(2);

    private readonly PriorityQueue<Func<CancellationToken, Task>, (DateTimeOffset At, int Order)> acts = new();
    private readonly Dictionary<string, Guid> campaigns = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Campaign, GiftMeans Means, string Currency), Guid?> terms = [];
    private readonly Random random = new(20_260_101);
    private int order;

    /// <param name="gifts">How many forms are sent.</param>
    internal async Task PlayAsync(int gifts, Action<int> progress, CancellationToken cancel)
    {
        var content = DemoContent.Campaigns();
        foreach (var campaign in content)
        {
            Plan(campaign);
        }

        if (gifts > 0)
        {
            foreach (var gift in new DemoPlan(random, start, end, content).Make(gifts))
            {
                At(gift.At, token => GiveAsync(gift, token));
            }
        }

        for (var at = start + BetweenJobs; at < end; at += BetweenJobs)
        {
            At(at, host.RunJobsAsync);
        }

        var desk = new DemoDesk(host);
        for (var month = start.AddMonths(1).AddHours(-3); month < end; month = month.AddMonths(1))
        {
            var tended = month.AddHours(1);
            At(tended, cancelled => desk.TendAsync(tended, cancelled));
            At(month, _ => host.Stripe.AddTransactionAsync(
                SandboxSecrets.StripeAccount, -MonthlyFeeMinor, "eur", "stripe_fee", "Radar for the month before"));
        }

        var drafted = content.Single(campaign => campaign.Draft is not null);
        At(end - EditorsLastDay, cancelled => desk.EditAsync(organisation.Live(drafted.Slug), campaigns[drafted.Slug], drafted, cancelled));
        var next = content.Single(campaign => campaign.NextSummary is not null);
        var news = content.Single(campaign => campaign.NextUpdate is not null);
        At(end - EditorsLastDay, cancelled => desk.ScheduleAsync(
            organisation.Live(next.Slug), campaigns[next.Slug], next.NextSummary!, Morning(UntilDraft), cancelled));
        At(end - EditorsLastDay, cancelled => desk.AnnounceAsync(campaigns[news.Slug], news.NextUpdate!, Morning(UntilNews), cancelled));
        At(end - TreasurersLastDay, async cancelled =>
        {
            await host.RunJobsAsync(cancelled);
            await desk.TendAsync(end - TreasurersLastDay, cancelled);
            await desk.TidyAsync(cancelled);
        });

        while (acts.TryDequeue(out var act, out var when) && when.At <= end)
        {
            await host.MoveToAsync(when.At, cancel);
            await act(cancel);
            progress((int)((when.At - start) / (end - start) * 100));
        }

        await host.MoveToAsync(end, cancel);
        await host.RunJobsAsync(cancel);
    }

    /// <summary>Nine o'clock in winter where the organisation is.</summary>
    private DateTime Morning(TimeSpan after) => (end + after).UtcDateTime.Date.AddHours(7);

    private void At(DateTimeOffset at, Func<CancellationToken, Task> act) => acts.Enqueue(act, (at, order++));

    private void Plan(DemoCampaign campaign)
    {
        DateTimeOffset Month(int month) => DemoCalendar.MonthOf(start, month);

        At(Month(campaign.OpensInMonth), async cancel => campaigns[campaign.Slug] = await organisation.OpenAsync(campaign, host.Clock.GetUtcNow(), end, cancel));
        foreach (var update in campaign.Updates)
        {
            At(Month(update.Month).AddHours(5), cancel => organisation.TellAsync(campaigns[campaign.Slug], update, cancel));
        }

        if (campaign.Revision is { } revision)
        {
            At(Month(revision.Month), async cancel => await organisation.ReviseAsync(
                campaigns[campaign.Slug], revision, await PromisesAsync(campaigns[campaign.Slug], cancel), cancel));
        }

        if (campaign.End is { } ends)
        {
            At(Month(ends.Month), cancel => organisation.EndAsync(campaigns[campaign.Slug], ends, cancel));
        }
    }

    private async Task GiveAsync(DemoGift gift, CancellationToken cancel)
    {
        var campaign = campaigns[gift.Campaign.Slug];
        var means = gift.Course == DemoCourse.Transfer ? GiftMeans.Transfer : GiftMeans.Card;
        var form = new GiftForm(
            GiftForm.NewAttempt(), gift.Campaign.Slug, new Money(gift.Minor, Currency.Of(gift.Currency)), gift.CoverFee,
            gift.Donor.Name, gift.Donor.Email, gift.Donor.Language, gift.Anonymity, gift.Dedication, gift.DedicationName, gift.Message,
            gift.Company?.Name, gift.Company?.Number, gift.News ? ConsentText : null, await TermsAsync(campaign, means, gift.Currency, cancel));
        if (means == GiftMeans.Transfer)
        {
            Check((await RunAsync<AnnounceTransfer, TransferOutcome>(verb => verb.RunAsync(form, cancel))).Start, gift);
            return;
        }

        if (gift.Course == DemoCourse.AnswerLost)
        {
            await LoseAnswerAsync(gift, form, cancel);
            return;
        }

        await CheckOutAsync(gift, form, gift.At, cancel);
    }

    /// <summary>Sends the form and goes on to the payment page.</summary>
    private async Task CheckOutAsync(DemoGift gift, GiftForm form, DateTimeOffset at, CancellationToken cancel)
    {
        var outcome = await RunAsync<GiveByCard, GiveOutcome>(verb => verb.RunAsync(form, cancel));
        Check(outcome.Start, gift);
        var session = outcome.Checkout is { Result: CheckoutResult.Ready, Url: { } url }
            ? new Uri(url).Segments[^1]
            : throw new InvalidOperationException($"A demo gift did not reach the payment page: {outcome.Checkout}.");
        if (gift.Course != DemoCourse.Abandoned)
        {
            var paidAt = at.AddSeconds(25 + random.Next(90));
            At(paidAt, token => PayAsync(gift, session, paidAt, token));
        }
    }

    /// <summary>The form is sent while answers get lost; minutes later the fixing job has looked, and the donor comes again.</summary>
    private async Task LoseAnswerAsync(DemoGift gift, GiftForm form, CancellationToken cancel)
    {
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Method = "POST", Path = "/v1/checkout/sessions", Times = 0 });
        var outcome = await RunAsync<GiveByCard, GiveOutcome>(verb => verb.RunAsync(form, cancel));
        host.Stripe.ClearFaults();
        Check(outcome.Start, gift);
        At(gift.At.AddMinutes(6), host.RunJobsAsync);
        At(gift.At.AddMinutes(9), token => CheckOutAsync(gift, form, gift.At.AddMinutes(9), token));
    }

    private async Task PayAsync(DemoGift gift, string session, DateTimeOffset at, CancellationToken cancel)
    {
        switch (gift.Course)
        {
            case DemoCourse.Challenged:
                var challenge = await host.Stripe.PayAsync(session, ChallengeCard, cancellationToken: cancel);
                await host.Stripe.AnswerChallengeAsync(challenge.PaymentIntentId!, passed: true, cancel);
                return;
            case DemoCourse.Declined:
                await host.Stripe.PayAsync(session, DeclinedCard, cancellationToken: cancel);
                return;
            case DemoCourse.SecondCard:
                await host.Stripe.PayAsync(session, DeclinedCard, cancellationToken: cancel);
                At(at.AddSeconds(40), token => host.Stripe.PayAsync(session, OtherGoodCard, cancellationToken: token));
                return;
            default:
                var paid = await host.Stripe.PayAsync(session, GoodCard, cancellationToken: cancel);
                if (paid is not { Status: PayStatus.Paid, ChargeId: { } charge })
                {
                    throw new InvalidOperationException($"A demo payment went wrong: {paid}.");
                }

                Follow(gift, charge, at);
                return;
        }
    }

    /// <summary>What becomes of a paid gift later.</summary>
    private void Follow(DemoGift gift, string charge, DateTimeOffset paidAt)
    {
        switch (gift.Course)
        {
            case DemoCourse.RefundedWhole:
                At(paidAt.AddDays(6).AddHours(2), _ => host.Stripe.RefundAsync(charge, reason: "requested_by_customer"));
                break;
            case DemoCourse.RefundedInPart:
                At(paidAt.AddDays(5).AddHours(1), _ => host.Stripe.RefundAsync(charge, gift.Minor / 2, "requested_by_customer"));
                break;
            case DemoCourse.DisputeLost or DemoCourse.DisputeWon:
                At(paidAt.AddDays(12), async _ =>
                {
                    var dispute = await host.Stripe.OpenDisputeAsync(charge);
                    At(paidAt.AddDays(26), _ => host.Stripe.DecideDisputeAsync(dispute, won: gift.Course == DemoCourse.DisputeWon));
                });
                break;
            case DemoCourse.FraudWarning:
                At(paidAt.AddDays(1), _ => host.Stripe.RaiseFraudWarningAsync(charge));
                At(paidAt.AddDays(6), _ => host.Stripe.RefundAsync(charge, reason: "fraudulent"));
                break;
            case DemoCourse.MailboxFull:
                At(paidAt + FullMailbox.GivenUpAfter, host.ArriveAsync);
                break;
        }
    }

    /// <summary>The terms that the form would show: those of the entity that receives this gift.</summary>
    private async Task<Guid?> TermsAsync(Guid campaign, GiftMeans means, string currency, CancellationToken cancel)
    {
        if (terms.TryGetValue((campaign, means, currency), out var known))
        {
            return known;
        }

        await using var scope = host.Services.CreateAsyncScope();
        var candidates = await scope.ServiceProvider.GetRequiredService<CampaignPages>().CandidatesAsync(campaign, cancel);
        var entity = ChooseReceiver.For(candidates, means, currency)?.LegalEntityId;
        var id = await scope.ServiceProvider.GetRequiredService<CharityDb>().Terms.AsNoTracking()
            .Where(t => t.LegalEntityId == entity).OrderByDescending(t => t.Number).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancel);
        return terms[(campaign, means, currency)] = id;
    }

    private async Task<CampaignPromises> PromisesAsync(Guid campaign, CancellationToken cancel)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<CharityDb>().Campaigns.AsNoTracking().SingleAsync(c => c.Id == campaign, cancel)).Promises;
    }

    private async Task<TOut> RunAsync<TVerb, TOut>(Func<TVerb, Task<TOut>> run)
        where TVerb : notnull
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<TVerb>());
    }

    private static void Check(StartOutcome start, DemoGift gift)
    {
        if (start.Result is not (StartResult.Stored or StartResult.Repeated))
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"A demo gift was refused: {gift.Minor} {gift.Currency} for {gift.Campaign.Slug}: {start.Result} {string.Join(", ", start.Faults)}."));
        }
    }
}
