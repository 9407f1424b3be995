using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Changes a colleague's roles, shuts their account or opens it again. Changed roles count from their next request;
/// shutting ends their sessions at once, and who may no longer invite has their open invitations taken back. Another administrator agrees before someone becomes one. Nobody changes their own rights, and whoever acts is an administrator when it is
/// saved: so one always remains.
/// </summary>
public sealed class ChangeRights(
    CharityDb db, PeopleRights rights, Administrators administrators, StaffSessions sessions, AuditLog audit, TimeProvider time)
{
    /// <param name="by">Id of who changes.</param>
    /// <param name="reason">Needed to make an administrator, where another one has to agree.</param>
    public async Task<PeopleOutcome> SetRolesAsync(Guid id, IReadOnlyList<string> roles, Guid by, string? reason, CancellationToken cancel)
    {
        var (user, actor, refused) = await AllowedAsync(id, roles, by, cancel);
        if (user is null || actor is null)
        {
            return refused;
        }

        var (before, after) = (user.Roles, string.Join(',', StaffRoles.All.Where(roles.Contains)));
        var makes = Administrators.Makes(roles, before);
        if (makes && await administrators.AnyoneElseAsync(by, cancel))
        {
            var asked = await administrators.AskAsync(new GrantAdministrator(id, after), reason, actor, cancel);
            await db.SaveChangesAsync(cancel);
            return asked;
        }

        if (!StaffRoles.PermissionsOf(after).Contains(StaffPermissions.ManagePeople, StringComparer.Ordinal))
        {
            await WithdrawInvitationsAsync(user, actor, cancel);
        }

        user.Roles = after;
        return await SaveAsync(user, actor, StaffActions.ChangeRoles, new { roles = before }, new { roles = after }, makes ? Administrators.NobodyElse : null, cancel);
    }

    /// <param name="by">Id of who shuts it.</param>
    /// <param name="now">Real time, as sessions count.</param>
    public async Task<PeopleOutcome> SetDisabledAsync(Guid id, bool disabled, Guid by, DateTime now, CancellationToken cancel)
    {
        var (user, actor, refused) = await AllowedAsync(id, null, by, cancel);
        if (user is null || actor is null)
        {
            return refused;
        }

        var before = user.DisabledAt is not null;
        user.DisabledAt = disabled ? user.DisabledAt ?? time.GetUtcNow().UtcDateTime : null;
        if (disabled)
        {
            await sessions.EndOpenAsync(user.Id, null, now, cancel);
            await WithdrawInvitationsAsync(user, actor, cancel);
        }

        return await SaveAsync(user, actor, disabled ? StaffActions.Disable : StaffActions.Enable, new { disabled = before }, new { disabled }, null, cancel);
    }

    /// <summary>What someone sent who may no longer invite is taken back: or they themselves could come in again by it.</summary>
    private async Task WithdrawInvitationsAsync(StaffUser user, StaffUser actor, CancellationToken cancel)
    {
        foreach (var invitation in await db.StaffInvitations.Where(i => i.InvitedById == user.Id && i.UsedAt == null && i.WithdrawnAt == null).ToListAsync(cancel))
        {
            invitation.Withdraw(time.GetUtcNow().UtcDateTime);
            audit.Add(
                Actor.Staff(actor.Id, actor.DisplayName), StaffActions.WithdrawInvitation, StaffActions.InvitationSubject, invitation.Id,
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

    private async Task<PeopleOutcome> SaveAsync(
        StaffUser user, StaffUser actor, string action, object before, object after, string? reason, CancellationToken cancel)
    {
        user.Touch();
        audit.Add(Actor.Staff(actor.Id, actor.DisplayName), action, StaffActions.Subject, user.Id, before, after, reason);
        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }
}
