using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Charity.Accounting;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;

namespace Charity.Receipts;

/// <summary>
/// Every fact that a receipt prints, as it stood when it was issued: later changes of a name, an address, a law or a
/// setting change no receipt. The donor's tax number is the one exception: it rests encrypted in a row of its own
/// (<see cref="DonationTaxId"/>), and here stands only which kind it is.
/// </summary>
/// <param name="IssuedOn">Day of issue in the entity's zone.</param>
/// <param name="Replaces">Number of the receipt that this one corrects.</param>
/// <param name="AmountMinor">What it certifies, in minor units of <paramref name="Currency"/>.</param>
/// <param name="CoveredFeeMinor">The part of the amount that covers the estimated fee.</param>
/// <param name="Reference">The payment's reference at the card processor or bank.</param>
/// <param name="TaxNumber">The issuer's number at the tax office, where it has one beside its registration number.</param>
/// <param name="CheckBase">Address of the check page up to the token.</param>
/// <param name="Pages">One for each language it is printed in; the first is the donor's.</param>
public sealed record ReceiptSnapshot(
    string Number, DateTime IssuedAt, DateOnly IssuedOn, string? Replaces, string Template,
    long AmountMinor, string Currency, long CoveredFeeMinor, DateOnly PaidOn, DateOnly ReceivedOn, DonationChannel Means, string Reference,
    string DonorName, string? CompanyName, string? CompanyNumber, TaxIdKind? DonorTaxId, DedicationKind DedicationKind, string? DedicationName,
    string IssuerCode, string RegistrationNumber, string? RegisterUrl, string? SignatoryName, int? TermsNumber, string CheckBase,
    IReadOnlyList<ReceiptPage> Pages, string? TaxNumber = null)
{
    // Read back by us only and never put into a page as it is, so Cyrillic stays two bytes a letter in the database.
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    [JsonIgnore]
    public Money Amount => new(AmountMinor, Accounting.Currency.Of(Currency));

    /// <summary>The words of a mail in this language; where nothing is printed in it, those of the first page: names as the document has them.</summary>
    internal ReceiptPage PageIn(Language language) => Pages.FirstOrDefault(page => page.Language == language) ?? Pages[0];

    /// <summary>Who wrote it, in one line, for the foot of a mail.</summary>
    internal string Imprint(ReceiptPage page, LanguageTexts T)
        => $"{page.Issuer} · {page.RegistrationLabel ?? T["receipt1.registration"]} {RegistrationNumber} · {page.IssuerAddress.ReplaceLineEndings(", ")}";

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <exception cref="JsonException">Not a snapshot.</exception>
    public static ReceiptSnapshot FromJson(string json)
        => JsonSerializer.Deserialize<ReceiptSnapshot>(json, Options) ?? throw new JsonException("An empty receipt snapshot.");
}

/// <summary>The words of one language.</summary>
/// <param name="Title">What the country's certificate is called.</param>
/// <param name="Figures">The amount with its currency.</param>
/// <param name="Words">The amount in words.</param>
/// <param name="CoveredFee">The covered fee with its currency; null when none.</param>
/// <param name="RegistrationLabel">What the entity's number is called where the country knows its kind.</param>
/// <param name="TaxIdLabel">What the donor's number is called; null when none is printed.</param>
/// <param name="TaxNumberLabel">What the issuer's number at the tax office is called where the country knows its kind.</param>
/// <param name="LegalBasis">The provisions behind it.</param>
/// <param name="HasForce">True in the language in which the certificate has force.</param>
public sealed record ReceiptPage(
    Language Language, string Title, string Figures, string Words, string? CoveredFee, string Issuer, string IssuerAddress,
    string? RegistrationLabel, string Campaign, string Fund, string? SignatoryRole, string? TaxIdLabel, string LegalBasis, bool HasForce,
    string? TaxNumberLabel = null);
