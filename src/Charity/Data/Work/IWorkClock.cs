namespace Charity.Data.Work;

/// <summary>
/// The background-work port: it ticks and can be nudged, and holds no work itself. Losing it, or a nudge, loses
/// nothing: rows are the queue, and the timetable runs the relay every minute anyway.
/// </summary>
public interface IWorkClock
{
    /// <summary>Asks for a relay run at once. Never throws, never waits.</summary>
    void Nudge();
}

/// <summary>A recurring job. It works on ranges since its last mark, never on "today", so a missed run is made up.</summary>
public interface ITimetableJob
{
    /// <summary>Stable name, such as <c>payments.poll-events</c>.</summary>
    string Name { get; }

    /// <summary>Business time between two runs.</summary>
    TimeSpan Every { get; }

    /// <summary>True when it is also due whenever the program starts, however short ago it ran.</summary>
    bool AtStart => false;

    Task RunAsync(CancellationToken cancel);
}
