using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Work;

/// <summary>How an event came to us.</summary>
public enum InboxSource
{
    Webhook,
    Poll,
    Manual,
}

/// <summary>
/// An event of the payment provider, stored before it is answered. Only a hint at which object to fetch:
/// nothing in its body is believed.
/// </summary>
public sealed class InboxEvent : WorkRow
{
    /// <summary>The provider account the event belongs to (<c>acct_…</c>), decided by the secret that signed it.</summary>
    public string Account { get; internal set; } = "";

    public string EventId { get; internal set; } = "";
    public InboxSource Source { get; internal set; }
    public string Type { get; internal set; } = "";
    public string? ObjectType { get; internal set; }
    public string? ObjectId { get; internal set; }
    public bool Livemode { get; internal set; }
    public string? ApiVersion { get; internal set; }

    /// <summary>When the provider says it made the event; shown, never used for order.</summary>
    public DateTime ProviderCreatedAt { get; internal set; }

    /// <summary>As it came; emptied after 90 days, when only its hash stays.</summary>
    public byte[] Body { get; internal set; } = [];

    public byte[] BodySha256 { get; internal set; } = [];

    /// <summary>How often it was delivered.</summary>
    public int Deliveries { get; internal set; } = 1;
}

internal sealed class InboxEventMapping : IEntityTypeConfiguration<InboxEvent>
{
    public void Configure(EntityTypeBuilder<InboxEvent> builder)
    {
        builder.ToTable("inbox_event");
        builder.HasIndex(e => new { e.Account, e.EventId }).IsUnique();
        // The relay's claims: rows that are done stand in another part of it, however many there are.
        builder.HasIndex(e => new { e.State, e.Kind, e.DueAt });
        builder.HasIndex(e => e.ObjectId);
        builder.Property(e => e.Kind).HasMaxLength(64);
        builder.Property(e => e.Account).HasMaxLength(64);
        builder.Property(e => e.EventId).HasMaxLength(255);
        builder.Property(e => e.Type).HasMaxLength(100);
        builder.Property(e => e.ObjectType).HasMaxLength(64);
        builder.Property(e => e.ObjectId).HasMaxLength(255);
        builder.Property(e => e.ApiVersion).HasMaxLength(64);
        builder.Property(e => e.LastError).HasMaxLength(2000);
        builder.Property(e => e.StaffNote).HasMaxLength(WorkRow.MaxNote);
        builder.Property(e => e.Body).HasMaxLength(-1);
        builder.Property(e => e.BodySha256).HasMaxLength(32);
    }
}
