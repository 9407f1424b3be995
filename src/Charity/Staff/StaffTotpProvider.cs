using Microsoft.AspNetCore.Identity;

namespace Charity.Staff;

/// <summary>
/// Checks authenticator codes so that each is good once: the step of the last accepted code is stored, and a code of
/// that step or an earlier one is refused. Identity as shipped takes the same code again while it is valid.
/// </summary>
internal sealed class StaffTotpProvider : IUserTwoFactorTokenProvider<StaffUser>
{
    /// <summary>
    /// Whoever switched it on is asked for a code, whether or not the key can be read: without a way to check one,
    /// Identity would let the password alone in.
    /// </summary>
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<StaffUser> manager, StaffUser user) => Task.FromResult(user.TwoFactorEnabled);

    public Task<string> GenerateAsync(string purpose, UserManager<StaffUser> manager, StaffUser user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<StaffUser> manager, StaffUser user)
    {
        var secret = await manager.GetAuthenticatorKeyAsync(user);
        // Real time: the app on the user's phone knows no other.
        if (string.IsNullOrEmpty(secret)
            || Totp.Match(secret, token, TimeProvider.System.GetUtcNow()) is not { } step
            || step <= user.LastTotpStep)
        {
            return false;
        }

        user.LastTotpStep = step;
        return (await manager.UpdateAsync(user)).Succeeded;
    }
}
