using Charity.Data;
using Charity.Data.Work;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.People;

/// <summary>Invites someone by mail. Asks who it is first: roles are given here.</summary>
[Authorize(Policy = StaffPermissions.ManagePeople)]
[ConfirmFirst]
public sealed class InviteModel(UseCases useCases, IWorkClock clock) : StaffPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Roles { get; set; } = [];

    [BindProperty]
    public string? Reader { get; set; }

    public PeopleOutcome? Refused { get; private set; }

    public void OnGet() => Reader = HttpContext.Language().Code;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var language = Language.TryOf(Reader, out var known) ? known : HttpContext.Language();
        var outcome = await useCases.RunAsync<InvitePerson, PeopleOutcome>(
            invite => invite.RunAsync(new(MyId, Email ?? "", Roles, language.Code), cancel), cancel);
        if (outcome != PeopleOutcome.Done)
        {
            Refused = outcome;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        clock.Nudge();
        return RedirectToPage("Index");
    }
}
