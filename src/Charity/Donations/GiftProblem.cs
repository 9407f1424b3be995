namespace Charity.Donations;

/// <summary>Why a form was not taken. Each has its own sentence in every language, beside its field.</summary>
public enum GiftProblem
{
    /// <summary>The form was not made by us; show a fresh one.</summary>
    AttemptInvalid,
    CampaignNotFound,

    /// <summary>Not yet open, paused or ended.</summary>
    CampaignNotOpen,

    /// <summary>Nobody receives for this campaign by this means.</summary>
    MeansNotOffered,
    CurrencyNotOffered,
    AmountTooSmall,
    AmountTooLarge,

    /// <summary>The card networks charge this currency in coarser steps.</summary>
    AmountTooFine,
    NameMissing,
    NameTooLong,

    /// <summary>Holds characters that a receipt cannot print; <see cref="GiftFault.Detail"/> shows them.</summary>
    NameUnprintable,
    EmailInvalid,
    CompanyTooLong,
    CompanyUnprintable,
    DedicationMissing,
    DedicationTooLong,
    MessageTooLong,
    TermsNotAccepted,

    /// <summary>Other terms are in force by now; show them and ask again.</summary>
    TermsChanged,
}

/// <summary>A problem and what it is about.</summary>
/// <param name="Detail">The characters that cannot be printed, or the limit in minor units; else null.</param>
public sealed record GiftFault(GiftProblem Problem, string? Detail = null);
