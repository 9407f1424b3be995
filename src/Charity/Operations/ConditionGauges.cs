using System.Diagnostics.Metrics;
using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charity.Operations;

/// <summary>
/// Shows the <see cref="Condition"/> as gauges. It is read every few seconds and only while someone listens; each node
/// shows the whole installation, so that a dashboard takes the maximum over nodes.
/// </summary>
public sealed class ConditionGauges : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly ReadCondition read;
    private readonly ILogger<ConditionGauges> log;
    private readonly List<Instrument> instruments = [];
    private volatile Condition? last;

    public ConditionGauges(ReadCondition read, Measures measures, ILogger<ConditionGauges> log)
    {
        (this.read, this.log) = (read, log);
        var meter = measures.Meter;
        Seconds("charity.inbox.lag", "How long the oldest due event has waited.", c => c.InboxLag);
        Seconds("charity.outbox.lag", "How long the oldest due message has waited.", c => c.OutboxLag);
        Seconds("charity.poll.age", "Time since Stripe's list of events was last read well.", c => c.PollAge);
        Seconds("charity.ledger.check.age", "Time since the books were last verified.", c => c.CheckAge);
        instruments.Add(meter.CreateObservableGauge("charity.work.parked", Parked, "{row}", "Rows that failed too often and wait for a person."));
        instruments.Add(meter.CreateObservableGauge("charity.findings.open", Findings, "{finding}", "Unexplained differences, by severity."));
        instruments.Add(meter.CreateObservableGauge(
            "charity.ledger.breaches", () => last is { } now ? [new Measurement<int>(now.CheckBreaches)] : Array.Empty<Measurement<int>>(),
            "{breach}", "Breaches that the last check of the books found."));

        void Seconds(string name, string what, Func<Condition, TimeSpan?> value)
            => instruments.Add(meter.CreateObservableGauge(
                name, () => last is { } now && value(now) is { } span ? [new Measurement<double>(span.TotalSeconds)] : Array.Empty<Measurement<double>>(), "s", what));
    }

    /// <summary>Reads the condition now.</summary>
    public async Task RefreshAsync(CancellationToken cancel) => last = await read.RunAsync(cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            do
            {
                if (instruments.Exists(i => i.Enabled))
                {
                    await TryAsync(stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await RefreshAsync(cancel);
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is not null)
        {
            // No figure rather than an old one: an alert on missing figures tells of it.
            last = null;
            log.LogWarning("The condition could not be read for the gauges: {Error}", Redaction.Describe(error));
        }
    }

    private IEnumerable<Measurement<int>> Parked() => last is not { } now ? [] :
    [
        new(now.InboxParked, new KeyValuePair<string, object?>("queue", "inbox")),
        new(now.OutboxParked, new KeyValuePair<string, object?>("queue", "outbox")),
    ];

    private IEnumerable<Measurement<int>> Findings() => last is not { } now ? [] :
        Enum.GetValues<ExceptionSeverity>().Select(severity => new Measurement<int>(
            now.OpenFindings.GetValueOrDefault(severity), new KeyValuePair<string, object?>("severity", severity.ToString().ToLowerInvariant())));
}
