using Charity.Data;
using Charity.Embedded;
using Microsoft.EntityFrameworkCore;
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
    private readonly IServiceProvider services;
    private readonly IAsyncDisposable owner;
    private readonly TestDatabase database;
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
        collection.AddEmbeddedAdapters(configuration);
        AddChecks(collection);
        // A test decides when something runs.
        collection.RemoveAll<IHostedService>();
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
            await database.DisposeAsync();
        }
    }

    /// <summary>What is checked after every test; each room adds its line.</summary>
    internal static void AddChecks(IServiceCollection services)
        => services.AddSingleton<ICheckAfterTest, BooksCheck>();

    private sealed class TestEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = "Test";
        public string ApplicationName { get; set; } = "Charity.Testing";
        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
