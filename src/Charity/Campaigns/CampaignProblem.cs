namespace Charity.Campaigns;

/// <summary>Why a campaign cannot be saved or opened as it stands; each is a sentence in the staff texts.</summary>
public enum CampaignProblem
{
    SlugInvalid,
    SlugTaken,
    ProgrammeUnknown,
    FundUnknown,
    EntityUnknown,
    TitleMissing,
    SummaryMissing,
    StoryMissing,
    PurposeMissing,
    SurplusRuleMissing,
    PictureUnknown,

    /// <summary>A person is shown or told of without a consent in force; <see cref="Consents.ConsentCheck"/> says what is missing.</summary>
    ConsentMissing,
    GoalNotPositive,
    EndsBeforeStart,
    CurrencyUnknown,
    GoalCurrencyNotSettled,
    NoReceiver,
    ReceiverWithoutMeans,
    FundOfAnotherEntity,
    EntityHasNoCardAccount,
    EntityHasNoBankAccount,
    PromisesNeedRevision,
    ReasonMissing,
    RemedyMissing,
    NothingChanges,
    MoveNotAllowed,
    ChangedMeanwhile,
    TextTooLong,

    /// <summary>It was published or discarded meanwhile.</summary>
    DraftGone,

    /// <summary>A time for publishing is set; it must be taken back before the draft changes.</summary>
    DraftIsScheduled,
    PublishTimePassed,

    /// <summary>Whoever set the time has no account by now, or may no longer publish.</summary>
    SchedulerMayNot,
}

/// <summary>How a campaign verb ended: saved when there is no problem.</summary>
public sealed record CampaignOutcome(Guid Id, IReadOnlyList<CampaignProblem> Problems)
{
    public bool Saved => Problems.Count == 0;

    public static CampaignOutcome Ok(Guid id) => new(id, []);

    public static CampaignOutcome Refused(params IReadOnlyList<CampaignProblem> problems) => new(Guid.Empty, problems);
}
