using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.SetUp;

/// <summary>What a proof is about.</summary>
public enum ProofKind
{
    /// <summary>That an account's events reach us.</summary>
    Webhook,

    /// <summary>That a mail of ours reaches a reader.</summary>
    Mail,
}

/// <summary>
/// One try to prove that something outside works. It holds only what cannot be found out otherwise: when it began, by whom,
/// and with which settings. Whether a webhook's event came is read from the inbox, whether a mail went from its row.
/// </summary>
public sealed class SetUpProof
{
    private SetUpProof()
    {
    }

    internal SetUpProof(Guid id, ProofKind kind, string subject, string mark, string by, DateTime at)
        => (Id, Kind, Subject, SettingsMark, StartedBy, StartedAt) = (id, kind, subject, mark, by, at);

    public Guid Id { get; private init; }
    public ProofKind Kind { get; private init; }

    /// <summary>The Stripe account, or the mail address that it went to.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Of the settings it was made with (<see cref="SetUp.SettingsMark"/>): a proof of others proves nothing.</summary>
    public string SettingsMark { get; private init; } = "";

    /// <summary>Name of who asked for it, as it was then.</summary>
    public string StartedBy { get; private init; } = "";

    public DateTime StartedAt { get; private init; }

    /// <summary>The session that was opened and ended; null until Stripe has made it.</summary>
    public string? SessionId { get; private set; }

    /// <summary>Why it could not begin, in the provider's own code.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>SHA-256 of the token in the mail's link; null for a webhook.</summary>
    public byte[]? TokenHash { get; private set; }

    /// <summary>When the mail's reader said that it came.</summary>
    public DateTime? ConfirmedAt { get; private set; }

    public int Version { get; private set; }

    internal void Opened(string sessionId) => (SessionId, ErrorCode, Version) = (sessionId, null, Version + 1);

    internal void Failed(string code) => (ErrorCode, Version) = (code.Length <= 100 ? code : code[..100], Version + 1);

    internal void Seal(byte[] tokenHash) => TokenHash = tokenHash;

    internal void Confirm(DateTime at) => (ConfirmedAt, Version) = (at, Version + 1);
}

internal sealed class SetUpProofMapping : IEntityTypeConfiguration<SetUpProof>
{
    public void Configure(EntityTypeBuilder<SetUpProof> builder)
    {
        builder.ToTable("set_up_proof");
        builder.Property(p => p.Id).ValueGeneratedNever();
        builder.Property(p => p.Subject).HasMaxLength(254);
        builder.Property(p => p.SettingsMark).HasMaxLength(16);
        builder.Property(p => p.StartedBy).HasMaxLength(Data.Audit.Actor.MaxLength);
        builder.Property(p => p.SessionId).HasMaxLength(255);
        builder.Property(p => p.ErrorCode).HasMaxLength(100);
        builder.Property(p => p.TokenHash).HasMaxLength(32);
        builder.Property(p => p.Version).IsConcurrencyToken();
        builder.HasIndex(p => p.TokenHash).IsUnique();
        builder.HasIndex(p => new { p.Kind, p.Subject });
    }
}
