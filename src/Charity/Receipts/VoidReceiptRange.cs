using System.Globalization;
using System.Text.RegularExpressions;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

public enum VoidRangeResult
{
    Voided,

    /// <summary>Not two numbers as receipts carry them, of one series, in order.</summary>
    NotARange,

    /// <summary>No entity gives out numbers with this prefix.</summary>
    SeriesUnknown,

    /// <summary>The range must begin at the next free number: an earlier one was given out here, a later one would leave a gap.</summary>
    NotTheNext,

    /// <summary>More numbers than any series loses between two copies: a slip of the pen.</summary>
    TooMany,
    ReasonMissing,
}

/// <param name="Next">The number that the series gives out next, after this.</param>
public sealed record VoidRangeOutcome(VoidRangeResult Result, string? Next = null);

/// <summary>
/// After a restore: withdraws the numbers that were given out since the copy and are known here no more, with a reason,
/// before the next receipt. The series goes on behind them, and stays without a gap.
/// </summary>
public sealed partial class VoidReceiptRange(CharityDb db, Ids ids, TimeProvider time)
{
    private const int MostNumbers = 100_000;

    /// <param name="First">As printed, such as <c>BG-2026-000043</c>: the next free number of the series.</param>
    /// <param name="Last">The highest number that anyone may hold.</param>
    /// <param name="Reason">For staff and auditors; no personal data.</param>
    public sealed record Input(string First, string Last, string Reason);

    public async Task<VoidRangeOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Trim().Length > VoidedRange.MaxReason)
        {
            return new(VoidRangeResult.ReasonMissing);
        }

        if (Read(input.First) is not { } first || Read(input.Last) is not { } last
            || (first.Prefix, first.Year) != (last.Prefix, last.Year) || first.Sequence > last.Sequence)
        {
            return new(VoidRangeResult.NotARange);
        }

        if (last.Sequence - first.Sequence >= MostNumbers)
        {
            return new(VoidRangeResult.TooMany);
        }

        var entity = await db.LegalEntities.AsNoTracking().Where(e => e.ReceiptPrefix == first.Prefix).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(cancel);
        if (entity is not { } entityId)
        {
            return new(VoidRangeResult.SeriesUnknown);
        }

        var series = await db.ReceiptSeries.FindAsync([entityId, first.Year], cancel);
        if (series is null)
        {
            series = new ReceiptSeries(entityId, first.Year);
            db.ReceiptSeries.Add(series);
        }

        if (series.Next != first.Sequence)
        {
            return new(VoidRangeResult.NotTheNext, Number(first with { Sequence = series.Next }));
        }

        series.SkipThrough(last.Sequence);
        db.VoidedRanges.Add(new VoidedRange(
            ids.New(), entityId, first.Year, first.Sequence, last.Sequence, input.Reason.Trim(), time.GetUtcNow().UtcDateTime));
        await db.SaveChangesAsync(cancel);
        return new(VoidRangeResult.Voided, Number(first with { Sequence = series.Next }));
    }

    private static string Number(in Printed number) => FormattableString.Invariant($"{number.Prefix}-{number.Year}-{number.Sequence:D6}");

    private static Printed? Read(string number)
        => Form().Match(number.Trim()) is { Success: true } read
           && int.TryParse(read.Groups[3].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && sequence > 0
            ? new Printed(read.Groups[1].Value, int.Parse(read.Groups[2].ValueSpan, CultureInfo.InvariantCulture), sequence)
            : null;

    [GeneratedRegex("^([A-Z0-9]{1,16})-(20[0-9]{2})-([0-9]{6,9})\\z")]
    private static partial Regex Form();

    private readonly record struct Printed(string Prefix, int Year, int Sequence);
}
