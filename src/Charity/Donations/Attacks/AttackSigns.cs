using Charity.Accounting;
using Charity.Data;
using Charity.Data.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Donations.Attacks;

/// <summary>What the last minutes looked like. Numbers only, nobody's address.</summary>
/// <param name="Gifts">Card gifts that began long enough ago to be paid by now.</param>
/// <param name="Young">Card gifts whose donors may still be on the payment page.</param>
/// <param name="Paid">Of <paramref name="Gifts"/>: paid, or on the way.</param>
/// <param name="Small">Of <paramref name="Gifts"/>: below the minimum of attack mode.</param>
/// <param name="Held">Gifts that wait for a confirmation by mail; they count as unpaid gifts.</param>
/// <param name="Declined">Payments that the provider reported as declined.</param>
/// <param name="MostOfOneEmail">Unpaid gifts under the mail address that has most of them.</param>
/// <param name="Addresses">Networks that sent give forms.</param>
/// <param name="Refused">Give forms that the limits refused.</param>
public sealed record AttackFigures(
    int Gifts, int Young, int Paid, int Small, int Held, int Declined, int MostOfOneEmail, int Addresses, int Refused)
{
    /// <summary>The signs that speak of an attack, in plain English; empty on an ordinary day.</summary>
    /// <param name="options">The thresholds.</param>
    /// <param name="going">An attack is known to be under way: half as much keeps it so, so that it does not flicker; small gifts are refused then and no longer seen.</param>
    public IReadOnlyList<string> Signs(AttackOptions options, bool going)
    {
        ArgumentNullException.ThrowIfNull(options);
        var signs = new List<string>();
        var few = Paid * 100 < Gifts * options.PaidPercent;
        var small = Small * 100 >= Gifts * options.SmallPercent;
        Add(Gifts >= Of(options.Gifts) && few && (small || going || Gifts >= Of(options.Gifts * 4)),
            $"{Gifts} card gifts began and {Paid} of them were paid; {Small} were small, {Held} wait for a confirmation by mail");
        Add(Declined >= Of(options.Declines) && Declined >= Paid * 2, $"{Declined} payments were declined and {Paid} gifts paid");
        Add(MostOfOneEmail >= Of(options.GiftsOfOneEmail), $"{MostOfOneEmail} unpaid gifts were made under one mail address");
        Add(Refused >= Of(options.RefusedForms), $"{Refused} give forms were refused by the limits");
        return signs;

        int Of(int threshold) => going ? Math.Max(1, threshold / 2) : threshold;

        void Add(bool seen, FormattableString sign)
        {
            if (seen)
            {
                signs.Add(FormattableString.Invariant(sign));
            }
        }
    }

    /// <summary>The signs as one sentence for staff.</summary>
    internal string Describe(IReadOnlyList<string> signs, AttackOptions options)
        => FormattableString.Invariant($"Within {options.WindowMinutes} minutes {string.Join("; ", signs)}. Forms came from {Addresses} addresses.");
}

/// <summary>Reads the figures of the last minutes from gifts, held gifts, the inbox and the counters of the limits.</summary>
public sealed class AttackSigns(CharityDb db, IOptions<AttackOptions> options, LimitClock clock, TimeProvider time)
{
    /// <summary>Policies whose counters are looked at; the pages count under these.</summary>
    public const string AddressPolicy = "give.address";

    private static readonly string[] RefusedPolicies =
        [.. ((string[])[AddressPolicy, "give.email", "give.campaign", "give.all"]).Select(policy => SharedLimits.RefusedPrefix + policy)];

    private const string DeclinedEvent = "payment_intent.payment_failed";

    /// <summary>Newest events that are looked at. On a day with more of them in ten minutes, declines are a small part or an attack that other signs show.</summary>
    private const int NewestEvents = 3000;

    public async Task<AttackFigures> ReadAsync(CancellationToken cancel)
    {
        var settings = options.Value;
        var now = time.GetUtcNow().UtcDateTime;
        var window = TimeSpan.FromMinutes(settings.WindowMinutes);
        var (since, ripe) = (now - window, now - TimeSpan.FromSeconds(settings.RipeSeconds));
        var gifts = db.Donations.AsNoTracking().Where(d => d.CreatedAt >= since && d.Channel == DonationChannel.Stripe);
        var byCurrency = await gifts.Where(d => d.CreatedAt <= ripe).GroupBy(d => d.Currency)
            .Select(g => new
            {
                Currency = g.Key,
                All = g.Count(),
                Paid = g.Count(d => d.Status == DonationStatus.Succeeded || d.Status == DonationStatus.Processing),
            })
            .ToListAsync(cancel);
        var small = 0;
        foreach (var code in byCurrency.Select(row => row.Currency))
        {
            if (Currency.TryOf(code, out var currency) && settings.MinimumOf(currency) is { } minimum)
            {
                small += await gifts.CountAsync(d => d.CreatedAt <= ripe && d.Currency == code && d.AmountMinor < minimum.Minor, cancel);
            }
        }

        var young = await gifts.CountAsync(d => d.CreatedAt > ripe, cancel);
        var held = await db.GiftHolds.AsNoTracking().CountAsync(h => h.CreatedAt >= since && h.ConfirmedAt == null, cancel);
        var mostOfOne = await gifts
            .Where(d => d.CreatedAt <= ripe && d.Status != DonationStatus.Succeeded && d.Status != DonationStatus.Processing)
            .GroupBy(d => d.DonorId).Select(g => g.Count()).OrderByDescending(n => n).FirstOrDefaultAsync(cancel);
        var (addresses, refused) = await CountersAsync(clock.Now - window, cancel);
        return new AttackFigures(
            byCurrency.Sum(r => r.All), young, byCurrency.Sum(r => r.Paid), small, held, await DeclinedAsync(since, cancel), mostOfOne, addresses, refused);
    }

    private async Task<(int Addresses, int Refused)> CountersAsync(DateTime since, CancellationToken cancel) => (
        await db.LimitCounts.AsNoTracking().Where(c => c.Policy == AddressPolicy && c.WindowStart >= since).Select(c => c.Key).Distinct().CountAsync(cancel),
        await db.LimitCounts.AsNoTracking().Where(c => RefusedPolicies.Contains(c.Policy) && c.WindowStart >= since).SumAsync(c => c.Count, cancel));

    private async Task<int> DeclinedAsync(DateTime since, CancellationToken cancel)
    {
        var newest = await db.Inbox.AsNoTracking().MaxAsync(e => (long?)e.Id, cancel) ?? 0;
        return await db.Inbox.AsNoTracking().CountAsync(e => e.Id > newest - NewestEvents && e.Type == DeclinedEvent && e.CreatedAt >= since, cancel);
    }
}
