using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Notifications;

public enum MailState
{
    Waiting,

    /// <summary>Handed to the transport; found in this state after a restart, it is ambiguous.</summary>
    Sending,
    Sent,

    /// <summary>Refused for now; tried again later.</summary>
    Deferred,

    /// <summary>The connection broke before the answer: perhaps sent; sent again at most once, same Message-ID.</summary>
    Ambiguous,

    /// <summary>Refused for good.</summary>
    Bounced,

    /// <summary>Given up; a person decides.</summary>
    Failed,
}

/// <summary>A mail that must reach someone once. The text is composed again from its subject whenever it is sent.</summary>
public sealed class Mail
{
    public Guid Id { get; internal set; }

    /// <summary>Such as <c>receipt</c>, <c>transfer-instructions</c>; with subject unique.</summary>
    public string Kind { get; internal set; } = "";

    /// <summary>What it is about, such as a receipt id, and <c>#2</c> for a second sending asked for by staff.</summary>
    public string Subject { get; internal set; } = "";

    public Guid? DonationId { get; internal set; }
    public string ToAddress { get; internal set; } = "";
    public string ToName { get; internal set; } = "";
    public string Language { get; internal set; } = "en";

    /// <summary>Fixed before the first sending.</summary>
    public string MessageId { get; internal set; } = "";

    public MailState State { get; internal set; }
    public int Attempts { get; internal set; }
    public int AmbiguousSends { get; internal set; }
    public DateTime CreatedAt { get; internal set; }
    public DateTime? SentAt { get; internal set; }
    public string? LastReply { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class MailMapping : IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Mail> builder)
    {
        builder.ToTable("mail");
        builder.HasIndex(m => new { m.Kind, m.Subject }).IsUnique();
        builder.HasIndex(m => m.DonationId);
        builder.HasIndex(m => new { m.State, m.CreatedAt });
        builder.Property(m => m.Kind).HasMaxLength(40);
        builder.Property(m => m.Subject).HasMaxLength(100);
        builder.Property(m => m.ToAddress).HasMaxLength(254);
        builder.Property(m => m.ToName).HasMaxLength(500);
        builder.Property(m => m.Language).HasMaxLength(2);
        builder.Property(m => m.MessageId).HasMaxLength(255);
        builder.Property(m => m.LastReply).HasMaxLength(1000);
        builder.Property(m => m.Version).IsConcurrencyToken();
    }
}
