using Charity.Data.Approvals;
using Charity.Languages;

namespace Charity.Staff.ByTwo;

/// <summary>Someone is to be invited with roles that give them a say.</summary>
/// <param name="Roles">Joined by commas.</param>
/// <param name="Language">Of the mail.</param>
public sealed record InviteByTwo(string Email, string Roles, string Language) : IApprovable
{
    public static string Kind => "staff.invite";

    public static string Permission => StaffPermissions.ManagePeople;

    /// <summary>The address, as much of it as a subject holds.</summary>
    public string Subject
    {
        get
        {
            var address = Email.Trim().ToLowerInvariant();
            return address.Length > ApprovalMapping.MaxSubject ? address[..ApprovalMapping.MaxSubject] : address;
        }
    }
}

/// <summary>Invites in the name of who asked.</summary>
internal sealed class InviteByTwoHandler(PeopleRights rights, InvitePerson invite) : ApprovalHandler<InviteByTwo>
{
    public override Task<ApprovalText> DescribeAsync(InviteByTwo payload, CancellationToken cancel)
        => Task.FromResult(new ApprovalText(
            new TextKey("approval.what.staff-invite"), ("email", payload.Email), ("roles", StaffRoles.Names(payload.Roles))));

    public override string AddressOf(InviteByTwo payload) => "/staff/people";

    public override async Task<ApprovalText?> ApplyAsync(InviteByTwo payload, ApprovalPeople people, CancellationToken cancel)
    {
        var roles = StaffRoles.Of(payload.Roles);
        return await rights.BothMayAsync(people, roles, cancel)
               && await invite.AddAsync(people.RequestedBy, payload.Email, roles, payload.Language, people.Reason, people.DecidedBy.Name, cancel) == PeopleOutcome.Done
            ? null
            : new ApprovalText(new TextKey("approval.changed.staff-invite"));
    }
}
