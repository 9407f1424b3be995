namespace Charity.Data.Work;

/// <summary>
/// Runs the relay every minute whether or not anyone asked for it: the guarantee behind every nudge that was lost.
/// </summary>
public sealed class RelayJob(Relay relay) : ITimetableJob
{
    public const string JobName = "work.relay";

    public string Name => JobName;

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public Task RunAsync(CancellationToken cancel) => relay.RunAsync(cancel);
}
