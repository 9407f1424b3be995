using Charity.Data;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.People;

/// <summary>Who did what, newest first. Filters and place stand in the address, so that a view can be kept and passed on.</summary>
[Authorize(Policy = StaffPermissions.ViewAudit)]
public sealed class AuditModel(CharityDb db, SiteFacts facts) : StaffPage
{
    public const int PageSize = 50;

    public sealed record Row(
        long Id, DateTime At, string ActorId, string ActorName, string Action, string Subject, AuditSubject About, string? Reason,
        IReadOnlyList<AuditFact> Facts);

    /// <summary>Id of whoever did it, as the audit keeps it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Person { get; set; }

    /// <summary>Kind and id of what it was done to.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    /// <summary>Shows lines older than this one.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyDictionary<string, string> People { get; private set; } = new Dictionary<string, string>();
    public long? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (Person, Subject) = (Trimmed(Person), Trimmed(Subject));
        People = (await db.Users.AsNoTracking().OrderBy(u => u.DisplayName).Select(u => new { u.Id, u.DisplayName }).ToListAsync(cancel))
            .ToDictionary(u => u.Id.ToString("N"), u => u.DisplayName);
        var lines = db.Audit.AsNoTracking();
        if (Person is { } person)
        {
            lines = lines.Where(a => a.ActorId == person);
        }

        if (Subject is { } subject)
        {
            lines = lines.Where(a => a.Subject == subject);
        }

        if (Before is { } before)
        {
            lines = lines.Where(a => a.Id < before);
        }

        var found = await lines.OrderByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(cancel);
        var subjects = new AuditSubjects(db, HttpContext.Language(), (await facts.GetAsync(cancel)).DefaultLanguage, User.May(StaffPermissions.ViewGifts));
        var about = await subjects.OfAsync([.. found.Select(a => a.Subject)], People, cancel);
        Rows = [.. found.Take(PageSize).Select(a => new Row(
            a.Id, a.At, a.ActorId, a.ActorName, a.Action, a.Subject, about[a.Subject], a.Reason, AuditFact.Of(a.Detail)))];
        Next = found.Count > PageSize ? Rows[^1].Id : null;
    }

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 and <= 128 } trimmed ? trimmed : null;
}
