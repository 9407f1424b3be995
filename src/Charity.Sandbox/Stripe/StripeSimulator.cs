using Charity.Sandbox.Clock;
using Charity.Sandbox.Stripe.Amounts;
using Charity.Sandbox.Stripe.Api;
using Charity.Sandbox.Stripe.Cards;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.Faults;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe;

/// <summary>
/// A Stripe that remembers: Checkout, charges, refunds, disputes, balance, payouts, events and webhooks, with faults and
/// a clock under control. Serves HTTP through <see cref="StripeSimulatorSetup"/>, and tests and the demo directly.
/// Thread safe. Money here is minor units; nothing real ever moves.
/// </summary>
public sealed partial class StripeSimulator : IDisposable
{
    private static readonly DateTimeOffset CardExpiry = new(2034, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider clock;
    private readonly World world;
    private readonly Accounts accounts;
    private readonly ExchangeTable rates;
    private readonly Timetable timetable;
    private readonly Renderer renderer;
    private readonly BalanceTransactions balance;
    private readonly Sessions sessions;
    private readonly PaymentIntents payments;
    private readonly Refunds refunds;
    private readonly Disputes disputes;
    private readonly FraudWarnings warnings;
    private readonly Payouts payouts;
    private readonly DeliveryRules deliveryRules = new();
    private readonly DeliveryQueue deliveries;
    private readonly WebhookSender sender;
    private readonly DeliveryPump pump;
    private readonly FaultRules faults = new();
    private readonly RequestLog requests;
    private readonly StripeApi api;

    /// <param name="options">Set-up; read now.</param>
    /// <param name="clock">The clock that the application reads too, a <see cref="VirtualClock"/> where time shall be advanced.</param>
    /// <exception cref="InvalidOperationException">No account, a live key, two accounts alike.</exception>
    public StripeSimulator(StripeSimulatorOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        this.clock = clock;
        accounts = new Accounts(options);
        rates = new ExchangeTable(options.ExchangeRates);
        renderer = new Renderer(options, accounts);
        world = new World(options, clock);
        deliveries = new DeliveryQueue(world, deliveryRules);
        timetable = new Timetable(world);
        var events = new Events(world, renderer, deliveries);
        balance = new BalanceTransactions(world, options, accounts, rates, timetable);
        warnings = new FraudWarnings(world, events);
        refunds = new Refunds(world, options, timetable, events, balance);
        disputes = new Disputes(world, options, timetable, events, balance, refunds, warnings);
        sessions = new Sessions(world, timetable, events);
        payments = new PaymentIntents(
            world, events, sessions, new Charges(world, options, timetable, events, balance, disputes, warnings));
        payouts = new Payouts(world, options, timetable, events, balance, refunds);
        sender = new WebhookSender(options);
        pump = new DeliveryPump(world, sender, renderer);
        requests = new RequestLog(world);
        api = new StripeApi(
            world, options, accounts, timetable, renderer, faults, new IdempotencyKeys(world), requests,
            [
                .. new CheckoutApi(world, accounts, sessions, rates).Routes(),
                .. new PaymentsApi(world).Routes(),
                .. new MoneyApi(world, accounts, refunds, balance, payouts).Routes(),
                .. new DisputesApi(world, disputes).Routes(),
                .. new EventsApi(world, renderer).Routes(),
            ]);
        Start();
    }

    /// <summary>The set-up it was started with.</summary>
    public StripeSimulatorOptions Options { get; }

    /// <summary>Tries a card on a Checkout Session, as a donor on the hosted page would.</summary>
    /// <param name="sessionId">The session, <c>cs_test_…</c>.</param>
    /// <param name="card">Number of a test card or its name, <c>pm_card_…</c>; any other number is declined as a live card.</param>
    /// <param name="email">Payer's address; the session's own unless given.</param>
    /// <param name="name">Name on the card.</param>
    /// <exception cref="InvalidOperationException">There is no such session.</exception>
    public Task<PayOutcome> PayAsync(
        string sessionId, string card = "4242424242424242", string? email = null, string? name = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Pay(sessionId, card, new Payer(email, name, CardExpiry.Month, CardExpiry.Year)));
    }

    /// <summary>Completes or fails the 3-D Secure challenge of a payment.</summary>
    public Task<PayOutcome> AnswerChallengeAsync(string paymentIntentId, bool passed, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Do(tx => payments.Answer(tx, paymentIntentId, passed)));
    }

    /// <summary>A handler that answers <c>/v1</c> in this process, for an HTTP client without a network.</summary>
    public HttpMessageHandler CreateApiHandler() => new ApiHandler(this);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (clock is VirtualClock virtualClock)
        {
            virtualClock.Changed -= OnClockChanged;
        }

        sender.Dispose();
        world.Dispose();
    }

    internal World World => world;

    internal PayOutcome Pay(string sessionId, string card, Payer payer) =>
        Do(tx => payments.Attempt(tx, sessionId, TestCards.Find(card) ?? TestCards.Unknown(card), payer));

    internal Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken) =>
        api.HandleAsync(request, cancellationToken);

    /// <summary>One change by a person or test, after everything that time has brought about before it.</summary>
    private T Do<T>(Func<Tx, T> change)
    {
        lock (world.Gate)
        {
            timetable.CatchUp();
            return world.Change(world.Now, change);
        }
    }

    private T Look<T>(Func<T> look)
    {
        lock (world.Gate)
        {
            timetable.CatchUp();
            return look();
        }
    }

    private void Start()
    {
        world.WorkArrived = WakeUp;
        if (clock is VirtualClock virtualClock)
        {
            // What was journaled has happened: the clock of a new process must not run before it.
            if (world.LastAt is { } last && last > virtualClock.GetUtcNow())
            {
                virtualClock.Set(last);
            }

            virtualClock.Changed += OnClockChanged;
        }

        world.Change(world.Now, ConfigureEndpoints);
    }

    private void ConfigureEndpoints(Tx tx)
    {
        foreach (var account in accounts.All)
        {
            var wanted = account.Webhooks.Select((target, i) => new EndpointState
            {
                Id = world.Ids.Fixed("we", $"{account.Id}/{i}"),
                Account = account.Id,
                Created = tx.Unix,
                Url = target.Url.AbsoluteUri,
                EnabledEvents = target.EnabledEvents,
                Secrets = target.Secrets,
                Metadata = [],
                Configured = true,
            }).ToList();
            foreach (var gone in world.Endpoints.Of(account.Id).Where(e => e.Configured && wanted.All(w => w.Id != e.Id)).ToList())
            {
                tx.Remove(world.Endpoints, gone.Id);
            }

            foreach (var endpoint in wanted)
            {
                var known = world.Endpoints.Find(endpoint.Id);
                if (known is null || known.Url != endpoint.Url || !known.Secrets.SequenceEqual(endpoint.Secrets)
                    || !known.EnabledEvents.SequenceEqual(endpoint.EnabledEvents))
                {
                    tx.Put(world.Endpoints, endpoint with { Created = known?.Created ?? endpoint.Created });
                }
            }
        }
    }

    private void OnClockChanged(object? sender, EventArgs e) => WakeUp();
}
