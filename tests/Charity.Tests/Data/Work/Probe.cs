using System.Collections.Concurrent;
using Charity.Data;
using Charity.Data.Work;
using Charity.Data.Work.Running;
using Charity.Files;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Tests.Data.Work;

/// <summary>Work whose only effect is one row that names it, so that a test counts effects.</summary>
public sealed record ProbeMessage(string Subject) : IMessage
{
    public static string Kind => "test.probe.v1";
}

/// <summary>A second kind, made by the first.</summary>
public sealed record FollowUpMessage(string Subject) : IMessage
{
    public static string Kind => "test.follow-up.v1";
}

/// <summary>What the handlers are told to do; each is given the subject.</summary>
public sealed class ProbeScript
{
    public Func<string, Task> Gather { get; set; } = _ => Task.CompletedTask;

    public Action<string> Apply { get; set; } = _ => { };

    /// <summary>After <see cref="Apply"/>; may postpone or park.</summary>
    public Action<WorkItem<ProbeMessage, string>> Verdict { get; set; } = _ => { };

    public bool SendsFollowUp { get; set; }

    public ConcurrentBag<string> Gathered { get; } = [];

    public ConcurrentBag<int> BatchSizes { get; } = [];
}

public sealed class ProbeHandler(CharityDb db, Outbox outbox, Ids ids, TimeProvider time, ProbeScript script) : MessageHandler<ProbeMessage, string>
{
    public override async Task<string> GatherAsync(ProbeMessage message, CancellationToken cancel)
    {
        script.Gathered.Add(message.Subject);
        await script.Gather(message.Subject);
        return message.Subject;
    }

    public override Task PrepareAsync(IReadOnlyList<WorkItem<ProbeMessage, string>> items, CancellationToken cancel)
    {
        script.BatchSizes.Add(items.Count);
        return Task.CompletedTask;
    }

    public override Task ApplyAsync(WorkItem<ProbeMessage, string> item, CancellationToken cancel)
    {
        script.Apply(item.Message.Subject);
        db.Add(Effect(ids, time, item.Fact));
        if (script.SendsFollowUp)
        {
            outbox.Add(new FollowUpMessage(item.Message.Subject));
        }

        script.Verdict(item);
        return Task.CompletedTask;
    }

    /// <summary>A row of a table that nothing else writes here.</summary>
    public static StoredFile Effect(Ids ids, TimeProvider time, string subject)
        => new() { Sha256 = ids.New().ToString("N"), MediaType = subject, StoredAt = time.GetUtcNow().UtcDateTime };
}

public sealed class FollowUpHandler(CharityDb db, Ids ids, TimeProvider time) : MessageHandler<FollowUpMessage>
{
    public override Task ApplyAsync(WorkItem<FollowUpMessage, Nothing> item, CancellationToken cancel)
    {
        db.Add(ProbeHandler.Effect(ids, time, "follow-up " + item.Message.Subject));
        return Task.CompletedTask;
    }
}

internal static class Probe
{
    public const int MaxFailures = RetryPolicy.MaxFailures;

    public static Task<CharityHost> StartAsync(ProbeScript script, TestDatabase? database = null, FakeClock? clock = null, Action<IServiceCollection>? configure = null)
        => CharityHost.StartAsync(
            services =>
            {
                services.AddSingleton(script);
                // Of the recurring jobs only the relay's: the others have tests of their own.
                services.RemoveAll<TimetableJobType>();
                services.AddTimetableJob<RelayJob>();
                services.AddMessageHandler<ProbeHandler, ProbeMessage, string>();
                services.AddMessageHandler<FollowUpHandler, FollowUpMessage>();
                configure?.Invoke(services);
            },
            database: database,
            clock: clock);

    public static async Task SendAsync(CharityHost host, params IEnumerable<string> subjects)
    {
        await using var scope = host.Scope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        foreach (var subject in subjects)
        {
            outbox.Add(new ProbeMessage(subject));
        }

        await scope.ServiceProvider.GetRequiredService<CharityDb>().SaveChangesAsync();
    }

    /// <summary>The effects, sorted; a subject stands as often as it was done.</summary>
    public static async Task<List<string>> EffectsAsync(CharityHost host)
    {
        await using var db = host.Db();
        var effects = await db.Files.Select(f => f.MediaType).ToListAsync();
        effects.Sort(StringComparer.Ordinal);
        return effects;
    }

    public static async Task<OutboxMessage> RowAsync(CharityHost host, string subject)
    {
        await using var db = host.Db();
        return await db.Outbox.AsNoTracking().SingleAsync(m => m.Kind == ProbeMessage.Kind && m.Subject == subject);
    }

    public static List<string> Names(int count) => [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"s{i:D4}"))];
}
