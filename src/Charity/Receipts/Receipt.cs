using System.Runtime.CompilerServices;
using Charity.Data;
using Charity.Donations;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Receipts;

public enum ReceiptState
{
    Valid,

    /// <summary>Withdrawn with a reason; its number is never used again.</summary>
    Void,

    /// <summary>Replaced by a corrected one.</summary>
    Replaced,
}

/// <summary>
/// A numbered receipt. Every printed fact stands in <see cref="Snapshot"/>, which never changes; the PDF is drawn from
/// it again at any time with the same template version and has the same bytes.
/// </summary>
public sealed class Receipt
{
    /// <summary><see cref="Kind"/> of a gift's first receipt.</summary>
    public const string First = "donation";

    /// <summary>Purpose of the token in the document's address.</summary>
    public const string DocumentToken = "receipt";

    /// <summary>Purpose of the token in the check page's address.</summary>
    public const string CheckToken = "check";

    private Receipt()
    {
    }

    public Guid Id { get; private init; }
    public Guid LegalEntityId { get; private init; }
    public Guid DonationId { get; private init; }

    /// <summary><c>donation</c>, or <c>correction-2</c> and so on; unique with the donation.</summary>
    public string Kind { get; private init; } = First;

    /// <summary>Local year of issue in the entity's zone.</summary>
    public int Year { get; private init; }

    /// <summary>Gapless within entity and year, from 1.</summary>
    public int Sequence { get; private init; }

    /// <summary>As printed, such as <c>BG-2026-000042</c>; unique.</summary>
    public string Number { get; private init; } = "";

    public ReceiptState State { get; private set; }
    public DateTime IssuedAt { get; private init; }

    /// <summary>Every printed fact as JSON: a <see cref="ReceiptSnapshot"/>.</summary>
    public string Snapshot { get; private init; } = "";

    public int TemplateVersion { get; private init; }

    /// <summary>SHA-256 of the PDF as it was sent first.</summary>
    public byte[]? SentSha256 { get; private set; }

    /// <summary>When it became void or was replaced.</summary>
    public DateTime? VoidedAt { get; private set; }

    /// <summary>Why, for staff.</summary>
    public string? VoidReason { get; private set; }

    /// <summary>A person withdrew it: no later change of the gift writes another in its place by itself.</summary>
    public bool WithdrawnByHand { get; private set; }

    /// <summary>SHA-256 of the address of the document.</summary>
    public byte[] TokenHash { get; private init; } = [];

    /// <summary>SHA-256 of the address of the public check page.</summary>
    public byte[] CheckTokenHash { get; private init; } = [];

    public int TokenVersion { get; private init; } = 1;
    public int Version { get; private set; }

    /// <summary>The kind of a gift's nth receipt.</summary>
    public static string KindOf(int nth) => nth == 1 ? First : FormattableString.Invariant($"correction-{nth}");

    internal static Receipt Issue(
        Guid id, Donation gift, string kind, int year, int sequence, string number, ReceiptSnapshot snapshot, PublicTokens tokens)
    {
        const int tokenVersion = 1;
        return new Receipt
        {
            Id = id,
            LegalEntityId = gift.LegalEntityId,
            DonationId = gift.Id,
            Kind = kind,
            Year = year,
            Sequence = sequence,
            Number = number,
            IssuedAt = snapshot.IssuedAt,
            Snapshot = snapshot.ToJson(),
            TemplateVersion = ReceiptDocument.Version,
            TokenHash = tokens.HashFor(DocumentToken, id, tokenVersion),
            CheckTokenHash = tokens.HashFor(CheckToken, id, tokenVersion),
            TokenVersion = tokenVersion,
        };
    }

    /// <summary>The path of the document on our site.</summary>
    public string DocumentPath(PublicTokens tokens) => "/receipts/" + tokens.For(DocumentToken, Id, TokenVersion);

    /// <summary>Withdraws it for good.</summary>
    /// <param name="byHand">A person decided so, not the worth of the gift.</param>
    internal void Void(string reason, DateTime at, bool byHand = false)
    {
        Require(State == ReceiptState.Valid);
        (State, VoidReason, VoidedAt, WithdrawnByHand) = (ReceiptState.Void, reason, at, byHand);
        Version++;
    }

    /// <summary>A corrected receipt takes its place.</summary>
    internal void Replace(string reason, DateTime at)
    {
        Require(State == ReceiptState.Valid);
        (State, VoidReason, VoidedAt) = (ReceiptState.Replaced, reason, at);
        Version++;
    }

    /// <summary>Remembers what went out first; a later sending of another drawing changes nothing.</summary>
    internal void RecordSent(byte[] sha256)
    {
        if (SentSha256 is null)
        {
            SentSha256 = sha256;
            Version++;
        }
    }

    private void Require(bool allowed, [CallerMemberName] string move = "")
    {
        if (!allowed)
        {
            throw new InvalidOperationException($"Receipt {Number} is {State}: {move} is not allowed.");
        }
    }
}

internal sealed class ReceiptMapping : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipt");
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(r => r.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Donation>().WithMany().HasForeignKey(r => r.DonationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.DonationId, r.Kind }).IsUnique();
        builder.HasIndex(r => r.Number).IsUnique();
        // Few: gifts that were sent back whole, mostly. They are looked for as gifts without a valid receipt.
        builder.HasIndex(r => r.DonationId, "ix_receipt_void").HasFilter("state = 'Void'");
        builder.HasIndex(r => new { r.LegalEntityId, r.Year, r.Sequence }).IsUnique();
        builder.HasIndex(r => r.TokenHash).IsUnique();
        builder.HasIndex(r => r.CheckTokenHash).IsUnique();
        builder.Property(r => r.Kind).HasMaxLength(32);
        builder.Property(r => r.Number).HasMaxLength(40);
        builder.Property(r => r.Snapshot).HasMaxLength(-1);
        builder.Property(r => r.TokenHash).HasMaxLength(32);
        builder.Property(r => r.CheckTokenHash).HasMaxLength(32);
        builder.Property(r => r.SentSha256).HasMaxLength(32);
        builder.Property(r => r.VoidReason).HasMaxLength(500);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}
