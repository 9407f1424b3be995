using System.Diagnostics;
using Charity.Benchmarks.Intake;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Ledger;
using Charity.Payments;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Benchmarks.Settling;

/// <summary>The program with an organisation on a new file, and gifts to settle in it.</summary>
internal sealed class SettlingBench : IAsyncDisposable
{
    /// <summary>Rows added in one save while gifts are prepared.</summary>
    private const int Chunk = 1_000;

    private readonly BenchDatabase database;
    private readonly CharityHost host;
    private readonly RunningClock clock;
    private readonly PaidSessions sessions;
    private TestOrganisation world = null!;
    private int number;

    private SettlingBench(BenchDatabase database, CharityHost host, RunningClock clock, PaidSessions sessions)
        => (this.database, this.host, this.clock, this.sessions) = (database, host, clock, sessions);

    public static async Task<SettlingBench> StartAsync(CancellationToken cancel)
    {
        var database = new BenchDatabase();
        var clock = new RunningClock(FakeClock.DefaultStart);
        var sessions = new PaidSessions(clock);
        var host = await CharityHost.StartAsync(services => Prepare(services, clock, sessions), database: database);
        host.SkipChecks();
        await using (var db = host.Db())
        {
            await host.Services.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancel);
        }

        var bench = new SettlingBench(database, host, clock, sessions) { world = await host.SetUpOrganisationAsync() };
        await host.RunAsync<OpenBooks, int>(o => o.RunAsync(bench.world.Bulgarian, cancel));
        return bench;
    }

    /// <summary>Prepares so many paid gifts, then settles them; returns how long the settling took.</summary>
    public async Task<TimeSpan> SettleAsync(int gifts, CancellationToken cancel)
    {
        await AddGiftsAsync(gifts, cancel);
        GC.Collect();
        var relay = host.Services.GetRequiredService<Relay>();
        var watch = Stopwatch.StartNew();
        do
        {
            relay.Wake(cancel);
            await relay.WhenIdleAsync();
        }
        while (await IsLeftAsync(cancel));
        watch.Stop();
        await CheckAsync(cancel);
        return watch.Elapsed;
    }

    public CharityHost Host => host;

    public string ConnectionString => database.Options.ConnectionString;

    /// <summary>Copies what is stored until there are so many gifts; the engine then learns of it as it does at night.</summary>
    public async Task MultiplyAsync(int target, CancellationToken cancel)
    {
        await StoredGifts.MultiplyAsync(database.Options.ConnectionString, target, cancel);
        await host.Services.GetRequiredService<IDatabaseEngine>().TendAsync(cancel);
    }

    public async ValueTask DisposeAsync() => await host.DisposeAsync();

    private static void Prepare(IServiceCollection services, RunningClock clock, PaidSessions sessions)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        services.Replace(ServiceDescriptor.Singleton<IPaymentGateway>(sessions));
        services.Replace(ServiceDescriptor.Singleton<IWorkClock, WakingClock>());
        // Mails wait: drawing and sending them is measured apart.
        foreach (var mails in services.Where(s => s.ImplementationInstance is WorkKind { Kind: "mail.send.v1" }).ToList())
        {
            services.Remove(mails);
        }
    }

    /// <summary>Gifts at the payment page, each with a donor of its own, and the event that tells of its payment.</summary>
    private async Task AddGiftsAsync(int count, CancellationToken cancel)
    {
        var ids = host.Services.GetRequiredService<Ids>();
        var tokens = host.Services.GetRequiredService<PublicTokens>();
        for (var end = number + count; number < end;)
        {
            await using var db = host.Db();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var n = 0; n < Chunk && number < end; n++, number++)
            {
                var now = clock.UtcNow;
                var donor = BenchGifts.Donor(ids.New(), number, now);
                var gift = BenchGifts.Open(ids.New(), donor.Id, number, world, tokens, now);
                db.Donors.Add(donor);
                db.Donations.Add(gift);
                db.Inbox.Add(BenchGifts.Event(gift.SessionId!, number, now));
                sessions.Add(gift.SessionId!, gift.Id, gift.AmountMinor);
            }

            await db.SaveChangesAsync(cancel);
        }
    }

    private async Task<bool> IsLeftAsync(CancellationToken cancel)
    {
        await using var db = host.Db();
        // Started rows too: a run that was woken late may be at work on the last of them.
        return await db.Inbox.AnyAsync(e => (e.State == WorkState.Pending || e.State == WorkState.Started) && e.Kind == StripeEvents.SessionKind, cancel)
            || await db.Outbox.AnyAsync(m => (m.State == WorkState.Pending || m.State == WorkState.Started) && m.Kind == DonationPaid.Kind, cancel);
    }

    private async Task CheckAsync(CancellationToken cancel)
    {
        await using var db = host.Db();
        var last = FormattableString.Invariant($"cs_{number - 1}");
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.SessionId == last, cancel);
        if (gift.Status != DonationStatus.Succeeded || !await db.Receipts.AnyAsync(r => r.DonationId == gift.Id, cancel))
        {
            throw new InvalidOperationException("Not every gift was settled; the figure would mean nothing.");
        }
    }
}
