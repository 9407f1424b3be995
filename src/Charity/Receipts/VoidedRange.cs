using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Receipts;

/// <summary>
/// Numbers of a series that no receipt here has and none ever will: they were given out after the copy from which the
/// database was restored, so that people may hold receipts under them. Never changed; the series goes on behind it.
/// </summary>
public sealed class VoidedRange
{
    /// <summary>Characters of <see cref="Reason"/>.</summary>
    public const int MaxReason = 400;

    private VoidedRange()
    {
    }

    internal VoidedRange(Guid id, Guid legalEntityId, int year, int first, int last, string reason, DateTime at)
        => (Id, LegalEntityId, Year, FirstSequence, LastSequence, Reason, VoidedAt) = (id, legalEntityId, year, first, last, reason, at);

    public Guid Id { get; private init; }
    public Guid LegalEntityId { get; private init; }
    public int Year { get; private init; }
    public int FirstSequence { get; private init; }
    public int LastSequence { get; private init; }

    /// <summary>For staff and auditors; no personal data.</summary>
    public string Reason { get; private init; } = "";

    public DateTime VoidedAt { get; private init; }
}

internal sealed class VoidedRangeMapping : IEntityTypeConfiguration<VoidedRange>
{
    public void Configure(EntityTypeBuilder<VoidedRange> builder)
    {
        builder.ToTable("receipt_voided_range", table => table.HasCheckConstraint("ck_receipt_voided_range", "first_sequence >= 1 and last_sequence >= first_sequence"));
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(r => r.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => new { r.LegalEntityId, r.Year, r.FirstSequence }).IsUnique();
        builder.Property(r => r.Reason).HasMaxLength(VoidedRange.MaxReason);
    }
}
