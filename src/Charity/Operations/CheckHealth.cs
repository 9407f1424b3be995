using System.Globalization;
using Charity.Data;
using Charity.Data.Keys;

namespace Charity.Operations;

public enum HealthLevel
{
    Ok,

    /// <summary>Someone should look; requests are served well.</summary>
    Warning,

    /// <summary>This node must not be sent requests.</summary>
    Failed,
}

/// <param name="Name">Stable and short: <c>database</c>, <c>keys</c>, <c>disk</c>, <c>work</c>, <c>polls</c>, <c>books</c>.</param>
/// <param name="Detail">For the log, in plain English; null when all is well.</param>
public sealed record HealthFinding(string Name, HealthLevel Level, string? Detail);

/// <param name="Condition">Null when the database could not be read.</param>
public sealed record Health(IReadOnlyList<HealthFinding> Findings, Condition? Condition)
{
    public HealthLevel Level => Findings.Max(f => f.Level);
}

/// <summary>
/// Looks whether this node can serve, and whether all goes its way behind it. Only what another node might do better
/// takes this one out of service: an outage of Stripe or of the mail server is a warning, as the site works on.
/// </summary>
public sealed class CheckHealth(
    DatabaseStartup database, KeyCheck keys, ReadCondition condition, ReadStorage storage)
{
    /// <summary>Business time that due work may wait: the relay runs every minute.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(10);

    /// <summary>Business time without a good reading of events: it is read every ten minutes.</summary>
    public static readonly TimeSpan OldestPoll = TimeSpan.FromHours(1);

    /// <summary>Business time without a check of the books: there is one a day.</summary>
    public static readonly TimeSpan OldestCheck = TimeSpan.FromHours(50);

    private const long LittleDisk = 1024L * 1024 * 1024;
    private const long NoDisk = 64L * 1024 * 1024;

    public async Task<Health> RunAsync(CancellationToken cancel)
    {
        var findings = new List<HealthFinding>();
        try
        {
            var (faults, newer) = await database.FaultsWhileRunningAsync(cancel);
            findings.Add(faults.Count == 0 && newer is not null
                ? new("database", HealthLevel.Warning, newer)
                : Of("database", HealthLevel.Failed, faults));
            if (faults.Count > 0)
            {
                return new Health(findings, null);
            }

            findings.Add(Of("keys", HealthLevel.Failed, keys.Faults()));
            findings.Add(Disk());
            var now = await condition.RunAsync(cancel);
            findings.AddRange(Of(now));
            return new Health(findings, now);
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is { } inner)
        {
            findings.Add(new("database", HealthLevel.Failed, $"The database gave an error: {inner.GetType().Name}."));
            return new Health(findings, null);
        }
    }

    private static IEnumerable<HealthFinding> Of(Condition now)
    {
        var lag = now.InboxLag > now.OutboxLag ? now.InboxLag : now.OutboxLag;
        var parked = now.InboxParked + now.OutboxParked;
        yield return Warn("work", lag > LongestLag || parked > 0, $"The oldest due work has waited {lag:c}; {parked} pieces wait for a person.");
        yield return Warn("polls", now.PollAge > OldestPoll, $"The list of events was last read well {now.PollAge:c} ago.");
        yield return Warn(
            "books", now.CheckBreaches > 0 || now.CheckAge > OldestCheck, $"The last check of the books found {now.CheckBreaches} breaches, {now.CheckAge:c} ago.");
    }

    /// <summary>The disk of a database that is a file of ours; a database server watches its own.</summary>
    private HealthFinding Disk()
    {
        if (storage.Run().FreeBytes is not { } free)
        {
            return new("disk", HealthLevel.Ok, null);
        }

        var level = free < NoDisk ? HealthLevel.Failed : free < LittleDisk ? HealthLevel.Warning : HealthLevel.Ok;
        return new("disk", level, level == HealthLevel.Ok ? null : string.Create(CultureInfo.InvariantCulture, $"{free / 1024 / 1024} MB are left on the database's disk."));
    }

    private static HealthFinding Of(string name, HealthLevel level, IReadOnlyList<string> faults)
        => faults.Count == 0 ? new(name, HealthLevel.Ok, null) : new(name, level, string.Join(" ", faults));

    private static HealthFinding Warn(string name, bool warn, FormattableString detail)
        => warn ? new(name, HealthLevel.Warning, detail.ToString(CultureInfo.InvariantCulture)) : new(name, HealthLevel.Ok, null);
}
