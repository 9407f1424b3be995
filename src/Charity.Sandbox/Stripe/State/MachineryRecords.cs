using System.Text.Json.Serialization;

namespace Charity.Sandbox.Stripe.State;

/// <summary>An event; <see cref="Snapshot"/> is the version of the object that it tells of.</summary>
internal sealed record EventState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required string Type { get; init; }
    public required string ObjectKind { get; init; }
    public required string ObjectId { get; init; }
    public string? PreviousAttributes { get; init; }
    public string? RequestId { get; init; }
    public string? IdempotencyKey { get; init; }
    public int Endpoints { get; init; }

    /// <summary>Taken from the journal's preceding lines at replay, or written out whole in a snapshot.</summary>
    [JsonIgnore]
    public IRecord? Snapshot { get; set; }
}

internal sealed record EndpointState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required string Url { get; init; }
    public required IReadOnlyList<string> EnabledEvents { get; init; }
    public required IReadOnlyList<string> Secrets { get; init; }
    public required SortedDictionary<string, string> Metadata { get; init; }
    public string? Description { get; init; }
    public string? ApiVersion { get; init; }
    public bool Disabled { get; init; }

    /// <summary>Comes from the options, which decide its address and secrets at every start.</summary>
    public bool Configured { get; init; }

    internal bool Wants(string type) => !Disabled && EnabledEvents.Any(e => e == "*" || e == type);
}

/// <summary>What a test wants changed in the envelope of one delivery.</summary>
internal sealed record AlterationState(bool WrongSecret, bool? Livemode, string? ApiVersion, bool NullApiVersion, string? Account);

/// <summary>The sending of one event to one endpoint. Times are Unix milliseconds.</summary>
internal sealed record DeliveryState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required string Event { get; init; }
    public required string EventType { get; init; }
    public required string Endpoint { get; init; }
    public required long Sequence { get; init; }
    public required long FirstAt { get; init; }
    public long DueAt { get; init; }
    public string Status { get; init; } = "pending";
    public bool Held { get; init; }
    public int Attempts { get; init; }
    public int? LastStatus { get; init; }
    public string? LastError { get; init; }
    public AlterationState? Alteration { get; init; }

    [JsonIgnore]
    public bool IsPending => Status == "pending";
}

/// <summary>Something that the clock will bring about. <see cref="Due"/> is Unix milliseconds.</summary>
internal sealed record TaskState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required long Due { get; init; }
    public required long Sequence { get; init; }
    public required string Kind { get; init; }
    public required string Target { get; init; }
}

/// <summary>The stored answer of an idempotency key.</summary>
internal sealed record KeyState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required string Fingerprint { get; init; }
    public required string RequestId { get; init; }
    public required int Status { get; init; }
    public required string Body { get; init; }
}

/// <summary>One API request, for assertions and for the page of controls.</summary>
internal sealed record RequestState : IRecord
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required long Created { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required string Query { get; init; }
    public required string Form { get; init; }
    public string? IdempotencyKey { get; init; }
    public required int Status { get; init; }
    public bool Replayed { get; init; }
    public string? Fault { get; init; }

    /// <summary>Id of the object in the answer, where it has one.</summary>
    public string? ObjectId { get; init; }
}
