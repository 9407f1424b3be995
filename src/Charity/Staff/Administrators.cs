using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Nobody makes an administrator alone: a second one agrees first. Where there is only one, there is nobody to ask; then
/// it is done at once, and the audit says so.
/// </summary>
public sealed class Administrators(CharityDb db, ApprovalRequests approvals)
{
    /// <summary>Kept in the audit beside what was done without a second person.</summary>
    internal const string NobodyElse = "No other administrator was there to agree.";

    /// <summary>Whether giving these roles to someone who has those makes an administrator of them.</summary>
    internal static bool Makes(IEnumerable<string> roles, string before)
        => roles.Contains(StaffRoles.Administrator, StringComparer.Ordinal) && !StaffRoles.Of(before).Contains(StaffRoles.Administrator, StringComparer.Ordinal);

    /// <summary>Whether somebody else could agree.</summary>
    internal async Task<bool> AnyoneElseAsync(Guid by, CancellationToken cancel)
        => (await db.Users.Where(u => u.Id != by && u.DisabledAt == null).Select(u => u.Roles).ToListAsync(cancel))
            .Exists(roles => StaffRoles.PermissionsOf(roles).Contains(StaffPermissions.ManagePeople, StringComparer.Ordinal));

    /// <summary>Adds the request; the caller saves.</summary>
    internal async Task<PeopleOutcome> AskAsync<TPayload>(TPayload payload, string? reason, StaffUser by, CancellationToken cancel)
        where TPayload : notnull, IApprovable
        => (await approvals.AddAsync(payload, reason ?? "", Actor.Staff(by.Id, by.DisplayName), cancel)).Result switch
        {
            ApprovalRequestResult.Asked => PeopleOutcome.AskedColleague,
            ApprovalRequestResult.AlreadyPending => PeopleOutcome.AskedBefore,
            _ => PeopleOutcome.NoReason,
        };
}

/// <summary>A colleague is to become an administrator.</summary>
/// <param name="Roles">All that they are to have, joined by commas.</param>
public sealed record GrantAdministrator(Guid UserId, string Roles) : IApprovable
{
    public static string Kind => "staff.administrator";

    public static string Permission => StaffPermissions.ManagePeople;

    public string Subject => UserId.ToString("N");
}

/// <summary>Gives the roles in the names of both.</summary>
internal sealed class GrantAdministratorHandler(CharityDb db, PeopleRights rights, AuditLog audit) : ApprovalHandler<GrantAdministrator>
{
    public override async Task<ApprovalText> DescribeAsync(GrantAdministrator payload, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == payload.UserId, cancel);
        return new ApprovalText(new TextKey("approval.what.staff-administrator"), ("name", user.DisplayName), ("email", user.Email ?? ""));
    }

    public override string AddressOf(GrantAdministrator payload) => "/staff/people/" + payload.UserId;

    public override async Task<ApprovalText?> ApplyAsync(GrantAdministrator payload, ApprovalPeople people, CancellationToken cancel)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == payload.UserId && u.DisabledAt == null, cancel);
        var roles = StaffRoles.Of(payload.Roles);
        // Both must still be administrators, and nobody agrees to their own rise.
        if (user is null || !Administrators.Makes(roles, user.Roles) || people.DecidedBy.Id == payload.Subject
            || !await rights.BothMayAsync(people, roles, cancel))
        {
            return new ApprovalText(new TextKey("approval.changed.staff-administrator"));
        }

        var before = user.Roles;
        user.Roles = payload.Roles;
        user.Touch();
        audit.Add(
            people.DecidedBy, StaffActions.ChangeRoles, StaffActions.Subject, user.Id,
            before: new { roles = before }, after: new { roles = user.Roles, askedBy = people.RequestedBy.Name }, people.Reason);
        return null;
    }
}

/// <summary>Someone is to be invited as an administrator.</summary>
/// <param name="Roles">Joined by commas.</param>
/// <param name="Language">Of the mail.</param>
public sealed record InviteAdministrator(string Email, string Roles, string Language) : IApprovable
{
    public static string Kind => "staff.invite-administrator";

    public static string Permission => StaffPermissions.ManagePeople;

    public string Subject => Email.Trim().ToLowerInvariant();
}

/// <summary>Invites in the name of who asked.</summary>
internal sealed class InviteAdministratorHandler(PeopleRights rights, InvitePerson invite) : ApprovalHandler<InviteAdministrator>
{
    public override Task<ApprovalText> DescribeAsync(InviteAdministrator payload, CancellationToken cancel)
        => Task.FromResult(new ApprovalText(new TextKey("approval.what.staff-invite-administrator"), ("email", payload.Email)));

    public override string AddressOf(InviteAdministrator payload) => "/staff/people";

    public override async Task<ApprovalText?> ApplyAsync(InviteAdministrator payload, ApprovalPeople people, CancellationToken cancel)
    {
        var roles = StaffRoles.Of(payload.Roles);
        return await rights.BothMayAsync(people, roles, cancel)
               && await invite.AddAsync(people.RequestedBy, payload.Email, roles, payload.Language, people.Reason, people.DecidedBy.Name, cancel) == PeopleOutcome.Done
            ? null
            : new ApprovalText(new TextKey("approval.changed.staff-invite-administrator"));
    }
}
