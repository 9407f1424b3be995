using System.Net;
using System.Text;
using Charity.Embedded.Stripe;
using Charity.Payments;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>What an adapter puts on the wire, and what it makes of answers that no Stripe would give.</summary>
public abstract class StripeWireContract
{
    private const string Key = "sk_test_thisIsTheSecret";
    private const string Session = """
        {"id":"cs_test_1","object":"checkout.session","status":"open","payment_status":"unpaid","client_reference_id":"g",
         "url":"https://checkout.stripe.com/c/pay/1","created":1772442000,"expires_at":1772445600,"amount_total":2500,
         "currency":"eur","livemode":false,"payment_intent":null,"invented_field":{"deep":[1,2]}}
        """;

    protected StripeWireContract(ContractCount count) => count.Add($"What goes over the wire to Stripe, {AdapterName}");

    protected abstract string AdapterName { get; }

    /// <summary>How the adapter names itself to Stripe.</summary>
    protected abstract string UserAgent { get; }

    protected abstract void AddAdapter(IServiceCollection services);

    [Fact]
    public async Task A_writing_call_carries_key_version_idempotency_key_and_body_to_the_letter()
    {
        var wire = Open((200, Session));
        await wire.Gateway.CreateSessionAsync("acct_one1", "a[b][0]=1&c=%D0%9F+x", "key-1", default);

        var sent = Assert.Single(wire.Sent);
        Assert.Equal("POST http://localhost:5101/v1/checkout/sessions", sent.Line);
        Assert.Equal($"Bearer {Key}", sent.Headers["Authorization"]);
        Assert.Equal("2026-07-29.dahlia", sent.Headers["Stripe-Version"]);
        Assert.Equal("key-1", sent.Headers["Idempotency-Key"]);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", sent.Headers["Content-Type"]);
        Assert.Equal("a[b][0]=1&c=%D0%9F+x", sent.Body);
    }

