using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Staff.Passwords;

/// <summary>
/// A link by mail with which someone chooses a new password: once, within an hour. Only the SHA-256 of its token is kept.
/// It replaces the password and nothing else: the second factor is asked for as ever.
/// </summary>
public sealed class StaffPasswordReset
{
    /// <summary>Purpose of its token.</summary>
    private const string Token = "staff-password-reset";

    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private StaffPasswordReset()
    {
    }

    internal StaffPasswordReset(Guid id, Guid userId, PublicTokens tokens, DateTime at)
    {
        (Id, UserId, CreatedAt, ExpiresAt) = (id, userId, at, at + Lifetime);
        TokenHash = tokens.HashFor(Token, id, 1);
    }

    public Guid Id { get; private init; }
    public Guid UserId { get; private init; }
    public byte[] TokenHash { get; private init; } = [];
    public DateTime CreatedAt { get; private init; }
    public DateTime ExpiresAt { get; private init; }
    public DateTime? UsedAt { get; private set; }
    public int Version { get; private set; }

    public bool CanBeUsed(DateTime now) => UsedAt is null && now < ExpiresAt;

    internal string TokenOf(PublicTokens tokens) => tokens.For(Token, Id, 1);

    internal void Use(DateTime now) => (UsedAt, Version) = (now, Version + 1);
}

internal sealed class StaffPasswordResetMapping : IEntityTypeConfiguration<StaffPasswordReset>
{
    public void Configure(EntityTypeBuilder<StaffPasswordReset> builder)
    {
        builder.ToTable("staff_password_reset");
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.TokenHash).HasMaxLength(32);
        builder.Property(r => r.Version).IsConcurrencyToken();
        builder.HasIndex(r => r.TokenHash).IsUnique();
        builder.HasIndex(r => r.UserId);
    }
}
