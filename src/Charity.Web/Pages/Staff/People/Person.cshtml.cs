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
public sealed class PersonModel(CharityDb db, UseCases useCases, IWorkClock clock) : StaffPage
{
    public StaffUser Colleague { get; private set; } = new();

    public bool IsMyself => Colleague.Id == MyId;

    public PeopleOutcome? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
        => await FindAsync(id, cancel) ? Page() : NotFound();

    public Task<IActionResult> OnPostRolesAsync(Guid id, List<string> roles, CancellationToken cancel)
        => ChangeAsync(id, change => change.SetRolesAsync(id, roles, MyId, cancel), cancel);

    public Task<IActionResult> OnPostDisableAsync(Guid id, CancellationToken cancel)
        => ChangeAsync(id, change => change.SetDisabledAsync(id, true, MyId, SessionClock.Of(HttpContext), cancel), cancel);

    public Task<IActionResult> OnPostEnableAsync(Guid id, CancellationToken cancel)
        => ChangeAsync(id, change => change.SetDisabledAsync(id, false, MyId, SessionClock.Of(HttpContext), cancel), cancel);

    public async Task<IActionResult> OnPostSecondFactorAsync(Guid id, string? reason, CancellationToken cancel)
    {
        var outcome = await useCases.RunAsync<ResetSecondFactor, PeopleOutcome>(
            reset => reset.RunAsync(new(id, MyId, reason ?? "", SessionClock.Of(HttpContext)), cancel), cancel);
        clock.Nudge();
        return await AnswerAsync(id, outcome, cancel);
    }

    private async Task<IActionResult> ChangeAsync(Guid id, Func<ChangeRights, Task<PeopleOutcome>> change, CancellationToken cancel)
        => await AnswerAsync(id, await useCases.RunAsync(change, cancel), cancel);

    private async Task<IActionResult> AnswerAsync(Guid id, PeopleOutcome outcome, CancellationToken cancel)
    {
        if (outcome == PeopleOutcome.Done)
        {
            return RedirectToPage("Index");
        }

        if (!await FindAsync(id, cancel))
        {
            return NotFound();
        }

        Refused = outcome;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> FindAsync(Guid id, CancellationToken cancel)
    {
        var found = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, cancel);
        Colleague = found ?? Colleague;
        return found is not null;
    }
}
