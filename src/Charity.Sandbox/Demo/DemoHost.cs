using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Stripe;
using Charity.Notifications;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Stripe;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.EntityFrameworkCore;

namespace Charity.Sandbox.Demo;

/// <summary>
/// The application and the simulated Stripe in one process under one standing clock: calls and webhooks pass from one to
/// the other in memory. Nothing happens but when time is moved or work is asked for.
/// </summary>
internal sealed class DemoHost : IAsyncDisposable
{
    private readonly InMemoryServer server = new();
    private readonly WebApplication app;

    /// <param name="change">Changes the services, last; for tests.</param>
    internal DemoHost(SandboxSetup setup, VirtualClock clock, Action<IServiceCollection>? change = null)
    {
        Clock = clock;
        var options = setup.SimulatorOptions();
        options.RunInBackground = false;
        options.WebhookHandler = server.Handler;
        Stripe = new StripeSimulator(options, clock);
        var builder = Hosts.New(setup, null, setup.AppSettings(CommitDurability.Off), "Charity.Web");
        Hosts.AddApplication(builder, setup, clock);
        builder.Services.AddSingleton<IServer>(server);
        builder.Services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(Stripe.CreateApiHandler);
        // In this process there is nothing to wait for between two tries of a call.
        builder.Services.AddSingleton<Func<TimeSpan, CancellationToken, Task>>((_, _) => Task.CompletedTask);
        // What goes wrong on purpose in the history is no news for the console.
        builder.Logging.SetMinimumLevel(setup.Arguments.Verbose ? LogLevel.Information : LogLevel.Error);
        var folder = builder.Services.Last(service => service.ServiceType == typeof(IMailTransport)).ImplementationFactory!;
        builder.Services.AddSingleton<IMailTransport>(provider => new FullMailbox((IMailTransport)folder(provider)));
        HeldServices.HoldBack(builder.Services);
        change?.Invoke(builder.Services);
        app = builder.Build();
        Hosts.UseApplication(app);
    }

    internal VirtualClock Clock { get; }

    internal StripeSimulator Stripe { get; }

    internal IServiceProvider Services => app.Services;

    internal UseCases UseCases => app.Services.GetRequiredService<UseCases>();

    internal async Task StartAsync(CancellationToken cancel)
    {
        await Services.GetRequiredService<DatabaseStartup>().MigrateAsync(cancel);
        await app.StartAsync(cancel);
    }

    /// <summary>Moves time to the given moment, stopping at each thing that falls due on the way to let it happen and arrive.</summary>
    internal async Task MoveToAsync(DateTimeOffset to, CancellationToken cancel)
    {
        await ArriveAsync(cancel);
        while (Stripe.NextDueAt is { } due && due <= to)
        {
            if (due > Clock.GetUtcNow())
            {
                Clock.Set(due);
            }

            await ArriveAsync(cancel);
        }

        if (to > Clock.GetUtcNow())
        {
            Clock.Set(to);
        }
    }

    /// <summary>Delivers every webhook that is due and does all work that follows from it.</summary>
    internal async Task ArriveAsync(CancellationToken cancel)
    {
        var relay = Services.GetRequiredService<Relay>();
        do
        {
            await Stripe.DeliverDueAsync(cancel);
        }
        while (await DueKindsAsync(cancel) is { Count: > 0 } kinds && await relay.RunAsync(kinds, cancel) > 0);
    }

    /// <summary>Runs every recurring job that is due.</summary>
    internal async Task RunJobsAsync(CancellationToken cancel)
    {
        await Services.GetRequiredService<Timetable>().RunDueAsync(cancel);
        await ArriveAsync(cancel);
    }

    /// <summary>What is due, seen in one look in place of one for each kind: most moments of a history bring little.</summary>
    private async Task<HashSet<string>> DueKindsAsync(CancellationToken cancel)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CharityDb>>().CreateDbContextAsync(cancel);
        var now = Clock.GetUtcNow().UtcDateTime;
        var events = db.Inbox.Where(e => (e.State == WorkState.Pending || e.State == WorkState.Started) && e.DueAt <= now).Select(e => e.Kind);
        var messages = db.Outbox.Where(m => (m.State == WorkState.Pending || m.State == WorkState.Started) && m.DueAt <= now).Select(m => m.Kind);
        return await events.Union(messages).ToHashSetAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        Stripe.Dispose();
    }
}
