using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Exceptions;

/// <summary>What finance must look at. Stored by name.</summary>
public enum ExceptionKind
{
    TxnWithoutDonation,
    DonationWithoutTxn,
    AmountMismatch,
    CurrencyMismatch,
    UnexpectedPayment,
    LatePayment,
    UnknownTxnType,
    TxnMutated,
    PayoutSumMismatch,
    PayoutFailed,
    RefundFailed,
    DisputeNeedsResponse,
    DisputeLost,
    DisputeWithoutDonation,
    EarlyFraudWarning,
    StripeBalanceDiffers,
    NegativeStripeBalance,
    PoisonEvent,
    QuarantinedEvent,
    PollGap,
    ReceiptFailed,
    ReceiptMissing,
    MailBounced,

    /// <summary>Never taken by the receiver's server within days.</summary>
    MailFailed,

    /// <summary>Sent, and nobody knows whether it arrived.</summary>
    MailUncertain,
    LedgerBreach,
    TotalDiffers,
    IllegalTransition,
    ProviderObjectGone,
    IdempotencyKeyReused,

    /// <summary>The donor's bank took a settled gift back outside the dispute process.</summary>
    GiftTakenBack,

    /// <summary>The provider refuses a key of ours: wrong, withdrawn, or without a permission that is needed.</summary>
    GatewayMisconfigured,

    /// <summary>A back-up was put in the place of the database: what people entered after it is gone.</summary>
    DatabaseRestored,

    /// <summary>A person's consent ran out or was withdrawn, and what stood under it was taken down.</summary>
    ConsentEnded,

    /// <summary>Gifts look like stolen cards being tried out; attack mode began by itself.</summary>
    CardTesting,
}

public enum ExceptionSeverity
{
    Notice,
    Warning,
    Critical,
}

/// <summary>Something that needs a person; never closes by itself. Kind and subject are unique: the same finding is one row.</summary>
public sealed class ExceptionItem
{
    public Guid Id { get; internal set; }
    public ExceptionKind Kind { get; internal set; }
    public ExceptionSeverity Severity { get; internal set; }

    /// <summary>Type and id of the row or provider object it is about, such as <c>charge:ch_…</c>.</summary>
    public string Subject { get; internal set; } = "";

    public Guid? LegalEntityId { get; internal set; }
    public Guid? DonationId { get; internal set; }
    public long? AmountMinor { get; internal set; }
    public string? Currency { get; internal set; }

    /// <summary>For staff, in plain English; ids, no names.</summary>
    public string Detail { get; internal set; } = "";

    public DateTime FoundAt { get; internal set; }
    public DateTime? ExplainedAt { get; internal set; }
    public string? ExplainedBy { get; internal set; }
    public string? Explanation { get; internal set; }
    public int Version { get; internal set; }
}

internal sealed class ExceptionItemMapping : IEntityTypeConfiguration<ExceptionItem>
{
    public void Configure(EntityTypeBuilder<ExceptionItem> builder)
    {
        builder.ToTable("exception_item");
        builder.HasIndex(e => new { e.Kind, e.Subject }).IsUnique();
        builder.HasIndex(e => new { e.ExplainedAt, e.FoundAt });
        builder.HasIndex(e => e.DonationId);
        builder.Property(e => e.Subject).HasMaxLength(300);
        builder.Property(e => e.Currency).HasMaxLength(3);
        builder.Property(e => e.Detail).HasMaxLength(2000);
        builder.Property(e => e.Explanation).HasMaxLength(2000);
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}
