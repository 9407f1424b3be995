using Charity.Payments;
using Charity.Payments.Attempts;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Stripe;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Adapters.Tests.Payments;

/// <summary>An adapter of the card-payments port in front of a simulated Stripe with two accounts.</summary>
public sealed class GatewayBench : IAsyncDisposable
{
    public const string Account = "acct_one1";
    public const string Other = "acct_two2";

    /// <summary>Its key may not see everything, it may not charge, and it has two webhook endpoints.</summary>
    public const string Few = "acct_few4";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider services;

    private GatewayBench(Action<IServiceCollection, StripeSimulator> addAdapter)
    {
        Clock = new VirtualClock(Start);
        var options = new StripeSimulatorOptions
        {
            Seed = 11,
            RunInBackground = false,
            LongestHang = TimeSpan.FromSeconds(30),
            RefundsWaitForFunds = false,
        };
        options.Accounts.Add(new SimulatedAccount { Id = Account, SecretKeys = ["sk_test_one00001"] });
        options.Accounts.Add(new SimulatedAccount { Id = Other, SecretKeys = ["sk_test_two00001"], SettlementCurrencies = ["eur", "usd"] });
        options.Accounts.Add(new SimulatedAccount
        {
            Id = Few,
            SecretKeys = ["rk_test_few00001"],
            DisabledReason = "requirements.past_due",
            PayoutInterval = "manual",
            RestrictedKeysLack = ["/v1/disputes", "/v1/radar"],
            Webhooks =
            [
                new WebhookTarget { Url = new Uri("https://one.example/webhooks/stripe"), Secrets = ["whsec_one"], EnabledEvents = ["charge.updated", "payout.paid"] },
                new WebhookTarget { Url = new Uri("https://two.example/webhooks/stripe"), Secrets = ["whsec_two"] },
            ],
        });
        options.ClockAhead = TimeSpan.FromMinutes(2);
        Simulator = new StripeSimulator(options, Clock);
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(Clock);
        collection.Configure<StripeOptions>(stripe =>
        {
            stripe.ApiBase = "http://localhost";
            stripe.Accounts.Add(new StripeAccountOptions { Id = Account, SecretKey = "sk_test_one00001" });
            stripe.Accounts.Add(new StripeAccountOptions { Id = Other, SecretKey = "sk_test_two00001" });
            stripe.Accounts.Add(new StripeAccountOptions { Id = Few, SecretKey = "rk_test_few00001" });
            stripe.Accounts.Add(new StripeAccountOptions { Id = "acct_stale3", SecretKey = "sk_test_withdrawn1" });
        });
        collection.AddSingleton<StripeClock>();
        addAdapter(collection, Simulator);
        services = collection.BuildServiceProvider();
        Clocks = services.GetRequiredService<StripeClock>();
        Gateways = [.. services.GetServices<IPaymentGateway>()];
    }

    public VirtualClock Clock { get; }

    public StripeSimulator Simulator { get; }

    /// <summary>What the adapter's calls have told of Stripe's clock.</summary>
    public StripeClock Clocks { get; }

    /// <summary>The adapters that were added, in that order.</summary>
    public IReadOnlyList<IPaymentGateway> Gateways { get; }

    public IPaymentGateway Gateway => Gateways[^1];

    public DateTime Now => Clock.GetUtcNow().UtcDateTime;

    public static GatewayBench Open(Action<IServiceCollection, StripeSimulator> addAdapter) => new(addAdapter);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Simulator.Dispose();
        Clock.Dispose();
    }
}
