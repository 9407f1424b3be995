using Charity.Data.Audit;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.GiftDesk;

/// <summary>What a member of staff wrote down about a gift. Never changed or deleted: a mistake is corrected by another note.</summary>
public sealed class GiftNote
{
    /// <summary>Characters of <see cref="Text"/>.</summary>
    public const int MaxText = 2000;

    public Guid Id { get; internal init; }
    public Guid DonationId { get; internal init; }
    public DateTime At { get; internal init; }

    /// <summary>Who wrote it, as the audit names them.</summary>
    public string ActorId { get; internal init; } = "";

    public string ActorName { get; internal init; } = "";

    /// <summary>Several lines; card numbers are masked before it is stored.</summary>
    public string Text { get; internal init; } = "";
}

internal sealed class GiftNoteMapping : IEntityTypeConfiguration<GiftNote>
{
    public void Configure(EntityTypeBuilder<GiftNote> builder)
    {
        builder.ToTable("gift_note", table => table.HasTrigger("gift_note_append_only"));
        builder.HasOne<Donation>().WithMany().HasForeignKey(n => n.DonationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(n => n.ActorId).HasMaxLength(Actor.MaxLength);
        builder.Property(n => n.ActorName).HasMaxLength(Actor.MaxLength);
        builder.Property(n => n.Text).HasMaxLength(GiftNote.MaxText);
    }
}
