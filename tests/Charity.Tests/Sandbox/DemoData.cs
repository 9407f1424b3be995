using Charity.Data;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Demo;
using Charity.Sandbox.Hosting;
using Charity.Sandbox.Mailbox;
using Charity.Sandbox.Stripe;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Sandbox;

/// <summary>Demo data made by the sandbox's own code, a shorter history than people see, in a folder of its own.</summary>
internal sealed class DemoData : IAsyncDisposable
{
    private const int Months = 3;

    private readonly VirtualClock clock = new(TimeProvider.System.GetUtcNow());
    private readonly SandboxSetup setup;
    private DemoHost? host;

    private DemoData(SandboxSetup setup) => this.setup = setup;

    internal MailFolder Mails => new(setup.Data.Mails);

    internal StripeSimulator Stripe => Host.Stripe;

    internal DemoHost Host => host ?? throw new InvalidOperationException("The data are not opened.");

    /// <param name="gifts">Forms sent.</param>
    /// <param name="change">Takes something out of the application that makes the data.</param>
    internal static async Task<DemoData> MakeAsync(int gifts, Action<IServiceCollection>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("charity-demo-");
        var data = new DemoData(new SandboxSetup(
            new SandboxArguments(5100, 5101, folder.FullName, gifts, false, false), SandboxSecrets.New(), new DataSet(folder.FullName)));
        await DemoMaker.MakeAsync(data.setup, _ => { }, CancellationToken.None, Months, change);
        // Opened as the sandbox opens finished data: the simulator reads its journal, the application its file.
        data.host = new DemoHost(data.setup, data.clock);
        return data;
    }

    internal CharityDb Db() => Host.Services.CreateScope().ServiceProvider.GetRequiredService<CharityDb>();

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
        {
            await host.DisposeAsync();
        }

        clock.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(setup.Data.Folder, recursive: true);
    }
}
