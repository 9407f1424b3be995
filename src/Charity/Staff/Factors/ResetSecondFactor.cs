using Charity.Data;
using Charity.Data.Audit;

namespace Charity.Staff.Factors;

/// <summary>
/// An administrator takes away a colleague's second factors, for whoever lost phone, keys and recovery codes. Their
/// sessions end, a mail tells them, and the next sign-in leads to setting one up.
/// </summary>
public sealed class ResetSecondFactor(
    CharityDb db, SecondFactors factors, PeopleRights rights, StaffSessions sessions, SecurityNotices notices, AuditLog audit)
{
    /// <summary>Characters of a reason.</summary>
    public const int MaxReason = 500;

    /// <param name="By">Who resets.</param>
    /// <param name="Reason">How it is known that it is they who ask; goes into the audit.</param>
    /// <param name="Now">Real time.</param>
    public sealed record Input(Guid UserId, Guid By, string Reason, DateTime Now);

    public async Task<PeopleOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (await factors.FindAsync(input.UserId, cancel) is not { } user)
        {
            return PeopleOutcome.NotFound;
        }

        if (user.Id == input.By)
        {
            return PeopleOutcome.Oneself;
        }

        var reason = input.Reason.Trim();
        if (reason.Length is 0 or > MaxReason)
        {
            return PeopleOutcome.NoReason;
        }

        var (by, refused) = await rights.OverAsync(input.By, user, cancel);
        if (by is null)
        {
            return refused;
        }

        var before = new { passkeys = await factors.PasskeysAsync(user.Id, cancel), authenticator = await factors.HasAuthenticatorAsync(user, cancel) };
        await factors.ForgetAllAsync(user, cancel);
        await sessions.EndOpenAsync(user.Id, null, input.Now, cancel);
        audit.Add(
            Actor.Staff(by.Id, by.DisplayName), StaffActions.ResetSecondFactor, StaffActions.Subject, user.Id,
            before, after: new { passkeys = 0, authenticator = false }, reason);
        notices.Add(SecurityNotice.SecondFactorReset, user);
        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }
}
