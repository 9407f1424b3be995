using Charity.Data;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.People;

/// <summary>Who works here: roles, second factor, last sign-in.</summary>
[Authorize(Policy = StaffPermissions.ViewPeople)]
public sealed class IndexModel(CharityDb db) : StaffPage
{
    public sealed record Row(
        Guid Id, string Name, string Email, IReadOnlyList<string> Roles, bool SecondFactor, DateTime? LastSignIn, bool Locked);

    public IReadOnlyList<Row> People { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        // A lockout runs in real time, as Identity counts it.
        var now = TimeProvider.System.GetUtcNow();
        var users = await db.Users.AsNoTracking()
            .Select(u => new { u.Id, u.DisplayName, u.Email, u.Roles, u.TwoFactorEnabled, u.LastSignInAt, u.LockoutEnd }).ToListAsync(cancel);
        People = [.. users
            .OrderBy(u => u.DisplayName, StringComparer.OrdinalIgnoreCase)
            .Select(u => new Row(
                u.Id, u.DisplayName, u.Email ?? "", StaffRoles.Of(u.Roles), u.TwoFactorEnabled, u.LastSignInAt, u.LockoutEnd > now))];
    }
}
