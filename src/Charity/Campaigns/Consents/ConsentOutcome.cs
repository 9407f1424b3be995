namespace Charity.Campaigns.Consents;

/// <summary>Why a consent is not recorded, withdrawn or erased as asked; each is a sentence in the staff texts.</summary>
public enum ConsentProblem
{
    Unknown,
    PersonMissing,
    GuardianMissing,
    PurposeMissing,
    TooLong,
    PlaceMissing,
    EndsBeforeStart,
    TooLongAhead,
    DocumentTooLarge,
    DocumentUnknownFormat,
    ReasonMissing,
    DayInTheFuture,
    Ended,
    NotEnded,
    ChangedMeanwhile,
}

public sealed record ConsentOutcome(Guid Id, IReadOnlyList<ConsentProblem> Problems)
{
    public bool Saved => Problems.Count == 0;

    internal static ConsentOutcome Ok(Guid id) => new(id, []);

    internal static ConsentOutcome Refused(params IReadOnlyList<ConsentProblem> problems) => new(Guid.Empty, problems);
}
