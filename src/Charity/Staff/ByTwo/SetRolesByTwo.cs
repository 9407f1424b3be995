using Charity.Data;
using Charity.Data.Approvals;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.ByTwo;

/// <summary>A colleague is to get a say, or to be an administrator no longer.</summary>
/// <param name="Roles">All that they are to have, joined by commas.</param>
public sealed record SetRolesByTwo(Guid UserId, string Roles) : IApprovable
{
    public static string Kind => "staff.roles";

    public static string Permission => StaffPermissions.ManagePeople;

    public string Subject => UserId.ToString("N");
}

/// <summary>Sets the roles in the names of both.</summary>
internal sealed class SetRolesByTwoHandler(CharityDb db, PeopleRights rights, ChangeRights change) : ApprovalHandler<SetRolesByTwo>
{
    public override async Task<ApprovalText> DescribeAsync(SetRolesByTwo payload, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == payload.UserId, cancel);
        return new ApprovalText(
            new TextKey("approval.what.staff-roles"), ("name", user.DisplayName), ("email", user.Email ?? ""), ("roles", StaffRoles.Names(payload.Roles)),
            ("before", StaffRoles.Names(user.Roles)));
    }

    public override string AddressOf(SetRolesByTwo payload) => "/staff/people/" + payload.UserId;

    public override async Task<ApprovalText?> ApplyAsync(SetRolesByTwo payload, ApprovalPeople people, CancellationToken cancel)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == payload.UserId, cancel);
        // An administrator may agree themselves to be one no longer; to a rise nobody can who has no say yet.
        if (user is null || user.Roles == payload.Roles
            || !await rights.BothMayAsync(people, [.. StaffRoles.Of(payload.Roles), .. PeopleRights.RolesOf(user)], cancel))
        {
            return new ApprovalText(new TextKey("approval.changed.staff-roles"));
        }

        await change.ApplyRolesAsync(user, payload.Roles, people.DecidedBy, people.RequestedBy, people.Reason, cancel);
        return null;
    }
}
