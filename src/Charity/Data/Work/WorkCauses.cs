using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Work;

/// <summary>Parked work was done since, or was set aside by two people or by later work.</summary>
internal sealed class WorkCauses(CharityDb db) : ICauseCheck
{
    public IReadOnlyList<ExceptionKind> Kinds { get; } = [ExceptionKind.PoisonEvent];

    public async Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
        => [.. await OverAsync(db.Inbox, "inbox", open, cancel), .. await OverAsync(db.Outbox, "outbox", open, cancel)];

    private static async Task<IEnumerable<GoneCause>> OverAsync<TRow>(
        IQueryable<TRow> rows, string table, IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
        where TRow : WorkRow
    {
        var ids = open.Select(finding => IdOf(finding, table)).OfType<long>().ToList();
        var over = ids.Count == 0 ? [] : await rows.AsNoTracking()
            .Where(r => ids.Contains(r.Id) && (r.State == WorkState.Done || r.State == WorkState.Ignored)).Select(r => r.Id).ToListAsync(cancel);
        return open.Where(finding => IdOf(finding, table) is { } id && over.Contains(id)).Select(finding => finding.Gone());
    }

    private static long? IdOf(ExceptionItem finding, string table)
        => long.TryParse(finding.IdOf(table), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var id) ? id : null;
}
