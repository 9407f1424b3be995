using System.Globalization;
using System.Net;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Payments;
using Charity.Sandbox.Stripe;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.Faults;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.World;

/// <summary>
/// A small world that a seed decides: donors give, pay, pay twice or not at all; staff and banks refund and dispute;
/// payouts run and fail; webhooks are dropped, doubled, delayed and shuffled; Stripe fails in every way it can; the
/// process is killed and started again. In the end everything must be told, booked and counted exactly.
/// </summary>
internal sealed class SimWorld : IAsyncDisposable
{
    private static readonly string[] Currencies = ["EUR", "EUR", "EUR", "USD", "MKD"];
    private static readonly string[] Declined = ["4000000000000002", "4000000000009995", "4000000000000127"];

    private readonly Random random;
    private readonly FakeClock clock = new(FakeClock.DefaultStart);
    private readonly TestDatabase database;
    private readonly StripeSimulator stripe;
    private readonly List<GiftForm> forms = [];
    private readonly List<string> log = [];
    private KillSwitch kill = new();
    private CharityHost host = null!;
    private int kills;

    private SimWorld(int seed, TestDatabase database)
    {
        random = new Random(seed);
        this.database = database;
        var options = new StripeSimulatorOptions
        {
            Seed = seed, RunInBackground = false, WebhookHandler = () => new ToLivingHost(this),
            BalanceTransactionDelay = TimeSpan.FromSeconds(random.Next(0, 600)), RefundsWaitForFunds = random.Next(2) == 0,
        };
        options.Accounts.Add(new SimulatedAccount
        {
            Id = TestSettings.StripeAccount,
            SecretKeys = [TestSettings.StripeKey],
            Webhooks = [new WebhookTarget { Url = new Uri("https://give.example.org/webhooks/stripe"), Secrets = [TestSettings.WebhookSecret] }],
        });
        stripe = new StripeSimulator(options, clock);
    }

    /// <summary>What happened, for the one who reads a failure.</summary>
    public string Story => $"{kills} kills\n" + string.Join('\n', log);

    public static async Task<SimWorld> StartAsync(int seed)
    {
        var world = new SimWorld(seed, await TestDatabase.CreateAsync());
        await world.StartHostAsync();
        await world.host.SetUpOrganisationAsync();
        return world;
    }

    /// <summary>Lives through as many random things.</summary>
    public async Task LiveAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            if (random.Next(12) == 0)
            {
                kill.Arm(Pick(Enum.GetValues<KillPoint>()), random.Next(1, 8));
            }

            var (name, act) = PickAction();
            log.Add($"{clock.UtcNow:HH:mm:ss} {name}");
            try
            {
                await act();
            }
            catch (Exception error) when (kill.Dead || error is InvalidOperationException { InnerException: not null } or GatewayException)
            {
                // The process died in the middle, or Stripe refuses what cannot be done now, such as refunding twice.
            }

