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
public sealed class InviteModel(SecondPerson second, UseCases useCases, IWorkClock clock) : StaffPage
{
    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Roles { get; set; } = [];

    /// <summary>Why someone is to have a say.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Reader { get; set; }

    public PeopleOutcome? Refused { get; private set; }

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Whom { get; set; }

    /// <summary>Someone else has to agree to what was just sent.</summary>
    public bool Asked => Refused is PeopleOutcome.AskedColleague or PeopleOutcome.AskedBefore;

    /// <summary>There is another administrator, who agrees first where the roles give a say.</summary>
    public bool OthersAgree { get; private set; }

    public Task OnGetAsync(CancellationToken cancel)
    {
        Reader = HttpContext.Language().Code;
        return LoadAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var language = Language.TryOf(Reader, out var known) ? known : HttpContext.Language();
        var outcome = await useCases.RunAsync<InvitePerson, PeopleOutcome>(
            invite => invite.RunAsync(new(MyId, Email ?? "", Roles, language.Code, Reason), cancel), cancel);
        if (outcome != PeopleOutcome.Done)
        {
            Refused = outcome;
            await LoadAsync(cancel);
            Response.StatusCode = Asked ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
            return Page();
        }

        clock.Nudge();
        (Said, Whom) = (nameof(PeopleSaid.Invited), Email);
        return RedirectToPage("Index");
    }

    private async Task LoadAsync(CancellationToken cancel)
        => OthersAgree = await second.AnotherAsync(MyId, cancel);
}
