using Charity.Data.Audit;
using Microsoft.AspNetCore.Identity;

namespace Charity.Staff;

/// <summary>
/// Changes a colleague's roles, shuts their account or opens it again. The new security stamp ends their sessions at the
/// next request that is checked: within five minutes.
/// </summary>
public sealed class ChangeRights(UserManager<StaffUser> users, PeopleRights rights, AuditLog audit, TimeProvider time)
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
    public Task<PeopleOutcome> SetDisabledAsync(Guid id, bool disabled, Guid by, CancellationToken cancel)
        => ChangeAsync(id, null, by, disabled ? StaffActions.Disable : StaffActions.Enable, user =>
        {
            var before = user.DisabledAt is not null;
            user.DisabledAt = disabled ? user.DisabledAt ?? time.GetUtcNow().UtcDateTime : null;
            return (new { disabled = before }, new { disabled });
        }, cancel);

    private async Task<PeopleOutcome> ChangeAsync(
        Guid id, IReadOnlyList<string>? roles, Guid by, string action, Func<StaffUser, (object Before, object After)> change, CancellationToken cancel)
    {
        if (await users.FindByIdAsync(id.ToString()) is not { } user)
        {
            return PeopleOutcome.NotFound;
        }

        if (id == by)
        {
            return PeopleOutcome.Oneself;
        }

        // Also what is taken away must be one's own to give: a lesser manager does not shut out a greater.
        var held = StaffRoles.Of(user.Roles).Where(StaffRoles.All.Contains);
        var (actor, refused) = await rights.CheckAsync(by, roles is null ? [.. held] : roles, cancel);
        if (actor is null)
        {
            return refused;
        }

        if (roles is not null && (await rights.CheckAsync(by, [.. held.DefaultIfEmpty(StaffRoles.Editor)], cancel)) is { By: null, Refused: var why })
        {
            return why;
        }

        var (before, after) = change(user);
        audit.Add(Actor.Staff(actor.Id, actor.DisplayName), action, StaffActions.Subject, user.Id, before, after);
        // Saves all three: the change, its line and the stamp.
        var saved = await users.UpdateSecurityStampAsync(user);
        return saved.Succeeded ? PeopleOutcome.Done : throw new InvalidOperationException($"The account {id} was not changed: {string.Join(", ", saved.Errors.Select(e => e.Code))}.");
    }
}
