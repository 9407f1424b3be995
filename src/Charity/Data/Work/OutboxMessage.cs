using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Work;

/// <summary>A message from one use case to the next, written in the same save as the effect that caused it.</summary>
public sealed class OutboxMessage : WorkRow
{
    /// <summary>What the message is about, such as a donation id; with kind and discriminator it is unique.</summary>
    public string Subject { get; internal set; } = "";

    public string Discriminator { get; internal set; } = "";

    /// <summary>The message as JSON.</summary>
    public string Payload { get; internal set; } = "";
}

internal sealed class OutboxMessageMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox_message");
        builder.HasIndex(m => new { m.Kind, m.Subject, m.Discriminator }).IsUnique();
        // The relay's claims: rows that are done stand in another part of it, however many there are.
        builder.HasIndex(m => new { m.State, m.Kind, m.DueAt });
        builder.Property(m => m.Kind).HasMaxLength(64);
        builder.Property(m => m.Subject).HasMaxLength(100);
        builder.Property(m => m.Discriminator).HasMaxLength(64);
        builder.Property(m => m.Payload).HasMaxLength(4000);
        builder.Property(m => m.LastError).HasMaxLength(2000);
        builder.Property(m => m.StaffNote).HasMaxLength(WorkRow.MaxNote);
    }
}
