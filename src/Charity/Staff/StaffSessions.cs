using Charity.Data;
using Charity.Data.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>Begins, checks and ends sessions.</summary>
public sealed class StaffSessions(CharityDb db, AuditLog audit, UserManager<StaffUser> users)
{
    private static readonly TimeSpan SeenStep = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <param name="now">Real time, as all of this room's sessions.</param>
    public async Task<bool> BeginAsync(Guid id, Guid userId, string device, DateTime now, CancellationToken cancel)
    {
        var old = now - Kept;
        db.StaffSessions.RemoveRange(await db.StaffSessions.Where(s => s.UserId == userId && s.CreatedAt < old).ToListAsync(cancel));
        db.StaffSessions.Add(new StaffSession(id, userId, device.Length <= StaffSession.MaxDevice ? device : device[..StaffSession.MaxDevice], now));
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Remembers every few minutes that it was seen.</summary>
    /// <returns>The user's roles as they stand now; null where the session was ended or the account shut.</returns>
    public async Task<string?> RolesOfOpenAsync(Guid id, Guid userId, DateTime now, CancellationToken cancel)
    {
        var found = await db.StaffSessions.Where(s => s.Id == id && s.UserId == userId && s.EndedAt == null)
            .Join(db.Users.Where(u => u.DisabledAt == null), s => s.UserId, u => u.Id, (s, u) => new { Session = s, u.Roles })
            .SingleOrDefaultAsync(cancel);
        if (found is not null && found.Session.LastSeenAt + SeenStep <= now)
        {
            found.Session.LastSeenAt = now;
            await db.SaveChangesAsync(cancel);
        }

        return found?.Roles;
    }

    /// <summary>Ends one of a user's sessions.</summary>
    /// <param name="by">Null for signing out, which needs no line.</param>
    /// <returns>False where the user has no such open session.</returns>
    public async Task<bool> EndAsync(Guid id, Guid userId, Actor? by, DateTime now, CancellationToken cancel)
    {
        var session = await db.StaffSessions.SingleOrDefaultAsync(s => s.Id == id && s.UserId == userId && s.EndedAt == null, cancel);
        if (session is null)
        {
            return false;
        }

        session.EndedAt = now;
        if (by is not null)
        {
            audit.Add(by, StaffActions.EndSession, StaffActions.Subject, userId, before: new { device = session.Device, since = session.CreatedAt });
        }

        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Signs a user out everywhere. The new security stamp also kills whatever cookie no session stands for.</summary>
    /// <returns>How many sessions were open.</returns>
    public async Task<int> EndAllAsync(Guid userId, Actor by, DateTime now, CancellationToken cancel)
    {
        var user = await db.Users.SingleAsync(u => u.Id == userId, cancel);
        var ended = await EndOpenAsync(userId, null, now, cancel);
        audit.Add(by, StaffActions.SignOutEverywhere, StaffActions.Subject, userId, before: new { sessions = ended });
        // Saves all of it.
        await users.UpdateSecurityStampAsync(user);
        return ended;
    }

    /// <summary>Ends a user's sessions together with what made that necessary: the caller saves.</summary>
    /// <param name="except">The session that stays open.</param>
    /// <returns>How many were open.</returns>
    internal async Task<int> EndOpenAsync(Guid userId, Guid? except, DateTime now, CancellationToken cancel)
    {
        var open = await db.StaffSessions.Where(s => s.UserId == userId && s.EndedAt == null && s.Id != except).ToListAsync(cancel);
        open.ForEach(session => session.EndedAt = now);
        return open.Count;
    }
}
