using Charity.Data;
using Charity.Data.Approvals;
using Charity.Languages;
using Charity.Staff.Factors;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.ByTwo;

/// <summary>The second factors of someone who has a say are to be taken away: then their password alone leads to new ones.</summary>
public sealed record ResetSecondFactorByTwo(Guid UserId) : IApprovable
{
    public static string Kind => "staff.reset-second-factor";

    public static string Permission => StaffPermissions.ManagePeople;

    public string Subject => UserId.ToString("N");
}

/// <summary>Takes them away in the names of both.</summary>
internal sealed class ResetSecondFactorByTwoHandler(CharityDb db, PeopleRights rights, ResetSecondFactor reset) : ApprovalHandler<ResetSecondFactorByTwo>
{
    public override async Task<ApprovalText> DescribeAsync(ResetSecondFactorByTwo payload, CancellationToken cancel)
    {
        var user = await db.Users.AsNoTracking().SingleAsync(u => u.Id == payload.UserId, cancel);
        return new ApprovalText(new TextKey("approval.what.staff-reset-second-factor"), ("name", user.DisplayName), ("email", user.Email ?? ""));
    }

    public override string AddressOf(ResetSecondFactorByTwo payload) => "/staff/people/" + payload.UserId;

    public override async Task<ApprovalText?> ApplyAsync(ResetSecondFactorByTwo payload, ApprovalPeople people, CancellationToken cancel)
    {
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == payload.UserId && u.TwoFactorEnabled, cancel);
        // Whoever could agree themselves has a second factor and needs no reset.
        if (user is null || people.DecidedBy.Id == payload.Subject || !await rights.BothMayAsync(people, PeopleRights.RolesOf(user), cancel))
        {
            return new ApprovalText(new TextKey("approval.changed.staff-reset-second-factor"));
        }

        await reset.ApplyAsync(user, people.DecidedBy, people.RequestedBy, people.Reason, TimeProvider.System.GetUtcNow().UtcDateTime, cancel);
        return null;
    }
}
