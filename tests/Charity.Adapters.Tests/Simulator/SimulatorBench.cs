using System.Net;
using System.Text.Json.Nodes;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Stripe;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>A simulator under a stopped clock, with a receiver that keeps every webhook and answers as it is told.</summary>
internal sealed class SimulatorBench : IDisposable
{
    public const string Account = "acct_bench";
    public const string Key = "sk_test_bench_0001";
    public const string OtherAccount = "acct_other";
    public const string OtherKey = "sk_test_other_0001";
    public const string Secret = "whsec_bench";
    public const string OldSecret = "whsec_bench_old";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly HttpMessageHandler handler;

    public SimulatorBench(Action<StripeSimulatorOptions>? change = null, DateTimeOffset? start = null)
    {
        Clock = new VirtualClock(start ?? Start);
        Options = new StripeSimulatorOptions { Seed = 7, RunInBackground = false, WebhookHandler = () => new Receiver(this) };
        Options.Accounts.Add(new SimulatedAccount
        {
            Id = Account,
            SecretKeys = [Key],
            Name = "Bench",
            Webhooks = [new WebhookTarget { Url = new Uri("https://charity.test/webhooks/stripe"), Secrets = [Secret, OldSecret] }],
        });
        Options.Accounts.Add(new SimulatedAccount { Id = OtherAccount, SecretKeys = [OtherKey], SettlementCurrencies = ["eur", "usd"] });
        change?.Invoke(Options);
        Simulator = new StripeSimulator(Options, Clock);
        handler = Simulator.CreateApiHandler();
        Api = new SimulatorClient(handler, Key);
        OtherApi = new SimulatorClient(handler, OtherKey);
    }

    public VirtualClock Clock { get; }

    public StripeSimulatorOptions Options { get; }

    public StripeSimulator Simulator { get; }

    public SimulatorClient Api { get; }

    public SimulatorClient OtherApi { get; }

    public List<ReceivedWebhook> Received { get; } = [];

    public Func<ReceivedWebhook, HttpStatusCode> Answer { get; set; } = _ => HttpStatusCode.OK;

    /// <summary>Opens a session of one line item and pays it; gives session and charge.</summary>
    public async Task<(string Session, string Intent, string Charge)> GiveAsync(
        long amount = 2_500, string currency = "eur", string card = "4242424242424242", SimulatorClient? api = null)
    {
        var session = await (api ?? Api).PostAsync("/v1/checkout/sessions", SessionForm(amount, currency));
        var id = session.Json["id"]!.GetValue<string>();
        var outcome = await Simulator.PayAsync(id, card, "donor@example.org", "Olena");
        return (id, outcome.PaymentIntentId!, outcome.ChargeId!);
    }

    public static Dictionary<string, string> SessionForm(long amount = 2_500, string currency = "eur") => new()
    {
        ["mode"] = "payment",
        ["success_url"] = "https://charity.test/en/thanks/t0ken?s={CHECKOUT_SESSION_ID}",
        ["cancel_url"] = "https://charity.test/en/give/water?a=1",
        ["client_reference_id"] = "gift-1",
        ["line_items[0][price_data][currency]"] = currency,
        ["line_items[0][price_data][unit_amount]"] = amount.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["line_items[0][price_data][product_data][name]"] = "Вода для громади",
        ["line_items[0][quantity]"] = "1",
        ["metadata[donation_id]"] = "gift-1",
        ["payment_intent_data[metadata][donation_id]"] = "gift-1",
        ["payment_method_types[0]"] = "card",
    };

    /// <summary>Types of the account's events, in order.</summary>
    public List<string> EventTypes(string account = Account) =>
        [.. Simulator.Events.Where(e => e.Account == account).Select(e => e.Type)];

    public JsonObject Fetch(string id) => Simulator.Fetch(id) ?? throw new InvalidOperationException($"No {id}.");

    public void Dispose()
    {
        Api.Dispose();
        OtherApi.Dispose();
        handler.Dispose();
        Simulator.Dispose();
        Clock.Dispose();
    }

    private sealed class Receiver(SimulatorBench bench) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var webhook = new ReceivedWebhook(
                request.RequestUri!.AbsoluteUri, await request.Content!.ReadAsByteArrayAsync(cancellationToken),
                request.Headers.GetValues("Stripe-Signature").Single(), bench.Clock.GetUtcNow());
            bench.Received.Add(webhook);
            return new HttpResponseMessage(bench.Answer(webhook));
        }
    }
}

internal sealed record ReceivedWebhook(string Url, byte[] Body, string Signature, DateTimeOffset At)
{
    public JsonObject Json { get; } = JsonNode.Parse(Body)!.AsObject();

    public string Type => Json["type"]!.GetValue<string>();

    public string Id => Json["id"]!.GetValue<string>();
}
