using System.Data.Common;
using System.Globalization;
using Charity.Data;
using Charity.Ledger;
using Charity.Operations;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Charity.Web.Commands;

/// <summary>
/// <c>charity restore FILE</c>: checks the copy, puts it in the place of the database, brings it to this version, readies
/// it to catch up from Stripe, settles the receipt numbers that were given out since, and verifies the books.
/// </summary>
internal sealed class RestoreFromFile(IServiceProvider services, TextReader input, TextWriter output)
{
    public async Task<int> RunAsync(string file, bool force, CancellationToken cancel)
    {
        var path = Path.GetFullPath(file);
        try
        {
            var (manifest, fault) = await services.GetRequiredService<CheckBackUp>().RunAsync(path, cancel);
            if (manifest is null)
            {
                return await RefusedAsync(fault!);
            }

            if (!force && await StandsAsync(cancel))
            {
                return await RefusedAsync("There is a database already. Stop every node of the application; then 'charity restore FILE --force' keeps it aside and puts the copy in its place.");
            }

            var aside = await services.GetRequiredService<IDatabaseEngine>().RestoreAsync(path, cancel);
            await output.WriteLineAsync(aside is null ? "The copy is in its place." : $"The copy is in its place; the former database is {aside}.");
            return await ReadyAsync(manifest, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DbException or DatabaseInUseException)
        {
            return await RefusedAsync(error.Message);
        }
    }

    private async Task<int> ReadyAsync(BackUpManifest manifest, CancellationToken cancel)
    {
        await services.GetRequiredService<DatabaseStartup>().MigrateAsync(cancel);
        var useCases = services.GetRequiredService<UseCases>();
        var waiting = await useCases.RunAsync<PrepareRestored, int>(verb => verb.RunAsync(manifest.MadeAt, cancel), cancel);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"It stands as of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC; {waiting} pieces of work wait. The first start reads everything later from Stripe."));
        var receipts = await new RestoredReceipts(services, input, output).RunAsync(manifest.MadeAt, cancel);
        var breaches = await useCases.RunAsync<VerifyLedger, IReadOnlyList<Breach>>(verify => verify.RunAsync(cancel), cancel);
        foreach (var breach in breaches)
        {
            await output.WriteLineAsync(breach.ToString());
        }

        await output.WriteLineAsync(breaches.Count == 0 ? "The books hold. Start the application." : FormattableString.Invariant($"{breaches.Count} breaches: do not start the application before they are understood."));
        return breaches.Count == 0 && receipts ? AdminCommands.Done : AdminCommands.Refused;
    }

    private async Task<bool> StandsAsync(CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var creator = db.GetService<IRelationalDatabaseCreator>();
        return await creator.ExistsAsync(cancel) && await creator.HasTablesAsync(cancel);
    }

    private async Task<int> RefusedAsync(string why)
    {
        await output.WriteLineAsync($"Nothing was put in place: {why}");
        return AdminCommands.Refused;
    }
}
