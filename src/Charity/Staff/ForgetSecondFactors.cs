using Charity.Data;
using Charity.Data.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Takes away the authenticators whose keys nobody can read any more, after <c>Tokens__Key</c> was changed or lost: the
/// next sign-in of each leads to setting one up. Until an administrator says so, a password alone lets nobody in.
/// </summary>
public sealed class ForgetSecondFactors(CharityDb db, AuditLog audit, UserManager<StaffUser> users, IUserStore<StaffUser> store)
{
    /// <returns>How many there were.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var forgotten = 0;
        foreach (var user in await db.Users.Where(u => u.TwoFactorEnabled).ToListAsync(cancel))
        {
            if (await ((StaffStore)store).HasReadableKeyAsync(user, cancel))
            {
                continue;
            }

            audit.Add(
                Actor.Program("forget-sign-ins"), StaffActions.ForgetAuthenticator, StaffActions.Subject, user.Id,
                before: new { secondFactor = true }, after: new { secondFactor = false });
            var result = await users.SetTwoFactorEnabledAsync(user, false);
            if (!result.Succeeded)
            {
                throw new InvalidOperationException($"The authenticator of user {user.Id} was not taken away: {string.Join(", ", result.Errors.Select(e => e.Code))}.");
            }

            forgotten++;
        }

        return forgotten;
    }
}
