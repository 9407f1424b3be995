using System.Security.Cryptography;
using System.Text;
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
public sealed class RecordSignIn(CharityDb db, AuditLog audit, PublicTokens tokens, TimeProvider time)
{
    internal static readonly Actor Door = Actor.Program("sign-in");

    /// <summary>What the program's secret is used for here.</summary>
    private const string SenderHash = "sign-in-sender";

    /// <param name="UserId">Whose account; null when there is none. What was typed is kept nowhere: people type passwords into the wrong field.</param>
    /// <param name="By">What was shown: <c>password</c>, <c>code</c>, <c>recovery-code</c> or <c>passkey</c>.</param>
    /// <param name="Sender">The address that asks, as limits count it; kept as a hash, and for an hour.</param>
    public sealed record Input(Guid? UserId, SignInEnd End, string By, string Sender = "");

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
            await RefuseAsync(input, user, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return user is not null;
    }

    /// <summary>Nobody proved who they are: the door tells it, not the person whose name was used.</summary>
    private async Task RefuseAsync(Input input, StaffUser? user, CancellationToken cancel)
    {
        var about = user?.Id.ToString("N") ?? "unknown";
        if (input.End == SignInEnd.LockedOut)
        {
            audit.Add(Door, StaffActions.LockOut, StaffActions.Subject, about, after: new { by = input.By });
            return;
        }

        var subject = user is null ? SenderOf(input.Sender) : about;
        var hour = RefusedSignIns.HourOf(time.GetUtcNow().UtcDateTime);
        if (await db.RefusedSignIns.FindAsync([subject, hour], cancel) is { } counted)
        {
            counted.Again();
            return;
        }

        db.RefusedSignIns.Add(new RefusedSignIns(subject, hour, about));
        audit.Add(Door, StaffActions.RefuseSignIn, StaffActions.Subject, about, after: new { by = input.By });
    }

    /// <summary>A keyed hash: whoever reads the table cannot tell the address by trying all of them.</summary>
    private string SenderOf(string sender)
        => tokens.For(SenderHash, new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(sender)).AsSpan(0, 16)), 1);
}
