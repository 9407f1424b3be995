using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Data.Work;

/// <summary>One kind of work and how the relay runs it; rooms register theirs, the relay finds them all.</summary>
/// <param name="Kind">Stable name, such as <c>receipt.issue.v1</c>.</param>
/// <param name="FromInbox">True for inbox events, false for outbox messages.</param>
/// <param name="Turn">
/// Kinds with the same turn write the same rows: in one process they are applied one after another, as side by side they
/// would only refuse each other's commits. Null for a kind that writes rows of its own.
/// </param>
public sealed record WorkKind(string Kind, bool FromInbox, IWorkRunner Runner, string? Turn = null);

/// <summary>Runs rows of one kind; made by <see cref="WorkRegistration"/>, called by the relay only.</summary>
public interface IWorkRunner
{
    int BatchSize(IServiceProvider services);

    int GatherWidth(IServiceProvider services);

    /// <summary>False when the handler asks nothing of the world outside.</summary>
    bool Gathers { get; }

    Task<object> GatherAsync(IServiceProvider services, WorkRow row, CancellationToken cancel);

    /// <summary>Prepares and applies all rows in the scope's context; saves nothing. Returns one verdict a row, in their order.</summary>
    Task<IReadOnlyList<WorkVerdict>> ApplyAsync(
        IServiceProvider services, IReadOnlyList<(WorkRow Row, object Fact)> rows, CancellationToken cancel);
}

/// <summary>What a handler said of one row: done when both are null.</summary>
public readonly record struct WorkVerdict(TimeSpan? RetryAfter, string? ParkReason, string? Note, bool Told = false);

/// <summary>A registered recurring job.</summary>
public sealed record TimetableJobType(Type Type);

/// <summary>How rooms tell the relay which handler serves which kind.</summary>
public static class WorkRegistration
{
    /// <param name="turn">See <see cref="WorkKind.Turn"/>.</param>
    public static IServiceCollection AddMessageHandler<THandler, TMessage, TFact>(this IServiceCollection services, string? turn = null)
        where THandler : MessageHandler<TMessage, TFact>
        where TMessage : notnull, IMessage
        => services
            .AddScoped<THandler>()
            .AddSingleton(new WorkKind(TMessage.Kind, false, new Runner<THandler, TMessage, TFact>(Read<TMessage>), turn));

    /// <param name="turn">See <see cref="WorkKind.Turn"/>.</param>
    public static IServiceCollection AddMessageHandler<THandler, TMessage>(this IServiceCollection services, string? turn = null)
        where THandler : MessageHandler<TMessage>
        where TMessage : notnull, IMessage
        => services.AddMessageHandler<THandler, TMessage, Nothing>(turn);

    /// <summary>A handler of provider events; <paramref name="kind"/> such as <c>stripe.session.v1</c>.</summary>
    /// <param name="turn">See <see cref="WorkKind.Turn"/>.</param>
    public static IServiceCollection AddInboxHandler<THandler, TFact>(this IServiceCollection services, string kind, string? turn = null)
        where THandler : MessageHandler<ProviderObject, TFact>
        => services
            .AddScoped<THandler>()
            .AddSingleton(new WorkKind(kind, true, new Runner<THandler, ProviderObject, TFact>(ReadObject), turn));

    public static IServiceCollection AddTimetableJob<TJob>(this IServiceCollection services)
        where TJob : class, ITimetableJob
        => services.AddScoped<TJob>().AddSingleton(new TimetableJobType(typeof(TJob)));

    private static TMessage Read<TMessage>(WorkRow row)
        => JsonSerializer.Deserialize<TMessage>(((OutboxMessage)row).Payload)
           ?? throw new InvalidOperationException($"Outbox message {row.Id} holds no {row.Kind}.");

    private static ProviderObject ReadObject(WorkRow row)
    {
        var inbox = (InboxEvent)row;
        return new ProviderObject(inbox.Account, inbox.ObjectId ?? "", inbox.Type, inbox.Id);
    }

    private sealed class Runner<THandler, TMessage, TFact>(Func<WorkRow, TMessage> read) : IWorkRunner
        where THandler : MessageHandler<TMessage, TFact>
        where TMessage : notnull
    {
        public bool Gathers => typeof(TFact) != typeof(Nothing);

        public int BatchSize(IServiceProvider services) => services.GetRequiredService<THandler>().BatchSize;

        public int GatherWidth(IServiceProvider services) => services.GetRequiredService<THandler>().GatherWidth;

        public async Task<object> GatherAsync(IServiceProvider services, WorkRow row, CancellationToken cancel)
            => (await services.GetRequiredService<THandler>().GatherAsync(read(row), cancel))!;

        public async Task<IReadOnlyList<WorkVerdict>> ApplyAsync(
            IServiceProvider services, IReadOnlyList<(WorkRow Row, object Fact)> rows, CancellationToken cancel)
        {
            var handler = services.GetRequiredService<THandler>();
            var items = rows.Select(r => new WorkItem<TMessage, TFact>(read(r.Row), (TFact)r.Fact, r.Row.Attempts)).ToList();
            await handler.PrepareAsync(items, cancel);
            foreach (var item in items)
            {
                await handler.ApplyAsync(item, cancel);
            }

            return items.ConvertAll(i => new WorkVerdict(i.Postponed, i.ParkReason, i.Note, i.Told));
        }
    }
}
