using Charity.Data;
using Charity.Data.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Factors;

/// <summary>Adds a passkey that the browser has just made and Identity has checked.</summary>
public sealed class AddPasskey(CharityDb db, SecondFactors factors, SecurityNotices notices, AuditLog audit, Ids ids, TimeProvider time)
{
    /// <summary>Passkeys of one person: phones, computers, keys on a ring.</summary>
    public const int Most = 10;

    public sealed record Input(Guid UserId, UserPasskeyInfo Passkey, string Name);

    public async Task<FactorOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (await factors.FindAsync(input.UserId, cancel) is not { } user)
        {
            return FactorOutcome.Of(FactorChange.NotFound);
        }

        var name = PasskeyName.Of(input.Name);
        if (name is null || input.Passkey.PublicKey.Length > StaffPasskey.MaxPublicKey)
        {
            return FactorOutcome.Of(FactorChange.BadName);
        }

        var hash = StaffPasskey.HashOf(input.Passkey.CredentialId);
        if (await db.StaffPasskeys.AnyAsync(p => p.CredentialHash == hash, cancel))
        {
            return FactorOutcome.Of(FactorChange.AlreadyThere);
        }

        if (await factors.PasskeysAsync(user.Id, cancel) >= Most)
        {
            return FactorOutcome.Of(FactorChange.TooMany);
        }

        db.StaffPasskeys.Add(new StaffPasskey(ids.New(), user.Id, input.Passkey, name, time.GetUtcNow().UtcDateTime));
        IReadOnlyList<string> codes = [];
        if (await factors.HadOneAsync(user, cancel))
        {
            notices.Add(SecurityNotice.PasskeyAdded, user);
        }

        if (!user.TwoFactorEnabled)
        {
            codes = await factors.RenewCodesAsync(user, cancel);
            user.TwoFactorEnabled = true;
        }

        user.Touch();
        audit.Add(Actor.Staff(user.Id, user.DisplayName), StaffActions.AddPasskey, StaffActions.Subject, user.Id, after: new { passkey = name });
        await db.SaveChangesAsync(cancel);
        return new FactorOutcome(FactorChange.Done, codes);
    }
}

/// <summary>What a passkey may be called.</summary>
internal static class PasskeyName
{
    public static string? Of(string? typed)
        => typed?.Trim() is { Length: > 0 and <= StaffPasskey.MaxName } name && !name.Any(char.IsControl) ? name : null;
}
