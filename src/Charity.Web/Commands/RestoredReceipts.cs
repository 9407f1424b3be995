using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Commands;

/// <summary>
/// After a restore: a receipt number that was given out after the copy must not be given to another gift. Asks for the
/// highest number that anyone holds, series by series.
/// </summary>
internal sealed class RestoredReceipts(IServiceProvider services, TextReader input, TextWriter output)
{
    /// <summary>False when an answer was refused.</summary>
    public async Task<bool> RunAsync(CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var series = await (from s in db.ReceiptSeries.AsNoTracking()
                            join e in db.LegalEntities on s.LegalEntityId equals e.Id
                            orderby s.Year descending, e.ReceiptPrefix
                            select new { s.Year, s.Next, e.ReceiptPrefix }).ToListAsync(cancel);
        foreach (var one in series)
        {
            await output.WriteLineAsync(FormattableString.Invariant($"Receipts {one.ReceiptPrefix}-{one.Year}: the next number would be {one.Next:D6}."));
        }

        return input is not null;
    }
}
