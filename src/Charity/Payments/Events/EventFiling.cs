using System.Collections.Concurrent;
using System.Security.Cryptography;
using Charity.Data.Work;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Payments;

/// <summary>Makes the inbox row of an event and decides, from the envelope alone, whether it is work, noise or suspect.</summary>
public sealed class EventFiling(IOptions<StripeOptions> options, TimeProvider time, ILogger<EventFiling> logger)
{
    /// <summary>Versions that we have said something about; a handful in the life of a process.</summary>
    private const int MostVersions = 20;

    private readonly ConcurrentDictionary<string, bool> foreignVersions = new(StringComparer.Ordinal);

    /// <summary>The row, not stored yet.</summary>
    /// <param name="account">Account whose secret signed the event, or that was polled.</param>
    public InboxEvent File(string account, InboxSource source, EventEnvelope envelope, byte[] body)
    {
        var rule = StripeEvents.RuleOf(envelope.Type);
        var (state, reason) = Judge(account, envelope, rule);
        WarnOfVersion(envelope);
        if (state is WorkState.Quarantined or WorkState.Parked || (state == WorkState.Ignored && envelope.Thin))
        {
            logger.LogWarning("Event {EventId} of type {Type} for {Account} is {State}: {Reason}", envelope.Id, envelope.Type, account, state, reason);
        }

        var now = time.GetUtcNow().UtcDateTime;
        return new InboxEvent
        {
            Account = account,
            EventId = envelope.Id,
            Source = source,
            Kind = rule?.Kind ?? "",
            Type = envelope.Type,
            ObjectType = envelope.ObjectType,
            ObjectId = envelope.ObjectId,
            Livemode = envelope.Livemode ?? false,
            ApiVersion = envelope.ApiVersion,
            ProviderCreatedAt = envelope.Created,
            Body = body,
            BodySha256 = SHA256.HashData(body),
            State = state,
            LastError = reason,
            CreatedAt = now,
            DueAt = now,
        };
    }

    /// <summary>
    /// What today's rules and settings say of an event that was stored before: its kind and state, and why it is no work.
    /// A row without a body was made by the sweep, or is older than bodies are kept: what was found then stands.
    /// </summary>
    public (string Kind, WorkState State, string? Reason) Judge(InboxEvent stored, ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return (stored.Kind, stored.Kind.Length > 0 ? WorkState.Pending : WorkState.Ignored, null);
        }

        if (EventEnvelope.Read(body) is not { } envelope)
        {
            return (stored.Kind, WorkState.Ignored, "Its body cannot be read as an event.");
        }

        var rule = StripeEvents.RuleOf(envelope.Type);
        var (state, reason) = Judge(stored.Account, envelope, rule);
        return (rule?.Kind ?? "", state, reason);
    }

    /// <summary>A row that no event stands behind: the sweep found an object that nothing has told us of.</summary>
    /// <param name="eventId">Made from the object's id, so that finding it again is the same row.</param>
    public InboxEvent FileObject(string account, string eventId, string kind, string objectType, string objectId)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new InboxEvent
        {
            Account = account,
            EventId = eventId,
            Source = InboxSource.Manual,
            Kind = kind,
            Type = "sweep." + objectType,
            ObjectType = objectType,
            ObjectId = objectId,
            Livemode = options.Value.Mode == StripeMode.Live,
            ProviderCreatedAt = now,
            BodySha256 = SHA256.HashData([]),
            CreatedAt = now,
            DueAt = now,
        };
    }

    private (WorkState State, string? Reason) Judge(string account, EventEnvelope envelope, StripeEventRule? rule)
    {
        if (envelope.Livemode != (options.Value.Mode == StripeMode.Live))
        {
            return (WorkState.Quarantined, "The event is of the other mode (test or live).");
        }

        if (envelope.Context is { } context && context != account)
        {
            return (WorkState.Quarantined, "The event names another account than the one whose secret signed it.");
        }

        if (envelope.Thin && !options.Value.ThinEvents)
        {
            return (WorkState.Ignored, "Thin events are switched off (Stripe__ThinEvents).");
        }

        if (rule?.Kind is null)
        {
            return (WorkState.Ignored, rule is null ? "Not a type that we subscribe to." : "Monthly gifts are not taken by this version.");
        }

        return rule.Fits(envelope.ObjectType, envelope.ObjectId)
            ? (WorkState.Pending, null)
            : (WorkState.Parked, $"The event names no {rule.ObjectType} that could be fetched.");
    }

    private void WarnOfVersion(EventEnvelope envelope)
    {
        // The body is only a hint at what to fetch, so another version does no harm; but someone should know of it.
        if (!envelope.Thin && envelope.ApiVersion != StripeApi.Version && foreignVersions.Count < MostVersions
            && foreignVersions.TryAdd(envelope.ApiVersion ?? "none", true))
        {
            logger.LogWarning(
                "Events arrive in API version {Version}, while this program asks for {Ours}; they are handled all the same",
                envelope.ApiVersion ?? "none", StripeApi.Version);
        }
    }
}
