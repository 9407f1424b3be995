using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Stripe;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Stripe;
using Microsoft.AspNetCore.Hosting.Server;

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
        while (await Stripe.DeliverDueAsync(cancel) + await relay.RunAsync(cancel) > 0)
        {
        }
    }

    /// <summary>Runs every recurring job that is due.</summary>
    internal async Task RunJobsAsync(CancellationToken cancel)
    {
        await Services.GetRequiredService<Timetable>().RunDueAsync(cancel);
        await ArriveAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        Stripe.Dispose();
    }
}
