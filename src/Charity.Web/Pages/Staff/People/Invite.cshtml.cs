using Charity.Data;
using Charity.Data.Work;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.People;

/// <summary>Invites someone by mail. Asks for a fresh code first: roles are given here.</summary>
[Authorize(Policy = StaffPermissions.ManagePeople)]
public sealed class InviteModel(UseCases useCases, IWorkClock clock) : StaffPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Roles { get; set; } = [];

    [BindProperty]
    public string? Reader { get; set; }

    public PeopleOutcome? Refused { get; private set; }

    public IActionResult OnGet()
    {
        Reader = HttpContext.Language().Code;
        return HttpContext.ConfirmedLately() ? Page() : Confirm();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!HttpContext.ConfirmedLately())
        {
            return Confirm();
        }

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

    private RedirectToPageResult Confirm() => RedirectToPage("/Staff/Account/Confirm", new { returnUrl = "/staff/people/invite" });
}
