namespace Charity.Organisation;

/// <summary>Why something about the organisation cannot be saved.</summary>
public enum OrganisationProblem
{
    NameMissing,
    CodeInvalid,
    CodeTaken,
    RegisterUrlInvalid,
    TaxNumberInvalid,
    ReceiptPrefixInvalid,
    ReceiptPrefixTaken,
    CountryPackUnknown,
    CardAccountTaken,
    CardAccountInvalid,
    EntityUnknown,
    IbanInvalid,
    IbanTaken,
    BicInvalid,
    CurrencyUnknown,
    HolderMissing,
    HolderTooLong,
    AccountCodesUsedUp,
    TextMissing,
    TextUnchanged,
    EmailInvalid,
    LanguageUnknown,
}

public sealed record OrganisationOutcome(Guid Id, IReadOnlyList<OrganisationProblem> Problems)
{
    public bool Saved => Problems.Count == 0;

    internal static OrganisationOutcome Ok(Guid id) => new(id, []);

    internal static OrganisationOutcome Refused(params IReadOnlyList<OrganisationProblem> problems) => new(Guid.Empty, problems);
}
