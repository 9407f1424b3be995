namespace Charity.Data.Paging;

/// <summary>A page of a list that is walked from place to place, so that it stays what it is while rows come and go.</summary>
/// <param name="Rows">In the list's order.</param>
/// <param name="More">There are rows after the last one.</param>
/// <param name="Earlier">There are rows before the first one.</param>
public sealed record KeysetPage<TRow>(IReadOnlyList<TRow> Rows, bool More, bool Earlier);

/// <summary>Reads such pages: one row more than a page is asked for, to know whether there is another.</summary>
public static class Keyset
{
    /// <param name="size">Rows of a page.</param>
    /// <param name="upwards">Reads so many rows before the place asked for (for the last page: before the end), the nearest first; null where the page after a place, or the first, is asked for.</param>
    /// <param name="last">The last page is asked for.</param>
    /// <param name="place">A page after a place is asked for, not the first.</param>
    /// <param name="downwards">Reads so many rows in the list's order: after the place, or from the top.</param>
    public static async Task<KeysetPage<TRow>> ReadAsync<TRow>(
        int size, Func<int, Task<List<TRow>>>? upwards, bool last, bool place, Func<bool, int, Task<List<TRow>>> downwards)
    {
        ArgumentNullException.ThrowIfNull(downwards);
        if (upwards is not null)
        {
            var up = await upwards(size + 1);
            // Too few for a page: it is the first one, which is shown whole.
            if (last || up.Count > size)
            {
                return new([.. up.Take(size).Reverse()], !last && up.Count > 0, up.Count > size);
            }
        }

        var after = place && upwards is null;
        var down = await downwards(after, size + 1);
        return new([.. down.Take(size)], down.Count > size, after && down.Count > 0);
    }
}
