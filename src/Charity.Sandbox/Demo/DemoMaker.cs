using Charity.Data;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Hosting;

namespace Charity.Sandbox.Demo;

/// <summary>
/// Makes the demo data in a host of its own: the real application on its own file, with its own clock, and the simulated
/// Stripe in the same process. Every row comes about as in real use; nothing is inserted as finished.
/// </summary>
internal static class DemoMaker
{
    /// <param name="setup">With the folder to make the data in.</param>
    /// <param name="progress">Is told 0 to 100.</param>
    internal static async Task MakeAsync(SandboxSetup setup, Action<int> progress, CancellationToken cancel)
    {
        var end = TimeProvider.System.GetUtcNow();
        using var clock = new VirtualClock(DemoCalendar.StartOf(end));
        var builder = Hosts.New(setup, null, setup.AppSettings(CommitDurability.Off), "Charity.Web");
        Hosts.AddApplication(builder, setup, clock);
        HeldServices.HoldBack(builder.Services);
        await using (var app = builder.Build())
        {
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
            await scope.ServiceProvider.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancel);
            var organisation = new DemoOrganisation(app.Services.GetRequiredService<UseCases>());
            await organisation.SetUpAsync(cancel);
            foreach (var campaign in DemoContent.Campaigns())
            {
                await organisation.OpenAsync(campaign, clock.GetUtcNow(), end, cancel);
            }

            progress(100);
        }

        Finish();
    }

    /// <summary>Pooled connections would keep the file open under its old name.</summary>
    private static void Finish() => Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
}
