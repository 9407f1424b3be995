using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Notifications;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Passwords;

/// <summary>Someone at the door says that they forgot their password.</summary>
/// <param name="Address">What was typed, sealed: work rows are kept, and strangers' addresses are none of our business.</param>
public sealed record PasswordResetAsked(Guid Id, string Address) : IMessage
{
    public static string Kind => "staff.password-reset.v1";

    string IMessage.Subject => Id.ToString("N");
}

/// <summary>
/// Notes that a reset was asked for, and looks nothing up: whether there is such an account shows neither in the answer
/// nor in the time that it takes, as both are the same work. The mail goes out later.
/// </summary>
public sealed class AskForPasswordReset(CharityDb db, Outbox outbox, SealedAddress seal)
{
    /// <summary>Characters of a mail address.</summary>
    private const int Longest = 254;

    /// <param name="id">Made before, so that a second run adds the same message.</param>
    /// <param name="address">As typed.</param>
    /// <returns>True always.</returns>
    public async Task<bool> RunAsync(Guid id, string address, CancellationToken cancel)
    {
        var typed = address.Trim();
        outbox.Add(new PasswordResetAsked(id, seal.Seal(typed.Length <= Longest ? typed : "")));
        await db.SaveChangesAsync(cancel);
        return true;
    }
}

/// <summary>Seals what someone typed, so that it can lie in the outbox.</summary>
public sealed class SealedAddress(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("staff.password-reset-address.v1");

    internal string Seal(string address) => _protector.Protect(address);

    /// <returns>Empty where the keys were lost meanwhile: then the person asks again.</returns>
    internal string Open(string sealedAddress)
    {
        try
        {
            return _protector.Unprotect(sealedAddress);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return "";
        }
    }
}

/// <summary>Where the account exists and is open: makes the link and its mail. At most one in five minutes.</summary>
public sealed class MailPasswordReset(
    CharityDb db, SealedAddress seal, ILookupNormalizer normalizer, AddMail mails, AuditLog audit, PublicTokens tokens, Ids ids, TimeProvider time)
    : MessageHandler<PasswordResetAsked>
{
    private static readonly Actor Door = Actor.Program("sign-in");
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>One at a time: of two askings of one person the second must see the first.</summary>
    public override int BatchSize => 1;

    public override async Task ApplyAsync(WorkItem<PasswordResetAsked, Nothing> item, CancellationToken cancel)
    {
        var email = normalizer.NormalizeEmail(seal.Open(item.Message.Address));
        if (string.IsNullOrEmpty(email)
            || await db.Users.SingleOrDefaultAsync(u => u.NormalizedEmail == email && u.DisabledAt == null, cancel) is not { Email: { } address } user)
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var older = await db.StaffPasswordResets.Where(r => r.UserId == user.Id).ToListAsync(cancel);
        if (older.Exists(r => r.CreatedAt + Pause > now && r.UsedAt is null))
        {
            return;
        }

        // Only the latest link works.
        db.StaffPasswordResets.RemoveRange(older);
        var reset = new StaffPasswordReset(ids.New(), user.Id, tokens, now);
        db.StaffPasswordResets.Add(reset);
        mails.Add(PasswordResetMail.MailKind, reset.Id.ToString("N"), address, user.DisplayName, user.Language, donationId: null);
        audit.Add(Door, StaffActions.AskForReset, StaffActions.Subject, user.Id, after: new { until = reset.ExpiresAt });
    }
}
