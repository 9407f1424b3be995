using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Limits;

/// <summary>
/// What browsers said our pages tried to load and may not, counted by day: a fault of ours, an extension, or somebody's code
/// on our pages. Anyone may send such a report, so it names only what is cut down to a few known forms. Kept for 30 days.
/// </summary>
public sealed class BrowserReport
{
    public const int MaxDirective = 40;
    public const int MaxPlace = 120;

    public DateOnly Day { get; internal init; }

    /// <summary>Which rule of the policy it broke, such as <c>script-src-elem</c>.</summary>
    public string Directive { get; internal init; } = "";

    /// <summary>Where the content came from: a scheme and host, <c>inline</c>, <c>eval</c>.</summary>
    public string Blocked { get; internal init; } = "";

    /// <summary>The kind of page, such as <c>/{lang}/give/{slug}</c>; never its address.</summary>
    public string Page { get; internal init; } = "";

    public int Count { get; internal set; }
}

internal sealed class BrowserReportMapping : IEntityTypeConfiguration<BrowserReport>
{
    public void Configure(EntityTypeBuilder<BrowserReport> builder)
    {
        builder.ToTable("browser_report");
        builder.HasKey(r => new { r.Day, r.Directive, r.Blocked, r.Page });
        builder.Property(r => r.Directive).HasMaxLength(BrowserReport.MaxDirective);
        builder.Property(r => r.Blocked).HasMaxLength(BrowserReport.MaxPlace);
        builder.Property(r => r.Page).HasMaxLength(BrowserReport.MaxPlace);
    }
}

/// <summary>Counts a report of a browser. Whoever invents them cannot fill the table.</summary>
public sealed class CountBrowserReport(CharityDb db, LimitClock clock)
{
    /// <summary>Different ones of a day; more are counted together.</summary>
    private const int MostOfOneDay = 200;

    private const string Others = "…";

    public async Task<bool> RunAsync(string directive, string blocked, string page, CancellationToken cancel)
    {
        var day = DateOnly.FromDateTime(clock.Now);
        if (await AddAsync(day, directive, blocked, page, cancel))
        {
            return true;
        }

        if (await db.BrowserReports.CountAsync(r => r.Day == day, cancel) >= MostOfOneDay)
        {
            (directive, blocked, page) = (Others, Others, Others);
            if (await AddAsync(day, directive, blocked, page, cancel))
            {
                return true;
            }
        }

        db.BrowserReports.Add(new BrowserReport { Day = day, Directive = directive, Blocked = blocked, Page = page, Count = 1 });
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private async Task<bool> AddAsync(DateOnly day, string directive, string blocked, string page, CancellationToken cancel)
        => await db.BrowserReports.Where(r => r.Day == day && r.Directive == directive && r.Blocked == blocked && r.Page == page)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Count, r => r.Count + 1), cancel) > 0;
}
