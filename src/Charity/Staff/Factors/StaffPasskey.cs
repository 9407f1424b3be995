using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Staff.Factors;

/// <summary>
/// A passkey of a member of staff: the public half of a key pair whose other half never leaves their device. Holding
/// the device and unlocking it (user verification) are two factors in one.
/// </summary>
public sealed class StaffPasskey
{
    /// <summary>Characters of a name.</summary>
    public const int MaxName = 60;

    /// <summary>Bytes of a credential id: the limit of WebAuthn.</summary>
    internal const int MaxCredentialId = 1023;

    /// <summary>Bytes of a public key; an RSA one of 4,096 bits has some 530.</summary>
    internal const int MaxPublicKey = 2000;

    internal const int MaxTransports = 100;

    private StaffPasskey()
    {
    }

    internal StaffPasskey(Guid id, Guid userId, UserPasskeyInfo key, string name, DateTime at)
    {
        (Id, UserId, Name, CreatedAt) = (id, userId, name, at);
        (CredentialId, CredentialHash, PublicKey) = (key.CredentialId, HashOf(key.CredentialId), key.PublicKey);
        var transports = string.Join(',', key.Transports ?? []);
        Transports = transports.Length <= MaxTransports ? transports : "";
        (SignCount, IsBackupEligible, IsBackedUp) = (key.SignCount, key.IsBackupEligible, key.IsBackedUp);
    }

    public Guid Id { get; private init; }
    public Guid UserId { get; private init; }

    /// <summary>As its owner calls it.</summary>
    public string Name { get; private set; } = "";

    public byte[] CredentialId { get; private init; } = [];

    /// <summary>SHA-256 of the id, which itself is too long for an index of SQL Server.</summary>
    public byte[] CredentialHash { get; private init; } = [];

    /// <summary>COSE key.</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>How a browser may reach it, joined by commas; empty where it did not say.</summary>
    public string Transports { get; private init; } = "";

    /// <summary>Signatures so far as the device counts them; stays 0 where it does not count.</summary>
    public long SignCount { get; private set; }

    public bool IsBackupEligible { get; private init; }

    /// <summary>Kept in the account of a vendor or a password manager as well, so that a lost device loses nothing.</summary>
    public bool IsBackedUp { get; private set; }

    public DateTime CreatedAt { get; private init; }
    public DateTime? LastUsedAt { get; private set; }

    /// <summary>
    /// Grows with each change, so that two at once do not overwrite each other. It does not make an answer good for once:
    /// that does <see cref="SignCount"/>, where the device counts. Of a device that does not, an answer could be given again
    /// within the minutes for which its question lives, by whoever also has the sealed cookie of the browser that asked.
    /// </summary>
    public int Version { get; private set; }

    internal static byte[] HashOf(byte[] credentialId) => SHA256.HashData(credentialId);

    internal void Rename(string name) => (Name, Version) = (name, Version + 1);

    internal void Used(long signCount, bool backedUp, DateTime at)
        => (SignCount, IsBackedUp, LastUsedAt, Version) = (signCount, backedUp, at, Version + 1);

    /// <summary>In the form in which Identity checks a signature.</summary>
    internal UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, (uint)SignCount, Transports.Length == 0 ? null : Transports.Split(','), isUserVerified: true,
        IsBackupEligible, IsBackedUp, attestationObject: [], clientDataJson: [])
    { Name = Name };
}

internal sealed class StaffPasskeyMapping : IEntityTypeConfiguration<StaffPasskey>
{
    public void Configure(EntityTypeBuilder<StaffPasskey> builder)
    {
        builder.ToTable("staff_passkey");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Name).HasMaxLength(StaffPasskey.MaxName);
        builder.Property(p => p.CredentialId).HasMaxLength(StaffPasskey.MaxCredentialId);
        builder.Property(p => p.CredentialHash).HasMaxLength(32);
        builder.Property(p => p.PublicKey).HasMaxLength(StaffPasskey.MaxPublicKey);
        builder.Property(p => p.Transports).HasMaxLength(StaffPasskey.MaxTransports);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasIndex(p => p.CredentialHash).IsUnique();
        builder.HasIndex(p => p.UserId);
        builder.HasOne<StaffUser>().WithMany().HasForeignKey(p => p.UserId);
    }
}
