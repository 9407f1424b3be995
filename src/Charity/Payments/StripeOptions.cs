using System.ComponentModel.DataAnnotations;

namespace Charity.Payments;

/// <summary>Whether real money moves. Keys, events and addresses of the other mode are refused.</summary>
public enum StripeMode
{
    Test,
    Live,
}

/// <summary>The Stripe accounts of this installation. Checked at start-up by <see cref="StripeOptionsCheck"/>.</summary>
public sealed class StripeOptions
{
    public const string Section = "Stripe";

    public StripeMode Mode { get; set; } = StripeMode.Test;

    /// <summary>Address of the interface. In Test mode it may be a simulator's; in Live mode it is Stripe's own.</summary>
    public string ApiBase { get; set; } = StripeApi.DefaultBase;

    /// <summary>How often a call that broke or was put off is made again, within the time it has.</summary>
    [Range(0, 5)]
    public int Retries { get; set; } = 2;

    /// <summary>Whether events that carry only a reference ("thin") are handled like those that carry a snapshot.</summary>
    public bool ThinEvents { get; set; }

    /// <summary>One for each legal entity that takes cards; may be empty, then only transfers are taken.</summary>
    public IList<StripeAccountOptions> Accounts { get; } = [];

    /// <summary>The account of that id, or null when this installation does not know it.</summary>
    public StripeAccountOptions? Find(string account)
        => Accounts.FirstOrDefault(a => string.Equals(a.Id, account, StringComparison.Ordinal));

    /// <summary>The account of that id.</summary>
    /// <exception cref="GatewayException">This installation does not know it: a setting is wrong.</exception>
    public StripeAccountOptions Get(string account)
        => Find(account) ?? throw new GatewayException(GatewayFault.Unauthorised, "account_not_configured");
}

/// <summary>One Stripe account: its keys never leave this object but towards Stripe.</summary>
public sealed class StripeAccountOptions
{
    /// <summary><c>acct_…</c>, as the legal entity names it.</summary>
    public string Id { get; set; } = "";

    /// <summary>A restricted key (<c>rk_…</c>) by preference, else the secret key (<c>sk_…</c>).</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>Signing secret of the webhook endpoint, <c>whsec_…</c>.</summary>
    public string WebhookSecret { get; set; } = "";

    /// <summary>The secret before the last change; kept while both may sign (up to 24 hours), then removed.</summary>
    public string? PreviousWebhookSecret { get; set; }
}
