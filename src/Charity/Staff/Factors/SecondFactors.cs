using Charity.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Factors;

/// <summary>
/// What the verbs on second factors share. A user whose <c>TwoFactorEnabled</c> is set has an authenticator, a passkey or
/// both, and their password alone never lets anyone in. An authenticator's key is stored only once a code has proved it.
/// </summary>
public sealed class SecondFactors(CharityDb db, IUserStore<StaffUser> store)
{
    private StaffStore Store => (StaffStore)store;

    internal Task<StaffUser?> FindAsync(Guid userId, CancellationToken cancel) => db.Users.SingleOrDefaultAsync(u => u.Id == userId, cancel);

    internal Task<bool> HasAuthenticatorAsync(StaffUser user, CancellationToken cancel) => Store.HasKeyAsync(user, cancel);

    internal Task<int> PasskeysAsync(Guid userId, CancellationToken cancel) => db.StaffPasskeys.CountAsync(p => p.UserId == userId, cancel);

    internal Task SetAuthenticatorAsync(StaffUser user, string secret, CancellationToken cancel) => Store.SetAuthenticatorKeyAsync(user, secret, cancel);

    internal Task RemoveAuthenticatorAsync(StaffUser user, CancellationToken cancel) => Store.RemoveKeyAsync(user, cancel);

    /// <summary>
    /// Whether the account has a second factor or had one before it was reset. Then its owner hears of the next: whoever knew
    /// the password may have been quicker. The very first is set up by whoever has just made the account.
    /// </summary>
    internal async Task<bool> HadOneAsync(StaffUser user, CancellationToken cancel)
    {
        var subject = $"{StaffActions.Subject}:{user.Id:N}";
        return user.TwoFactorEnabled
               || await db.Audit.AnyAsync(
                   a => a.Subject == subject && (a.Action == StaffActions.ResetSecondFactor || a.Action == StaffActions.ForgetAuthenticator), cancel);
    }

    /// <summary>Fresh recovery codes; those from before are dead.</summary>
    internal async Task<IReadOnlyList<string>> RenewCodesAsync(StaffUser user, CancellationToken cancel)
    {
        var codes = RecoveryCodes.Fresh();
        await Store.ReplaceCodesAsync(user, codes, cancel);
        return codes;
    }

    /// <summary>Takes away every second factor and the recovery codes: the next sign-in leads to setting one up.</summary>
    internal async Task ForgetAllAsync(StaffUser user, CancellationToken cancel)
    {
        db.RemoveRange(await db.StaffPasskeys.Where(p => p.UserId == user.Id).ToListAsync(cancel));
        await RemoveAuthenticatorAsync(user, cancel);
        await Store.ReplaceCodesAsync(user, [], cancel);
        user.TwoFactorEnabled = false;
        user.Touch();
    }
}
