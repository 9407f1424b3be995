using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using Charity.Data;
using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class MeasuresTests
{
    [Fact]
    public async Task Deliveries_are_counted_by_their_answer()
    {
        await using var host = await WebHost.StartAsync();
        var seen = new Dictionary<int, long>();
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (seen)
            {
                var status = (int)tags[0].Value!;
                seen[status] = seen.GetValueOrDefault(status) + value;
            }
        });
        var meter = host.Services.GetRequiredService<Measures>().Meter;
        listener.InstrumentPublished = (instrument, me) =>
        {
            if (ReferenceEquals(instrument.Meter, meter) && instrument.Name == "charity.webhook.answers")
            {
                me.EnableMeasurementEvents(instrument);
            }
        };
        listener.Start();

        var body = SignedEvent.Bytes(SignedEvent.Json("evt_1"));
        await SendAsync(host, body, SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret), "application/json");
        await SendAsync(host, body, SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret), "application/json");
        await SendAsync(host, body, "t=1,v1=00", "application/json");
        await SendAsync(host, body, "t=1,v1=00", "text/plain");

        Assert.Equal(new Dictionary<int, long> { [200] = 2, [400] = 1, [415] = 1 }, seen);
    }

    private static async Task SendAsync(WebHost host, byte[] body, string signature, string type)
    {
        using var browser = host.Browser();
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = content };
        request.Headers.Add(StripeSignature.Header, signature);
        using var response = await browser.SendAsync(request);
    }
}
