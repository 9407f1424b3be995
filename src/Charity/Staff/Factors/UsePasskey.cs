using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff.Factors;

/// <summary>
/// Remembers that a passkey was used. Where its device counts signatures, one that counts no further than the last is
/// refused: of two copies of one answer only the first counts.
/// </summary>
public sealed class UsePasskey(CharityDb db, TimeProvider time)
{
    /// <returns>False where the passkey was removed meanwhile, or the answer came before.</returns>
    public async Task<bool> RunAsync(Guid userId, byte[] credentialId, long signCount, bool backedUp, CancellationToken cancel)
    {
        var hash = StaffPasskey.HashOf(credentialId);
        var passkey = await db.StaffPasskeys.SingleOrDefaultAsync(p => p.CredentialHash == hash && p.UserId == userId, cancel);
        if (passkey is null || (signCount <= passkey.SignCount && (signCount, passkey.SignCount) != (0, 0)))
        {
            return false;
        }

        passkey.Used(signCount, backedUp, time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
