using System.Globalization;
using Charity.Data.Paging;
using Charity.Exceptions;
using Charity.GiftDesk;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>The place of a finding in a list.</summary>
/// <param name="Rank">0 for the gravest; 0 for all where the list is not sorted by that.</param>
/// <param name="Row">When it was found, or closed, and its id.</param>
internal readonly record struct ExceptionPlace(int Rank, GiftPlace Row)
{
    public override string ToString() => FormattableString.Invariant($"{Rank}.{Row}");

    public static ExceptionPlace? Parse(string? text)
        => text?.Split('.', 2) is [var rank, var row] && int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
           && GiftPlace.Parse(row) is { } place
            ? new ExceptionPlace(number, place)
            : null;
}

/// <summary>Findings page by page: open ones the gravest first and then the oldest, closed ones the last closed first.</summary>
internal sealed class ExceptionWalk(IQueryable<ExceptionItem> found, bool closed)
{
    public ExceptionPlace PlaceOf(ExceptionItem item) => closed
        ? new(0, new(item.ExplainedAt!.Value, item.Id))
        : new(RankOf(item.Severity), new(item.FoundAt, item.Id));

    public Task<KeysetPage<ExceptionItem>> ReadAsync(int size, ExceptionPlace? after, ExceptionPlace? before, CancellationToken cancel) => Keyset.ReadAsync(
        size,
        before is { } end ? most => (closed ? ClosedAfter(end) : OpenBefore(end)).Take(most).ToListAsync(cancel) : null,
        last: false, after is not null,
        (inside, most) => (closed ? ClosedBefore(inside ? after : null) : OpenAfter(inside ? after : null)).Take(most).ToListAsync(cancel));

    private IQueryable<ExceptionItem> OpenAfter(ExceptionPlace? place)
    {
        var some = found;
        if (place is var (rank, (at, id)))
        {
            some = found.Where(e => (e.Severity == ExceptionSeverity.Critical ? 0 : e.Severity == ExceptionSeverity.Warning ? 1 : 2) > rank
                || ((e.Severity == ExceptionSeverity.Critical ? 0 : e.Severity == ExceptionSeverity.Warning ? 1 : 2) == rank
                    && (e.FoundAt > at || (e.FoundAt == at && e.Id.CompareTo(id) > 0))));
        }

        return some.OrderBy(e => e.Severity == ExceptionSeverity.Critical ? 0 : e.Severity == ExceptionSeverity.Warning ? 1 : 2)
            .ThenBy(e => e.FoundAt).ThenBy(e => e.Id);
    }

    private IQueryable<ExceptionItem> OpenBefore(ExceptionPlace place)
    {
        var (rank, (at, id)) = place;
        return found.Where(e => (e.Severity == ExceptionSeverity.Critical ? 0 : e.Severity == ExceptionSeverity.Warning ? 1 : 2) < rank
                || ((e.Severity == ExceptionSeverity.Critical ? 0 : e.Severity == ExceptionSeverity.Warning ? 1 : 2) == rank
                    && (e.FoundAt < at || (e.FoundAt == at && e.Id.CompareTo(id) < 0))))
            .OrderByDescending(e => e.Severity == ExceptionSeverity.Critical ? 0 : e.Severity == ExceptionSeverity.Warning ? 1 : 2)
            .ThenByDescending(e => e.FoundAt).ThenByDescending(e => e.Id);
    }

    private IQueryable<ExceptionItem> ClosedBefore(ExceptionPlace? place)
    {
        var some = found;
        if (place is var (_, (at, id)))
        {
            some = found.Where(e => e.ExplainedAt < at || (e.ExplainedAt == at && e.Id.CompareTo(id) < 0));
        }

        return some.OrderByDescending(e => e.ExplainedAt).ThenByDescending(e => e.Id);
    }

    private IQueryable<ExceptionItem> ClosedAfter(ExceptionPlace place)
    {
        var (at, id) = place.Row;
        return found.Where(e => e.ExplainedAt > at || (e.ExplainedAt == at && e.Id.CompareTo(id) > 0))
            .OrderBy(e => e.ExplainedAt).ThenBy(e => e.Id);
    }

    private static int RankOf(ExceptionSeverity severity) => severity switch
    {
        ExceptionSeverity.Critical => 0,
        ExceptionSeverity.Warning => 1,
        _ => 2,
    };
}
