using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Passwords;

/// <summary>Changes one's own password. The other sessions end: whoever knew the old one may be signed in with it.</summary>
public sealed class ChangePassword(CharityDb db, NewPasswords passwords, StaffSessions sessions, SecurityNotices notices, AuditLog audit)
{
    /// <summary>Code for a present password that is wrong.</summary>
    public const string WrongPresent = "WrongPresent";

    /// <param name="Session">The one that stays open.</param>
    /// <param name="Now">Real time.</param>
    public sealed record Input(Guid UserId, string Present, string Password, Guid? Session, DateTime Now);

    /// <returns>Codes of what is wrong; empty when it was changed.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(Input input, CancellationToken cancel)
    {
        var user = await db.Users.SingleAsync(u => u.Id == input.UserId, cancel);
        if (!passwords.Matches(user, input.Present))
        {
            return [WrongPresent];
        }

        if (await passwords.SetAsync(user, input.Password) is { Count: > 0 } errors)
        {
            return errors;
        }

        var ended = await sessions.EndOpenAsync(user.Id, input.Session, input.Now, cancel);
        audit.Add(Actor.Staff(user.Id, user.DisplayName), StaffActions.ChangePassword, StaffActions.Subject, user.Id, after: new { sessionsEnded = ended });
        notices.Add(SecurityNotice.PasswordChanged, user);
        await db.SaveChangesAsync(cancel);
        return [];
    }
}
