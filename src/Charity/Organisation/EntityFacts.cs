using System.Text.Json;
using Charity.Languages;

namespace Charity.Organisation;

/// <summary>What may change about a legal entity in its life. Receipts keep what stood when they were written.</summary>
/// <param name="TaxNumber">Where it is another than the registration number.</param>
/// <param name="StripeAccount"><c>acct_…</c>, or null.</param>
public sealed record EntityFacts(
    LocalizedText Name, LocalizedText Address, string RegistrationNumber, string? RegisterUrl, string? TaxNumber, string? SignatoryName,
    LocalizedText SignatoryRole, string? StripeAccount)
{
    public static EntityFacts Of(LegalEntity entity)
        => new(
            entity.Name, entity.Address, entity.RegistrationNumber, entity.RegisterUrl, entity.TaxNumber, entity.SignatoryName,
            entity.SignatoryRole, entity.StripeAccount);

    public string ToJson() => JsonSerializer.Serialize(this);

    public static EntityFacts FromJson(string json)
        => JsonSerializer.Deserialize<EntityFacts>(json) ?? throw new JsonException("A planned change holds no facts.");

    internal void WriteTo(LegalEntity entity)
    {
        (entity.Name, entity.Address, entity.RegistrationNumber, entity.RegisterUrl) = (Name, Address, RegistrationNumber, RegisterUrl);
        (entity.TaxNumber, entity.SignatoryName, entity.SignatoryRole, entity.StripeAccount) = (TaxNumber, SignatoryName, SignatoryRole, StripeAccount);
        entity.Version++;
    }

    /// <summary>As they are stored: no blanks around, nothing instead of an empty text.</summary>
    internal EntityFacts Clean() => this with
    {
        RegistrationNumber = RegistrationNumber.Trim(),
        RegisterUrl = OrNull(RegisterUrl),
        TaxNumber = OrNull(TaxNumber),
        SignatoryName = OrNull(SignatoryName),
        StripeAccount = OrNull(StripeAccount),
    };

    private static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
