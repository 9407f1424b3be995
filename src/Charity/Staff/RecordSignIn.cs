using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>How an attempt to sign in ended.</summary>
public enum SignInEnd
{
    SignedIn,

    /// <summary>The password, the code or the account was wrong, or the account was locked already.</summary>
    Refused,

    /// <summary>This attempt was one too many: from now on the account is locked for a while.</summary>
    LockedOut,
}

/// <summary>Remembers how an attempt to sign in ended: in the audit and, when it succeeded, with the account.</summary>
public sealed class RecordSignIn(CharityDb db, AuditLog audit, TimeProvider time)
{
    private static readonly Actor Door = Actor.Program("sign-in");

    /// <param name="UserId">Whose account; null when there is none. What was typed is kept nowhere: people type passwords into the wrong field.</param>
    /// <param name="By">What was shown: <c>password</c>, <c>code</c> or <c>recovery-code</c>.</param>
    public sealed record Input(Guid? UserId, SignInEnd End, string By);

    /// <returns>False where there is no such account.</returns>
    public async Task<bool> RunAsync(Input input, CancellationToken cancel)
    {
        var user = input.UserId is { } id ? await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancel) : null;
        if (input.End == SignInEnd.SignedIn && user is not null)
        {
            user.SignedIn(time.GetUtcNow().UtcDateTime);
            audit.Add(Actor.Staff(user.Id, user.DisplayName), StaffActions.SignIn, StaffActions.Subject, user.Id, after: new { by = input.By });
        }
        else
        {
            // Nobody proved who they are: the door tells it, not the person whose name was used.
            audit.Add(
                Door, input.End == SignInEnd.LockedOut ? StaffActions.LockOut : StaffActions.RefuseSignIn,
                StaffActions.Subject, user?.Id.ToString("N") ?? "unknown", after: new { by = input.By });
        }

        await db.SaveChangesAsync(cancel);
        return user is not null;
    }
}
