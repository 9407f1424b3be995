using Charity.Data;
using Charity.Exceptions;
using Charity.Reconciliation;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Which findings a list shows. The names stand in addresses.</summary>
public enum ExceptionView
{
    Open,

    /// <summary>Open, and waits longer than its severity allows.</summary>
    Late,
    Closed,
}

/// <summary>Everything that needs a person: the gravest first, then the oldest.</summary>
[Authorize(Policy = StaffPermissions.ViewWork)]
public sealed class ExceptionsModel(CharityDb db, Causes causes, UseCases useCases, TimeProvider time) : StaffPage
{
    public const int PageSize = 50;

    /// <summary>Value of <see cref="Owner"/>: those that are mine, those that are nobody's.</summary>
    public const string Mine = "me", Nobodys = "nobody";

    [BindProperty(SupportsGet = true)]
    public ExceptionView View { get; set; }

    [BindProperty(SupportsGet = true)]
    public ExceptionKind? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public ExceptionSeverity? Severity { get; set; }

    /// <summary><see cref="Mine"/>, <see cref="Nobodys"/>, or a colleague's id.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Owner { get; set; }

    /// <summary>Shows what comes after this place.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Shows what comes before this place.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public IReadOnlyList<ExceptionItem> Items { get; private set; } = [];
    public IReadOnlyDictionary<Guid, CauseEnd> Gone { get; private set; } = new Dictionary<Guid, CauseEnd>();

    /// <summary>Until when a dispute must be answered, by the finding's id.</summary>
    public IReadOnlyDictionary<Guid, DateTime> DueBy { get; private set; } = new Dictionary<Guid, DateTime>();

    /// <summary>Where the next page and the one before begin; null where there is none.</summary>
    public string? Next { get; private set; }

    /// <inheritdoc cref="Next"/>
    public string? Previous { get; private set; }

    public DateTime Now => time.GetUtcNow().UtcDateTime;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Owner = Owner is { Length: > 0 and <= 100 } ? Owner : null;
        var now = Now;
        var found = View == ExceptionView.Late ? db.LateExceptions(now)
            : db.Exceptions.Where(e => View == ExceptionView.Closed ? e.ExplainedAt != null : e.ExplainedAt == null);
        found = found.Where(e => (Kind == null || e.Kind == Kind) && (Severity == null || e.Severity == Severity));
        var owner = Owner == Mine ? Me.Id : Owner;
        found = Owner is null ? found : Owner == Nobodys ? found.Where(e => e.OwnerId == null) : found.Where(e => e.OwnerId == owner);
        var list = new ExceptionWalk(found.AsNoTracking(), closed: View == ExceptionView.Closed);
        var page = await list.ReadAsync(PageSize, ExceptionPlace.Parse(After), ExceptionPlace.Parse(Before), cancel);
        Items = page.Rows;
        Next = page.More ? list.PlaceOf(Items[^1]).ToString() : null;
        Previous = page.Earlier ? list.PlaceOf(Items[0]).ToString() : null;
        Gone = await causes.GoneAsync(Items, cancel);
        DueBy = await LateFindings.DueByAsync(db, Items, Gone, cancel);
    }

    /// <summary>Takes a finding on.</summary>
    public async Task<IActionResult> OnPostTakeAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.CloseExceptions))
        {
            return Forbid();
        }

        await useCases.RunAsync<TendException, ExceptionOutcome>(tend => tend.AssignAsync(id, Me, Me, cancel), cancel);
        return Back();
    }

    /// <summary>Closes one whose cause is gone, in one step.</summary>
    public async Task<IActionResult> OnPostSettleAsync(Guid id, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.CloseExceptions))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync<CloseException, CloseException.Outcome>(close => close.RunAsync(id, null, Me, cancel), cancel);
        return outcome.Result == ExceptionOutcome.TextMissing ? RedirectToPage("Exception", new { id }) : Back();
    }

    private RedirectToPageResult Back()
        => RedirectToPage(new { view = View == ExceptionView.Open ? (ExceptionView?)null : View, kind = Kind, severity = Severity, owner = Owner, after = After, before = Before });
}
