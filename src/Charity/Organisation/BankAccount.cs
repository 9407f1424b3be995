using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Organisation;

/// <summary>A bank account of a legal entity, shown to donors who give by transfer.</summary>
public sealed class BankAccount
{
    public Guid Id { get; internal set; }
    public Guid LegalEntityId { get; internal set; }

    /// <summary>Code in the chart of accounts, 1000 to 1099; unique within the entity.</summary>
    public string AccountCode { get; internal set; } = "";

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; internal set; } = "";

    /// <summary>IBAN without spaces, check digits verified.</summary>
    public string Iban { get; internal set; } = "";

    public string? Bic { get; internal set; }
    public string BankName { get; internal set; } = "";

    /// <summary>Holder's name as the bank writes it, at most 70 characters (EPC QR).</summary>
    public string Holder { get; internal set; } = "";

    public bool AcceptsDonations { get; internal set; }
}

internal sealed class BankAccountMapping : IEntityTypeConfiguration<BankAccount>
{
    public void Configure(EntityTypeBuilder<BankAccount> builder)
    {
        builder.ToTable("bank_account");
        builder.HasOne<LegalEntity>().WithMany().HasForeignKey(a => a.LegalEntityId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => new { a.LegalEntityId, a.AccountCode }).IsUnique();
        builder.HasIndex(a => a.Iban).IsUnique();
        builder.Property(a => a.AccountCode).HasMaxLength(8);
        builder.Property(a => a.Currency).HasMaxLength(3);
        builder.Property(a => a.Iban).HasMaxLength(34);
        builder.Property(a => a.Bic).HasMaxLength(11);
    }
}
