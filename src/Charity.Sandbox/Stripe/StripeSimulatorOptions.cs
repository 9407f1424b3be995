using Charity.Sandbox.Stripe.Amounts;

namespace Charity.Sandbox.Stripe;

/// <summary>How the simulated Stripe is set up. Read once, at the simulator's start.</summary>
public sealed class StripeSimulatorOptions
{
    /// <summary>The API version that the application pins (payments.md, fact 7).</summary>
    public const string DefaultApiVersion = "2026-07-29.dahlia";

    /// <summary>Decides every id. The same seed and the same calls give the same bytes.</summary>
    public long Seed { get; set; } = 1;

    /// <summary>The Stripe accounts, one for each legal entity that takes cards. At least one.</summary>
    public IList<SimulatedAccount> Accounts { get; } = [];

    /// <summary>Version that requests must name in <c>Stripe-Version</c>, and that events carry.</summary>
    public string ApiVersion { get; set; } = DefaultApiVersion;

    /// <summary>True: a request with another or no <c>Stripe-Version</c> is refused with 400.</summary>
    public bool StrictApiVersion { get; set; } = true;

    /// <summary>Where people reach this host, without a slash at the end; start of every Checkout address.</summary>
    public Uri PublicBaseUrl { get; set; } = new("http://localhost:5101");

    /// <summary>File that every state change is appended to and replayed from; null keeps everything in memory.</summary>
    public string? JournalPath { get; set; }

    /// <summary>
    /// False: each append is handed to the operating system before it is answered, which outlives a killed process.
    /// True: it is also forced to the disk, which outlives a power cut and costs an fsync for each change.
    /// </summary>
    public bool JournalFsync { get; set; }

    /// <summary>Time between a charge and its balance transaction (<c>charge.updated</c>).</summary>
    public TimeSpan BalanceTransactionDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Days until the net of a charge is available for payout.</summary>
    public int AvailableAfterDays { get; set; } = 3;

    /// <summary>Time between a payment with a dispute or fraud-warning card and that dispute or warning.</summary>
    public TimeSpan DisputeDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Days that evidence against a dispute may be given.</summary>
    public int DisputeEvidenceDays { get; set; } = 20;

    /// <summary>Time after which a pending refund succeeds, or the refund of card 5126 fails.</summary>
    public TimeSpan RefundDelay { get; set; } = TimeSpan.FromHours(1);

    /// <summary>True: a refund beyond the available balance stays pending until funds arrive, as Stripe does.</summary>
    public bool RefundsWaitForFunds { get; set; } = true;

    /// <summary>Whether payouts are made every day by the clock. Off, <c>/_sim/payouts/run</c> makes them.</summary>
    public bool AutomaticPayouts { get; set; } = true;

    /// <summary>Time of day, UTC, of the automatic payout.</summary>
    public TimeSpan PayoutTimeUtc { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time from a payout's creation until its transactions are attributed to it.</summary>
    public TimeSpan PayoutReconciliationDelay { get; set; } = TimeSpan.FromHours(2);

    /// <summary>Days from a payout's creation until the bank has the money.</summary>
    public int PayoutArrivalDays { get; set; } = 1;

    /// <summary>Fee of a charge by settlement currency (lower case); others pay <see cref="FeeRule.Default"/>.</summary>
    public IDictionary<string, FeeRule> Fees { get; } = new Dictionary<string, FeeRule>(StringComparer.Ordinal);

    /// <summary>Fee of a dispute in minor units by settlement currency; 1500 where none is named.</summary>
    public IDictionary<string, long> DisputeFees { get; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>
    /// Rates in major units by "from:to" (<c>usd:eur</c> = 0.92): what a charge in another currency settles with. A
    /// pair that is missing is taken as the inverse of the opposite pair; without either such a charge is refused.
    /// </summary>
    public IDictionary<string, decimal> ExchangeRates { get; } = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        ["usd:eur"] = 0.92m,
        ["gbp:eur"] = 1.17m,
        ["pln:eur"] = 0.235m,
        ["chf:eur"] = 1.06m,
        ["czk:eur"] = 0.0405m,
        ["sek:eur"] = 0.0885m,
        ["cad:eur"] = 0.635m,
        ["aud:eur"] = 0.565m,
        ["uah:eur"] = 0.0205m,
        ["mkd:eur"] = 0.01625m,
        ["jpy:eur"] = 0.0058m,
        ["kwd:eur"] = 2.82m,
        ["huf:eur"] = 0.0025m,
        ["isk:eur"] = 0.0068m,
        ["ugx:eur"] = 0.00024m,
        ["mga:eur"] = 0.00019m,
        ["bgn:eur"] = 0.5112919m,
        ["dkk:eur"] = 0.1340m,
        ["nok:eur"] = 0.0860m,
        ["ron:eur"] = 0.2000m,
    };

    /// <summary>How far the <c>Date</c> of each answer is ahead of the clock, for applications whose clock is wrong.</summary>
    public TimeSpan ClockAhead { get; set; }

    /// <summary>Builds the handler that webhooks are sent through; null sends over the network, without redirects.</summary>
    public Func<HttpMessageHandler>? WebhookHandler { get; set; }

    /// <summary>Real time that a webhook receiver has for its answer.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Deliveries that the background loop has under way at once. Explicit pumping sends one by one.</summary>
    public int WebhookConcurrency { get; set; } = 8;

    /// <summary>Whether the hosted service delivers webhooks and runs due work by itself.</summary>
    public bool RunInBackground { get; set; } = true;

    /// <summary>Longest real time that a timeout fault keeps a caller waiting before the connection is cut.</summary>
    public TimeSpan LongestHang { get; set; } = TimeSpan.FromSeconds(120);

    internal void Validate()
    {
        if (Accounts.Count == 0)
        {
            throw new InvalidOperationException("The Stripe simulator needs at least one account.");
        }

        foreach (var account in Accounts)
        {
            account.Validate();
        }

        if (Accounts.Select(a => a.Id).Distinct(StringComparer.Ordinal).Count() != Accounts.Count
            || Accounts.SelectMany(a => a.SecretKeys).GroupBy(k => k, StringComparer.Ordinal).Any(g => g.Count() > 1))
        {
            throw new InvalidOperationException("Two simulated Stripe accounts share an id or a secret key.");
        }
    }
}
