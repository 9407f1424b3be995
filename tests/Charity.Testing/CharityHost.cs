using Charity.Data;
using Charity.Data.Limits;
using Charity.Data.Work;
using Charity.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charity.Testing;

/// <summary>
/// The whole program behind the pages, on a database of its own and under a clock of its own. Nothing runs by itself:
/// a test says when the relay and the timetable do. Rooms add intent methods (<c>GiveAsync</c> …) in partial files.
/// </summary>
public sealed partial class CharityHost : IAsyncDisposable
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FewStops = TimeSpan.FromHours(1);
    private static readonly WorkState[] Open = [WorkState.Pending, WorkState.Started];

    private readonly IServiceProvider services;
    private readonly IAsyncDisposable owner;
    private readonly TestDatabase database;
    private readonly List<IDisposable> also = [];
    private bool checks = true;

    /// <param name="owner">What ends the services: the provider itself, or the web application that holds it.</param>
    internal CharityHost(TestDatabase database, IServiceProvider services, IAsyncDisposable owner, FakeClock clock)
    {
        this.database = database;
        this.services = services;
        this.owner = owner;
        Clock = clock;
    }

    public FakeClock Clock { get; }

    public IServiceProvider Services => services;

    public TestDatabase Database => database;

    /// <param name="configure">Replaces or adds services, last; a port that must fail, say.</param>
    /// <param name="settings">Settings to change, by their name with colons.</param>
    /// <param name="database">A database to use in place of a fresh one; the host disposes it.</param>
    /// <param name="clock">A clock to share with another host.</param>
    public static async Task<CharityHost> StartAsync(
        Action<IServiceCollection>? configure = null, IReadOnlyDictionary<string, string?>? settings = null,
        TestDatabase? database = null, FakeClock? clock = null)
    {
        database ??= await TestDatabase.CreateAsync();
        clock ??= new FakeClock(FakeClock.DefaultStart);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(TestSettings.For(database.Options))
            .AddInMemoryCollection(settings ?? new Dictionary<string, string?>())
            .Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddSingleton<IHostEnvironment>(new TestEnvironment());
        collection.AddSingleton<TimeProvider>(clock);
        collection.AddCharity(configuration);
        collection.AddAdapters(configuration);
        // Windows of limits begin and end where a test says so.
        collection.AddSingleton(new LimitClock(clock));
        collection.ConfigureDbContext<CharityDb>(options => options.AddInterceptors(FitsItsColumn.Instance)
            // Which rows a query without an order gives is chance.
            .ConfigureWarnings(warnings => warnings.Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning)));
#if PRODUCTION_EDITION
        collection.ConfigureDbContext<CharityDb>(options => options.AddInterceptors(AlsoForSqlServer.Instance));
