using Charity.Accounting;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Ledger;

/// <summary>An account of a legal entity's chart.</summary>
public sealed class LedgerAccount
{
    public long Id { get; internal set; }
    public Guid LegalEntityId { get; internal set; }

    /// <summary>Four digits; unique within the entity.</summary>
    public string Code { get; internal set; } = "";

    public AccountKind Kind { get; internal set; }
    public string Name { get; internal set; } = "";
}

internal sealed class LedgerAccountMapping : IEntityTypeConfiguration<LedgerAccount>
{
    public void Configure(EntityTypeBuilder<LedgerAccount> builder)
    {
        builder.ToTable("account");
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(a => a.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.LegalEntityId, a.Code }).IsUnique();
        builder.Property(a => a.Code).HasMaxLength(8);
    }
}
