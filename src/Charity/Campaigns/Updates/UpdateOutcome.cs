using Charity.Campaigns.Consents;

namespace Charity.Campaigns.Updates;

/// <summary>Why an update is not saved, shown or taken down as asked; each is a sentence in the staff texts.</summary>
public enum UpdateProblem
{
    Unknown,
    TitleMissing,
    BodyMissing,
    TitleTooLong,
    BodyTooLong,
    ConsentUnknown,

    /// <summary>A person is shown or told of, and no consent covers it; <see cref="UpdateOutcome.Gaps"/> says what.</summary>
    ConsentMissing,
    TimeInThePast,
    TimeTooFar,
    NotPublicCampaign,
    AlreadyPublic,
    TakenDown,
    ReasonMissing,
    ChangedMeanwhile,
}

public sealed record UpdateOutcome(Guid Id, IReadOnlyList<UpdateProblem> Problems, IReadOnlyList<ConsentGap> Gaps)
{
    public bool Saved => Problems.Count == 0;

    internal static UpdateOutcome Ok(Guid id) => new(id, [], []);

    internal static UpdateOutcome Refused(params IReadOnlyList<UpdateProblem> problems) => new(Guid.Empty, problems, []);

    internal static UpdateOutcome Lacking(IReadOnlyList<ConsentGap> gaps) => new(Guid.Empty, [UpdateProblem.ConsentMissing], gaps);
}
