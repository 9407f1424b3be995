using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Changes a colleague's roles, shuts their account or opens it again. Changed roles count from their next request;
/// shutting ends their sessions at once. Nobody changes their own rights, and whoever acts is an administrator when it is
/// saved: so one always remains.
/// </summary>
public sealed class ChangeRights(CharityDb db, PeopleRights rights, StaffSessions sessions, AuditLog audit, TimeProvider time)
{
    /// <param name="by">Id of who changes.</param>
    public Task<PeopleOutcome> SetRolesAsync(Guid id, IReadOnlyList<string> roles, Guid by, CancellationToken cancel)
        => ChangeAsync(id, roles, by, StaffActions.ChangeRoles, user =>
        {
            var (before, after) = (user.Roles, string.Join(',', StaffRoles.All.Where(roles.Contains)));
            user.Roles = after;
            return (new { roles = before }, new { roles = after });
        }, cancel);

    /// <param name="by">Id of who shuts it.</param>
    /// <param name="now">Real time, as sessions count.</param>
    public Task<PeopleOutcome> SetDisabledAsync(Guid id, bool disabled, Guid by, DateTime now, CancellationToken cancel)
        => ChangeAsync(id, null, by, disabled ? StaffActions.Disable : StaffActions.Enable, async user =>
        {
            var before = user.DisabledAt is not null;
            user.DisabledAt = disabled ? user.DisabledAt ?? time.GetUtcNow().UtcDateTime : null;
            if (disabled)
            {
                await sessions.EndOpenAsync(user.Id, null, now, cancel);
            }

            return (new { disabled = before }, new { disabled });
        }, cancel);

    private Task<PeopleOutcome> ChangeAsync(
        Guid id, IReadOnlyList<string>? roles, Guid by, string action, Func<StaffUser, (object Before, object After)> change, CancellationToken cancel)
        => ChangeAsync(id, roles, by, action, user => Task.FromResult(change(user)), cancel);

    private async Task<PeopleOutcome> ChangeAsync(
        Guid id, IReadOnlyList<string>? roles, Guid by, string action, Func<StaffUser, Task<(object Before, object After)>> change, CancellationToken cancel)
    {
        if (await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancel) is not { } user)
        {
            return PeopleOutcome.NotFound;
        }

        if (id == by)
        {
            return PeopleOutcome.Oneself;
        }

        var (actor, refused) = await rights.OverAsync(by, user, cancel);
        if (actor is not null && roles is not null)
        {
            (actor, refused) = await rights.CheckAsync(by, roles, cancel);
        }

        if (actor is null)
        {
            return refused;
        }

        var (before, after) = await change(user);
        user.Touch();
        audit.Add(Actor.Staff(actor.Id, actor.DisplayName), action, StaffActions.Subject, user.Id, before, after);
        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }
}
