using Charity.Accounting;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Payments;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Payments;

/// <summary>A writing call takes effect at most once and is never forgotten, whatever happens on its way.</summary>
public sealed class CallOnceTests
{
    private const string Path = "/v1/checkout/sessions";
    private static readonly Guid Gift = Guid.Parse("019d0000-0000-7000-8000-000000000001");

    [Fact]
    public async Task A_call_is_stored_before_it_is_sent_and_its_answer_after()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var outcome = await CreateAsync(host);

        Assert.Equal(CallResult.Done, outcome.Result);
        var call = await CallAsync(host);
        Assert.Equal((StripeCallState.Done, 1, outcome.Fact!.Id), (call.State, call.Sends, call.ResultId));
        Assert.Equal(Spec(host).Body, call.Body);
        Assert.Equal((host.Clock.UtcNow, host.Clock.UtcNow), (call.FirstSentAt, call.AnsweredAt));
        Assert.Equal(Spec(host).Body, host.Stripe.Journal.Single(r => r.Method == "POST").Form);
    }

    [Fact]
    public async Task Asked_again_it_gives_the_same_session_as_it_stands_now_and_sends_nothing()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var first = await CreateAsync(host);
        await host.Stripe.PayAsync(first.Fact!.Id);

        var second = await CreateAsync(host);

        Assert.Equal((CallResult.Done, first.Fact.Id, "complete"), (second.Result, second.Fact!.Id, second.Fact.Status));
        Assert.Single(host.Stripe.Journal, r => r.Method == "POST");
    }

    [Fact]
    [Trait("Case", "C03")]
    public async Task A_timeout_after_stripe_acted_is_cleared_up_by_the_same_bytes_under_the_same_key()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Path = Path, Times = 3, ShouldRetry = null });
        var unknown = await CreateAsync(host);
        Assert.Equal((CallResult.Unknown, StripeCallState.Unknown), (unknown.Result, (await CallAsync(host)).State));

        // Hours later the body would be another one; what is sent is the stored one.
        host.Clock.Advance(TimeSpan.FromHours(5));
        var known = await CreateAsync(host);

        Assert.Equal(CallResult.Done, known.Result);
        Assert.Equal(host.Stripe.Payments().Single().Session, known.Fact!.Id);
        var posts = host.Stripe.Journal.Where(r => r.Method == "POST").ToList();
        Assert.Equal(4, posts.Count);
        Assert.Single(posts.Select(p => (p.Form, p.IdempotencyKey)).Distinct());
        Assert.Equal((StripeCallState.Done, 2), ((await CallAsync(host)).State, (await CallAsync(host)).Sends));
    }

    [Fact]
    [Trait("Case", "C03")]
    public async Task A_process_that_died_between_sending_and_answer_sends_the_same_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        // The row stands, the session was made, and nobody wrote the answer down.
        var spec = Spec(host);
        await host.RunAsync<StoreCall, StoredCall>(s => s.RunAsync(spec, default));
        var made = await host.Services.GetRequiredService<IPaymentGateway>()
            .CreateSessionAsync(TestSettings.StripeAccount, spec.Body, spec.Key, default);

        var outcome = await CreateAsync(host);

        Assert.Equal(made.Id, outcome.Fact!.Id);
        Assert.Single(host.Stripe.Payments());
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task A_stored_failure_is_searched_for_and_only_then_given_up()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.ServerError, Path = Path });
        var first = await CreateAsync(host);
        var again = await CreateAsync(host);
        Assert.Equal((CallResult.MustSearch, CallResult.MustSearch), (first.Result, again.Result));
        var posts = host.Stripe.Journal.Count(r => r.Method == "POST");

        var searched = await SearchAsync(host);

        Assert.Equal(CallResult.Refused, searched.Result);
        Assert.Equal(StripeCallState.Refused, (await CallAsync(host)).State);
        // Asking again neither sends nor searches: the next try takes the next number.
        Assert.Equal(CallResult.Refused, (await CreateAsync(host)).Result);
        Assert.Equal(posts, host.Stripe.Journal.Count(r => r.Method == "POST"));
        Assert.Equal(CallResult.Done, (await CreateAsync(host, number: 2)).Result);
    }

    [Fact]
    [Trait("Case", "C04")]
    public async Task A_failure_that_had_made_the_session_all_the_same_is_found_and_adopted()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.ServerErrorAfterExecute, Path = Path });
        Assert.Equal(CallResult.MustSearch, (await CreateAsync(host)).Result);

        var found = await SearchAsync(host);

        Assert.Equal((CallResult.Done, host.Stripe.Payments().Single().Session), (found.Result, found.Fact!.Id));
        Assert.Equal((CallResult.Done, found.Fact.Id), ((await CreateAsync(host)).Result, (await CreateAsync(host)).Fact!.Id));
    }

    [Fact]
    public async Task After_the_keys_life_it_is_never_sent_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Path = Path, Times = 0 });
        Assert.Equal(CallResult.Unknown, (await CreateAsync(host)).Result);
        host.Stripe.ClearFaults();
        host.Clock.Advance(TimeSpan.FromHours(23));
        var posts = host.Stripe.Journal.Count(r => r.Method == "POST");

        Assert.Equal(CallResult.MustSearch, (await CreateAsync(host)).Result);
        Assert.Equal(posts, host.Stripe.Journal.Count(r => r.Method == "POST"));
        Assert.Equal(host.Stripe.Payments().Single().Session, (await SearchAsync(host)).Fact!.Id);
    }

    [Fact]
    public async Task A_search_does_not_take_the_session_of_another_number_for_its_own()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await CreateAsync(host, number: 1);
        host.Stripe.AddFault(new Fault { Kind = FaultKind.ServerError, Path = Path });
        Assert.Equal(CallResult.MustSearch, (await CreateAsync(host, number: 2)).Result);

        Assert.Equal(CallResult.Refused, (await SearchAsync(host, number: 2)).Result);
    }

    [Fact]
    [Trait("Case", "C05")]
    public async Task Too_busy_leaves_the_same_number_usable()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.RateLimit, Path = Path, Times = 3 });

        Assert.Equal(CallResult.Busy, (await CreateAsync(host)).Result);
        Assert.Equal(CallResult.Done, (await CreateAsync(host)).Result);
        Assert.Single(host.Stripe.Payments());
    }

    [Fact]
    [Trait("Case", "C07")]
    public async Task No_connection_leaves_an_unknown_outcome_and_the_fixing_job_asks_about_it()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Close, Path = Path, Times = 0 });
        Assert.Equal(CallResult.Unknown, (await CreateAsync(host)).Result);

        await FixAsync(host);
        Assert.Empty(await MessagesAsync(host));
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await FixAsync(host);
        await FixAsync(host);

        var message = Assert.Single(await MessagesAsync(host));
        Assert.Equal((ResolveSession.Kind, Gift.ToString("N")), (message.Kind, message.Subject));
        Assert.Contains(Gift.ToString(), message.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_was_parked_keeps_the_fixing_job_from_asking_for_a_day_and_no_longer()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Close, Path = Path, Times = 0 });
        await CreateAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await FixAsync(host);
        await using (var db = host.Db())
        {
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Parked));
        }

        host.Clock.Advance(TimeSpan.FromHours(5));
        await FixAsync(host);
        Assert.Single(await MessagesAsync(host));
        host.Clock.Advance(TimeSpan.FromHours(20));
        await FixAsync(host);
        await FixAsync(host);
        Assert.Equal([WorkState.Parked, WorkState.Pending], (await MessagesAsync(host)).Select(m => m.State));
    }

    [Fact]
    public async Task The_fixing_job_asks_again_each_hour_until_the_outcome_is_known()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Close, Path = Path, Times = 0 });
        await CreateAsync(host);
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await FixAsync(host);
        await using (var db = host.Db())
        {
            await db.Outbox.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Done));
        }

        await FixAsync(host);
        Assert.Single(await MessagesAsync(host));
        host.Clock.Advance(TimeSpan.FromHours(1));
        await FixAsync(host);
        Assert.Equal(2, (await MessagesAsync(host)).Count);
        host.Stripe.ClearFaults();
        await CreateAsync(host);
        host.Clock.Advance(TimeSpan.FromHours(2));
        await FixAsync(host);

        Assert.Equal(2, (await MessagesAsync(host)).Count);
    }

    [Fact]
    [Trait("Case", "C08")]
    public async Task A_changed_amount_under_a_known_key_never_leaves_the_house()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        host.Stripe.AddFault(new Fault { Kind = FaultKind.Close, Path = Path, Times = 0 });
        await CreateAsync(host);
        host.Stripe.ClearFaults();

        await CreateAsync(host, minor: 9_900);

        Assert.Equal(2_500, host.Stripe.Payments().Single().AmountMinor);
    }

    [Fact]
    [Trait("Case", "C08")]
    public async Task A_key_that_stripe_knows_with_another_body_is_an_alarm_and_charges_nothing()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        // Only a fault of ours can do this: the row was lost and the key was made again.
        await host.Services.GetRequiredService<IPaymentGateway>()
            .CreateSessionAsync(TestSettings.StripeAccount, Spec(host, minor: 9_900).Body, Spec(host).Key, default);

        var outcome = await CreateAsync(host);

        Assert.Equal(CallResult.Faulty, outcome.Result);
        Assert.Single(host.Stripe.Payments());
        await using var db = host.Db();
        var finding = await db.Exceptions.SingleAsync();
        Assert.Equal((ExceptionKind.IdempotencyKeyReused, ExceptionSeverity.Critical), (finding.Kind, finding.Severity));
        Assert.Equal(CallResult.MustSearch, (await CreateAsync(host)).Result);
    }

    [Fact]
    public async Task A_definite_refusal_is_kept_and_never_sent_again()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var spec = Spec(host) with { Body = Spec(host).Body.Replace("=2500", "=20", StringComparison.Ordinal) };
        var calls = host.Services.GetRequiredService<CallOnce>();

        var first = await calls.CreateSessionAsync(spec, default);
        var second = await calls.CreateSessionAsync(spec, default);

        Assert.Equal((CallResult.Refused, "amount_too_small"), (first.Result, first.ErrorCode));
        Assert.Equal((CallResult.Refused, "amount_too_small"), (second.Result, second.ErrorCode));
        Assert.Single(host.Stripe.Journal, r => r.Method == "POST");
    }

    [Fact]
    public async Task A_refused_key_of_the_account_is_told_once_a_day_however_many_gifts_it_stops()
    {
        await using var host = await CharityHost.StartWithStripeAsync(
            settings: new Dictionary<string, string?> { ["Stripe:Accounts:0:SecretKey"] = "sk_test_withdrawn0001" });

        Assert.Equal(CallResult.Faulty, (await CreateAsync(host, number: 1)).Result);
        Assert.Equal(CallResult.Faulty, (await CreateAsync(host, number: 2)).Result);
        host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(CallResult.Faulty, (await CreateAsync(host, number: 3)).Result);

        await using var db = host.Db();
        Assert.Equal(2, await db.Exceptions.CountAsync(e => e.Kind == ExceptionKind.GatewayMisconfigured));
        Assert.All(await db.Exceptions.ToListAsync(), e => Assert.DoesNotContain("sk_test", e.Detail, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "C01")]
    public async Task Two_at_once_with_one_key_make_one_session()
    {
        await using var host = await CharityHost.StartWithStripeAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CreateAsync(host))));

        Assert.Single(host.Stripe.Payments());
        Assert.All(outcomes.Where(o => o.Result == CallResult.Done), o => Assert.Equal(host.Stripe.Payments().Single().Session, o.Fact!.Id));
        Assert.Contains(outcomes, o => o.Result == CallResult.Done);
        Assert.Equal(CallResult.Done, (await CreateAsync(host)).Result);
    }

    [Fact]
    public async Task A_refund_is_made_once_too()
    {
        await using var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        var session = await CreateAsync(host);
        var paid = await host.Stripe.PayAsync(session.Fact!.Id);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        host.Stripe.AddFault(new Fault { Kind = FaultKind.CloseAfterExecute, Path = "/v1/refunds", Times = 3 });
        var spec = new CallSpec(
            "refund-1", TestSettings.StripeAccount, CallPurpose.CreateRefund, Gift, new FormBody().Add("charge", paid.ChargeId).Add("amount", 1_000).ToString());
        var calls = host.Services.GetRequiredService<CallOnce>();

        Assert.Equal(CallResult.Unknown, (await calls.CreateRefundAsync(spec, default)).Result);
        var done = await calls.CreateRefundAsync(spec, default);

        Assert.Equal((CallResult.Done, 1_000), (done.Result, done.Fact!.Amount));
        Assert.Equal(1_000, host.Stripe.Payments().Single().RefundedMinor);
    }

    private static CallSpec Spec(CharityHost host, int number = 1, long minor = 2_500)
        => new(
            FormattableString.Invariant($"don-{Gift}-cs-{number}"), TestSettings.StripeAccount, CallPurpose.CreateSession, Gift,
            new CheckoutRequest(
                Gift.ToString(), new Money(minor, Currency.Eur), "Warm winter", "Gift", null, Language.Bg,
                host.Clock.UtcNow + CheckoutRequest.UsualLife, "https://give.example.org/bg/thanks/t", "https://give.example.org/bg", "Test").ToFormBody());

    private static Task<CallOutcome<SessionFact>> CreateAsync(CharityHost host, int number = 1, long minor = 2_500)
        => host.Services.GetRequiredService<CallOnce>().CreateSessionAsync(Spec(host, number, minor), default);

    private static Task<CallOutcome<SessionFact>> SearchAsync(CharityHost host, int number = 1)
        => host.Services.GetRequiredService<CallOnce>().SearchSessionAsync(Spec(host, number), Gift.ToString(), default);

    private static async Task<StripeCall> CallAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.StripeCalls.AsNoTracking().SingleAsync();
    }

    private static async Task<List<OutboxMessage>> MessagesAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Outbox.AsNoTracking().Where(m => m.Kind == ResolveSession.Kind).ToListAsync();
    }

    private static async Task FixAsync(CharityHost host)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<FixUnknownCalls>().RunAsync(default);
    }
}
