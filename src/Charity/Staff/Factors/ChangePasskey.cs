using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Factors;

/// <summary>Renames one of someone's own passkeys, or removes it: never the last second factor.</summary>
public sealed class ChangePasskey(CharityDb db, SecondFactors factors, StaffSessions sessions, SecurityNotices notices, AuditLog audit)
{
    public async Task<FactorChange> RenameAsync(Guid id, Guid userId, string? typed, CancellationToken cancel)
    {
        var (user, passkey) = await FindAsync(id, userId, cancel);
        if (user is null || passkey is null)
        {
            return FactorChange.NotFound;
        }

        if (PasskeyName.Of(typed) is not { } name)
        {
            return FactorChange.BadName;
        }

        if (name != passkey.Name)
        {
            audit.Add(
                Actor.Staff(user.Id, user.DisplayName), StaffActions.RenamePasskey, StaffActions.Subject, user.Id,
                before: new { passkey = passkey.Name }, after: new { passkey = name });
            passkey.Rename(name);
            await db.SaveChangesAsync(cancel);
        }

        return FactorChange.Done;
    }

    /// <param name="session">The one that stays open: whoever holds a lost device may still be signed in with it.</param>
    /// <param name="now">Real time.</param>
    public async Task<FactorChange> RemoveAsync(Guid id, Guid userId, Guid? session, DateTime now, CancellationToken cancel)
    {
        var (user, passkey) = await FindAsync(id, userId, cancel);
        if (user is null || passkey is null)
        {
            return FactorChange.NotFound;
        }

        if (await factors.PasskeysAsync(userId, cancel) == 1 && !await factors.HasAuthenticatorAsync(user, cancel))
        {
            return FactorChange.LastFactor;
        }

        db.StaffPasskeys.Remove(passkey);
        // Two that each remove one of the last two meet at the user's row, and the second looks again.
        user.Touch();
        await sessions.EndOpenAsync(userId, session, now, cancel);
        audit.Add(Actor.Staff(user.Id, user.DisplayName), StaffActions.RemovePasskey, StaffActions.Subject, user.Id, before: new { passkey = passkey.Name });
        notices.Add(SecurityNotice.PasskeyRemoved, user);
        await db.SaveChangesAsync(cancel);
        return FactorChange.Done;
    }

    private async Task<(StaffUser? User, StaffPasskey? Passkey)> FindAsync(Guid id, Guid userId, CancellationToken cancel)
        => (await factors.FindAsync(userId, cancel), await db.StaffPasskeys.SingleOrDefaultAsync(p => p.Id == id && p.UserId == userId, cancel));
}
