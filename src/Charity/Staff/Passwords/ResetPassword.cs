using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Passwords;

/// <summary>What a link to a new password leads to.</summary>
public enum ResetState
{
    Open,

    /// <summary>No such link, or a newer one has replaced it.</summary>
    Unknown,
    Used,
    Expired,
}

/// <summary>Sets a new password by a mailed link. Ends every session, and signs nobody in: that takes the second factor.</summary>
public sealed class ResetPassword(CharityDb db, NewPasswords passwords, StaffSessions sessions, SecurityNotices notices, AuditLog audit, TimeProvider time)
{
    /// <param name="Errors">Codes of what is wrong with the password; empty when it was set.</param>
    public sealed record Outcome(ResetState State, IReadOnlyList<string> Errors);

    /// <summary>Changes nothing: mail programs follow links by themselves.</summary>
    public async Task<ResetState> FindAsync(string token, CancellationToken cancel) => (await LoadAsync(token, cancel)).State;

    /// <param name="now">Real time, as all sessions count.</param>
    public async Task<Outcome> RunAsync(string token, string password, DateTime now, CancellationToken cancel)
    {
        var (state, reset, user) = await LoadAsync(token, cancel);
        if (state != ResetState.Open || reset is null || user is null)
        {
            return new Outcome(state, []);
        }

        if (await passwords.SetAsync(user, password) is { Count: > 0 } errors)
        {
            return new Outcome(state, errors);
        }

        reset.Use(time.GetUtcNow().UtcDateTime);
        var ended = await sessions.EndOpenAsync(user.Id, null, now, cancel);
        // The link proves a mailbox, no more: a lockout stays, or a stolen mailbox would buy guesses at the code.
        audit.Add(Actor.Staff(user.Id, user.DisplayName), StaffActions.ResetPassword, StaffActions.Subject, user.Id, after: new { sessionsEnded = ended });
        notices.Add(SecurityNotice.PasswordChanged, user);
        await db.SaveChangesAsync(cancel);
        return new Outcome(ResetState.Open, []);
    }

    private async Task<(ResetState State, StaffPasswordReset? Reset, StaffUser? User)> LoadAsync(string token, CancellationToken cancel)
    {
        var hash = PublicTokens.HashOf(token);
        var reset = hash is null ? null : await db.StaffPasswordResets.SingleOrDefaultAsync(r => r.TokenHash == hash, cancel);
        var user = reset is null ? null : await db.Users.SingleOrDefaultAsync(u => u.Id == reset.UserId && u.DisabledAt == null, cancel);
        var state = reset switch
        {
            null => ResetState.Unknown,
            { UsedAt: not null } => ResetState.Used,
            _ when !reset.CanBeUsed(time.GetUtcNow().UtcDateTime) => ResetState.Expired,
            _ => user is null ? ResetState.Unknown : ResetState.Open,
        };
        return (state, reset, user);
    }
}
