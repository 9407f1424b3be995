namespace Charity.Sandbox.Stripe;

/// <summary>One Stripe account of the simulator.</summary>
public sealed class SimulatedAccount
{
    /// <summary>Account id, <c>acct_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Keys that open this account: <c>sk_test_…</c> or <c>rk_test_…</c>. Live keys are refused at start.</summary>
    public required IReadOnlyList<string> SecretKeys { get; init; }

    /// <summary>Name on Checkout pages.</summary>
    public string Name { get; init; } = "Charity";

    /// <summary>Two-letter country.</summary>
    public string Country { get; init; } = "BG";

    /// <summary>Currency that a charge is settled in unless it is itself one of <see cref="SettlementCurrencies"/>; lower case.</summary>
    public string DefaultCurrency { get; init; } = "eur";

    /// <summary>Currencies with a bank account: charges in them settle without conversion. The default is always one.</summary>
    public IReadOnlyList<string> SettlementCurrencies { get; init; } = [];

    /// <summary>The bank account that payouts go to, on statements; a documentation example unless given.</summary>
    public string Iban { get; init; } = "BG80BNBG96611020345678";

    /// <summary>Why this account may neither charge nor pay out, such as <c>requirements.past_due</c>; null: it may.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>When payouts are made, as the account says it: <c>daily</c>, <c>weekly</c>, <c>monthly</c>, <c>manual</c>.</summary>
    public string PayoutInterval { get; init; } = "daily";

    /// <summary>
    /// What a restricted key (<c>rk_test_…</c>) may not touch: starts of paths, such as <c>/v1/webhook_endpoints</c>. Answers 403.
    /// </summary>
    public IReadOnlyList<string> RestrictedKeysLack { get; init; } = [];

    /// <summary>Where this account's events are sent.</summary>
    public IReadOnlyList<WebhookTarget> Webhooks { get; init; } = [];

    internal bool Allows(string key, string path) =>
        !key.StartsWith("rk_", StringComparison.Ordinal) || !RestrictedKeysLack.Any(lacks => path.StartsWith(lacks, StringComparison.Ordinal));

    internal string Settles(string currency) => SettlementCurrencies.Contains(currency) ? currency : DefaultCurrency;

    internal void Validate()
    {
        if (!Id.StartsWith("acct_", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"'{Id}' is no Stripe account id; it must start with acct_.");
        }

        foreach (var key in SecretKeys)
        {
            if (!key.StartsWith("sk_test_", StringComparison.Ordinal) && !key.StartsWith("rk_test_", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Account {Id}: the simulator takes test keys (sk_test_…, rk_test_…) only.");
            }
        }

        if (SecretKeys.Count == 0 || Webhooks.Any(w => w.Secrets.Count is 0 or > 2))
        {
            throw new InvalidOperationException($"Account {Id} needs a secret key, and one or two secrets for each webhook.");
        }
    }
}

/// <summary>An address that receives an account's events.</summary>
public sealed class WebhookTarget
{
    /// <summary>Receiver's address.</summary>
    public required Uri Url { get; init; }

    /// <summary>One signing secret, or two while one replaces the other: each signs every delivery.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Event types sent; <c>*</c> means all.</summary>
    public IReadOnlyList<string> EnabledEvents { get; init; } = ["*"];
}
