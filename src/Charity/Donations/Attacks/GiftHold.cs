using Charity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Donations.Attacks;

/// <summary>
/// A card gift that waits for its donor to follow a link in a mail: no payment page is asked for before. Beside the gift, so
/// that gifts of ordinary days know nothing of it. Of the link only the SHA-256 is kept.
/// </summary>
public sealed class GiftHold
{
    /// <summary>Purpose of its token.</summary>
    internal const string Token = "gift-confirm";

    private const int TokenVersion = 1;

    private GiftHold()
    {
    }

    internal GiftHold(Guid donationId, PublicTokens tokens, DateTime now, DateTime expiresAt)
        => (DonationId, TokenHash, CreatedAt, ExpiresAt) = (donationId, tokens.HashFor(Token, donationId, TokenVersion), now, expiresAt);

    public Guid DonationId { get; private init; }
    public byte[] TokenHash { get; private init; } = [];
    public DateTime CreatedAt { get; private init; }
    public DateTime ExpiresAt { get; private init; }

    /// <summary>When the mail was ordered; null while the limits on mails hold it back.</summary>
    public DateTime? MailedAt { get; private set; }

    /// <summary>When the link was used: once, and for this gift alone.</summary>
    public DateTime? ConfirmedAt { get; private set; }

    /// <summary>When it was given up unconfirmed.</summary>
    public DateTime? LapsedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>Waits for its link to be followed.</summary>
    public bool IsOpen(DateTime now) => ConfirmedAt is null && LapsedAt is null && now < ExpiresAt;

    /// <summary>The token of its link: made again whenever it is needed.</summary>
    public static string TokenOf(Guid donationId, PublicTokens tokens) => tokens.For(Token, donationId, TokenVersion);

    internal void Mail(DateTime now) => (MailedAt, Version) = (now, Version + 1);

    internal void Confirm(DateTime now)
    {
        if (!IsOpen(now))
        {
            throw new InvalidOperationException($"The hold of gift {DonationId} is over.");
        }

        (ConfirmedAt, Version) = (now, Version + 1);
    }

    internal void Lapse(DateTime now) => (LapsedAt, Version) = (now, Version + 1);
}

internal sealed class GiftHoldMapping : IEntityTypeConfiguration<GiftHold>
{
    public void Configure(EntityTypeBuilder<GiftHold> builder)
    {
        builder.ToTable("gift_hold");
        builder.HasKey(h => h.DonationId);
        builder.HasOne<Donation>().WithOne().HasForeignKey<GiftHold>(h => h.DonationId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(h => h.TokenHash).IsUnique();
        builder.HasIndex(h => h.CreatedAt);
        // Only those that still wait: each minute looks for the ones whose time is over.
        builder.HasIndex(h => h.ExpiresAt).HasFilter("confirmed_at IS NULL AND lapsed_at IS NULL");
        builder.Property(h => h.TokenHash).HasMaxLength(32);
        builder.Property(h => h.Version).IsConcurrencyToken();
    }
}
