using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Who has a say, and when a second administrator must agree to who gets one (ADR 0028). Someone has a say whose roles let
/// them agree to what needs two people: whoever gave out such roles alone could agree with themselves. Where there is no
/// other administrator, nobody can be asked; then it is done at once, and the audit says so.
/// </summary>
public sealed class SecondPerson(CharityDb db, ApprovalMap map, ApprovalRequests approvals)
{
    /// <summary>
    /// How long an administrator whose account was shut goes on counting as the other one. In real time: whoever shuts the
    /// only colleague gains nothing for a week, in which the colleague, told by mail, can be heard.
    /// </summary>
    public static readonly TimeSpan StillCounts = TimeSpan.FromDays(7);

    /// <summary>Kept in the audit beside what was done without a second person.</summary>
    internal const string NobodyElse = "No other administrator was there to agree.";

    /// <summary>Whether someone with these roles may agree to anything that needs two people.</summary>
    public bool HasASay(string roles) => Says(roles).Any();

    /// <summary>Whether these roles let someone agree to more than those that they have.</summary>
    internal bool GivesASay(string before, string after) => Says(after).Except(Says(before), StringComparer.Ordinal).Any();

    internal static bool IsAdministrator(string roles) => StaffRoles.PermissionsOf(roles).Contains(StaffPermissions.ManagePeople, StringComparer.Ordinal);

    /// <summary>Whether there is another administrator beside <paramref name="by"/>, at work or shut less than a week ago.</summary>
    public Task<bool> AnotherAsync(Guid by, CancellationToken cancel) => AnotherAsync(db, by, StaffPermissions.ManagePeople, cancel);

    internal static async Task<bool> AnotherAsync(CharityDb db, Guid by, string permission, CancellationToken cancel)
    {
        var since = TimeProvider.System.GetUtcNow().UtcDateTime - StillCounts;
        return (await db.Users.Where(u => u.Id != by && (u.DisabledAt == null || u.DisabledAt > since)).Select(u => u.Roles).ToListAsync(cancel))
            .Exists(roles => StaffRoles.PermissionsOf(roles).Contains(permission, StringComparer.Ordinal));
    }

    /// <summary>Adds the request; the caller saves.</summary>
    internal async Task<PeopleOutcome> AskAsync<TPayload>(TPayload payload, string? reason, StaffUser by, CancellationToken cancel)
        where TPayload : notnull, IApprovable
        => (await approvals.AddAsync(payload, reason ?? "", Actor.Staff(by.Id, by.DisplayName), cancel)).Result switch
        {
            ApprovalRequestResult.Asked => PeopleOutcome.AskedColleague,
            ApprovalRequestResult.AlreadyPending => PeopleOutcome.AskedBefore,
            _ => PeopleOutcome.NoReason,
        };

    private IEnumerable<string> Says(string roles)
        => StaffRoles.PermissionsOf(roles).Intersect(map.Kinds.Select(kind => kind.Permission), StringComparer.Ordinal);
}