#endif
        AddChecks(collection);
        AddMailbox(collection);
        // A test decides when something runs.
        collection.RemoveAll<IHostedService>();
        collection.Replace(ServiceDescriptor.Singleton<IWorkClock>(new NoClock()));
        configure?.Invoke(collection);
        var provider = collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        return new CharityHost(database, provider, provider, clock);
    }

    /// <summary>A scope whose services share one context.</summary>
    public AsyncServiceScope Scope() => services.CreateAsyncScope();

    /// <summary>A context of its own, to look or to arrange; the caller disposes it.</summary>
    public CharityDb Db() => services.GetRequiredService<IDbContextFactory<CharityDb>>().CreateDbContext();

    /// <summary>Runs a use case as pages do: in its own scope, again from the start when another commit came first.</summary>
    public Task<TOut> RunAsync<TUseCase, TOut>(Func<TUseCase, Task<TOut>> run)
        where TUseCase : notnull
        => services.GetRequiredService<UseCases>().RunAsync(run, CancellationToken.None);

    /// <summary>Runs the relay until nothing is due, messages of messages included; returns how many rows were worked on.</summary>
    public async Task<int> DrainAsync()
    {
        const int maxRounds = 1000;
        var relay = services.GetRequiredService<Relay>();
        var handled = 0;
        for (var round = 0; round < maxRounds; round++)
        {
            var now = await relay.RunAsync(CancellationToken.None);
            if (now == 0)
            {
                return handled;
            }

            handled += now;
        }

        throw new InvalidOperationException($"Work was still due after {maxRounds} rounds: a handler makes its own work due at once.");
    }

    /// <summary>Runs every recurring job that is due now, once.</summary>
    public Task RunTimetableAsync() => services.GetRequiredService<Timetable>().RunDueAsync(CancellationToken.None);

    /// <summary>
    /// Lets time pass as it would: stops at each moment at which work, a recurring job or something at the simulated
    /// Stripe falls due, and runs it there, webhooks included. Over more than an hour the jobs of every minute make no
    /// stops of their own: they run at those of the others, every five minutes at least, and at the end.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        var end = Clock.UtcNow + by;
        await RunWhatIsDueAsync();
        List<string> passedOver = [RelayJob.JobName];
        if (by > FewStops)
        {
            passedOver.AddRange((await services.GetRequiredService<Timetable>().PlansAsync(CancellationToken.None)).Where(job => job.Every <= OneMinute).Select(job => job.Name));
        }

        while (await NextDueAsync(end, passedOver) is { } next)
        {
            Clock.Advance(next - Clock.UtcNow);
            await RunWhatIsDueAsync();
        }

        Clock.Advance(end - Clock.UtcNow);
        if (by > FewStops)
        {
            await RunWhatIsDueAsync();
        }
    }

    private async Task RunWhatIsDueAsync()
    {
        await RunStripeAsync();
        await RunTimetableAsync();
        if (await IsWorkDueAsync())
        {
            await DrainAsync();
        }
    }

    /// <summary>One look in place of a claim for each kind of work: most moments bring none.</summary>
    private async Task<bool> IsWorkDueAsync()
    {
        await using var db = Db();
        var now = Clock.UtcNow;
        return await db.Outbox.AnyAsync(m => Open.Contains(m.State) && m.DueAt <= now) || await db.Inbox.AnyAsync(e => Open.Contains(e.State) && e.DueAt <= now);
    }

    /// <summary>The next moment up to <paramref name="end"/>. The relay's own minute is always passed over, as it runs at each stop.</summary>
    private async Task<DateTime?> NextDueAsync(DateTime end, IReadOnlyList<string> passedOver)
    {
        await using var db = Db();
        DateTime?[] times =
        [
            await db.Outbox.Where(m => Open.Contains(m.State)).MinAsync(m => (DateTime?)m.DueAt),
            await db.Inbox.Where(e => Open.Contains(e.State)).MinAsync(e => (DateTime?)e.DueAt),
            await db.Timetable.Where(e => !passedOver.Contains(e.Name)).MinAsync(e => (DateTime?)e.NextDue),
            stripe?.NextDueAt?.UtcDateTime,
        ];
        return times.Where(time => time > Clock.UtcNow && time <= end).Min();
    }

    /// <summary>For a test that breaks on purpose what is checked after every test.</summary>
    public void SkipChecks() => checks = false;

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (var check in checks ? services.GetServices<ICheckAfterTest>() : [])
            {
                await check.CheckAsync(this);
            }
        }
        finally
        {
            await owner.DisposeAsync();
            also.ForEach(one => one.Dispose());
            await database.DisposeAsync();
        }
    }

    /// <summary>What is checked after every test; each room adds its line.</summary>
    internal static void AddChecks(IServiceCollection services)
        => services.AddSingleton<ICheckAfterTest, BooksCheck>();

    private sealed class NoClock : IWorkClock
    {
        public void Nudge()
        {
        }
    }

    private sealed class TestEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";
        public string ApplicationName { get; set; } = "Charity.Testing";
        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
