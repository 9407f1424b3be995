using Charity.Languages;

namespace Charity.Web.Commands;

// The file of "charity set-up", as JSON. infra/organisation.example.json shows a whole one. Entities, funds, programmes
// are named by their codes; texts are objects with the keys uk, bg, mk, en.

/// <summary>Everything a new installation needs before its first gift.</summary>
public sealed record SetUpFile(
    SetUpFile.Organisation About, IReadOnlyList<SetUpFile.Entity> Entities, IReadOnlyList<SetUpFile.Programme> Programmes,
    IReadOnlyList<SetUpFile.Campaign> Campaigns)
{
    public sealed record Organisation(
        LocalizedText Name, LocalizedText Mission, LocalizedText About, LocalizedText Privacy, string ContactEmail, Language DefaultLanguage);

    /// <param name="TaxNumber">Where the tax office knows it by another number than the register; may be left out.</param>
    /// <param name="StripeAccount">One of the accounts in the settings, or null: then it takes transfers only.</param>
    public sealed record Entity(
        string Code, LocalizedText Name, LocalizedText Address, string RegistrationNumber, string? RegisterUrl, string CountryPack,
        string? StripeAccount, string ReceiptPrefix, string? SignatoryName, LocalizedText? SignatoryRole, LocalizedText Terms,
        IReadOnlyList<BankAccount> BankAccounts, IReadOnlyList<Fund> Funds, string? TaxNumber = null);

    public sealed record BankAccount(string Iban, string? Bic, string Currency, string BankName, string Holder, bool AcceptsDonations);

    /// <param name="Programme">Slug of a programme, or null.</param>
    public sealed record Fund(string Code, LocalizedText Name, bool Restricted, string? Programme);

    /// <param name="Hue">warm, blue or accent.</param>
    public sealed record Programme(string Slug, LocalizedText Name, LocalizedText Description, string Hue);

    /// <param name="GoalMinor">In minor units of <paramref name="GoalCurrency"/>; null for no goal.</param>
    /// <param name="Image">Path of a JPEG or PNG beside the file, or null; nobody who can be recognised may be in it: such pictures are added by staff, with a consent.</param>
    /// <param name="ImageAlt">What the image shows, for those who do not see it; needed with an image.</param>
    /// <param name="Open">True: donors see it at once.</param>
    public sealed record Campaign(
        string Slug, string Programme, LocalizedText Title, LocalizedText Summary, LocalizedText Story, LocalizedText Purpose,
        LocalizedText SurplusRule, LocalizedText? TargetGroups, LocalizedText? Place, LocalizedText? GiftExamples, long? GoalMinor,
        string GoalCurrency, DateOnly StartsOn, DateOnly? EndsOn, string? Image, LocalizedText? ImageAlt, IReadOnlyList<string> Currencies,
        IReadOnlyList<Receiver> Receivers, bool Open);

    /// <param name="Entity">Code of an entity.</param>
    /// <param name="Fund">Code of one of its funds.</param>
    public sealed record Receiver(string Entity, string Fund, bool Cards, bool Transfers);
}
