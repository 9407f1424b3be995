using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Organisation;

/// <summary>
/// A registered body that owns money: every fund, gift, receipt series, entry and payout belongs to one.
/// Its country pack gives zone, reporting currency, certificate and retention.
/// </summary>
public sealed class LegalEntity
{
    public Guid Id { get; internal set; }

    /// <summary>Short Latin name in numbers and addresses, such as <c>bg</c>; unique.</summary>
    public string Code { get; internal set; } = "";

    public LocalizedText Name { get; internal set; } = LocalizedText.Empty;
    public LocalizedText Address { get; internal set; } = LocalizedText.Empty;

    /// <summary>Number in the national register of non-profits.</summary>
    public string RegistrationNumber { get; internal set; } = "";

    public string? RegisterUrl { get; internal set; }

    /// <summary>
    /// Its number at the tax office where that is another than the registration number, such as the Macedonian ЕДБ or a
    /// Bulgarian VAT number; printed on certificates where the country asks for one.
    /// </summary>
    public string? TaxNumber { get; internal set; }

    /// <summary>Id of the country pack: <c>bg</c>, <c>mk</c>, <c>ua</c>, <c>general</c>.</summary>
    public string CountryPack { get; internal set; } = "general";

    /// <summary>The Stripe account (<c>acct_…</c>) whose money is this entity's, or null: then it takes transfers only.</summary>
    public string? StripeAccount { get; internal set; }

    /// <summary>Prefix of its receipt numbers; unique.</summary>
    public string ReceiptPrefix { get; internal set; } = "";

    /// <summary>The unrestricted fund that bears processing fees by default.</summary>
    public Guid? GeneralFundId { get; internal set; }

    public string? SignatoryName { get; internal set; }
    public LocalizedText SignatoryRole { get; internal set; } = LocalizedText.Empty;
    public int Version { get; internal set; }
}

internal sealed class LegalEntityMapping : IEntityTypeConfiguration<LegalEntity>
{
    public void Configure(EntityTypeBuilder<LegalEntity> builder)
    {
        builder.ToTable("legal_entity");
        builder.HasIndex(e => e.Code).IsUnique();
        builder.HasIndex(e => e.ReceiptPrefix).IsUnique();
        builder.HasIndex(e => e.StripeAccount).IsUnique();
        builder.Property(e => e.Code).HasMaxLength(16);
        builder.Property(e => e.TaxNumber).HasMaxLength(AddLegalEntity.MaxTaxNumber);
        builder.Property(e => e.ReceiptPrefix).HasMaxLength(16);
        builder.Property(e => e.StripeAccount).HasMaxLength(64);
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}
