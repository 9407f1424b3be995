namespace Charity.Sandbox.Stripe.Faults;

/// <summary>How an API request is made to fail.</summary>
public enum FaultKind
{
    /// <summary>429, nothing executed, not stored under the key.</summary>
    RateLimit,

    /// <summary>409 lock timeout, nothing executed, not stored.</summary>
    Conflict,

    /// <summary>500 before execution began: not stored, so the same key may succeed.</summary>
    Unavailable,

    /// <summary>500 once execution had begun, without effect: stored under the key and replayed.</summary>
    ServerError,

    /// <summary>500 although everything was done: stored under the key and replayed.</summary>
    ServerErrorAfterExecute,

    /// <summary>No answer, nothing executed.</summary>
    TimeoutBefore,

    /// <summary>Executed, but the answer never comes.</summary>
    TimeoutAfterExecute,

    /// <summary>The answer comes late, by <see cref="Fault.Delay"/> of real time.</summary>
    Slow,

    /// <summary>The connection is cut, nothing executed.</summary>
    Close,

    /// <summary>Executed, then the connection is cut.</summary>
    CloseAfterExecute,

    /// <summary>Executed, and half of the answer's JSON sent.</summary>
    CorruptJson,
}

/// <summary>Which requests fail, and how. Not kept over a restart.</summary>
public sealed record Fault
{
    /// <summary>How they fail.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>HTTP method; null is any.</summary>
    public string? Method { get; init; }

    /// <summary>Start of the path, such as <c>/v1/checkout/sessions</c>; null is any.</summary>
    public string? Path { get; init; }

    /// <summary>The first matching request that fails, from 1.</summary>
    public int Nth { get; init; } = 1;

    /// <summary>How many in a row fail; 0 is without end.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.Slow"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Value of <c>Stripe-Should-Retry</c>; null leaves the header out.</summary>
    public bool? ShouldRetry { get; init; }
}

/// <summary>The faults in force, each with its count of matching requests.</summary>
internal sealed class FaultRules
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, int Seen)> rules = [];

    internal IReadOnlyList<Fault> All
    {
        get { lock (gate) { return [.. rules.Select(r => r.Fault)]; } }
    }

    internal void Add(Fault fault)
    {
        lock (gate) { rules.Add((fault, 0)); }
    }

    internal void Clear()
    {
        lock (gate) { rules.Clear(); }
    }

    internal Fault? Take(string method, string path)
    {
        lock (gate)
        {
            for (var i = 0; i < rules.Count; i++)
            {
                var (fault, seen) = rules[i];
                if ((fault.Method is not null && !fault.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
                    || (fault.Path is not null && !path.StartsWith(fault.Path, StringComparison.Ordinal)))
                {
                    continue;
                }

                seen++;
                rules[i] = (fault, seen);
                if (seen < fault.Nth)
                {
                    continue;
                }

                if (fault.Times > 0 && seen == fault.Nth + fault.Times - 1)
                {
                    rules.RemoveAt(i);
                }

                return fault;
            }

            return null;
        }
    }
}
