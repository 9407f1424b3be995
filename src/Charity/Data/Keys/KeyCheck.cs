using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace Charity.Data.Keys;

/// <summary>
/// Whether this node reads what the others protected. A node whose <c>Tokens__Key</c> differs would make keys of its own
/// and sign everyone out at every second request; it must not start.
/// </summary>
public sealed class KeyCheck(IKeyManager keys, IDataProtectionProvider protection, IDbContextFactory<CharityDb> contexts)
{
    private const string Probe = "health";

    /// <summary>What is wrong, a sentence each; empty when cookies of every node are read here.</summary>
    public IReadOnlyList<string> Faults()
    {
        var unreadable = Unreadable().Count;
        if (unreadable > 0)
        {
            return
            [
                $"{unreadable} of the keys of cookies in the database cannot be read with this node's {Settings.Variable(TokenOptions.Section, nameof(TokenOptions.Key))}: "
                + "either it differs from the other nodes', or it was changed on purpose; then run 'charity forget-sign-ins'.",
            ];
        }

        try
        {
            var protector = protection.CreateProtector(Probe);
            return protector.Unprotect(protector.Protect(Probe)) == Probe ? [] : ["What this node protects comes back as something else."];
        }
        catch (CryptographicException)
        {
            return ["This node cannot read what it protected itself."];
        }
    }

    /// <summary>Removes the keys that cannot be read here: whoever is signed in by one of them signs in again.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ForgetUnreadableAsync(CancellationToken cancel)
    {
        var ids = Unreadable().ConvertAll(key => key.KeyId.ToString());
        await using var db = await contexts.CreateDbContextAsync(cancel);
        foreach (var row in (await db.DataProtectionKeys.ToListAsync(cancel)).Where(row => ids.Exists(id => row.Xml.Contains(id, StringComparison.OrdinalIgnoreCase))))
        {
            db.DataProtectionKeys.Remove(row);
        }

        await db.SaveChangesAsync(cancel);
        return ids.Count;
    }

    private List<IKey> Unreadable()
    {
        var now = TimeProvider.System.GetUtcNow();
        return [.. keys.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now && !Reads(key))];
    }

    private static bool Reads(IKey key)
    {
        try
        {
            return key.CreateEncryptor() is not null;
        }
        catch (Exception error) when (error is CryptographicException or FormatException or OverflowException or System.Xml.XmlException)
        {
            return false;
        }
    }
}

/// <summary>Refuses the start of a host that cannot read the others' cookies.</summary>
internal sealed class KeysAtStart(KeyCheck keys) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
        => keys.Faults() is { Count: > 0 } faults ? throw new DatabaseNotReadyException(string.Join(" ", faults)) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
