using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Delivery;

/// <summary>What a test or a person wants done to deliveries of events to come.</summary>
public enum DeliveryAction
{
    /// <summary>Keep them back until released.</summary>
    Hold,

    /// <summary>Never send them; Stripe's list of events still has them.</summary>
    Drop,

    /// <summary>Send <see cref="DeliveryRule.Copies"/> of each.</summary>
    Duplicate,

    /// <summary>Send them <see cref="DeliveryRule.Delay"/> later.</summary>
    Delay,

    /// <summary>Sign them with a secret that nobody knows.</summary>
    WrongSecret,

    /// <summary>Change fields of the envelope: livemode, api_version, account.</summary>
    Alter,
}

/// <summary>A rule for deliveries. Several may match one event; their effects add up. Not kept over a restart.</summary>
public sealed record DeliveryRule
{
    /// <summary>What to do.</summary>
    public required DeliveryAction Action { get; init; }

    /// <summary>Event type, or its start with a star at the end, such as <c>charge.*</c>; <c>*</c> is all.</summary>
    public string Types { get; init; } = "*";

    /// <summary>Only this account's events, where given.</summary>
    public string? OnlyAccount { get; init; }

    /// <summary>Events that it acts on before it lapses; 0 is without end.</summary>
    public int Times { get; init; }

    /// <summary>For <see cref="DeliveryAction.Duplicate"/>: how often each event is sent in all.</summary>
    public int Copies { get; init; } = 2;

    /// <summary>For <see cref="DeliveryAction.Delay"/>.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>For <see cref="DeliveryAction.Alter"/>: value of <c>livemode</c>.</summary>
    public bool? Livemode { get; init; }

    /// <summary>For <see cref="DeliveryAction.Alter"/>: value of <c>api_version</c>.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>For <see cref="DeliveryAction.Alter"/>: send <c>api_version</c> as null.</summary>
    public bool NullApiVersion { get; init; }

    /// <summary>For <see cref="DeliveryAction.Alter"/>: value of <c>account</c>, as Connect events carry it.</summary>
    public string? Account { get; init; }

    internal bool Matches(string type, string account) =>
        (OnlyAccount is null || OnlyAccount == account)
        && (Types == "*" || Types == type || (Types.EndsWith('*') && type.StartsWith(Types[..^1], StringComparison.Ordinal)));
}

internal sealed record DeliveryPlan(bool Hold, bool Drop, int Copies, TimeSpan Delay, AlterationState? Alteration)
{
    internal static DeliveryPlan Plain { get; } = new(false, false, 1, TimeSpan.Zero, null);
}

/// <summary>The rules in force.</summary>
internal sealed class DeliveryRules
{
    private readonly Lock gate = new();
    private readonly List<(DeliveryRule Rule, int Left)> rules = [];

    internal IReadOnlyList<DeliveryRule> All
    {
        get { lock (gate) { return [.. rules.Select(r => r.Rule)]; } }
    }

    internal void Add(DeliveryRule rule)
    {
        lock (gate) { rules.Add((rule, rule.Times)); }
    }

    internal void Clear(DeliveryAction? action = null)
    {
        lock (gate) { rules.RemoveAll(r => action is null || r.Rule.Action == action); }
    }

    internal DeliveryPlan For(EventState e)
    {
        lock (gate)
        {
            var plan = DeliveryPlan.Plain;
            for (var i = rules.Count - 1; i >= 0; i--)
            {
                var (rule, left) = rules[i];
                if (!rule.Matches(e.Type, e.Account))
                {
                    continue;
                }

                plan = Apply(plan, rule);
                if (rule.Times > 0)
                {
                    rules[i] = (rule, left - 1);
                    if (left == 1)
                    {
                        rules.RemoveAt(i);
                    }
                }
            }

            return plan;
        }
    }

    private static DeliveryPlan Apply(DeliveryPlan plan, DeliveryRule rule)
    {
        var alteration = plan.Alteration ?? new AlterationState(false, null, null, false, null);
        return rule.Action switch
        {
            DeliveryAction.Hold => plan with { Hold = true },
            DeliveryAction.Drop => plan with { Drop = true },
            DeliveryAction.Duplicate => plan with { Copies = plan.Copies * Math.Max(1, rule.Copies) },
            DeliveryAction.Delay => plan with { Delay = plan.Delay + rule.Delay },
            DeliveryAction.WrongSecret => plan with { Alteration = alteration with { WrongSecret = true } },
            DeliveryAction.Alter => plan with
            {
                Alteration = alteration with
                {
                    Livemode = rule.Livemode,
                    ApiVersion = rule.ApiVersion,
                    NullApiVersion = rule.NullApiVersion,
                    Account = rule.Account,
                },
            },
            _ => throw new InvalidOperationException($"Unknown delivery action {rule.Action}."),
        };
    }
}
