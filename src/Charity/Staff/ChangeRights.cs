using Charity.Data;
using Charity.Data.Audit;
using Charity.Staff.ByTwo;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Changes a colleague's roles, shuts their account or opens it again, and tells them by mail. Changed roles count from
/// their next request; shutting ends their sessions at once, and who may no longer invite has their open invitations taken
/// back. A second administrator agrees to whatever gives someone a say or makes an administrator one no longer
/// (<see cref="SecondPerson"/>); to shut an account, one is enough. Nobody changes their own rights, and whoever acts is an
/// administrator when it is saved: so one always remains.
/// </summary>
public sealed class ChangeRights(
    CharityDb db, PeopleRights rights, SecondPerson second, StaffSessions sessions, SecurityNotices notices, AuditLog audit, TimeProvider time)
{
    /// <param name="by">Id of who changes.</param>
    /// <param name="reason">Needed where another administrator has to agree.</param>
    public async Task<PeopleOutcome> SetRolesAsync(Guid id, IReadOnlyList<string> roles, Guid by, string? reason, CancellationToken cancel)
    {
        var (user, actor, refused) = await AllowedAsync(id, roles, by, cancel);
        if (user is null || actor is null)
        {
            return refused;
        }

        var (before, after) = (user.Roles, string.Join(',', StaffRoles.All.Where(roles.Contains)));
        if (before == after)
        {
            return PeopleOutcome.Done;
        }

        var byTwo = second.GivesASay(before, after) || (SecondPerson.IsAdministrator(before) && !SecondPerson.IsAdministrator(after));
        var outcome = PeopleOutcome.Done;
        if (byTwo && await second.AnotherAsync(by, cancel))
        {
            outcome = await second.AskAsync(new SetRolesByTwo(id, after), reason, actor, cancel);
        }
        else
        {
            await ApplyRolesAsync(user, after, By(actor), null, byTwo ? SecondPerson.NobodyElse : null, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return outcome;
    }

    /// <summary>
    /// Shuts the account at once, whoever it is: one administrator alone must be able to stop an account that someone else
    /// has got hold of. For a week nothing is gained by it: a shut administrator goes on counting as the other one.
    /// </summary>
    /// <param name="by">Id of who shuts it.</param>
    /// <param name="now">Real time, as sessions count.</param>
    public async Task<PeopleOutcome> ShutAsync(Guid id, Guid by, DateTime now, CancellationToken cancel)
    {
        var (user, actor, refused) = await AllowedAsync(id, null, by, cancel);
        if (user is null || actor is null)
        {
            return refused;
        }

        if (user.DisabledAt is not null)
        {
            return PeopleOutcome.Done;
        }

        user.Shut(by, now);
        user.Touch();
        await sessions.EndOpenAsync(user.Id, null, now, cancel);
        await WithdrawInvitationsAsync(user, By(actor), cancel);
        audit.Add(By(actor), StaffActions.Disable, StaffActions.Subject, user.Id, before: new { disabled = false }, after: new { disabled = true });
        notices.Add(SecurityNotice.AccountShut, user, actor.Id);
        if (SecondPerson.IsAdministrator(user.Roles))
        {
            await notices.TellOthersAsync(SecurityNotice.AdministratorShut, user, actor.Id, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }

    /// <summary>
    /// Opens a shut account again. Where its roles give a say, a second administrator agrees, except within a week to whoever
    /// shut it: then it is as it was.
    /// </summary>
    /// <param name="by">Id of who opens it.</param>
    /// <param name="reason">Needed where another administrator has to agree.</param>
    /// <param name="now">Real time.</param>
    public async Task<PeopleOutcome> OpenAsync(Guid id, Guid by, string? reason, DateTime now, CancellationToken cancel)
    {
        var (user, actor, refused) = await AllowedAsync(id, null, by, cancel);
        if (user is null || actor is null)
        {
            return refused;
        }

        if (user.DisabledAt is not { } shutAt)
        {
            return PeopleOutcome.Done;
        }

        var byTwo = second.HasASay(user.Roles) && !(user.DisabledById == by && now < shutAt + SecondPerson.StillCounts);
        var outcome = PeopleOutcome.Done;
        if (byTwo && await second.AnotherAsync(by, cancel))
        {
            outcome = await second.AskAsync(new OpenAccountByTwo(id), reason, actor, cancel);
        }
        else
        {
            ApplyOpen(user, By(actor), null, byTwo ? SecondPerson.NobodyElse : null);
        }

        await db.SaveChangesAsync(cancel);
        return outcome;
    }

    /// <summary>Sets the roles, with its line and mail; the caller saves.</summary>
    /// <param name="askedBy">Where two agreed: who asked; <paramref name="by"/> then is who agreed.</param>
    internal async Task ApplyRolesAsync(StaffUser user, string after, Actor by, Actor? askedBy, string? reason, CancellationToken cancel)
    {
        var before = user.Roles;
        user.Roles = after;
        user.Touch();
        audit.Add(by, StaffActions.ChangeRoles, StaffActions.Subject, user.Id, before: new { roles = before }, after: new { roles = after, askedBy = askedBy?.Name }, reason);
        notices.Add(SecurityNotice.RolesChanged, user, Guid.ParseExact(by.Id, "N"));
        if (!SecondPerson.IsAdministrator(after))
        {
            await WithdrawInvitationsAsync(user, by, cancel);
        }
    }

    /// <summary>Opens the account, with its line and mail; the caller saves.</summary>
    /// <inheritdoc cref="ApplyRolesAsync"/>
    internal void ApplyOpen(StaffUser user, Actor by, Actor? askedBy, string? reason)
    {
        user.Open();
        user.Touch();
        audit.Add(by, StaffActions.Enable, StaffActions.Subject, user.Id, before: new { disabled = true }, after: new { disabled = false, askedBy = askedBy?.Name }, reason);
        notices.Add(SecurityNotice.AccountOpened, user, Guid.TryParseExact(by.Id, "N", out var id) ? id : null);
    }

    /// <summary>What someone sent who may no longer invite is taken back: or they themselves could come in again by it.</summary>
    private async Task WithdrawInvitationsAsync(StaffUser user, Actor by, CancellationToken cancel)
    {
        foreach (var invitation in await db.StaffInvitations.Where(i => i.InvitedById == user.Id && i.UsedAt == null && i.WithdrawnAt == null).ToListAsync(cancel))
        {
            invitation.Withdraw(time.GetUtcNow().UtcDateTime);
            audit.Add(
                by, StaffActions.WithdrawInvitation, StaffActions.InvitationSubject, invitation.Id,
                after: new { email = invitation.Email, invitedBy = invitation.InvitedBy });
        }
    }

    private async Task<(StaffUser? User, StaffUser? Actor, PeopleOutcome Refused)> AllowedAsync(
        Guid id, IReadOnlyList<string>? roles, Guid by, CancellationToken cancel)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancel) is not { } user)
        {
            return (null, null, PeopleOutcome.NotFound);
        }

        if (id == by)
        {
            return (null, null, PeopleOutcome.Oneself);
        }

        var (actor, refused) = await rights.OverAsync(by, user, cancel);
        if (actor is not null && roles is not null)
        {
            (actor, refused) = await rights.CheckAsync(by, roles, cancel);
        }

        return (user, actor, refused);
    }

    private static Actor By(StaffUser actor) => Actor.Staff(actor.Id, actor.DisplayName);
}
