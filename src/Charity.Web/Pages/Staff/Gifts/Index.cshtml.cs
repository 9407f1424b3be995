using System.Globalization;
using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>All gifts, newest first. Filters stand in the address, so that a view can be kept and passed on.</summary>
[Authorize(Policy = StaffPermissions.ViewGifts)]
public sealed class IndexModel(CharityDb db, SiteFacts facts) : StaffPage
{
    public const int PageSize = 50;

    public sealed record Row(
        Guid Id, DateTime CreatedAt, string Donor, LocalizedText Campaign, Money Amount, DonationChannel Channel, DonationStatus Status,
        long RefundedMinor, bool DisputeOpen);

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public DonationStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public DonationChannel? Channel { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Campaign { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>Where the page begins: "ticks.n", the moment of the last row seen and how many rows of that moment were.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public string? Next { get; private set; }
    public Language Fallback { get; private set; } = Language.En;
    public IReadOnlyList<(string Slug, LocalizedText Title)> Campaigns { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Fallback = (await facts.GetAsync(cancel)).DefaultLanguage;
        Campaigns = [.. (await db.Campaigns.AsNoTracking().OrderBy(c => c.Position).Select(c => new { c.Slug, c.Title }).ToListAsync(cancel))
            .Select(c => (c.Slug, c.Title))];
        var (until, skip) = Cursor(After);
        var rows = await Filtered()
            .Where(d => until == null || d.CreatedAt <= until)
            .OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id)
            .Skip(skip).Take(PageSize + 1)
            .Join(db.Campaigns, d => d.CampaignId, c => c.Id, (d, c) => new
            {
                d.Id,
                d.CreatedAt,
                d.DonorName,
                d.CompanyName,
                c.Title,
                d.AmountMinor,
                d.Currency,
                d.Channel,
                d.Status,
                d.RefundedMinor,
                d.DisputeOpen,
            })
            .OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id)
            .ToListAsync(cancel);
        Rows = [.. rows.Take(PageSize).Select(d => new Row(
            d.Id, d.CreatedAt, d.CompanyName ?? d.DonorName, d.Title, new Money(d.AmountMinor, Currency.Of(d.Currency)), d.Channel, d.Status,
            d.RefundedMinor, d.DisputeOpen))];
        if (rows.Count > PageSize)
        {
            var last = Rows[^1].CreatedAt;
            var seen = Rows.Count(r => r.CreatedAt == last) + (until == last ? skip : 0);
            Next = FormattableString.Invariant($"{last.Ticks}.{seen}");
        }
    }

    private IQueryable<Donation> Filtered()
    {
        var gifts = db.Donations.AsNoTracking();
        if (SearchText.Normalise(Query ?? "") is { Length: > 0 } words)
        {
            gifts = gifts.Where(d => d.SearchText.Contains(words));
        }

        if (Status is { } status)
        {
            gifts = gifts.Where(d => d.Status == status);
        }

        if (Channel is { } channel)
        {
            gifts = gifts.Where(d => d.Channel == channel);
        }

        if (!string.IsNullOrEmpty(Campaign))
        {
            gifts = gifts.Where(d => db.Campaigns.Any(c => c.Id == d.CampaignId && c.Slug == Campaign));
        }

        if (From is { } from)
        {
            var start = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            gifts = gifts.Where(d => d.CreatedAt >= start);
        }

        if (To is { } to && to < DateOnly.MaxValue)
        {
            var end = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            gifts = gifts.Where(d => d.CreatedAt < end);
        }

        return gifts;
    }

    private static (DateTime? Until, int Skip) Cursor(string? after)
    {
        var parts = after?.Split('.');
        return parts is [var ticks, var seen]
               && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
               && int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip < 100_000
            ? (new DateTime(at, DateTimeKind.Utc), skip)
            : (null, 0);
    }
}
