using Charity.Campaigns;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Ledger;

/// <summary>One line of an entry. Debit is positive, credit negative; never zero; never changed.</summary>
public sealed class PostingRow
{
    public long EntryId { get; internal set; }
    public int Line { get; internal set; }
    public long AccountId { get; internal set; }
    public Guid? FundId { get; internal set; }
    public string Currency { get; internal set; } = "";
    public long AmountMinor { get; internal set; }

    public EntryRow Entry { get; internal set; } = null!;
    public LedgerAccount Account { get; internal set; } = null!;
}

internal sealed class PostingMapping : IEntityTypeConfiguration<PostingRow>
{
    public void Configure(EntityTypeBuilder<PostingRow> builder)
    {
        builder.ToTable("posting", table =>
        {
            table.HasTrigger("posting_append_only");
            table.HasCheckConstraint("ck_posting_amount", "amount_minor <> 0");
        });
        builder.HasKey(p => new { p.EntryId, p.Line });
        builder.HasOne(p => p.Entry).WithMany().HasForeignKey(p => p.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(p => p.Account).WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Fund>().WithMany().HasForeignKey(p => p.FundId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(p => p.Currency).HasMaxLength(3);
    }
}
