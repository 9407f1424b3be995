using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Charity.Web.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Webhooks;

/// <summary>Each line of the endpoint's answer table, over the real pipeline.</summary>
public sealed class StripeWebhookTests
{
    private static readonly byte[] Event = SignedEvent.Bytes(SignedEvent.Json());

    [Fact]
    public async Task A_signed_event_is_stored_to_the_byte_and_answered_with_nothing_but_200()
    {
        await using var host = await WebHost.StartAsync();
        using var answer = await PostAsync(host, Event);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        await using var db = host.Inner.Db();
        var row = await db.Inbox.SingleAsync();
        Assert.Equal(Event, row.Body);
        Assert.Equal((WorkState.Pending, StripeEvents.SessionKind, InboxSource.Webhook), (row.State, row.Kind, row.Source));
    }

    [Fact]
    [Trait("Case", "W01")]
    public async Task The_same_event_twice_is_answered_200_twice_and_is_one_row()
    {
        await using var host = await WebHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event)).StatusCode);

        await using var db = host.Inner.Db();
        Assert.Equal(2, (await db.Inbox.SingleAsync()).Deliveries);
    }

    [Theory]
    [Trait("Case", "W09")]
    [InlineData(-301, HttpStatusCode.BadRequest)]
    [InlineData(-299, HttpStatusCode.OK)]
    [InlineData(299, HttpStatusCode.OK)]
    [InlineData(301, HttpStatusCode.BadRequest)]
    public async Task A_signature_is_good_for_five_minutes_either_way(int seconds, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync();
        using var answer = await PostAsync(host, Event, SignedEvent.Header(Event, host.Clock.GetUtcNow().AddSeconds(seconds), TestSettings.WebhookSecret));

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, await RowsAsync(host));
    }

    [Fact]
    [Trait("Case", "W10")]
    public async Task A_retry_two_days_later_is_signed_anew_and_taken()
    {
        await using var host = await WebHost.StartAsync();
        var old = SignedEvent.Header(Event, host.Clock.GetUtcNow(), TestSettings.WebhookSecret);
        host.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, Event, old)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event)).StatusCode);
        Assert.Equal(1, await RowsAsync(host));
    }

    [Theory]
    [Trait("Case", "W11")]
    [Trait("Case", "W12")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=abc,v1=00")]
    [InlineData("t=99999999999,v1=00")]
    [InlineData("t=1,v1=00")]
    [InlineData("v0=00")]
    public async Task Without_a_right_signature_nothing_is_stored(string? header)
    {
        await using var host = await WebHost.StartAsync();
        using var answer = await PostAsync(host, Event, header ?? "none", sign: header is not null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await RowsAsync(host));
    }

    [Fact]
    [Trait("Case", "W11")]
    [Trait("Case", "W30")]
    public async Task A_forged_event_with_everything_right_but_the_secret_is_refused()
    {
        await using var host = await WebHost.StartAsync();
        var forged = SignedEvent.Header(Event, host.Clock.GetUtcNow(), "whsec_guessed0123456789abc");

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, Event, forged)).StatusCode);
        Assert.Equal(0, await RowsAsync(host));
    }

    [Fact]
    [Trait("Case", "W12")]
    public async Task Two_signature_headers_are_none()
    {
        await using var host = await WebHost.StartAsync();
        using var request = Request(Event);
        var header = SignedEvent.Header(Event, host.Clock.GetUtcNow(), TestSettings.WebhookSecret);
        request.Headers.TryAddWithoutValidation(StripeSignature.Header, [header, header]);
        using var browser = host.Browser();

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync(request)).StatusCode);
    }

    [Theory]
    [Trait("Case", "W14")]
    [Trait("Case", "W17")]
    [InlineData("not json at all")]
    [InlineData("{\"id\":\"evt_1\",\"id\":\"evt_2\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_\\ud800\",\"object\":\"event\",\"type\":\"x\"}")]
    [InlineData("\uFEFF{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"x\"}")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_rightly_signed_body_that_is_no_event_is_400_and_never_500(string body)
    {
        await using var host = await WebHost.StartAsync();
        using var answer = await PostAsync(host, Encoding.UTF8.GetBytes(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, await RowsAsync(host));
    }

    [Fact]
    [Trait("Case", "W17")]
    public async Task Ten_thousand_levels_of_nesting_are_400()
    {
        await using var host = await WebHost.StartAsync();
        var deep = SignedEvent.Json(extra: $",\"a\":{new string('[', 10_000)}{new string(']', 10_000)}");

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(host, SignedEvent.Bytes(deep))).StatusCode);
    }

    [Fact]
    [Trait("Case", "W18")]
    [Trait("Case", "W20")]
    public async Task Unknown_and_quarantined_events_are_acknowledged()
    {
        await using var host = await WebHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, SignedEvent.Bytes(SignedEvent.Json("evt_a", "made.up")))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, SignedEvent.Bytes(SignedEvent.Json("evt_b", livemode: "true")))).StatusCode);

        await using var db = host.Inner.Db();
        Assert.Equal(
            [WorkState.Ignored, WorkState.Quarantined],
            await db.Inbox.OrderBy(e => e.EventId).Select(e => e.State).ToListAsync());
    }

    [Fact]
    [Trait("Case", "W15")]
    public async Task Half_a_megabyte_is_taken_and_a_kilobyte_more_is_not()
    {
        await using var host = await WebHost.StartAsync();

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Padded(ReceiveWebhook.LargestBody))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await PostAsync(host, Padded(513 * 1024))).StatusCode);
        Assert.Equal(1, await RowsAsync(host));
    }

    [Fact]
    [Trait("Case", "W16")]
    public async Task A_compressed_body_is_refused_unread()
    {
        await using var host = await WebHost.StartAsync();
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[50_000_000]);
        }

        using var request = Request(bomb.ToArray());
        request.Content!.Headers.ContentEncoding.Add("gzip");
        request.Headers.TryAddWithoutValidation(
            StripeSignature.Header, SignedEvent.Header(bomb.ToArray(), host.Clock.GetUtcNow(), TestSettings.WebhookSecret));
        using var browser = host.Browser();

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await browser.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task Only_json_is_taken(string? type)
    {
        await using var host = await WebHost.StartAsync();
        using var answer = await PostAsync(host, Event, type: type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(0, await RowsAsync(host));
    }

    [Fact]
    [Trait("Case", "D10")]
    [Trait("Case", "W22")]
    public async Task While_the_database_refuses_the_answer_is_503_and_the_retry_is_taken()
    {
        await using var host = await WebHost.StartAsync(services => services.AddSingleton<IDatabaseEngine>(p => new RefusingStore(p)));
        var store = (RefusingStore)host.Services.GetRequiredService<IDatabaseEngine>();
        store.Down = true;

        using var refused = await PostAsync(host, Event);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(0, await RowsAsync(host));
        store.Down = false;
        host.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Event)).StatusCode);
        Assert.Equal(1, await RowsAsync(host));
    }

    [Fact]
    public async Task Beyond_what_can_be_held_deliveries_are_asked_to_come_again_and_none_is_lost()
    {
        var slow = new TaskCompletionSource();
        await using var host = await WebHost.StartAsync(services => services.AddSingleton<IDatabaseEngine>(p => new RefusingStore(p) { Wait = slow.Task }));
        using var browser = host.Browser();
        browser.Timeout = TimeSpan.FromMinutes(2);

        var calls = Enumerable.Range(0, 1_400).Select(i =>
        {
            var body = SignedEvent.Bytes(SignedEvent.Json(string.Create(CultureInfo.InvariantCulture, $"evt_{i}")));
            var request = Request(body);
            request.Headers.Add(StripeSignature.Header, SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret));
            return browser.SendAsync(request);
        }).ToList();
        await Task.WhenAny(calls);
        slow.SetResult();
        var answers = await Task.WhenAll(calls);

        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        var kept = Enumerable.Range(0, answers.Length).Where(i => answers[i].StatusCode == HttpStatusCode.OK)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"evt_{i}")).ToList();
        Assert.InRange(kept.Count, 1, 1_399);
        await using var db = host.Inner.Db();
        Assert.Empty(kept.Except(await db.Inbox.Select(e => e.EventId).ToListAsync()));
    }

    [Theory]
    [Trait("Case", "W29")]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Another_method_is_refused_and_not_redirected(string method)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var answer = await browser.SendAsync(new HttpRequestMessage(new HttpMethod(method), StripeWebhook.Path));

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Theory]
    [Trait("Case", "W29")]
    [InlineData("http://give.example.org/webhooks/stripe", HttpStatusCode.OK)]
    [InlineData("https://give.example.org/webhooks/stripe", HttpStatusCode.OK)]
    [InlineData("https://give.example.org/webhooks/stripe/", HttpStatusCode.OK)]
    // Not the site's name: refused, and not sent elsewhere.
    [InlineData("http://10.0.0.1/webhooks/stripe", HttpStatusCode.BadRequest)]
    public async Task Whatever_the_scheme_or_name_the_endpoint_answers_itself(string address, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync();
        using var request = Request(Event);
        request.RequestUri = new Uri(address);
        request.Headers.Add(StripeSignature.Header, SignedEvent.Header(Event, host.Clock.GetUtcNow(), TestSettings.WebhookSecret));
        using var browser = host.Browser();

        Assert.Equal(expected, (await browser.SendAsync(request)).StatusCode);
    }

    private static byte[] Padded(int size)
    {
        var empty = SignedEvent.Json(extra: ",\"pad\":\"\"");
        return SignedEvent.Bytes(SignedEvent.Json(extra: $",\"pad\":\"{new string('x', size - Encoding.UTF8.GetByteCount(empty))}\""));
    }

    private static HttpRequestMessage Request(byte[] body, string? type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, StripeWebhook.Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse($"{type}; charset=utf-8");
        return request;
    }

    private static async Task<HttpResponseMessage> PostAsync(
        WebHost host, byte[] body, string? header = null, string? type = "application/json", bool sign = true)
    {
        using var request = Request(body, type);
        if (sign)
        {
            request.Headers.TryAddWithoutValidation(
                StripeSignature.Header, header ?? SignedEvent.Header(body, host.Clock.GetUtcNow(), TestSettings.WebhookSecret));
        }

        using var browser = host.Browser();
        return await browser.SendAsync(request);
    }

    private static async Task<int> RowsAsync(WebHost host)
    {
        await using var db = host.Inner.Db();
        return await db.Inbox.CountAsync();
    }
}
