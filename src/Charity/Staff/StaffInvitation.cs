using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Staff;

/// <summary>
/// An invitation to work here: a link by mail that opens once, for three days. Only the SHA-256 of its token is kept;
/// sending it again makes a new link, and the old one is dead.
/// </summary>
public sealed class StaffInvitation
{
    /// <summary>Purpose of its token.</summary>
    internal const string Token = "staff-invitation";

    internal static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private StaffInvitation()
    {
    }

    internal StaffInvitation(Guid id, string email, string roles, string language, Guid invitedById, string invitedBy, string? agreedBy, DateTime at)
        => (Id, Email, Roles, Language, InvitedById, InvitedBy, AgreedBy, CreatedAt, ExpiresAt)
            = (id, email, roles, language, invitedById, invitedBy, agreedBy, at, at + Lifetime);

    public Guid Id { get; private init; }
    public string Email { get; private init; } = "";

    /// <summary>Names of permission bundles, joined by commas.</summary>
    public string Roles { get; private init; } = "";

    public string Language { get; private init; } = "en";
    public Guid InvitedById { get; private init; }

    /// <summary>Name of who invited, as it was then.</summary>
    public string InvitedBy { get; private init; } = "";

    /// <summary>Name of the administrator who agreed; null where none had to, or none was there.</summary>
    public string? AgreedBy { get; private init; }

    public DateTime CreatedAt { get; private init; }
    public DateTime ExpiresAt { get; private set; }

    /// <summary>Grows with each sending; the mail's link belongs to one version.</summary>
    public int TokenVersion { get; private set; } = 1;

    public byte[] TokenHash { get; private set; } = [];
    public DateTime? UsedAt { get; private set; }
    public DateTime? WithdrawnAt { get; private set; }

    /// <summary>The account that came of it.</summary>
    public Guid? UserId { get; private set; }

    public int Version { get; private set; }

    /// <summary>Neither used nor withdrawn; it may have expired, and be sent again.</summary>
    public bool IsOpen => UsedAt is null && WithdrawnAt is null;

    /// <summary>Its link can still be followed.</summary>
    public bool CanBeUsed(DateTime now) => IsOpen && now < ExpiresAt;

    internal string TokenOf(PublicTokens tokens) => tokens.For(Token, Id, TokenVersion);

    internal void Seal(PublicTokens tokens) => TokenHash = tokens.HashFor(Token, Id, TokenVersion);

    internal void Renew(PublicTokens tokens, DateTime now)
    {
        TokenVersion++;
        ExpiresAt = now + Lifetime;
        Seal(tokens);
        Version++;
    }

    internal void Withdraw(DateTime now) => (WithdrawnAt, Version) = (now, Version + 1);

    internal void Use(Guid userId, DateTime now) => (UserId, UsedAt, Version) = (userId, now, Version + 1);
}

internal sealed class StaffInvitationMapping : IEntityTypeConfiguration<StaffInvitation>
{
    public void Configure(EntityTypeBuilder<StaffInvitation> builder)
    {
        builder.ToTable("staff_invitation");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Email).HasMaxLength(256);
        builder.Property(i => i.Roles).HasMaxLength(500);
        builder.Property(i => i.Language).HasMaxLength(2);
        builder.Property(i => i.InvitedBy).HasMaxLength(200);
        builder.Property(i => i.AgreedBy).HasMaxLength(200);
        builder.Property(i => i.TokenHash).HasMaxLength(32);
        builder.Property(i => i.Version).IsConcurrencyToken();
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => i.Email);
    }
}
