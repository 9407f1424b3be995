using System.Net;
using Charity.Sandbox.Stripe.Faults;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Each way in which the API can be made to fail, and what it leaves behind.</summary>
public sealed class FaultTests
{
    private const string Sessions = "/v1/checkout/sessions";

    [Theory]
    [Trait("Case", "C05")]
    [InlineData(FaultKind.RateLimit, 429)]
    [InlineData(FaultKind.Conflict, 409)]
    [InlineData(FaultKind.Unavailable, 500)]
    public async Task A_refusal_before_execution_leaves_the_key_free(FaultKind kind, int status)
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = kind, Path = Sessions });
        var failed = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.Equal(status, (int)failed.Status);
        Assert.Null(failed.Header("Stripe-Should-Retry"));
        Assert.NotNull(failed.ErrorType);
        Assert.Empty(bench.Simulator.Payments());
        Assert.Equal(HttpStatusCode.OK, (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k")).Status);
    }

    [Theory]
    [InlineData(FaultKind.TimeoutBefore, 0)]
    [InlineData(FaultKind.TimeoutAfterExecute, 1)]
    [InlineData(FaultKind.Close, 0)]
    [InlineData(FaultKind.CloseAfterExecute, 1)]
    public async Task Without_an_answer_the_effect_is_there_or_not_and_the_key_tells(FaultKind kind, int sessions)
    {
        using var bench = new SimulatorBench(o => o.LongestHang = TimeSpan.FromMilliseconds(50));
        bench.Simulator.AddFault(new Fault { Kind = kind, Path = Sessions });
        await Assert.ThrowsAsync<HttpRequestException>(() => bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k"));
        Assert.Equal(sessions, bench.Simulator.Payments().Count);

        var retry = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.Equal(HttpStatusCode.OK, retry.Status);
        Assert.Equal(sessions == 1 ? "true" : null, retry.Header("Idempotent-Replayed"));
        Assert.Single(bench.Simulator.Payments());
    }

    [Fact]
    public async Task A_hanging_answer_ends_when_the_caller_gives_up()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.TimeoutBefore });
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Api.SendAsync(HttpMethod.Get, "/v1/balance", null, null, patience.Token));
    }

    [Fact]
    public async Task A_corrupt_answer_hides_a_session_that_was_made()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.CorruptJson, Path = Sessions });
        var corrupt = await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k");
        Assert.Equal(HttpStatusCode.OK, corrupt.Status);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => corrupt.Json);
        Assert.Equal("open", (await bench.Api.PostAsync(Sessions, SimulatorBench.SessionForm(), "k")).Json["status"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public async Task A_fault_may_say_whether_to_retry(bool value, string header)
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.Conflict, ShouldRetry = value });
        Assert.Equal(header, (await bench.Api.GetAsync("/v1/balance")).Header("Stripe-Should-Retry"));
    }

    [Fact]
    public async Task A_rule_strikes_its_method_path_and_turn_only()
    {
        using var bench = new SimulatorBench();
        bench.Simulator.AddFault(new Fault { Kind = FaultKind.RateLimit, Method = "GET", Path = "/v1/charges", Nth = 2, Times = 2 });
        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((int)(await bench.Api.GetAsync("/v1/charges")).Status);
            Assert.Equal(HttpStatusCode.OK, (await bench.Api.GetAsync("/v1/balance")).Status);
        }

        Assert.Equal([200, 429, 429, 200, 200], statuses);
        Assert.Empty(bench.Simulator.Faults);
        Assert.Equal(2, bench.Simulator.Journal.Count(r => r.Fault == "RateLimit"));
    }
}
