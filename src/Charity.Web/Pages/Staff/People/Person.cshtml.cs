using Charity.Data;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.People;

/// <summary>One colleague: changes roles, shuts the account or opens it again, takes away a second step that was lost. Asks who it is first.</summary>
[Authorize(Policy = StaffPermissions.ManagePeople)]
[ConfirmFirst]
public sealed class PersonModel(CharityDb db, SecondPerson second, UseCases useCases, IWorkClock clock) : StaffPage
{
    public StaffUser Colleague { get; private set; } = new();

    public bool IsMyself => Colleague.Id == MyId;

    public PeopleOutcome? Refused { get; private set; }

    /// <summary>Someone else has to agree to what was just sent.</summary>
    public bool Asked => Refused is PeopleOutcome.AskedColleague or PeopleOutcome.AskedBefore;

    /// <summary>There is another administrator, who agrees first to what gives a say or takes an administrator's away.</summary>
    public bool OthersAgree { get; private set; }

    /// <summary>The colleague may agree to what needs two people.</summary>
    public bool HasASay => second.HasASay(Colleague.Roles);

    public bool IsAdministrator => StaffRoles.Of(Colleague.Roles).Contains(StaffRoles.Administrator);

    /// <summary>Until when a shut administrator counts as the other one; null where they do not.</summary>
    public DateTime? CountsUntil { get; private set; }

    /// <summary>Opening the account again needs another administrator.</summary>
    public bool OpeningNeedsTwo { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
        => await FindAsync(id, cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostRolesAsync(Guid id, List<string> roles, string? reason, CancellationToken cancel)
        => ChangeAsync(id, PeopleSaid.Roles, change => change.SetRolesAsync(id, roles, MyId, reason, cancel), cancel);

    public Task<IActionResult> OnPostDisableAsync(Guid id, CancellationToken cancel)
        => ChangeAsync(id, PeopleSaid.Shut, change => change.ShutAsync(id, MyId, SessionClock.Of(HttpContext), cancel), cancel);

    public Task<IActionResult> OnPostEnableAsync(Guid id, string? reason, CancellationToken cancel)
        => ChangeAsync(id, PeopleSaid.Opened, change => change.OpenAsync(id, MyId, reason, SessionClock.Of(HttpContext), cancel), cancel);

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Whom { get; set; }

    /// <summary>It was the second step that was to be reset.</summary>
    public bool ResetAsked { get; private set; }

    public async Task<IActionResult> OnPostSecondFactorAsync(Guid id, string? reason, CancellationToken cancel)
    {
        ResetAsked = true;
        var outcome = await useCases.RunAsync<ResetSecondFactor, PeopleOutcome>(
            reset => reset.RunAsync(new(id, MyId, reason ?? "", SessionClock.Of(HttpContext)), cancel), cancel);
        clock.Nudge();
        return await AnswerAsync(id, PeopleSaid.Reset, outcome, cancel);
    }

    private async Task<IActionResult> ChangeAsync(Guid id, PeopleSaid done, Func<ChangeRights, Task<PeopleOutcome>> change, CancellationToken cancel)
    {
        var outcome = await useCases.RunAsync(change, cancel);
        clock.Nudge();
        return await AnswerAsync(id, done, outcome, cancel);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, PeopleSaid done, PeopleOutcome outcome, CancellationToken cancel)
    {
        if (outcome == PeopleOutcome.Done)
        {
            (Said, Whom) = (done.ToString(), await db.Users.Where(u => u.Id == id).Select(u => u.DisplayName).SingleAsync(cancel));
            return RedirectToPage("Index");
        }

        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        Refused = outcome;
        Response.StatusCode = Asked ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        var found = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel);
        Colleague = found ?? Colleague;
        OthersAgree = found is not null && await second.AnotherAsync(MyId, cancel);
        if (Colleague.DisabledAt is { } shutAt)
        {
            var now = SessionClock.Of(HttpContext);
            var week = now < shutAt + SecondPerson.StillCounts;
            CountsUntil = IsAdministrator && week ? shutAt + SecondPerson.StillCounts : null;
            OpeningNeedsTwo = OthersAgree && HasASay && !(Colleague.DisabledById == MyId && week);
        }

        return found is not null;
    }
}
