using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Receipts;

/// <summary>The next free number of a legal entity's receipts in one year. Taken in the same commit as the receipt.</summary>
public sealed class ReceiptSeries
{
    private ReceiptSeries()
    {
    }

    internal ReceiptSeries(Guid legalEntityId, int year) => (LegalEntityId, Year) = (legalEntityId, year);

    public Guid LegalEntityId { get; private init; }
    public int Year { get; private init; }
    public int Next { get; private set; } = 1;
    public int Version { get; private set; }

    /// <summary>Takes the next number. Two commits that took the same one cannot both succeed.</summary>
    internal int Take()
    {
        Version++;
        return Next++;
    }

    /// <summary>Goes on behind a range that is withdrawn.</summary>
    internal void SkipThrough(int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, Next);
        Version++;
        Next = checked(last + 1);
    }
}

internal sealed class ReceiptSeriesMapping : IEntityTypeConfiguration<ReceiptSeries>
{
    public void Configure(EntityTypeBuilder<ReceiptSeries> builder)
    {
        builder.ToTable("receipt_series");
        builder.HasKey(s => new { s.LegalEntityId, s.Year });
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(s => s.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
