using System.Diagnostics.CodeAnalysis;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Hosting;
using Charity.Staff;
using Microsoft.Data.Sqlite;

namespace Charity.Sandbox.Demo;

/// <summary>
/// Makes the demo data in a host of its own: the real application on its own file, with its own clock, and the simulated
/// Stripe in the same process. Every row comes about as in real use; nothing is inserted as finished.
/// </summary>
internal static class DemoMaker
{
    /// <param name="setup">With the folder to make the data in.</param>
    /// <param name="progress">Is told 0 to 100.</param>
    /// <param name="months">Length of the history; tests take a shorter one.</param>
    /// <param name="change">Changes the application's services; for tests.</param>
    internal static async Task MakeAsync(
        SandboxSetup setup, Action<int> progress, CancellationToken cancel, int months = DemoCalendar.Months,
        Action<IServiceCollection>? change = null)
    {
        var end = TimeProvider.System.GetUtcNow();
        var start = setup.Arguments.Empty ? end : DemoCalendar.StartOf(end, months);
        using var clock = new VirtualClock(start);
        await using (var host = new DemoHost(setup, clock, change))
        {
            await host.StartAsync(cancel);
            await AddStaffAsync(host, setup, cancel);
            if (!setup.Arguments.Empty)
            {
                await MakeHistoryAsync(host, setup, start, end, progress, cancel);
            }
        }

        // Pooled connections would keep the file open under its old name.
        SqliteConnection.ClearAllPools();
        await ToDiskAsync(setup.Data.Database, cancel);
        progress(100);
    }

    private static async Task MakeHistoryAsync(
        DemoHost host, SandboxSetup setup, DateTimeOffset start, DateTimeOffset end, Action<int> progress, CancellationToken cancel)
    {
        var organisation = new DemoOrganisation(host.UseCases, host.Clock, await new DemoDesk(host).EditorAsync(cancel));
        await organisation.SetUpAsync(cancel);
        await new DemoHistory(host, organisation, start, end).PlayAsync(setup.Arguments.Gifts, progress, cancel);
    }

    /// <summary>The treasurer, and with a demo organisation those who make a second person and an editor.</summary>
    private static async Task AddStaffAsync(DemoHost host, SandboxSetup setup, CancellationToken cancel)
    {
        (string Email, string Name, string[] Roles)[] people =
        [
            (SandboxSecrets.StaffEmail, "Нора Пробна", [StaffRoles.Administrator, StaffRoles.Finance]),
            (SandboxSecrets.SecondEmail, "Павло Пробний", [StaffRoles.Administrator]),
            (SandboxSecrets.EditorEmail, "Елена Пробна", [StaffRoles.Editor]),
        ];
        foreach (var (email, name, roles) in setup.Arguments.Empty ? people[..1] : people)
        {
            var outcome = await host.UseCases.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
                verb => verb.RunAsync(new(email, name, setup.Secrets.StaffPassword, roles, AuthenticatorSecret: setup.Secrets.StaffTotpKey), cancel),
                cancel);
            if (outcome.Errors.Count > 0)
            {
                throw new InvalidOperationException($"The staff account {email} was refused: {string.Join(", ", outcome.Errors)}.");
            }
        }
    }

    /// <summary>The data were written without waiting for the disk; before they are put in place they are on it.</summary>
    [SuppressMessage("Performance", "CA1849", Justification = "Only the synchronous Flush reaches the disk.")]
    private static async Task ToDiskAsync(string file, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }
}
