using Charity.Data;
using Charity.Data.Approvals;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>Reads from the database what someone may do now, for decisions that a cookie may be too old for.</summary>
internal sealed class StaffRights(CharityDb db) : IStaffRights
{
    public async Task<bool> MayAsync(Guid staff, string permission, CancellationToken cancel)
    {
        var roles = await db.Users.AsNoTracking().Where(u => u.Id == staff && u.DisabledAt == null).Select(u => u.Roles).SingleOrDefaultAsync(cancel);
        return roles is not null && StaffRoles.PermissionsOf(roles).Contains(permission, StringComparer.Ordinal);
    }

    public Task<bool> AnotherAsync(Guid staff, string permission, CancellationToken cancel) => SecondPerson.AnotherAsync(db, staff, permission, cancel);
}