    [Fact]
    public async Task Nothing_else_about_us_goes_out_but_our_name()
    {
        var wire = Open((200, Session));
        await wire.Gateway.CreateSessionAsync("acct_one1", "a=1", "key-1", default);
        await wire.Gateway.GetSessionAsync("acct_one1", "cs_test_1", default);

        Assert.Equal(
            ["Authorization", "Content-Length", "Content-Type", "Idempotency-Key", "Stripe-Version", "User-Agent"],
            wire.Sent[0].Headers.Keys.Append("Content-Length").Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["Authorization", "Stripe-Version", "User-Agent"], wire.Sent[1].Headers.Keys.Order(StringComparer.Ordinal));
        Assert.All(wire.Sent, s => Assert.Equal(UserAgent, s.Headers["User-Agent"].Replace(",", " ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 6)]
    public async Task The_settings_say_how_often_a_call_is_made_again(int retries, int calls)
    {
        var wire = Open((500, "{}"));
        wire.Settings.Retries = retries;

        await wire.FailAsync();

        Assert.Equal(calls, wire.Sent.Count);
    }

    [Fact]
    public async Task A_reading_call_has_neither_body_nor_idempotency_key_and_asks_for_what_it_needs()
    {
        var wire = Open((200, Session));
        await wire.Gateway.GetSessionAsync("acct_one1", "cs_test_1", default);

        var sent = Assert.Single(wire.Sent);
        Assert.Equal(
            "GET http://localhost:5101/v1/checkout/sessions/cs_test_1?expand[0]=payment_intent.latest_charge.balance_transaction",
            Uri.UnescapeDataString(sent.Line));
        Assert.Equal("", sent.Body);
        Assert.False(sent.Headers.ContainsKey("Idempotency-Key"));
    }

    [Fact]
    public async Task Every_retry_is_the_same_call_with_a_longer_pause()
    {
        var wire = Open((500, "{}"), (503, "<html>"), (200, Session));
        await wire.Gateway.CreateSessionAsync("acct_one1", "a=1", "key-1", default);

        Assert.Equal(3, wire.Sent.Count);
        Assert.All(wire.Sent, s => Assert.Equal(("a=1", "key-1"), (s.Body, s.Headers["Idempotency-Key"])));
        Assert.InRange(wire.Pauses[0], TimeSpan.FromSeconds(0.375), TimeSpan.FromSeconds(0.5));
        Assert.InRange(wire.Pauses[1], TimeSpan.FromSeconds(0.75), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task There_are_two_retries_and_no_more()
    {
        var wire = Open((500, "{}"), (500, "{}"), (500, "{}"), (200, Session));

        Assert.Equal(GatewayFault.Unknown, (await wire.FailAsync()).Fault);
        Assert.Equal(3, wire.Sent.Count);
    }

    [Theory]
    [InlineData(500, "false", 1)]
    [InlineData(400, "true", 3)]
    [InlineData(400, null, 1)]
    [InlineData(409, null, 3)]
    public async Task Stripes_own_word_on_retries_stands_over_the_status(int status, string? shouldRetry, int calls)
    {
        var wire = Open((status, """{"error":{"type":"api_error"}}"""));
        wire.Headers["Stripe-Should-Retry"] = shouldRetry;

        await wire.FailAsync();

        Assert.Equal(calls, wire.Sent.Count);
    }

    [Fact]
    public async Task Told_when_to_come_again_the_client_waits_that_long()
    {
        var wire = Open((429, """{"error":{"type":"invalid_request_error","code":"rate_limit"}}"""), (200, Session));
        wire.Headers["Retry-After"] = "3";

        await wire.Gateway.CreateSessionAsync("acct_one1", "a=1", "key-1", default);

        Assert.Equal([TimeSpan.FromSeconds(3)], wire.Pauses);
    }

    [Fact]
    public async Task Told_to_wait_beyond_its_time_the_client_gives_up_at_once()
    {
        var wire = Open((429, """{"error":{"type":"invalid_request_error","code":"rate_limit"}}"""));
        wire.Headers["Retry-After"] = "3600";

        Assert.Equal(GatewayFault.Busy, (await wire.FailAsync()).Fault);
        Assert.Single(wire.Sent);
        Assert.Empty(wire.Pauses);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    public async Task A_redirect_is_not_followed(int status)
    {
        var wire = Open((status, ""));
        wire.Headers["Location"] = "https://evil.example/";

        var error = await wire.FailAsync();

        Assert.Equal(GatewayFault.Unknown, error.Fault);
        Assert.Equal(FormattableString.Invariant($"http_{status}"), error.Code);
        Assert.Single(wire.Sent);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_error_page_of_something_in_between_decides_nothing(int status)
    {
        var wire = Open((status, "<html>Blocked by the proxy</html>"));

        Assert.Equal(GatewayFault.Unknown, (await wire.FailAsync()).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"object":"checkout.session"}""")]
    [InlineData("""{"object":"charge","id":"ch_1"}""")]
    [InlineData("{\"object\":\"checkout.session\",\"id\":\"cs_1\"")]
    [InlineData("""{"object":"checkout.session","id":"\ud800"}""")]
    public async Task An_answer_that_is_no_session_is_an_unknown_outcome(string body)
    {
        var error = await Open((200, body)).FailAsync();

        Assert.Equal((GatewayFault.Unknown, "unreadable_answer"), (error.Fault, error.Code));
    }

    [Theory]
    [InlineData("\"amount_total\":2500", "\"amount_total\":25.5")]
    [InlineData("\"amount_total\":2500", "\"amount_total\":\"2500\"")]
    [InlineData("\"amount_total\":2500", "\"amount_total\":99999999999999999999")]
    [InlineData("\"currency\":\"eur\"", "\"currency\":\"euro\"")]
    [InlineData("\"livemode\":false", "\"livemode\":\"false\"")]
    [InlineData("\"created\":1772442000", "\"created\":-5")]
    [InlineData("\"created\":1772442000", "\"created\":999999999999999")]
    public async Task A_field_of_another_type_is_not_guessed_at(string field, string other)
    {
        var error = await Open((200, Session.Replace(field, other, StringComparison.Ordinal))).FailAsync();

        Assert.Equal("unreadable_answer", error.Code);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        var wire = Open((200, ""));
        wire.Content = () => new StreamContent(new Endless());

        var error = await wire.FailAsync();

        Assert.Equal((GatewayFault.Unknown, "broken_connection"), (error.Fault, error.Code));
    }

    [Fact]
    [Trait("Case", "C07")]
    public async Task An_answer_that_drips_in_ends_with_the_time_given()
    {
        var wire = Open((200, ""));
        wire.Content = () => new StreamContent(new Dripping());
        GatewayException error;
        using (GatewayBudget.Of(TimeSpan.FromMilliseconds(200)))
        {
            error = await wire.FailAsync().WaitAsync(TimeSpan.FromSeconds(20));
        }

        Assert.Equal((GatewayFault.Unknown, "timeout"), (error.Fault, error.Code));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "name_resolution")]
    [InlineData(HttpRequestError.ConnectionError, "connection")]
    [InlineData(HttpRequestError.SecureConnectionError, "secure_connection")]
    [InlineData(HttpRequestError.ResponseEnded, "broken_connection")]
    [Trait("Case", "C07")]
    public async Task No_connection_is_an_unknown_outcome_after_two_retries(HttpRequestError cause, string code)
    {
        var wire = Open((200, ""));
        wire.Content = () => throw new HttpRequestException(cause);

        var error = await wire.FailAsync();

        Assert.Equal((GatewayFault.Unknown, code), (error.Fault, error.Code));
        Assert.Equal(3, wire.Sent.Count);
    }

    [Fact]
    [Trait("Case", "C07")]
    public async Task A_port_where_nobody_listens_is_an_unknown_outcome()
    {
        using var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using var services = Wire.Services(AddAdapter, FormattableString.Invariant($"http://127.0.0.1:{port}"), new Recorder(), []);

        var error = await Assert.ThrowsAsync<GatewayException>(
            () => services.GetRequiredService<IPaymentGateway>().CreateSessionAsync("acct_one1", "a=1", "key-1", default));

        Assert.Equal((GatewayFault.Unknown, "connection"), (error.Fault, error.Code));
    }

    [Fact]
    [Trait("Case", "A17")]
    public async Task Neither_keys_nor_bodies_nor_messages_reach_the_log_or_an_exception()
    {
        var wire = Open(
            (500, "{}"),
            (400, """{"error":{"type":"invalid_request_error","code":"email_invalid","param":"customer_email","message":"Invalid email address: anna@example.org\nfake line"}}"""));

        var error = await wire.FailAsync("customer_email=anna%40example.org");

        Assert.Equal("email_invalid", error.Code);
        Assert.NotEmpty(wire.Log.Lines);
        foreach (var line in wire.Log.Lines.Append(error.ToString()))
        {
            Assert.DoesNotContain(Key, line, StringComparison.Ordinal);
            Assert.DoesNotContain("anna", line, StringComparison.Ordinal);
            Assert.DoesNotContain("fake line", line, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("Case", "C07")]
    public void Calls_share_ten_seconds_while_a_person_waits_and_have_thirty_each_behind_the_scenes()
    {
        var clock = new FakeClock(FakeClock.DefaultStart);
        Assert.Equal((TimeSpan.FromSeconds(30), false), (GatewayBudget.Current, GatewayBudget.PersonWaits));
        using (GatewayBudget.Of(GatewayBudget.Person, clock))
        {
            Assert.Equal((TimeSpan.FromSeconds(10), true), (GatewayBudget.Current, GatewayBudget.PersonWaits));
            clock.Advance(TimeSpan.FromSeconds(7));
            Assert.Equal(TimeSpan.FromSeconds(3), GatewayBudget.Current);
            using (GatewayBudget.ForAPerson())
            {
                Assert.Equal(TimeSpan.FromSeconds(3), GatewayBudget.Current);
            }

            clock.Advance(TimeSpan.FromSeconds(7));
            Assert.Equal(TimeSpan.Zero, GatewayBudget.Current);
        }

        Assert.Equal(TimeSpan.FromSeconds(30), GatewayBudget.Current);
    }

    private Wire Open(params (int Status, string Body)[] answers) => new(AddAdapter, answers);

    /// <summary>Answers in turn, the last one for ever.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        private readonly (int Status, string Body)[] answers;

        public Wire(Action<IServiceCollection> addAdapter, (int Status, string Body)[] answers)
        {
            this.answers = answers;
            var services = Services(addAdapter, "http://localhost:5101", Log, Pauses, this);
            Gateway = services.GetRequiredService<IPaymentGateway>();
            Settings = services.GetRequiredService<IOptions<StripeOptions>>().Value;
        }

        public List<Request> Sent { get; } = [];

        public List<TimeSpan> Pauses { get; } = [];

        public Dictionary<string, string?> Headers { get; } = [];

        public Recorder Log { get; } = new();

        public Func<HttpContent>? Content { get; set; }

        public IPaymentGateway Gateway { get; }

        public StripeOptions Settings { get; }

        public static ServiceProvider Services(
            Action<IServiceCollection> addAdapter, string address, Recorder log, List<TimeSpan> pauses, HttpMessageHandler? handler = null)
        {
            var services = new ServiceCollection();
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
            services.Configure<StripeOptions>(stripe =>
            {
                stripe.ApiBase = address;
                stripe.Accounts.Add(new StripeAccountOptions { Id = "acct_one1", SecretKey = Key });
            });
            addAdapter(services);
            if (handler is not null)
            {
                services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler);
            }

            services.AddSingleton<Func<TimeSpan, CancellationToken, Task>>((pause, _) =>
            {
                pauses.Add(pause);
                return Task.CompletedTask;
            });
            return services.BuildServiceProvider();
        }

        public Task<GatewayException> FailAsync(string body = "a=1")
            => Assert.ThrowsAsync<GatewayException>(() => Gateway.CreateSessionAsync("acct_one1", body, "key-1", default));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
                .ToDictionary(h => h.Key, h => string.Join(",", h.Value), StringComparer.OrdinalIgnoreCase);
            Sent.Add(new Request(
                $"{request.Method} {request.RequestUri}", headers,
                request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
            var (status, body) = answers[Math.Min(Sent.Count, answers.Length) - 1];
            var answer = new HttpResponseMessage((HttpStatusCode)status)
            {
                Content = Content?.Invoke() ?? new StringContent(body, Encoding.UTF8, "application/json"),
            };
            foreach (var (name, value) in Headers.Where(h => h.Value is not null))
            {
                answer.Headers.TryAddWithoutValidation(name, value);
            }

            return answer;
        }
    }

    private sealed record Request(string Line, Dictionary<string, string> Headers, string Body);

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Add(state.ToString() ?? "");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => Lines.Add($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }

    private class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)' ');
            return ValueTask.FromResult(buffer.Length);
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class Dripping : Endless
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(20, cancellationToken);
            buffer.Span[0] = (byte)' ';
            return 1;
        }
    }
}
