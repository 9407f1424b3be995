using System.Globalization;
using System.Text;
using Charity.Data.Work;
using Charity.Payments;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Stripe;
using Charity.Testing;
using Charity.Testing.Payments;

namespace Charity.Benchmarks.Intake;

/// <summary>A <c>checkout.session.completed</c> as the simulated Stripe writes it, under as many ids as are wanted.</summary>
internal sealed class SampleEvents
{
    private readonly string before;
    private readonly string after;

    private SampleEvents(string json, string id)
    {
        var at = json.IndexOf(id, StringComparison.Ordinal);
        (before, after) = (json[..at], json[(at + id.Length)..]);
        Size = Encoding.UTF8.GetByteCount(json);
    }

    public int Size { get; }

    public static SampleEvents Make()
    {
        using var clock = new VirtualClock(FakeClock.DefaultStart);
        var options = new StripeSimulatorOptions { RunInBackground = false };
        options.Accounts.Add(new SimulatedAccount { Id = TestSettings.StripeAccount, SecretKeys = [TestSettings.StripeKey] });
        using var stripe = new StripeSimulator(options, clock);
        var session = stripe.OpenSessionAsync(TestSettings.StripeAccount, 2_500, "eur", "gift").GetAwaiter().GetResult();
        stripe.PayAsync(session).GetAwaiter().GetResult();
        var one = stripe.Events.Single(e => e.Type == "checkout.session.completed");
        return new SampleEvents(one.Json.ToJsonString(), one.Id);
    }

    public (byte[] Body, string Header) Signed(DateTimeOffset at, int number)
    {
        var body = Body(number);
        return (body, SignedEvent.Header(body, at, TestSettings.WebhookSecret));
    }

    /// <summary>Whole HTTP requests, made before the measurement: signing is Stripe's work, not ours.</summary>
    public byte[][] Requests(DateTimeOffset at, int first, int count)
        => [.. Enumerable.Range(first, count).AsParallel().Select(number =>
        {
            var (body, header) = Signed(at, number);
            return (byte[])
            [
                .. Encoding.ASCII.GetBytes(string.Create(
                    CultureInfo.InvariantCulture,
                    $"POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\nStripe-Signature: {header}\r\nUser-Agent: Stripe/1.0\r\n\r\n")),
                .. body,
            ];
        })];

    public InboxEvent Row(EventFiling filing, int number)
    {
        var body = Body(number);
        return filing.File(TestSettings.StripeAccount, InboxSource.Webhook, EventEnvelope.Read(body)!, body);
    }

    private byte[] Body(int number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{before}evt_bench_{number}{after}"));
}
