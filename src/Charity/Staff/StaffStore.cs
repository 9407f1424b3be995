using System.Security.Cryptography;
using System.Text;
using Charity.Data;
using Charity.Staff.Factors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Charity.Staff;

/// <summary>
/// Identity's own store, with two secrets kept better than it does: the authenticator key is encrypted by data
/// protection, and recovery codes are stored as hashes, so that a copy of the database signs nobody in. Passkeys stand in
/// a table of our own, with a name and a last use.
/// </summary>
internal sealed class StaffStore(CharityDb db, IDataProtectionProvider protection, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<StaffUser, CharityDb, Guid>(db, describer)
{
    private const string Provider = "[Charity]";
    private const string RecoveryCodes = "RecoveryCodeHashes";

    // Where Identity's store keeps the key; it has no way to remove one.
    internal const string IdentityProvider = "[AspNetUserStore]";
    internal const string AuthenticatorKey = "AuthenticatorKey";

    private readonly IDataProtector _protector = protection.CreateProtector("staff.authenticator-key.v1");

    public override Task SetAuthenticatorKeyAsync(StaffUser user, string key, CancellationToken cancellationToken)
        => base.SetAuthenticatorKeyAsync(user, _protector.Protect(key), cancellationToken);

    /// <summary>Null also for a key that cannot be read here: then no code is right.</summary>
    public override async Task<string?> GetAuthenticatorKeyAsync(StaffUser user, CancellationToken cancellationToken)
    {
        if (await base.GetAuthenticatorKeyAsync(user, cancellationToken) is not { } key)
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(key);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    internal async Task<bool> HasReadableKeyAsync(StaffUser user, CancellationToken cancellationToken)
        => await GetAuthenticatorKeyAsync(user, cancellationToken) is not null;

    /// <summary>True also for a key that cannot be read here.</summary>
    internal async Task<bool> HasKeyAsync(StaffUser user, CancellationToken cancellationToken)
        => await base.GetAuthenticatorKeyAsync(user, cancellationToken) is not null;

    internal Task RemoveKeyAsync(StaffUser user, CancellationToken cancellationToken)
        => RemoveTokenAsync(user, IdentityProvider, AuthenticatorKey, cancellationToken);

    public override Task ReplaceCodesAsync(StaffUser user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken)
        => SetTokenAsync(user, Provider, RecoveryCodes, string.Join(';', recoveryCodes.Select(code => Hash(user, code))), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(StaffUser user, string code, CancellationToken cancellationToken)
    {
        var hashes = await HashesAsync(user, cancellationToken);
        if (!hashes.Remove(Hash(user, code)))
        {
            return false;
        }

        await SetTokenAsync(user, Provider, RecoveryCodes, string.Join(';', hashes), cancellationToken);
        return true;
    }

    public override async Task<int> CountCodesAsync(StaffUser user, CancellationToken cancellationToken)
        => (await HashesAsync(user, cancellationToken)).Count;

    public override async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(StaffUser user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var passkeys = await Context.StaffPasskeys.AsNoTracking().Where(p => p.UserId == user.Id).ToListAsync(cancellationToken);
        return [.. passkeys.Select(p => p.ToInfo())];
    }

    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(StaffUser user, byte[] credentialId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var hash = StaffPasskey.HashOf(credentialId);
        return (await Context.StaffPasskeys.AsNoTracking().SingleOrDefaultAsync(p => p.CredentialHash == hash && p.UserId == user.Id, cancellationToken))?.ToInfo();
    }

    public override async Task<StaffUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var hash = StaffPasskey.HashOf(credentialId);
        return await Context.Users.SingleOrDefaultAsync(
            u => Context.StaffPasskeys.Any(p => p.CredentialHash == hash && p.UserId == u.Id), cancellationToken);
    }

    /// <summary>Not this way: a passkey changes together with its audit line.</summary>
    public override Task AddOrUpdatePasskeyAsync(StaffUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
        => throw new NotSupportedException($"Passkeys are added by {nameof(AddPasskey)} and used by {nameof(UsePasskey)}.");

    /// <inheritdoc cref="AddOrUpdatePasskeyAsync"/>
    public override Task RemovePasskeyAsync(StaffUser user, byte[] credentialId, CancellationToken cancellationToken)
        => throw new NotSupportedException($"Passkeys are removed by {nameof(ChangePasskey)}.");

    private async Task<List<string>> HashesAsync(StaffUser user, CancellationToken cancellationToken)
        => [.. (await GetTokenAsync(user, Provider, RecoveryCodes, cancellationToken) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)];

    // A code has 50 random bits and the user's id salts it: a plain hash is enough, and a slow one would stall ten checks.
    private static string Hash(StaffUser user, string code)
        => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id:N}:{Normalise(code)}")));

    private static string Normalise(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
}
