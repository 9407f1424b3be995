using System.Globalization;
using Charity.Data;
using Charity.Receipts;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Commands;

/// <summary>
/// After a restore: a receipt number that was given out after the copy must not be given to another gift. Asks for the
/// highest number that anyone holds, series by series, and voids what lies between.
/// </summary>
internal sealed class RestoredReceipts(IServiceProvider services, TextReader input, TextWriter output)
{
    /// <summary>Answers to one question that may be refused.</summary>
    private const int Tries = 3;

    /// <summary>False when a question was left without a right answer.</summary>
    public async Task<bool> RunAsync(DateTime madeAt, CancellationToken cancel)
    {
        foreach (var next in await NextNumbersAsync(cancel))
        {
            if (!await AskAsync(next, madeAt, cancel))
            {
                await output.WriteLineAsync("Do not start the application before 'charity void-receipts' has withdrawn the numbers that people hold.");
                return false;
            }
        }

        return true;
    }

    private async Task<bool> AskAsync(string next, DateTime madeAt, CancellationToken cancel)
    {
        for (var i = 0; i < Tries; i++)
        {
            await output.WriteLineAsync($"Highest number given out from {next} on (Enter: none was):");
            if ((await input.ReadLineAsync(cancel))?.Trim() is not { } last)
            {
                return false;
            }

            if (last.Length == 0)
            {
                return true;
            }

            var reason = string.Create(CultureInfo.InvariantCulture, $"Given out after the back-up of {madeAt:yyyy-MM-dd HH:mm} UTC, which was restored.");
            var outcome = await services.GetRequiredService<UseCases>().RunAsync<VoidReceiptRange, VoidRangeOutcome>(
                verb => verb.RunAsync(new(next, last, reason), cancel), cancel);
            if (outcome.Result == VoidRangeResult.Voided)
            {
                await output.WriteLineAsync($"{next} to {last} are void; the next receipt is {outcome.Next}.");
                return true;
            }

            await output.WriteLineAsync($"Refused: {outcome.Result}. A number looks like {next}.");
        }

        return false;
    }

    /// <summary>The next number of every series that may have gone on: of this year and the one before.</summary>
    private async Task<IReadOnlyList<string>> NextNumbersAsync(CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var year = scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow().Year;
        var series = await db.ReceiptSeries.AsNoTracking().ToListAsync(cancel);
        var entities = await db.LegalEntities.AsNoTracking().OrderBy(e => e.ReceiptPrefix).Select(e => new { e.Id, e.ReceiptPrefix }).ToListAsync(cancel);
        return [.. from entity in entities
                   from number in (int[])[year - 1, year]
                   let next = series.Find(s => s.LegalEntityId == entity.Id && s.Year == number)?.Next
                   // Last year's series goes on only where it was begun.
                   where next is not null || number == year
                   select string.Create(CultureInfo.InvariantCulture, $"{entity.ReceiptPrefix}-{number}-{next ?? 1:D6}")];
    }
}
