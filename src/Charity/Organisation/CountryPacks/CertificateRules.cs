using Charity.Languages;

namespace Charity.Organisation;

/// <summary>What a country's certificate of a gift is called, says and must contain.</summary>
public sealed record CertificateRules
{
    /// <summary>Which layout draws it; the receipt keeps it in its snapshot.</summary>
    public required string Template { get; init; }

    /// <summary>The language in which it has force.</summary>
    public required Language Language { get; init; }

    /// <summary>Whether a donor who reads another language gets a copy in theirs beside it.</summary>
    public required bool CopyInDonorsLanguage { get; init; }

    public required LocalizedText Title { get; init; }

    /// <summary>The provisions behind it, one or two sentences at its foot.</summary>
    public required LocalizedText LegalBasis { get; init; }

    public required IReadOnlyList<CertificateItem> Items { get; init; }

    /// <summary>The language of the copy for a reader of <paramref name="donors"/>; null when the certificate alone will do.</summary>
    public Language? CopyFor(Language donors) => CopyInDonorsLanguage && donors != Language ? donors : null;
}

/// <summary>A fact on the certificate and whether it may be missing.</summary>
public sealed record CertificateItem(CertificateFact Fact, RequiredWhen Required);

public enum CertificateFact
{
    Number,
    IssuedOn,
    DonorName,
    DonorTaxId,
    RecipientName,
    RecipientTaxId,

    /// <summary>Registration as a public-benefit or non-profit organisation.</summary>
    RecipientStatus,

    Amount,
    AmountInWords,

    /// <summary>The day on which the recipient got the money, not the day it was sent.</summary>
    ReceivedOn,

    Purpose,

    /// <summary>Card, transfer, cash.</summary>
    Means,

    /// <summary>Reference of the payment at the bank or card processor.</summary>
    PaymentReference,

    /// <summary>Number of the donation contract, or version of the public offer that was accepted.</summary>
    ContractNumber,

    /// <summary>Number of the decision that confirms the public interest.</summary>
    PublicInterestDecision,

    Signatory,
}
