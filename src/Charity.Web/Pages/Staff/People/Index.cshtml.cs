using Charity.Data;
using Charity.Data.Work;
using Charity.Staff;
using Charity.Staff.Factors;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.People;

/// <summary>What was done on a page that leads back to the list of people, which says so.</summary>
public enum PeopleSaid
{
    Roles,
    Shut,
    Opened,
    Reset,
    Invited,
    SentAgain,
    Withdrawn,
}

/// <summary>Who works here: roles, second factor, last sign-in.</summary>
[Authorize(Policy = StaffPermissions.ViewPeople)]
public sealed class IndexModel(CharityDb db, UseCases useCases, IWorkClock clock, TimeProvider time) : StaffPage
{
    public sealed record Row(
        Guid Id, string Name, string Email, IReadOnlyList<string> Roles, bool HasApp, int Passkeys, DateTime? LastSignIn, bool Locked, bool Disabled,
        DateTime? CountsUntil);

    public sealed record Invited(Guid Id, string Email, IReadOnlyList<string> Roles, string By, string? AgreedBy, DateTime Until, bool Expired);

    public IReadOnlyList<Row> People { get; private set; } = [];

    public IReadOnlyList<Invited> Invitations { get; private set; } = [];

    public PeopleOutcome? Refused { get; private set; }

    [TempData]
    public string? Said { get; set; }

    [TempData]
    public string? Whom { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        // A lockout runs in real time, as Identity counts it.
        var now = TimeProvider.System.GetUtcNow();
        var users = await db.Users.AsNoTracking()
            .Select(u => new { u.Id, u.DisplayName, u.Email, u.Roles, HasApp = db.HoldersOfApps().Contains(u.Id), Passkeys = db.StaffPasskeys.Count(p => p.UserId == u.Id), u.LastSignInAt, u.LockoutEnd, u.DisabledAt }).ToListAsync(cancel);
        People = [.. users
            .OrderBy(u => u.DisplayName, StringComparer.OrdinalIgnoreCase)
            .Select(u => new Row(
                u.Id, u.DisplayName, u.Email ?? "", StaffRoles.Of(u.Roles), u.HasApp, u.Passkeys, u.LastSignInAt, u.LockoutEnd > now, u.DisabledAt != null,
                u.DisabledAt + SecondPerson.StillCounts is { } until && until > now.UtcDateTime && StaffRoles.Of(u.Roles).Contains(StaffRoles.Administrator) ? until : null))];
        // Links live by the business clock, as the mails do that bring them.
        var today = time.GetUtcNow().UtcDateTime;
        Invitations = [.. (await db.StaffInvitations.AsNoTracking().Where(i => i.UsedAt == null && i.WithdrawnAt == null)
                .OrderByDescending(i => i.Id).ToListAsync(cancel))
            .Select(i => new Invited(i.Id, i.Email, StaffRoles.Of(i.Roles), i.InvitedBy, i.AgreedBy, i.ExpiresAt, !i.CanBeUsed(today)))];
    }

    [ConfirmFirst]
    public Task<IActionResult> OnPostAgainAsync(Guid id, CancellationToken cancel)
        => ChangeAsync(id, PeopleSaid.SentAgain, invitation => invitation.SendAgainAsync(id, MyId, cancel), cancel);

    [ConfirmFirst]
    public Task<IActionResult> OnPostWithdrawAsync(Guid id, CancellationToken cancel)
        => ChangeAsync(id, PeopleSaid.Withdrawn, invitation => invitation.WithdrawAsync(id, MyId, cancel), cancel);

    private async Task<IActionResult> ChangeAsync(Guid id, PeopleSaid done, Func<RenewInvitation, Task<PeopleOutcome>> change, CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.ManagePeople))
        {
            return Forbid();
        }

        var outcome = await useCases.RunAsync(change, cancel);
        if (outcome == PeopleOutcome.Done)
        {
            clock.Nudge();
            (Said, Whom) = (done.ToString(), await db.StaffInvitations.Where(i => i.Id == id).Select(i => i.Email).SingleAsync(cancel));
            return RedirectToPage();
        }

        Refused = outcome;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        await OnGetAsync(cancel);
        return Page();
    }
}
