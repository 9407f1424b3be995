using Charity.Data;
using Charity.Data.Audit;
using Charity.Staff.Factors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Takes away the authenticators whose keys nobody can read any more, after <c>Tokens__Key</c> was changed or lost: the
/// next sign-in of each leads to setting one up. Until an administrator says so, a password alone lets nobody in.
/// </summary>
public sealed class ForgetSecondFactors(CharityDb db, AuditLog audit, SecondFactors factors, IUserStore<StaffUser> store)
{
    /// <returns>How many there were.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var forgotten = 0;
        foreach (var user in await db.Users.Where(u => u.TwoFactorEnabled).ToListAsync(cancel))
        {
            if (!await factors.HasAuthenticatorAsync(user, cancel) || await ((StaffStore)store).HasReadableKeyAsync(user, cancel))
            {
                continue;
            }

            await factors.RemoveAuthenticatorAsync(user, cancel);
            // Passkeys need no secret of ours: whoever has one goes on with it.
            user.TwoFactorEnabled = await factors.PasskeysAsync(user.Id, cancel) > 0;
            user.Touch();
            audit.Add(
                Actor.Program("forget-sign-ins"), StaffActions.ForgetAuthenticator, StaffActions.Subject, user.Id,
                before: new { secondFactor = true }, after: new { secondFactor = user.TwoFactorEnabled });
            forgotten++;
        }

        await db.SaveChangesAsync(cancel);
        return forgotten;
    }
}
