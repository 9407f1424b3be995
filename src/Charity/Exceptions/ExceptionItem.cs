using Charity.Data.Audit;
using Charity.Languages;
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

/// <summary>
/// Something that needs a person; never closes by itself. Kind and subject are unique: the same finding is one row, which
/// opens again when it is found after its cause was seen to be gone.
/// </summary>
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

    /// <summary>Key of the text that says what was found; null in rows of old, whose <see cref="Detail"/> is a sentence.</summary>
    public string? DetailKey { get; internal set; }

    /// <summary>The values for that text, as <see cref="KeptText"/> writes them; ids and amounts, no names.</summary>
    public string Detail { get; internal set; } = "";

    public DateTime FoundAt { get; internal set; }
    public DateTime? ExplainedAt { get; internal set; }
    public string? ExplainedBy { get; internal set; }
    public string? Explanation { get; internal set; }

    /// <summary>What the program saw when it was closed without two people: the cause was gone. Found again, it is news.</summary>
    public CauseEnd? CauseEnd { get; private set; }

    /// <summary>Who sees to it, as <see cref="Actor.Id"/>; null while nobody does.</summary>
    public string? OwnerId { get; private set; }

    /// <summary>Their name as it was then.</summary>
    public string? Owner { get; private set; }

    public int Version { get; internal set; }

    public bool IsOpen => ExplainedAt is null;

    /// <summary>Two people close what is grave or about money: one explains, another agrees.</summary>
    public bool NeedsSecondPerson => Severity == ExceptionSeverity.Critical || AmountMinor is not null;

    /// <summary>From this moment it has waited too long.</summary>
    public DateTime LateAt => FoundAt + ExceptionPatience.Of(Severity);

    internal void Assign(Actor? owner)
    {
        (OwnerId, Owner) = (owner?.Id, owner?.Name);
        Version++;
    }

    /// <summary>What was found, in the reader's language; of rows of old in English.</summary>
    /// <param name="when">How the reader is told a moment.</param>
    public string DetailIn(LanguageTexts texts, Func<DateTime, string> when)
        => DetailKey is { } key ? KeptText.Read(key, Detail).In(texts, when) : Detail;

    /// <param name="explanation">Why nothing more is to be done; may be null where the cause is gone.</param>
    /// <exception cref="InvalidOperationException">It is closed already.</exception>
    internal void Close(string by, string? explanation, DateTime at, CauseEnd? causeEnd)
    {
        if (!IsOpen)
        {
            throw new InvalidOperationException($"The finding {Id} is closed already.");
        }

        (ExplainedAt, ExplainedBy, Explanation, CauseEnd) = (at, by, explanation, causeEnd);
        Version++;
    }

    /// <summary>The explanation did not hold, or the cause came back.</summary>
    /// <returns>How it had been closed, to stand among the notes.</returns>
    internal ExceptionNote Reopen(Guid noteId)
    {
        var by = ExplainedBy ?? "";
        var note = new ExceptionNote(
            noteId, Id, new Actor(Explanation is null && CauseEnd is not null ? ExceptionNote.ClosedAsOver : ExceptionNote.Closed, by.Length <= Actor.MaxLength ? by : by[..Actor.MaxLength]),
            Explanation is { Length: > 0 } why ? why : CauseEnd?.ToString() ?? "–", ExplainedAt!.Value);
        (ExplainedAt, ExplainedBy, Explanation, CauseEnd) = (null, null, null, null);
        Version++;
        return note;
    }

    /// <summary>Its cause came back: it waits from now on, with what is known now.</summary>
    internal void FindAgain(Finding finding, DateTime at)
    {
        (Severity, DetailKey, Detail, FoundAt) = (finding.Severity, finding.Detail.Key.Key, finding.Detail.WriteValues(), at);
        (AmountMinor, Currency) = (finding.AmountMinor, finding.Currency);
        Version++;
    }
}

/// <summary>How long a finding may wait, by severity; business time.</summary>
public static class ExceptionPatience
{
    public static TimeSpan Of(ExceptionSeverity severity) => severity switch
    {
        ExceptionSeverity.Critical => TimeSpan.FromDays(1),
        ExceptionSeverity.Warning => TimeSpan.FromDays(3),
        _ => TimeSpan.FromDays(14),
    };
}

/// <summary>What somebody wrote about a finding. Never changed.</summary>
public sealed class ExceptionNote
{
    public const int MaxText = 2000;

    /// <summary><see cref="ById"/> of a note that says how the finding had been closed before it was opened again.</summary>
    internal const string Closed = "closed";

    /// <summary>The same where nobody wrote why: <see cref="Text"/> is the name of what the program had seen.</summary>
    internal const string ClosedAsOver = "closed-as-over";

    private ExceptionNote()
    {
    }

    internal ExceptionNote(Guid id, Guid exceptionId, Actor by, string text, DateTime at)
        => (Id, ExceptionId, ById, By, Text, At) = (id, exceptionId, by.Id, by.Name, text, at);

    public Guid Id { get; private init; }
    public Guid ExceptionId { get; private init; }
    public string ById { get; private init; } = "";

    /// <summary>Name as it was then.</summary>
    public string By { get; private init; } = "";

    public string Text { get; private init; } = "";
    public DateTime At { get; private init; }

    /// <summary>What the program had seen, where it says that and nobody's words.</summary>
    public CauseEnd? CauseEnd => ById == ClosedAsOver && Enum.TryParse<CauseEnd>(Text, out var end) ? end : null;
}

internal sealed class ExceptionNoteMapping : IEntityTypeConfiguration<ExceptionNote>
{
    public void Configure(EntityTypeBuilder<ExceptionNote> builder)
    {
        builder.ToTable("exception_note");
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.HasOne<ExceptionItem>().WithMany().HasForeignKey(n => n.ExceptionId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(n => n.ById).HasMaxLength(Actor.MaxLength);
        builder.Property(n => n.By).HasMaxLength(Actor.MaxLength);
        builder.Property(n => n.Text).HasMaxLength(ExceptionNote.MaxText);
        builder.Ignore(n => n.CauseEnd);
    }
}

internal sealed class ExceptionItemMapping : IEntityTypeConfiguration<ExceptionItem>
{
    public void Configure(EntityTypeBuilder<ExceptionItem> builder)
    {
        builder.ToTable("exception_item");
        builder.HasIndex(e => new { e.Kind, e.Subject }).IsUnique();
        builder.HasIndex(e => new { e.ExplainedAt, e.FoundAt });
        builder.HasIndex(e => e.DonationId);
        builder.HasIndex(e => new { e.OwnerId, e.ExplainedAt });
        builder.Ignore(e => e.IsOpen);
        builder.Ignore(e => e.NeedsSecondPerson);
        builder.Ignore(e => e.LateAt);
        builder.Property(e => e.Subject).HasMaxLength(300);
        builder.Property(e => e.Currency).HasMaxLength(3);
        builder.Property(e => e.DetailKey).HasMaxLength(100);
        builder.Property(e => e.Detail).HasMaxLength(-1);
        builder.Property(e => e.Explanation).HasMaxLength(2000);
        builder.Property(e => e.ExplainedBy).HasMaxLength(2 * (Actor.MaxLength + 2));
        builder.Property(e => e.OwnerId).HasMaxLength(Actor.MaxLength);
        builder.Property(e => e.Owner).HasMaxLength(Actor.MaxLength);
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}
