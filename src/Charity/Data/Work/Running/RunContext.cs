using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work.Running;

/// <summary>What the steps of one kind's work share.</summary>
internal sealed record RunContext(
    WorkKind Kind, WorkQueue Queue, IServiceScopeFactory Scopes, IDatabaseEngine Engine, TimeProvider Time, Measures Measures, ILogger Log)
{
    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    /// <summary>A stopped process gives its rows back at once; if it cannot, they are due again when the lease ends.</summary>
    public async Task HandBackAsync(Claim claim)
    {
        try
        {
            await using var scope = Scopes.CreateAsyncScope();
            await Queue.HandBackAsync(scope.ServiceProvider.GetRequiredService<CharityDb>(), claim, claim.Ids, Now, CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.LogWarning("{Queue} {Kind}: a claim was not handed back: {Error}", Queue.Name, Kind.Kind, Redaction.Describe(error));
        }
    }
}

/// <summary>A claimed row and what the world outside said of it, or why that could not be found out.</summary>
internal sealed record Gathered(WorkRow Row, object? Fact, Exception? Error);

/// <summary>A claim whose rows have been gathered for.</summary>
internal sealed record Batch(Claim Claim, IReadOnlyList<Gathered> Items);
