using Charity.Data;
using Charity.Data.Audit;
using Charity.Staff.ByTwo;

namespace Charity.Staff.Factors;

/// <summary>
/// An administrator takes away a colleague's second factors, for whoever lost phone, keys and recovery codes. Their
/// sessions end, a mail tells them, and the next sign-in leads to setting one up. Where the colleague has a say, a second
/// administrator agrees: with the password's reset by a mailbox, this is all that stands between a stranger and the account.
/// </summary>
public sealed class ResetSecondFactor(
    CharityDb db, SecondFactors factors, PeopleRights rights, SecondPerson second, StaffSessions sessions, SecurityNotices notices, AuditLog audit)
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

        var outcome = PeopleOutcome.Done;
        if (second.HasASay(user.Roles) && await second.AnotherAsync(by.Id, cancel))
        {
            outcome = await second.AskAsync(new ResetSecondFactorByTwo(user.Id), reason, by, cancel);
        }
        else
        {
            await ApplyAsync(user, Actor.Staff(by.Id, by.DisplayName), null, reason, input.Now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return outcome;
    }

    /// <summary>Takes them away, with its line and mail; the caller saves.</summary>
    /// <param name="askedBy">Where two agreed: who asked; <paramref name="by"/> then is who agreed.</param>
    /// <param name="now">Real time.</param>
    internal async Task ApplyAsync(StaffUser user, Actor by, Actor? askedBy, string reason, DateTime now, CancellationToken cancel)
    {
        var before = new { passkeys = await factors.PasskeysAsync(user.Id, cancel), authenticator = await factors.HasAuthenticatorAsync(user, cancel) };
        await factors.ForgetAllAsync(user, cancel);
        await sessions.EndOpenAsync(user.Id, null, now, cancel);
        audit.Add(
            by, StaffActions.ResetSecondFactor, StaffActions.Subject, user.Id,
            before, after: new { passkeys = 0, authenticator = false, askedBy = askedBy?.Name }, reason);
        notices.Add(SecurityNotice.SecondFactorReset, user, Guid.TryParseExact(by.Id, "N", out var id) ? id : null);
    }
}
