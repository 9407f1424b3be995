using Charity.Data;

namespace Charity.Staff.Factors;

/// <summary>Who has which second factor.</summary>
public static class ReadFactors
{
    /// <summary>Ids of the accounts that have an authenticator app.</summary>
    public static IQueryable<Guid> HoldersOfApps(this CharityDb db)
        => db.UserTokens.Where(t => t.LoginProvider == StaffStore.IdentityProvider && t.Name == StaffStore.AuthenticatorKey && t.Value != null).Select(t => t.UserId);
}
