using System.Security.Cryptography;
using System.Text.Json;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Languages;

namespace Charity.Donations;

/// <summary>
/// What a donor proposes, as typed. There is no way in for a state, a fund, a fee or a receiving entity: those are
/// decided here.
/// </summary>
/// <param name="Attempt">128 random bits in base64url, made each time the form is rendered.</param>
/// <param name="Amount">The gift without any covered fee.</param>
/// <param name="CoverFee">Whether the estimated fee is added; computed here, never taken from the form.</param>
/// <param name="NewsConsentText">Version of the consent text that was ticked, or null when it was not.</param>
/// <param name="TermsVersionId">The version of the terms that was accepted.</param>
public sealed record GiftForm(
    string Attempt, string CampaignSlug, Money Amount, bool CoverFee, string? Name, string? Email, Language Language,
    Anonymity Anonymity = Anonymity.Public, DedicationKind DedicationKind = DedicationKind.None, string? DedicationName = null,
    string? Message = null, string? CompanyName = null, string? CompanyNumber = null, string? NewsConsentText = null,
    Guid? TermsVersionId = null)
{
    /// <summary>Characters of an attempt: 16 bytes in base64url.</summary>
    public const int AttemptLength = 22;

    /// <summary>A fresh attempt id for a form.</summary>
    public static string NewAttempt() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>True for a text that <see cref="NewAttempt"/> could have made.</summary>
    public static bool IsAttempt(string? text)
        => text is { Length: AttemptLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>
    /// SHA-256 over what was said, so that the same attempt with other words is told from a repeated click. The language
    /// is left out: switching it changes nothing of the gift.
    /// </summary>
    internal byte[] HashOf(GiftMeans means)
    {
        var facts = JsonSerializer.SerializeToUtf8Bytes(new object?[]
        {
            1, means.ToString(), CampaignSlug, Amount.Minor, Amount.Currency.Code, CoverFee, Name, Email, Anonymity.ToString(),
            DedicationKind.ToString(), DedicationName, Message, CompanyName, CompanyNumber, NewsConsentText, TermsVersionId,
        });
        return SHA256.HashData(facts);
    }
}
