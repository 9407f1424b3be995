using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Approvals;

/// <summary>What became of a request. Stored by name.</summary>
public enum ApprovalDecision
{
    Pending,

    /// <summary>A second person agreed, and it was done in the same save.</summary>
    Approved,

    /// <summary>A second person said no.</summary>
    Refused,

    /// <summary>Whoever asked took it back.</summary>
    Withdrawn,

    /// <summary>Nobody decided within <see cref="Approval.Lifetime"/>.</summary>
    Expired,
}

/// <summary>
/// Something that one person asked for and another must agree to before it happens. The payload says what; only the
/// handler of its kind reads it. At most one request of a kind about a subject is pending.
/// </summary>
public sealed class Approval
{
    /// <summary>How long a request waits; business time.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Characters of a reason or note.</summary>
    public const int MaxReason = AuditMapping.MaxReason;

    private Approval()
    {
    }

    internal Approval(
        Guid id, string kind, string subject, ApprovalText what, string payload, string? address, Actor by, string reason, DateTime now)
    {
        (Id, Kind, Subject, Payload, Address) = (id, kind, subject, payload, address);
        (WhatKey, WhatValues) = (what.Key.Key, what.WriteValues());
        (RequestedById, RequestedBy, RequestedAt, ExpiresAt, Reason) = (by.Id, by.Name, now, now + Lifetime, reason);
        PendingKey = KeyOf(kind, subject);
    }

    public Guid Id { get; private set; }

    /// <summary>Stable name with its room, such as <c>work.ignore</c>; picks the handler and the permission to decide.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>What it is about, such as <c>outbox-17</c>.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Kind and subject while pending, else null; unique, so that nothing is asked twice at once.</summary>
    public string? PendingKey { get; private set; }

    public string WhatKey { get; private set; } = "";

    /// <summary>Values for the text of <see cref="WhatKey"/>, as <see cref="ApprovalText"/> writes them.</summary>
    public string WhatValues { get; private set; } = "";

    /// <summary>The payload as JSON.</summary>
    public string Payload { get; private set; } = "";

    /// <summary>Where on the staff pages it can be looked at; an address of ours.</summary>
    public string? Address { get; private set; }

    /// <summary>As <see cref="Actor.Id"/>.</summary>
    public string RequestedById { get; private set; } = "";

    /// <summary>Name as it was then.</summary>
    public string RequestedBy { get; private set; } = "";

    public DateTime RequestedAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }

    /// <summary>Why, in the words of who asked.</summary>
    public string Reason { get; private set; } = "";

    public ApprovalDecision Decision { get; private set; }
    public string? DecidedById { get; private set; }
    public string? DecidedBy { get; private set; }
    public DateTime? DecidedAt { get; private set; }

    /// <summary>What the second person wrote.</summary>
    public string? Note { get; private set; }

    public int Version { get; private set; }

    /// <summary>What is asked for, in words.</summary>
    public ApprovalText What => ApprovalText.Read(WhatKey, WhatValues);

    /// <summary>Waits for a decision and may still get one.</summary>
    public bool IsOpen(DateTime now) => Decision == ApprovalDecision.Pending && now < ExpiresAt;

    internal static string KeyOf(string kind, string subject) => $"{kind} {subject}";

    /// <exception cref="InvalidOperationException">It is decided already.</exception>
    internal void Decide(ApprovalDecision decision, Actor? by, string? note, DateTime now)
    {
        if (Decision != ApprovalDecision.Pending || decision == ApprovalDecision.Pending)
        {
            throw new InvalidOperationException($"The request {Id} is {Decision} and cannot become {decision}.");
        }

        (Decision, DecidedById, DecidedBy, DecidedAt, Note) = (decision, by?.Id, by?.Name, now, note);
        PendingKey = null;
        Version++;
    }
}

internal sealed class ApprovalMapping : IEntityTypeConfiguration<Approval>
{
    public const int MaxKind = 64;
    public const int MaxSubject = 200;

    public void Configure(EntityTypeBuilder<Approval> builder)
    {
        builder.ToTable("approval");
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Kind).HasMaxLength(MaxKind);
        builder.Property(a => a.Subject).HasMaxLength(MaxSubject);
        builder.Property(a => a.PendingKey).HasMaxLength(MaxKind + 1 + MaxSubject);
        builder.Property(a => a.WhatKey).HasMaxLength(100);
        builder.Property(a => a.WhatValues).HasMaxLength(-1);
        builder.Property(a => a.Payload).HasMaxLength(-1);
        builder.Property(a => a.Address).HasMaxLength(500);
        builder.Property(a => a.RequestedById).HasMaxLength(Actor.MaxLength);
        builder.Property(a => a.RequestedBy).HasMaxLength(Actor.MaxLength);
        builder.Property(a => a.Reason).HasMaxLength(Approval.MaxReason);
        builder.Property(a => a.DecidedById).HasMaxLength(Actor.MaxLength);
        builder.Property(a => a.DecidedBy).HasMaxLength(Actor.MaxLength);
        builder.Property(a => a.Note).HasMaxLength(Approval.MaxReason);
        builder.Property(a => a.Version).IsConcurrencyToken();
        builder.HasIndex(a => a.PendingKey).IsUnique();
        builder.HasIndex(a => new { a.Decision, a.ExpiresAt });
        builder.HasIndex(a => new { a.Kind, a.Subject });
    }
}
