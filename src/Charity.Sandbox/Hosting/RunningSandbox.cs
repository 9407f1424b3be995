using Charity.Data;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Demo;
using Charity.Sandbox.Mailbox;
using Charity.Web;

namespace Charity.Sandbox.Hosting;

/// <summary>Both hosts from start to stop.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly SandboxSetup setup;
    private readonly DataFolder folder;
    private readonly VirtualClock clock;
    private readonly Readiness readiness = new();
    private readonly WebApplication surroundings;
    private readonly MailCatcher? catcher;

    internal RunningSandbox(SandboxSetup setup, DataFolder folder, VirtualClock clock)
    {
        (this.setup, this.folder, this.clock) = (setup, folder, clock);
        var weather = new MailWeather();
        catcher = SendsByProtocol ? new MailCatcher(new MailFolder(setup.Data.Mails), weather, clock) : null;
        Application = Hosts.Application(setup, clock, readiness, weather, catcher);
        surroundings = Hosts.Surroundings(setup, clock, readiness, weather);
    }

    internal WebApplication Application { get; }

    /// <summary>What the Embedded edition sends with is shown by tests; MailKit is shown here as well.</summary>
    private static bool SendsByProtocol => Edition.Name == "Production";

    /// <summary>Listens, makes the demo data where there are none, opens, and runs until one of the hosts is told to stop.</summary>
    internal async Task RunAsync()
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            Application.Lifetime.ApplicationStopping, surroundings.Lifetime.ApplicationStopping);
        await surroundings.StartAsync(stopping.Token);
        await Application.StartAsync(stopping.Token);
        try
        {
            await OpenAsync(stopping.Token);
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop; unfinished demo data are cleared away by the next start.
        }

        await StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Application.DisposeAsync();
        await surroundings.DisposeAsync();
        if (catcher is not null)
        {
            await catcher.DisposeAsync();
        }
    }

    private async Task OpenAsync(CancellationToken cancel)
    {
        if (!folder.HasData)
        {
            Console.WriteLine(setup.Arguments.Empty ? "Preparing an empty installation." : $"Preparing the demo organisation; {setup.AppAddress} shows how far it is.");
            var unfinished = folder.BeginNew();
            await DemoMaker.MakeAsync(setup with { Data = unfinished }, ShowProgress, cancel);
            await File.WriteAllTextAsync(unfinished.Schema, SchemaStamp.Of(Application.Services), cancel);
            folder.Use(unfinished);
        }

        await Application.Services.GetRequiredService<DatabaseStartup>().MigrateAsync(cancel);
        // A moved clock goes on from where it would stand; a new one from real time.
        var ahead = TimeProvider.System.GetUtcNow() + SandboxClock.Read(setup.Data.Clock);
        if (ahead > clock.GetUtcNow())
        {
            clock.Set(ahead);
        }

        await surroundings.Services.GetRequiredService<HeldServices>().StartAsync(cancel);
        await Application.Services.GetRequiredService<HeldServices>().StartAsync(cancel);
        readiness.Open();
        Console.WriteLine(Greeting.For(setup, TimeProvider.System.GetUtcNow()));
    }

    private void ShowProgress(int percent)
    {
        if (percent / 10 != readiness.Percent / 10)
        {
            Console.WriteLine(FormattableString.Invariant($"  {percent} %"));
        }

        readiness.Percent = percent;
    }

    private async Task StopAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        await Application.StopAsync(patience.Token);
        await Application.Services.GetRequiredService<HeldServices>().StopAsync(patience.Token);
        await surroundings.StopAsync(patience.Token);
        await surroundings.Services.GetRequiredService<HeldServices>().StopAsync(patience.Token);
    }
}
