using System.Diagnostics;
using Charity.Data.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Benchmarks.Settling;

/// <summary>
/// Business time that runs as real time does, from a fixed day on: ids and due times come in order, as they do in life. Under
/// a clock that stands still, version-7 ids of one moment are in no order at all.
/// </summary>
internal sealed class RunningClock(DateTimeOffset start) : TimeProvider
{
    private readonly long began = Stopwatch.GetTimestamp();

    public DateTime UtcNow => GetUtcNow().UtcDateTime;

    public override DateTimeOffset GetUtcNow() => start + Stopwatch.GetElapsedTime(began);
}

/// <summary>Wakes the relay at every nudge, as the program's own clock does, so that receipts are written beside settling.</summary>
internal sealed class WakingClock(IServiceProvider services) : IWorkClock
{
    public void Nudge() => services.GetRequiredService<Relay>().Wake(CancellationToken.None);
}
