using Charity.Data;
using Charity.Data.Approvals;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.ByTwo;

/// <summary>The shut account of someone who has a say is to be opened again.</summary>
public sealed record OpenAccountByTwo(Guid UserId) : IApprovable
{
    public static string Kind => "staff.open-account";

    public static string Permission => StaffPermissions.ManagePeople;

    public string Subject => UserId.ToString("N");
}

/// <summary>Opens it in the names of both.</summary>
internal sealed class OpenAccountByTwoHandler(CharityDb db, PeopleRights rights, ChangeRights change) : ApprovalHandler<OpenAccountByTwo>
{
    public override async Task<ApprovalText> DescribeAsync(OpenAccountByTwo payload, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == payload.UserId, cancel);
        return new ApprovalText(
            new TextKey("approval.what.staff-open-account"), ("name", user.DisplayName), ("email", user.Email ?? ""), ("roles", StaffRoles.Names(user.Roles)));
    }

    public override string AddressOf(OpenAccountByTwo payload) => "/staff/people/" + payload.UserId;

    public override async Task<ApprovalText?> ApplyAsync(OpenAccountByTwo payload, ApprovalPeople people, CancellationToken cancel)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == payload.UserId && u.DisabledAt != null, cancel);
        if (user is null || !await rights.BothMayAsync(people, PeopleRights.RolesOf(user), cancel))
        {
            return new ApprovalText(new TextKey("approval.changed.staff-open-account"));
        }

        change.ApplyOpen(user, people.DecidedBy, people.RequestedBy, people.Reason);
        return null;
    }
}
