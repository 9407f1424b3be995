using System.Net.Sockets;
using System.Text;
using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Charity.Web.Tests.Webhooks;

/// <summary>What only shows on a real socket: endless bodies, giant headers, and what the log says of it.</summary>
public sealed class WebhookSocketTests
{
    [Fact]
    [Trait("Case", "W15")]
    public async Task An_endless_chunked_body_is_cut_off_with_413()
    {
        await using var host = await WebHost.StartAsync(kestrel: true);
        using var socket = await ConnectAsync(host);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"));
        var chunk = Encoding.ASCII.GetBytes("2000\r\n" + new string('x', 0x2000) + "\r\n");
        var answer = ReadAllAsync(stream);
        var sent = 0L;
        try
        {
            // Until the server has had enough; without a limit this would fill its memory.
            while (!answer.IsCompleted && sent < 64 * 1024 * 1024)
            {
                await stream.WriteAsync(chunk);
                sent += chunk.Length;
            }
        }
        catch (IOException)
        {
            // It has closed the connection.
        }

        Assert.StartsWith("HTTP/1.1 413", await answer, StringComparison.Ordinal);
        Assert.InRange(sent, ReceiveWebhook.LargestBody, 32 * 1024 * 1024);
    }

    [Fact]
    [Trait("Case", "W15")]
    public async Task A_body_announced_as_too_long_is_refused_before_it_comes()
    {
        await using var host = await WebHost.StartAsync(kestrel: true);
        using var socket = await ConnectAsync(host);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 525312\r\n\r\n"));

        var answer = await ReadAllAsync(stream);

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [Trait("Case", "W12")]
    [InlineData(1_000_000, "HTTP/1.1 431")]
    [InlineData(20_000, "HTTP/1.1 400")]
    public async Task A_giant_signature_header_is_refused(int size, string expected)
    {
        await using var host = await WebHost.StartAsync(kestrel: true);
        using var socket = await ConnectAsync(host);
        await using var stream = socket.GetStream();
        var header = "t=1" + string.Concat(Enumerable.Repeat(",v1=a", size / 5));
        var answer = ReadAllAsync(stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 2\r\nStripe-Signature: {header}\r\n\r\n{{}}"));
        }
        catch (IOException)
        {
            // It did not want to hear it all.
        }

        Assert.StartsWith(expected, await answer, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A17")]
    public async Task A_flood_of_forged_events_is_one_line_in_the_log_without_a_word_of_them()
    {
        var log = new LogBook();
        await using var host = await WebHost.StartAsync(services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Trace).AddProvider(log)), kestrel: true);
        using var client = host.Browser();
        var body = SignedEvent.Bytes(SignedEvent.Json("evt_secret\\nfake line"));
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TryAddWithoutValidation(StripeSignature.Header, "t=1773133200,v1=ca11ab1e" + new string('0', 56));
            await client.SendAsync(request);
        }

        // And a true one, whose content is nobody's business either.
        var good = SignedEvent.Bytes(SignedEvent.Json("evt_true", extra: ",\"customer_email\":\"anna@example.org\""));
        using var signed = new HttpRequestMessage(HttpMethod.Post, "/webhooks/stripe") { Content = new ByteArrayContent(good) };
        signed.Content.Headers.ContentType = new("application/json");
        signed.Headers.TryAddWithoutValidation(StripeSignature.Header, SignedEvent.Header(good, host.Clock.GetUtcNow(), TestSettings.WebhookSecret));
        await client.SendAsync(signed);

        Assert.Single(log.Lines, l => l.Contains("A webhook from", StringComparison.Ordinal));
        string[] secrets = ["fake line", "ca11ab1e", "anna@example.org", TestSettings.WebhookSecret, TestSettings.StripeKey];
        Assert.All(log.Lines, line => Assert.All(secrets, s => Assert.DoesNotContain(s, line, StringComparison.Ordinal)));
        await using var db = host.Inner.Db();
        Assert.Equal("evt_true", (await db.Inbox.SingleAsync()).EventId);
    }

    private static async Task<TcpClient> ConnectAsync(WebHost host)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        return socket;
    }

    private static async Task<string> ReadAllAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            int read;
            while ((read = await stream.ReadAsync(buffer).AsTask().WaitAsync(TimeSpan.FromSeconds(30))) > 0)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server closed while we were still sending; what it said before counts.
        }

        return text.ToString();
    }
}
