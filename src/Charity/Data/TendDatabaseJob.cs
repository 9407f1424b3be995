using Charity.Data.Work;

namespace Charity.Data;

/// <summary>Keeps the engine's knowledge of its tables fresh as they grow (<see cref="IDatabaseEngine.TendAsync"/>).</summary>
internal sealed class TendDatabaseJob(IDatabaseEngine engine) : ITimetableJob
{
    public string Name => "data.tend";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public Task RunAsync(CancellationToken cancel) => engine.TendAsync(cancel);
}