            if (kill.Dead)
            {
                log.Add("  killed");
                kills++;
                await StartHostAsync();
            }
        }
    }

    /// <summary>Nothing fails any more and time passes, until nothing is left to be done.</summary>
    public async Task ComeToRestAsync()
    {
        kill.Disarm();
        stripe.ClearFaults();
        stripe.ClearDeliveryRules();
        stripe.ReorderDeliveries(null);
        stripe.ReleaseDeliveries();
        // Disputes are decided, so that nothing stays open.
        foreach (var dispute in await OpenDisputesAsync())
        {
            await stripe.DecideDisputeAsync(dispute, random.Next(2) == 0);
        }

        TimeSpan[] jumps = [TimeSpan.FromMinutes(5), TimeSpan.FromHours(2), TimeSpan.FromHours(26), TimeSpan.FromDays(3), TimeSpan.FromDays(31), TimeSpan.FromDays(2)];
        foreach (var jump in jumps)
        {
            await host.JumpAsync(jump);
        }
    }

    /// <summary>Everything that does not agree; empty when the world is whole.</summary>
    public async Task<IReadOnlyList<string>> DisagreementsAsync()
    {
        var found = (await host.VerifyBooksAsync()).Select(b => $"{b.Invariant} {b.Row} {b.Detail}").ToList();
        await using var db = host.Db();
        found.AddRange(await db.Inbox.Where(e => e.State == WorkState.Parked).Select(e => $"parked {e.Type} {e.LastError}").ToListAsync());
        found.AddRange(await db.Outbox.Where(e => e.State == WorkState.Parked).Select(e => $"parked {e.Kind} {e.LastError}").ToListAsync());
        found.AddRange(await db.Outbox.Where(e => e.State == WorkState.Pending || e.State == WorkState.Started)
            .Select(e => $"left undone {e.Kind} {e.Subject} {e.LastError}").ToListAsync());
        await CompareChargesAsync(db, found);
        await CompareBooksAsync(found);
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        host.SkipChecks();
        await host.DisposeAsync();
        stripe.Dispose();
        await database.DisposeAsync();
    }

    private (string Name, Func<Task> Act) PickAction() => random.Next(24) switch
    {
        < 5 => ("give", GiveAsync),
        < 9 => ("pay", PayAsync),
        9 => ("post a form again", PostAgainAsync),
        10 => ("pay twice", PayTwiceAsync),
        11 => ("pay something else", PayElseAsync),
        12 => ("refund", RefundAsync),
        13 => ("refund comes back", FailRefundAsync),
        14 => ("dispute", DisputeAsync),
        15 => ("decide a dispute", DecideAsync),
        16 => ("payouts", PayOutAsync),
        17 => ("look at the thanks page", LookAsync),
        18 => ("Stripe fails", Fault),
        19 => ("webhooks go astray", Astray),
        < 22 => ("work", () => host.ArriveAsync()),
        _ => ("time passes", () => host.AdvanceAsync(TimeSpan.FromSeconds(random.Next(1, 3600)))),
    };

    private async Task GiveAsync()
    {
        var currency = Pick(Currencies);
        var minor = currency == "MKD" ? random.Next(20_000, 500_000) : random.Next(500, 20_000);
        var form = (await host.FormAsync(minor, currency, $"donor{random.Next(6)}@example.org")) with { CoverFee = random.Next(3) == 0 };
        forms.Add(form);
        await host.PostAsync(form);
    }

    private async Task PostAgainAsync()
    {
        if (forms.Count > 0)
        {
            await host.PostAsync(Pick(forms));
        }
    }

    private Task PayAsync()
    {
        var open = stripe.Payments().Where(p => p.Status == "open").ToList();
        return open.Count == 0 ? Task.CompletedTask : stripe.PayAsync(Pick(open).Session, random.Next(5) == 0 ? Pick(Declined) : CharityHost.GoodCard);
    }

    private async Task PayTwiceAsync()
    {
        await using var db = host.Db();
        var gifts = await db.Donations.AsNoTracking().OrderBy(d => d.Id).ToListAsync();
        if (gifts.Count > 0)
        {
            var gift = Pick(gifts);
            var minor = random.Next(2) == 0 ? gift.AmountMinor : gift.AmountMinor + 100;
            var session = await stripe.OpenSessionAsync(
                TestSettings.StripeAccount, minor, gift.Currency.ToLowerInvariant(), gift.Id.ToString(),
                [new(CheckoutRequest.DonationIdField, gift.Id.ToString())]);
            await stripe.PayAsync(session, CharityHost.GoodCard);
        }
    }

    private async Task PayElseAsync()
    {
        var session = await stripe.OpenSessionAsync(TestSettings.StripeAccount, random.Next(500, 5000), "eur");
        await stripe.PayAsync(session, CharityHost.GoodCard);
    }

    private Task RefundAsync()
    {
        var paid = stripe.Payments().Where(p => p is { Charge: not null, Status: "complete" } && p.RefundedMinor < p.AmountMinor).ToList();
        if (paid.Count == 0)
        {
            return Task.CompletedTask;
        }

        var payment = Pick(paid);
        var left = payment.AmountMinor - payment.RefundedMinor;
        return stripe.RefundAsync(payment.Charge!, random.Next(2) == 0 ? null : random.NextInt64(1, left + 1));
    }

    private async Task FailRefundAsync()
    {
        await using var db = host.Db();
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.Status == "succeeded").OrderBy(r => r.ProviderId).Select(r => r.ProviderId).ToListAsync();
        if (refunds.Count > 0)
        {
            await stripe.FailRefundAsync(Pick(refunds));
        }
    }

    private Task DisputeAsync()
    {
        var paid = stripe.Payments().Where(p => p is { Charge: not null, Disputed: false } && p.RefundedMinor < p.AmountMinor).ToList();
        return paid.Count == 0 ? Task.CompletedTask : stripe.OpenDisputeAsync(Pick(paid).Charge!, inquiry: random.Next(4) == 0);
    }

    private async Task DecideAsync()
    {
        var open = await OpenDisputesAsync();
        if (open.Count > 0)
        {
            await stripe.DecideDisputeAsync(Pick(open), random.Next(2) == 0);
        }
    }

    private Task<List<string>> OpenDisputesAsync()
    {
        var disputes = stripe.Events.Where(e => e.Type == "charge.dispute.created").Select(e => e.ObjectId).Distinct();
        string[] open = ["needs_response", "under_review", "warning_needs_response", "warning_under_review"];
        return Task.FromResult(disputes.Where(d => open.Contains(stripe.Fetch(d)!["status"]!.GetValue<string>())).ToList());
    }

    private async Task PayOutAsync()
    {
        var made = await stripe.RunPayoutsAsync();
        if (made.Count > 0 && random.Next(3) == 0)
        {
            await stripe.FailPayoutAsync(made[0]);
        }
    }

    private async Task LookAsync()
    {
        await using var db = host.Db();
        var gifts = await db.Donations.AsNoTracking().OrderBy(d => d.Id).Select(d => new { d.Id, d.SessionId }).ToListAsync();
        if (gifts.Count > 0)
        {
            await using var scope = host.Scope();
            var refresh = ActivatorUtilities.CreateInstance<RefreshGift>(scope.ServiceProvider, new RefreshLimit());
            await refresh.RunAsync(Pick(gifts).Id, Pick(gifts).SessionId, default);
        }
    }

    private Task Fault()
    {
        // Slow and hanging answers are left out: they take real time and end as these do.
        FaultKind[] kinds =
        [
            FaultKind.RateLimit, FaultKind.Conflict, FaultKind.Unavailable, FaultKind.ServerError, FaultKind.ServerErrorAfterExecute,
            FaultKind.Close, FaultKind.CloseAfterExecute, FaultKind.CorruptJson,
        ];
        stripe.AddFault(new Fault
        {
            Kind = Pick(kinds), Method = random.Next(2) == 0 ? "POST" : "GET", Nth = random.Next(1, 4), Times = random.Next(1, 6),
            ShouldRetry = random.Next(3) == 0 ? false : null,
        });
        return Task.CompletedTask;
    }

    private Task Astray()
    {
        stripe.AddDeliveryRule(random.Next(4) switch
        {
            0 => new DeliveryRule { Action = DeliveryAction.Drop, Times = random.Next(1, 6) },
            1 => new DeliveryRule { Action = DeliveryAction.Duplicate, Times = random.Next(1, 6), Copies = 3 },
            2 => new DeliveryRule { Action = DeliveryAction.Delay, Times = random.Next(1, 6), Delay = TimeSpan.FromMinutes(random.Next(1, 300)) },
            _ => new DeliveryRule { Action = DeliveryAction.Hold, Times = random.Next(1, 6) },
        });
        stripe.ReorderDeliveries(random.Next());
        return Task.CompletedTask;
    }

    private async Task StartHostAsync()
    {
        if (host is not null)
        {
            host.SkipChecks();
            await host.DisposeAsync();
        }

        kill = new KillSwitch();
        host = await CharityHost.StartWithStripeAsync(kill.Install, database: database.Attach(), clock: clock, simulator: stripe);
    }

    /// <summary>Every charge is a gift or a finding; refunds and losses are what Stripe says they are.</summary>
    private async Task CompareChargesAsync(CharityDb db, List<string> found)
    {
        var truth = stripe.Totals().Presented;
        var payments = stripe.Payments().Where(p => p is { Charge: not null, Status: "complete" }).ToDictionary(p => p.Charge!);
        ExceptionKind[] kinds = [ExceptionKind.TxnWithoutDonation, ExceptionKind.UnexpectedPayment, ExceptionKind.AmountMismatch, ExceptionKind.CurrencyMismatch];
        var named = (await db.Exceptions.AsNoTracking().Where(x => kinds.Contains(x.Kind)).Select(x => x.Subject).ToListAsync())
            .Select(s => s["charge:".Length..]).Distinct().ToList();
        var gifts = await db.Donations.AsNoTracking().Where(d => d.Status == DonationStatus.Succeeded).ToListAsync();
        var refunds = await db.Refunds.AsNoTracking().ToListAsync();
        var disputes = await db.Disputes.AsNoTracking().ToListAsync();
        foreach (var (currency, totals) in truth)
        {
            var code = currency.ToUpperInvariant();
            var counted = gifts.Where(g => g.Currency == code).Sum(g => g.AmountMinor)
                + named.Where(c => payments[c].Currency.Equals(code, StringComparison.OrdinalIgnoreCase)).Sum(c => payments[c].AmountMinor);
            Same($"charged {code}", totals.Charged, counted);
            Same($"refunded {code}", totals.Refunded, refunds.Where(r => r.Currency == code && r.Status == "succeeded").Sum(r => r.AmountMinor));
            Same($"lost {code}", totals.DisputesLost, disputes.Where(d => d.Currency == code && d.Status == "lost").Sum(d => d.AmountMinor));
        }

        Same("number of charges", truth.Values.Sum(t => t.Payments), gifts.Count + named.Count);
        void Same(string what, long expected, long actual)
        {
            if (expected != actual)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: Stripe {expected}, ours {actual}"));
            }
        }
    }

    /// <summary>The Stripe accounts in the books are what Stripe holds and has paid out.</summary>
    private async Task CompareBooksAsync(List<string> found)
    {
        var balances = await host.BalancesAsync();
        foreach (var (currency, totals) in stripe.Totals().Settled)
        {
            var code = currency.ToUpperInvariant();
            Same("1100", totals.Balance);
            Same("1150", totals.PaidOut);
            Same("5000", totals.Fees);
            Same("5010", totals.DisputeFees);
            void Same(string account, long expected)
            {
                var actual = balances.GetValueOrDefault($"{account} {code}");
                if (expected != actual)
                {
                    found.Add(string.Create(CultureInfo.InvariantCulture, $"account {account} {code}: Stripe {expected}, books {actual}"));
                }
            }
        }
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Webhooks reach whichever process lives; a dead one answers nothing.</summary>
    private sealed class ToLivingHost(SimWorld world) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            var header = request.Headers.GetValues(StripeSignature.Header).Single();
            try
            {
                var (answer, _) = await world.host.Services.GetRequiredService<ReceiveWebhook>().RunAsync(header, body, cancellationToken);
                return new HttpResponseMessage(answer == WebhookAnswer.Kept ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable);
            }
            catch (KilledException error)
            {
                throw new HttpRequestException("No answer.", error);
            }
        }
    }
}
