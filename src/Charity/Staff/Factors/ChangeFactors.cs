using Charity.Data;
using Charity.Data.Audit;

namespace Charity.Staff.Factors;

/// <summary>Someone's own second factors: removes the authenticator app where a passkey remains; makes new recovery codes.</summary>
public sealed class ChangeFactors(CharityDb db, SecondFactors factors, StaffSessions sessions, SecurityNotices notices, AuditLog audit)
{
    /// <param name="session">The one that stays open.</param>
    /// <param name="now">Real time.</param>
    public async Task<FactorChange> RemoveAuthenticatorAsync(Guid userId, Guid? session, DateTime now, CancellationToken cancel)
    {
        if (await factors.FindAsync(userId, cancel) is not { } user || !await factors.HasAuthenticatorAsync(user, cancel))
        {
            return FactorChange.NotFound;
        }

        if (await factors.PasskeysAsync(userId, cancel) == 0)
        {
            return FactorChange.LastFactor;
        }

        await factors.RemoveAuthenticatorAsync(user, cancel);
        user.Touch();
        await sessions.EndOpenAsync(userId, session, now, cancel);
        audit.Add(
            Actor.Staff(user.Id, user.DisplayName), StaffActions.RemoveAuthenticator, StaffActions.Subject, user.Id,
            before: new { authenticator = true }, after: new { authenticator = false });
        notices.Add(SecurityNotice.AuthenticatorRemoved, user);
        await db.SaveChangesAsync(cancel);
        return FactorChange.Done;
    }

    public async Task<FactorOutcome> RenewCodesAsync(Guid userId, CancellationToken cancel)
    {
        if (await factors.FindAsync(userId, cancel) is not { TwoFactorEnabled: true } user)
        {
            return FactorOutcome.Of(FactorChange.NotFound);
        }

        var codes = await factors.RenewCodesAsync(user, cancel);
        user.Touch();
        audit.Add(Actor.Staff(user.Id, user.DisplayName), StaffActions.RenewRecoveryCodes, StaffActions.Subject, user.Id, after: new { recoveryCodes = codes.Count });
        notices.Add(SecurityNotice.RecoveryCodesRenewed, user);
        await db.SaveChangesAsync(cancel);
        return new FactorOutcome(FactorChange.Done, codes);
    }
}
