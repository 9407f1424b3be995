using System.Diagnostics.Metrics;
using Charity.Data;
using Charity.Data.Work;
using Charity.Operations;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Operations;

public sealed class HealthTests
{
    [Fact]
    public async Task A_node_at_work_is_well_and_each_trouble_has_its_own_name_and_level()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.RunTimetableAsync();
        await host.GivenAsync();
        Assert.Empty(await TroublesAsync(host));

        host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Contains("polls Warning", await TroublesAsync(host));
        await host.AdvanceAsync(TimeSpan.FromMinutes(11));
        Assert.Empty(await TroublesAsync(host));

        await using (var db = host.Db())
        {
            await db.Outbox.OrderBy(m => m.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Parked));
        }

        Assert.Equal(["work Warning"], await TroublesAsync(host));
        await using (var db = host.Db())
        {
            var late = host.Clock.UtcNow.AddMinutes(-11);
            await db.Outbox.Where(m => m.State == WorkState.Parked).ExecuteUpdateAsync(set => set
                .SetProperty(m => m.State, WorkState.Pending).SetProperty(m => m.DueAt, late));
        }

        Assert.Equal(["work Warning"], await TroublesAsync(host));
        await host.DrainAsync();
        await using (var db = host.Db())
        {
            await db.LedgerChecks.ExecuteUpdateAsync(set => set.SetProperty(c => c.Breaches, 2));
        }

        Assert.Equal(["books Warning"], await TroublesAsync(host));
        host.SkipChecks();
    }

    [Fact]
    [Trait("Case", "X13")]
    public async Task A_node_with_another_secret_neither_starts_nor_is_ready()
    {
        await using var first = await CharityHost.StartAsync();
        Assert.Empty(first.Services.GetRequiredService<Charity.Data.Keys.KeyCheck>().Faults());
        await using var second = await CharityHost.StartAsync(
            settings: new Dictionary<string, string?> { ["Tokens:Key"] = Convert.ToBase64String(new byte[32]) },
            database: first.Database.Attach());

        Assert.Equal(["keys Failed"], await TroublesAsync(second));
        // Its hosted services were taken out of the test's host; this is the one that refuses.
        var start = (Microsoft.Extensions.Hosting.IHostedService)ActivatorUtilities.CreateInstance(
            second.Services, typeof(CharityDb).Assembly.GetType("Charity.Data.Keys.KeysAtStart", throwOnError: true)!);
        var refused = await Assert.ThrowsAsync<DatabaseNotReadyException>(() => start.StartAsync(default));
        Assert.Contains("Tokens__Key", refused.Message, StringComparison.Ordinal);

        // The secret was changed on purpose: the old keys go, and everyone signs in again.
        await using var writer = new StringWriter();
        Assert.Equal(0, await new Web.Commands.AdminCommands(second.Services, TextReader.Null, writer).RunAsync(["forget-sign-ins"], default));
        Assert.StartsWith("1 keys", writer.ToString(), StringComparison.Ordinal);
        await start.StartAsync(default);
        Assert.Empty(await TroublesAsync(second));
        Assert.Equal(["keys Failed"], await TroublesAsync(first));
    }

    [Fact]
    public async Task Figures_tell_what_happened_and_how_it_stands()
    {
        var seen = new Dictionary<string, double>(StringComparer.Ordinal);
        await using var host = await CharityHost.StartWithStripeAsync();
        var measures = host.Services.GetRequiredService<Measures>();
        var gauges = host.Services.GetRequiredService<ConditionGauges>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, me) =>
            {
                if (ReferenceEquals(instrument.Meter, measures.Meter))
                {
                    me.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await host.SetUpOrganisationAsync();
        await host.RunTimetableAsync();
        await host.GivenAsync(2_500);
        await host.GivenAsync(700, email: "other@example.org");
        await using (var db = host.Db())
        {
            await db.Outbox.OrderBy(m => m.Id).Take(1).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Parked));
        }

        await gauges.RefreshAsync(default);
        listener.RecordObservableInstruments();

        Assert.Equal(2, seen["charity.gifts.settled currency=EUR"]);
        Assert.Equal(3_200, seen["charity.gifts.amount currency=EUR"]);
        Assert.Equal(2, seen["charity.mail.results outcome=sent"]);
        Assert.Equal(2, seen["charity.work.handled kind=receipt.issue.v1 result=done"]);
        Assert.Equal(1, seen["charity.work.parked queue=outbox"]);
        Assert.Equal(0, seen["charity.work.parked queue=inbox"]);
        Assert.Equal(0, seen["charity.findings.open severity=critical"]);
        Assert.InRange(seen["charity.poll.age"], 0, 60);
        Assert.Equal(0, seen["charity.ledger.breaches"]);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var (key, tag) in tags)
            {
                name += $" {key}={tag}";
            }

            lock (seen)
            {
                seen[name] = instrument.IsObservable ? value : seen.GetValueOrDefault(name) + value;
            }
        }
    }

    private static async Task<IReadOnlyList<string>> TroublesAsync(CharityHost host)
        => [.. (await host.Services.GetRequiredService<CheckHealth>().RunAsync(default)).Findings
            .Where(f => f.Level != HealthLevel.Ok).Select(f => $"{f.Name} {f.Level}")];
}
