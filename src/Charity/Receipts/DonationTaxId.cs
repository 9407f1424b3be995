using Charity.Donations;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Receipts;

/// <summary>
/// The tax or identity number that a donor added for the certificate of one gift. Personal data of the strictest kind:
/// encrypted, never logged, kept apart from the snapshot so that it can be destroyed at its time, and never changed, so
/// that a receipt that prints it always prints the same.
/// </summary>
public sealed class DonationTaxId
{
    private DonationTaxId()
    {
    }

    internal DonationTaxId(Guid donationId, TaxIdKind kind, string digits, TaxIdVault vault, DateTime at)
        => (DonationId, Kind, Sealed, AddedAt) = (donationId, kind, vault.Close(digits, donationId), at);

    public Guid DonationId { get; private init; }
    public TaxIdKind Kind { get; private init; }

    /// <summary>As <see cref="TaxIdVault"/> closes it, bound to the gift.</summary>
    public string Sealed { get; private init; } = "";

    public DateTime AddedAt { get; private init; }

    /// <summary>The number in clear: for the certificate only.</summary>
    internal string Open(TaxIdVault vault) => vault.Open(Sealed, DonationId);

    /// <summary>What staff see: the last two digits.</summary>
    public string Masked(TaxIdVault vault)
    {
        var digits = Open(vault);
        return new string('•', digits.Length - ShownDigits) + digits[^ShownDigits..];
    }

    private const int ShownDigits = 2;
}

internal sealed class DonationTaxIdMapping : IEntityTypeConfiguration<DonationTaxId>
{
    public void Configure(EntityTypeBuilder<DonationTaxId> builder)
    {
        builder.ToTable("donation_tax_id");
        builder.HasKey(t => t.DonationId);
        builder.HasOne<Donation>().WithOne().HasForeignKey<DonationTaxId>(t => t.DonationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(t => t.Sealed).HasMaxLength(TaxIdVault.MaxStored);
    }
}
