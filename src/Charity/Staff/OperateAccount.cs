using Charity.Data;
using Charity.Data.Audit;
using Charity.Staff.Factors;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// What whoever runs the server does for staff from its command line, when nobody is left who could on the pages. Access to
/// the server is access to everything; so it needs no second person, and the owner hears of it by mail all the same.
/// </summary>
public sealed class OperateAccount(CharityDb db, ILookupNormalizer normalizer, ChangeRights change, ResetSecondFactor reset)
{
    /// <summary>Kept in the audit beside what was done.</summary>
    private const string Reason = "From the command line of the server.";

    /// <returns><see cref="PeopleOutcome.NotFound"/> where there is no such account, or it is open.</returns>
    public async Task<PeopleOutcome> OpenAsync(string email, CancellationToken cancel)
    {
        if (await FindAsync(email, cancel) is not { DisabledAt: not null } user)
        {
            return PeopleOutcome.NotFound;
        }

        change.ApplyOpen(user, Actor.Program("open-account"), null, Reason);
        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }

    /// <returns><see cref="PeopleOutcome.NotFound"/> where there is no such account, or it has no second factor.</returns>
    public async Task<PeopleOutcome> ResetSecondFactorAsync(string email, CancellationToken cancel)
    {
        if (await FindAsync(email, cancel) is not { TwoFactorEnabled: true } user)
        {
            return PeopleOutcome.NotFound;
        }

        await reset.ApplyAsync(user, Actor.Program("reset-second-factor"), null, Reason, TimeProvider.System.GetUtcNow().UtcDateTime, cancel);
        await db.SaveChangesAsync(cancel);
        return PeopleOutcome.Done;
    }

    private Task<StaffUser?> FindAsync(string email, CancellationToken cancel)
    {
        var normalized = normalizer.NormalizeEmail(email.Trim());
        return db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == normalized, cancel);
    }
}
