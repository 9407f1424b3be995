using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Receipts;

/// <summary>The next free number of a legal entity's receipts in one year. Taken in the same commit as the receipt.</summary>
public sealed class ReceiptSeries
{
    public Guid LegalEntityId { get; internal set; }
    public int Year { get; internal set; }
    public int Next { get; internal set; } = 1;
    public int Version { get; internal set; }
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
