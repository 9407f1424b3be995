namespace Charity.Data.Work;

/// <summary>A recurring job as the timetable plans it.</summary>
/// <param name="Every">Business time between two runs.</param>
/// <param name="NextDue">UTC, business time.</param>
public sealed record TimetablePlan(string Name, TimeSpan Every, DateTime NextDue);

/// <summary>What became of a request to run one job.</summary>
public enum TimetableOutcome
{
    Done,

    /// <summary>Its time has not come; nothing was run.</summary>
    NotDue,

    /// <summary>Another run of it is under way, here or on another node.</summary>
    Running,

    /// <summary>The job threw; the row says why and when it is tried again.</summary>
    Failed,

    /// <summary>No job of this name is registered in this version of the program.</summary>
    Unknown,
}

/// <param name="Error">Why it failed, without secrets; else null.</param>
public sealed record TimetableRun(TimetableOutcome Outcome, string? Error = null);
