using Charity.Data;
using Charity.Data.Audit;

namespace Charity.Staff.Factors;

/// <summary>Sets up an authenticator app, the first or one on a new phone, once a code proves that the app has the secret.</summary>
public sealed class SetUpAuthenticator(CharityDb db, SecondFactors factors, StaffSessions sessions, SecurityNotices notices, AuditLog audit)
{
    /// <param name="Secret">Base32, as the app was shown it.</param>
    /// <param name="Session">The one that stays open where an older app is replaced.</param>
    /// <param name="Now">Real time: the app on the user's phone knows no other.</param>
    public sealed record Input(Guid UserId, string Secret, string Code, Guid? Session, DateTime Now);

    public async Task<FactorOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (await factors.FindAsync(input.UserId, cancel) is not { } user)
        {
            return FactorOutcome.Of(FactorChange.NotFound);
        }

        if (Totp.Match(input.Secret, input.Code, new DateTimeOffset(input.Now, TimeSpan.Zero)) is not { } step)
        {
            return FactorOutcome.Of(FactorChange.WrongCode);
        }

        var (first, replaced) = (!user.TwoFactorEnabled, await factors.HasAuthenticatorAsync(user, cancel));
        if (await factors.HadOneAsync(user, cancel))
        {
            notices.Add(SecurityNotice.AuthenticatorSet, user);
        }

        await factors.SetAuthenticatorAsync(user, input.Secret, cancel);
        (user.LastTotpStep, user.TwoFactorEnabled) = (step, true);
        user.Touch();
        var codes = first ? await factors.RenewCodesAsync(user, cancel) : [];
        if (replaced)
        {
            // Whoever holds the old phone may still be signed in with it.
            await sessions.EndOpenAsync(user.Id, input.Session, input.Now, cancel);
        }

        audit.Add(
            Actor.Staff(user.Id, user.DisplayName), StaffActions.SetUpAuthenticator, StaffActions.Subject, user.Id,
            before: new { secondFactor = !first }, after: new { secondFactor = true });
        await db.SaveChangesAsync(cancel);
        return new FactorOutcome(FactorChange.Done, codes);
    }
}
