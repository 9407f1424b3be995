using System.Text.Json;
using Charity.Data.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Data.Approvals;

/// <summary>
/// What a second person must agree to: a record that says all that is needed to do it later. The kind's name is stable
/// and stands, with hyphens for its points, in a text <c>approval.kind.…</c>.
/// </summary>
public interface IApprovable
{
    /// <summary>Such as <c>work.ignore</c>.</summary>
    static abstract string Kind { get; }

    /// <summary>Permission to decide it, one of the staff permissions.</summary>
    static abstract string Permission { get; }

    /// <summary>What it is about; a second request about it waits for the first to be decided.</summary>
    string Subject { get; }
}

/// <summary>The two people of an approval and what they wrote.</summary>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="DecidedBy">Who agrees; never the same.</param>
/// <param name="Reason">Why it was asked for.</param>
public sealed record ApprovalPeople(Actor RequestedBy, Actor DecidedBy, string Reason, string? Note);

/// <summary>
/// Does what two people have agreed to, and says in words what that is. One handler for each kind, in the room whose
/// facts it changes.
/// </summary>
public abstract class ApprovalHandler<TPayload> : IApprovalHandler
    where TPayload : notnull, IApprovable
{
    /// <summary>What is asked for, in words, as it stands at the time of asking: the second person decides on them.</summary>
    public abstract Task<ApprovalText> DescribeAsync(TPayload payload, CancellationToken cancel);

    /// <summary>Where on the staff pages its subject is shown; null where nowhere.</summary>
    public virtual string? AddressOf(TPayload payload) => null;

    /// <summary>
    /// Does it: changes tracked entities of the scope's context and adds its own line to the audit. The decision is
    /// saved with it.
    /// </summary>
    /// <returns>Null when done; or why it cannot be done any more, and then nothing at all is saved.</returns>
    public abstract Task<ApprovalText?> ApplyAsync(TPayload payload, ApprovalPeople people, CancellationToken cancel);

    Task<ApprovalText?> IApprovalHandler.ApplyAsync(string payload, ApprovalPeople people, CancellationToken cancel)
        => ApplyAsync(
            JsonSerializer.Deserialize<TPayload>(payload) ?? throw new InvalidOperationException($"A request of {TPayload.Kind} holds nothing."),
            people, cancel);
}

/// <summary>A handler as the decision calls it, with the payload as it was stored.</summary>
internal interface IApprovalHandler
{
    Task<ApprovalText?> ApplyAsync(string payload, ApprovalPeople people, CancellationToken cancel);
}

/// <summary>One kind of approval: who may decide it and which handler does it.</summary>
public sealed record ApprovalKind(string Kind, string Permission, Type Handler);

/// <summary>Every kind of approval there is.</summary>
public sealed class ApprovalMap
{
    private readonly Dictionary<string, ApprovalKind> byKind = new(StringComparer.Ordinal);

    public ApprovalMap(IEnumerable<ApprovalKind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (!byKind.TryAdd(kind.Kind, kind))
            {
                throw new InvalidOperationException($"Two handlers are registered for approvals of {kind.Kind}.");
            }
        }
    }

    public IReadOnlyCollection<ApprovalKind> Kinds => byKind.Values;

    /// <summary>Null for a kind that this version does not know.</summary>
    public ApprovalKind? Find(string kind) => byKind.GetValueOrDefault(kind);
}

/// <summary>How rooms register their kinds.</summary>
public static class ApprovalRegistration
{
    public static IServiceCollection AddApprovalHandler<THandler, TPayload>(this IServiceCollection services)
        where THandler : ApprovalHandler<TPayload>
        where TPayload : notnull, IApprovable
        => services
            .AddScoped<THandler>()
            .AddScoped<ApprovalHandler<TPayload>>(provider => provider.GetRequiredService<THandler>())
            .AddSingleton(new ApprovalKind(TPayload.Kind, TPayload.Permission, typeof(THandler)));
}

/// <summary>Answers from the database what a member of staff may do at this moment; the room Staff does.</summary>
public interface IStaffRights
{
    /// <summary>False for a shut account and for one that does not exist.</summary>
    Task<bool> MayAsync(Guid staff, string permission, CancellationToken cancel);

    /// <summary>
    /// Whether somebody else beside <paramref name="staff"/> could agree. A colleague whose account was shut less than a
    /// week ago still counts: nobody gets rid of the second person by shutting them out.
    /// </summary>
    Task<bool> AnotherAsync(Guid staff, string permission, CancellationToken cancel);
}
