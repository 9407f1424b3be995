using Charity.Organisation;
using Charity.Web.Pages.Staff.SetUp;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>A legal entity as its form sends it.</summary>
public sealed class EntityForm
{
    public int Version { get; set; }

    /// <summary>Only for a new one, as are country and receipt series.</summary>
    public string? Code { get; set; }

    public string? CountryPack { get; set; }
    public string? ReceiptPrefix { get; set; }
    public string? RegistrationNumber { get; set; }
    public string? TaxNumber { get; set; }
    public string? RegisterUrl { get; set; }
    public string? StripeAccount { get; set; }
    public string? SignatoryName { get; set; }
    public Words Name { get; set; } = new();
    public Words Address { get; set; } = new();
    public Words SignatoryRole { get; set; } = new();

    /// <summary>The first day on which a change holds; empty for today.</summary>
    public DateOnly? From { get; set; }

    public static EntityForm Of(LegalEntity entity) => new()
    {
        Version = entity.Version,
        Code = entity.Code,
        CountryPack = entity.CountryPack,
        ReceiptPrefix = entity.ReceiptPrefix,
        RegistrationNumber = entity.RegistrationNumber,
        TaxNumber = entity.TaxNumber,
        RegisterUrl = entity.RegisterUrl,
        StripeAccount = entity.StripeAccount,
        SignatoryName = entity.SignatoryName,
        Name = Words.From(entity.Name),
        Address = Words.From(entity.Address),
        SignatoryRole = Words.From(entity.SignatoryRole),
    };

    public EntityFacts ToFacts() => new(
        Name.ToText(), Address.ToText(), RegistrationNumber ?? "", OrNull(RegisterUrl), OrNull(TaxNumber), OrNull(SignatoryName),
        SignatoryRole.ToText(), OrNull(StripeAccount));

    internal static string? OrNull(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
