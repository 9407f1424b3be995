using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

public enum StripeCallState
{
    /// <summary>Stored, sent or about to be; its answer is not known.</summary>
    Sending,
    Done,

    /// <summary>The provider may or may not have acted; the fixing job asks again with the same key and body.</summary>
    Unknown,

    /// <summary>Definitely refused; nothing happened.</summary>
    Refused,
}

/// <summary>
/// A writing call to the provider: key and exact body are stored before it is made, so that a retry is the same call.
/// </summary>
public sealed class StripeCall
{
    /// <summary>The idempotency key, such as <c>don-{id}-cs-1</c>.</summary>
    public string Key { get; internal set; } = "";

    public string Account { get; internal set; } = "";

    /// <summary>Such as <c>checkout.session.create</c>.</summary>
    public string Purpose { get; internal set; } = "";

    public Guid TargetId { get; internal set; }

    /// <summary>The encoded form body, sent again to the letter.</summary>
    public string Body { get; internal set; } = "";

    public StripeCallState State { get; internal set; }
    public int Sends { get; internal set; }
    public DateTime FirstSentAt { get; internal set; }
    public DateTime? AnsweredAt { get; internal set; }
    public string? ResultId { get; internal set; }
    public string? RequestId { get; internal set; }
    public string? ErrorCode { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class StripeCallMapping : IEntityTypeConfiguration<StripeCall>
{
    public void Configure(EntityTypeBuilder<StripeCall> builder)
    {
        builder.ToTable("stripe_call");
        builder.HasKey(c => c.Key);
        builder.HasIndex(c => new { c.State, c.FirstSentAt });
        builder.HasIndex(c => c.TargetId);
        builder.Property(c => c.Account).HasMaxLength(64);
        builder.Property(c => c.Purpose).HasMaxLength(64);
        builder.Property(c => c.Body).HasMaxLength(-1);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
