using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Campaigns;

/// <summary>What the first page says of the running year.</summary>
/// <param name="Received">Confirmed gifts less covered fees, refunds and lost disputes, one amount for each currency given, largest use first.</param>
/// <param name="Donors">Distinct people and companies behind them.</param>
public sealed record YearFigures(int Year, IReadOnlyList<Money> Received, int Donors);

/// <summary>
/// Counts the year's gifts from the gifts themselves. The figure is kept for twenty times as long as it took to make,
/// so that a small charity always sees the last gift and a large one never spends more than a twentieth of its
/// database on this line.
/// </summary>
public sealed class YearFiguresReader(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    private const int KeepFactor = 20;

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile Kept? _kept;

    public async Task<YearFigures> GetAsync(TimeZoneInfo zone, CancellationToken cancel)
    {
        var year = TimeZoneInfo.ConvertTimeFromUtc(time.GetUtcNow().UtcDateTime, zone).Year;
        if (Fresh(year) is { } known)
        {
            return known;
        }

        await _one.WaitAsync(cancel);
        try
        {
            if (Fresh(year) is { } madeMeanwhile)
            {
                return madeMeanwhile;
            }

            var started = TimeProvider.System.GetTimestamp();
            var figures = await ReadAsync(year, zone, cancel);
            _kept = new Kept(figures, TimeProvider.System.GetTimestamp(), TimeProvider.System.GetElapsedTime(started) * KeepFactor);
            return figures;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private YearFigures? Fresh(int year) =>
        _kept is { } kept && kept.Figures.Year == year && TimeProvider.System.GetElapsedTime(kept.At) < kept.For ? kept.Figures : null;

    private async Task<YearFigures> ReadAsync(int year, TimeZoneInfo zone, CancellationToken cancel)
    {
        var from = TimeZoneInfo.ConvertTimeToUtc(new DateTime(year, 1, 1), zone);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var gifts = Raised.In(db.Donations.AsNoTracking().Where(d => d.PaidAt >= from));
        var sums = await gifts
            .GroupBy(r => r.Gift.Currency)
            .Select(g => new { Currency = g.Key, Gifts = g.Count(), Minor = g.Sum(r => r.Minor) })
            .ToListAsync(cancel);
        var donors = await gifts.Select(r => r.Gift.DonorId).Distinct().CountAsync(cancel);
        return new(year, [.. sums.OrderByDescending(s => s.Gifts).ThenBy(s => s.Currency, StringComparer.Ordinal)
            .Select(s => new Money(s.Minor, Currency.Of(s.Currency)))], donors);
    }

    private sealed record Kept(YearFigures Figures, long At, TimeSpan For);
}
