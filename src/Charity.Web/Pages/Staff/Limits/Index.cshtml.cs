using Charity.Accounting;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Limits;
using Charity.Donations.Attacks;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Limits;

/// <summary>Attack mode, on and off; what it holds back; what the limits count; what browsers report.</summary>
[Authorize(Policy = StaffPermissions.ViewLimits)]
public sealed class IndexModel(
    CharityDb db, UseCases useCases, AttackSigns signs, AttackWatch watch, LimitClock clock, SiteFacts facts, TimeProvider time) : StaffPage
{
    private const int Shown = 50;
    private const int Turns = 10;

    /// <summary>A gift that was held, as staff need it: whose it is stands on its own page.</summary>
    public sealed record HeldRow(Guid Id, DateTime At, Money Amount, LocalizedText Campaign, string State);

    /// <param name="Most">Of the key with most, in the window that is now.</param>
    /// <param name="Keys">Addresses, accounts or people counted in it.</param>
    /// <param name="Refused">Within the last 24 hours.</param>
    public sealed record CounterRow(string Policy, int Most, int Keys, long Refused);

    public AttackState State { get; private set; } = new();

    public bool IsOn { get; private set; }

    /// <summary>What the program saw when it began the mode by itself, for each reader in their language.</summary>
    public ExceptionItem? Finding { get; private set; }

    public AttackFigures Figures { get; private set; } = null!;

    public IReadOnlyList<HeldRow> Held { get; private set; } = [];

    public IReadOnlyList<CounterRow> Counters { get; private set; } = [];

    public IReadOnlyList<BrowserReport> Reports { get; private set; } = [];

    public IReadOnlyList<AuditRow> History { get; private set; } = [];

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    /// <summary>Typed, and shown again beside what is wrong with it.</summary>
    public string? Reason { get; private set; }

    public SwitchAttackMode.Outcome? Refused { get; private set; }

    [TempData]
    public string? Said { get; set; }

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    [ConfirmFirst]
    public Task<IActionResult> OnPostBeginAsync(int hours, string? reason, CancellationToken cancel)
        => SwitchAsync("staff.limits.begun", reason, change => change.BeginAsync(Me, hours, reason, cancel), cancel);

    [ConfirmFirst]
    public Task<IActionResult> OnPostEndAsync(int hours, string? reason, CancellationToken cancel)
        => SwitchAsync("staff.limits.ended", reason, change => change.EndAsync(Me, hours, reason, cancel), cancel);

    private async Task<IActionResult> SwitchAsync(string said, string? reason, Func<SwitchAttackMode, Task<SwitchAttackMode.Outcome>> change, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ManageLimits))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync(change, cancel);
        watch.Forget();
        if (outcome is SwitchAttackMode.Outcome.Done or SwitchAttackMode.Outcome.NothingToDo)
        {
            Said = said;
            return RedirectToPage();
        }

        (Refused, Reason) = (outcome, reason);
        await LoadAsync(cancel);
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        Site = await facts.GetAsync(cancel);
        State = await db.AttackStates.AsNoTracking().SingleOrDefaultAsync(cancel) ?? State;
        IsOn = State.IsOn(now);
        if (State is { Automatic: true, Since: { } since })
        {
            var subject = ExceptionSubject.Attack(since);
            Finding = await db.Exceptions.AsNoTracking().SingleOrDefaultAsync(e => e.Kind == ExceptionKind.CardTesting && e.Subject == subject, cancel);
        }

        Figures = await signs.ReadAsync(cancel);
        var held = await (from h in db.GiftHolds.AsNoTracking()
                          join d in db.Donations.AsNoTracking() on h.DonationId equals d.Id
                          join c in db.Campaigns.AsNoTracking() on d.CampaignId equals c.Id
                          orderby h.CreatedAt descending
                          select new { Hold = h, d.AmountMinor, d.Currency, c.Title }).Take(Shown).ToListAsync(cancel);
        Held = held.ConvertAll(row => new HeldRow(row.Hold.DonationId, row.Hold.CreatedAt, new Money(row.AmountMinor, Currency.Of(row.Currency)), row.Title, StateOf(row.Hold, now)));
        Counters = await CountersAsync(cancel);
        Reports = await db.BrowserReports.AsNoTracking().OrderByDescending(r => r.Day).ThenByDescending(r => r.Count).Take(Shown).ToListAsync(cancel);
        History = await db.Audit.AsNoTracking()
            .Where(a => a.Subject == SwitchAttackMode.Subject + ":mode").OrderByDescending(a => a.Id).Take(Turns).ToListAsync(cancel);
    }

    private static string StateOf(GiftHold hold, DateTime now) => hold switch
    {
        { ConfirmedAt: not null } => "confirmed",
        { MailedAt: null } when hold.IsOpen(now) => "no-mail",
        _ => hold.IsOpen(now) ? "waits" : "lapsed",
    };

    private async Task<IReadOnlyList<CounterRow>> CountersAsync(CancellationToken cancel)
    {
        var (now, day) = (clock.Now, clock.Now.AddDays(-1));
        // An hour holds the present window of every policy.
        var hour = now.AddHours(-1);
        var recent = await db.LimitCounts.AsNoTracking().Where(c => c.WindowStart > hour && !c.Policy.StartsWith(SharedLimits.RefusedPrefix))
            .GroupBy(c => c.Policy).Select(g => new { Policy = g.Key, Newest = g.Max(c => c.WindowStart) }).ToListAsync(cancel);
        var refused = await db.LimitCounts.AsNoTracking().Where(c => c.WindowStart > day && c.Policy.StartsWith(SharedLimits.RefusedPrefix))
            .GroupBy(c => c.Policy).Select(g => new { Policy = g.Key.Substring(SharedLimits.RefusedPrefix.Length), Sum = g.Sum(c => (long)c.Count) }).ToListAsync(cancel);
        var rows = new List<CounterRow>();
        foreach (var policy in recent.Select(r => r.Policy).Union(refused.Select(r => r.Policy)).Order(StringComparer.Ordinal))
        {
            var window = recent.Find(r => r.Policy == policy)?.Newest;
            var counts = window is null ? [] : await db.LimitCounts.AsNoTracking().Where(c => c.Policy == policy && c.WindowStart == window)
                .GroupBy(c => c.Policy).Select(g => new { Most = g.Max(c => c.Count), Keys = g.Count() }).ToListAsync(cancel);
            rows.Add(new CounterRow(policy, counts is [var one] ? one.Most : 0, counts is [var all] ? all.Keys : 0, refused.Find(r => r.Policy == policy)?.Sum ?? 0));
        }

        return rows;
    }
}
