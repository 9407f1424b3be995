namespace Charity.Organisation;

/// <summary>Why something about the organisation cannot be saved.</summary>
public enum OrganisationProblem
{
    NameMissing,
    CodeInvalid,
    CodeTaken,
    RegisterUrlInvalid,
    RegistrationNumberInvalid,
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

    /// <summary>What content falls back to must be among the languages that the site offers; so there is always one.</summary>
    DefaultLanguageNotOffered,
    AddressMissing,
    TooLong,

    /// <summary>Somebody else saved it since this form was opened.</summary>
    ChangedMeanwhile,

    /// <summary>Money has come in through the account that it names already.</summary>
    CardAccountInUse,

    /// <summary>A day that is over: what was printed then stays as it is.</summary>
    DayPast,
    NothingChanges,

    /// <summary>One person alone may not do this: a colleague has to agree.</summary>
    NeedsColleague,
}

public sealed record OrganisationOutcome(Guid Id, IReadOnlyList<OrganisationProblem> Problems)
{
    public bool Saved => Problems.Count == 0;

    internal static OrganisationOutcome Ok(Guid id) => new(id, []);

    internal static OrganisationOutcome Refused(params IReadOnlyList<OrganisationProblem> problems) => new(Guid.Empty, problems);
}
