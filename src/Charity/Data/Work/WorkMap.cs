using System.Reflection;

namespace Charity.Data.Work;

/// <summary>Every kind of work and its one handler.</summary>
public sealed class WorkMap
{
    private readonly Dictionary<string, WorkKind> byKind = new(StringComparer.Ordinal);

    public WorkMap(IEnumerable<WorkKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (!byKind.TryAdd(kind.Kind, kind))
            {
                throw new InvalidOperationException($"Two handlers are registered for {kind.Kind}.");
            }
        }
    }

    public IReadOnlyCollection<WorkKind> Kinds => byKind.Values;

    /// <summary>Message types of the assembly for which nobody registered a handler; one sentence each.</summary>
    public IReadOnlyList<string> Faults(Assembly assembly)
        => [.. assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IMessage)))
            .Select(type => (Type: type, Kind: KindOf(type)))
            .Where(message => !byKind.TryGetValue(message.Kind, out var kind) || kind.FromInbox)
            .Select(message => $"{message.Type.Name} ({message.Kind}) has no handler.")];

    /// <summary>For a clock to call before it starts anything.</summary>
    /// <exception cref="InvalidOperationException">A message of the program has no handler: it would lie there unnoticed.</exception>
    public void Verify()
    {
        if (Faults(typeof(WorkMap).Assembly) is { Count: > 0 } faults)
        {
            throw new InvalidOperationException($"Work without a handler: {string.Join(" ", faults)}");
        }
    }

    private static string KindOf(Type message)
        => (string)typeof(WorkMap).GetMethod(nameof(KindOfMessage), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(message).Invoke(null, null)!;

    private static string KindOfMessage<TMessage>()
        where TMessage : IMessage
        => TMessage.Kind;
}
