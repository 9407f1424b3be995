using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>
/// Asks Stripe about one account of the settings: whether the key opens it and may do what is needed, whether it may
/// charge and is paid out by itself, and whether our endpoint is there. All questions together have the ten seconds that a
/// person waits. No key leaves this place but towards Stripe: only its last four characters are shown.
/// </summary>
public sealed class CheckStripe(IPaymentGateway gateway, IOptions<StripeOptions> options, IOptions<SiteOptions> site, CountryPacks packs, TimeProvider time)
{
    private const string Webhook = "/webhooks/stripe";
    private const int Shown = 4;

    /// <summary>An id that no account has: "not found" shows that the key may look.</summary>
    private const string Nothing = "set_up_check";

    /// <param name="entity">Whose account it is; null when no legal entity names it.</param>
    public async Task<IReadOnlyList<SetUpFinding>> RunAsync(string account, EntityCard? entity, CancellationToken cancel)
    {
        var settings = options.Value.Find(account);
        if (settings is null)
        {
            return [SetUpFinding.Bad(new TextKey("setup.found.stripe-unconfigured"), ("account", account))];
        }

        using var limit = GatewayBudget.ForAPerson();
        var findings = new List<SetUpFinding>();
        if (entity is null)
        {
            findings.Add(SetUpFinding.Open(new TextKey("setup.found.stripe-no-entity"), ("account", account)));
        }

        var (first, fault) = await TryAsync(() => gateway.GetAccountAsync(account, cancel));
        var key = ("key", (object?)Last(settings.SecretKey));
        if (fault is { HttpStatus: not 403 })
        {
            findings.Add(Unanswered(fault, key));
            return findings;
        }

        findings.AddRange(first is null ? [SetUpFinding.Open(new TextKey("setup.found.stripe-account-hidden"), key)] : About(account, first, entity, key));
        if (first is not null && first.Id != account)
        {
            // Every answer from here on would be about somebody else's account.
            return findings;
        }

        findings.AddRange(KindOf(settings));
        var permissions = PermissionsAsync(account, cancel);
        var endpoint = EndpointAsync(account, cancel);
        var settles = SettlementAsync(account, entity, cancel);
        findings.AddRange(await permissions);
        findings.AddRange(await settles);
        findings.AddRange(await endpoint);
        return findings;
    }

    private static IEnumerable<SetUpFinding> KindOf(StripeAccountOptions settings)
    {
        if (!settings.SecretKey.StartsWith("rk_", StringComparison.Ordinal))
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.stripe-key-whole"));
        }

        if (!string.IsNullOrEmpty(settings.PreviousWebhookSecret))
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.stripe-two-secrets"));
        }
    }

    private IEnumerable<SetUpFinding> About(string account, AccountFact found, EntityCard? entity, (string, object?) key)
    {
        if (found.Id != account)
        {
            yield return SetUpFinding.Bad(new TextKey("setup.found.stripe-other-account"), key, ("account", account), ("found", found.Id));
            yield break;
        }

        yield return SetUpFinding.Good(
            options.Value.Mode == StripeMode.Live ? new TextKey("setup.found.stripe-key-live") : new TextKey("setup.found.stripe-key-test"), key, ("account", account));
        if (found.ChargesEnabled)
        {
            yield return SetUpFinding.Good(new TextKey("setup.found.stripe-charges"));
        }
        else
        {
            yield return SetUpFinding.Bad(new TextKey("setup.found.stripe-no-charges"), ("reason", found.DisabledReason ?? "–"));
        }

        if (!found.PayoutsEnabled)
        {
            yield return SetUpFinding.Bad(new TextKey("setup.found.stripe-no-payouts"), ("reason", found.DisabledReason ?? "–"));
        }
        else if (found.PayoutInterval == "manual")
        {
            yield return SetUpFinding.Bad(new TextKey("setup.found.stripe-manual-payouts"));
        }
        else
        {
            yield return SetUpFinding.Good(new TextKey("setup.found.stripe-payouts"), ("interval", found.PayoutInterval ?? "–"));
        }

        if (entity is not null && packs.At(entity.CountryPack, time.GetUtcNow().UtcDateTime).Country is { } own && found.Country is { } theirs && own != theirs)
        {
            yield return SetUpFinding.Note(new TextKey("setup.found.stripe-country"), ("own", own), ("country", theirs));
        }
    }

    private async Task<IReadOnlyList<SetUpFinding>> PermissionsAsync(string account, CancellationToken cancel)
    {
        var one = new ListRange(null, null, 1);
        (string Name, Func<Task> Ask)[] questions =
        [
            ("Checkout Sessions", () => gateway.ListSessionsAsync(account, one, cancel)),
            ("PaymentIntents", () => gateway.GetPaymentAsync(account, "pi_" + Nothing, cancel)),
            ("Charges and Refunds", () => gateway.GetChargeAsync(account, "ch_" + Nothing, cancel)),
            ("Refunds", () => gateway.ListRefundsAsync(account, one, cancel)),
            ("Disputes", () => gateway.ListDisputesAsync(account, one, cancel)),
            ("Balance", () => gateway.GetBalanceAsync(account, cancel)),
            ("Balance transaction sources", () => gateway.ListTransactionsAsync(account, one, null, cancel)),
            ("Payouts", () => gateway.ListPayoutsAsync(account, one, cancel)),
            ("Events", () => gateway.ListEventsAsync(account, one, cancel)),
            ("Radar early fraud warnings", () => gateway.GetEarlyFraudWarningAsync(account, "issfr_" + Nothing, cancel)),
        ];
        var answers = await Task.WhenAll(questions.Select(async question => (question.Name, Fault: await FaultAsync(question.Ask))));
        var missing = answers.Where(a => a.Fault is { HttpStatus: 403 }).Select(a => a.Name).ToList();
        var silent = answers.Where(a => a.Fault is { HttpStatus: not 403, Fault: not GatewayFault.NotFound }).Select(a => a.Name).ToList();
        return
        [
            .. missing.Count == 0 && silent.Count == 0 ? [SetUpFinding.Good(new TextKey("setup.found.stripe-permissions"), ("count", questions.Length))] : Array.Empty<SetUpFinding>(),
            .. missing.Select(name => SetUpFinding.Bad(new TextKey("setup.found.stripe-permission"), ("resource", name))),
            .. silent.Count > 0 ? [SetUpFinding.Bad(new TextKey("setup.found.stripe-unanswered"), ("resources", string.Join(", ", silent)))] : Array.Empty<SetUpFinding>(),
        ];
    }

    private async Task<IReadOnlyList<SetUpFinding>> SettlementAsync(string account, EntityCard? entity, CancellationToken cancel)
    {
        var (balance, _) = await TryAsync(() => gateway.GetBalanceAsync(account, cancel));
        if (balance is null || entity is null)
        {
            // Said with the permissions.
            return [];
        }

        var own = packs.At(entity.CountryPack, time.GetUtcNow().UtcDateTime).SettlementCurrencies.Select(c => c.Code).ToList();
        var held = balance.AvailablePlusPending.Keys.ToList();
        var both = held.Intersect(own, StringComparer.Ordinal).ToList();
        var list = ("currencies", (object?)string.Join(", ", held));
        return both.Count > 0
            ? [SetUpFinding.Good(new TextKey("setup.found.stripe-currency"), list)]
            : [SetUpFinding.Note(new TextKey("setup.found.stripe-currency-other"), list, ("own", string.Join(", ", own)))];
    }

    private async Task<IReadOnlyList<SetUpFinding>> EndpointAsync(string account, CancellationToken cancel)
    {
        var address = site.Value.Address(Webhook);
        var url = ("url", (object?)address);
        var (page, fault) = await TryAsync(() => gateway.ListWebhookEndpointsAsync(account, null, cancel));
        if (page is null)
        {
            return fault is { HttpStatus: 403 }
                ? [SetUpFinding.Note(new TextKey("setup.found.webhook-hidden"), url)]
                : [SetUpFinding.Bad(new TextKey("setup.found.stripe-unanswered"), ("resources", "Webhook Endpoints"))];
        }

        var ours = page.Items.Where(e => SameAddress(e.Url, address)).ToList();
        if (ours.Count == 0)
        {
            return [SetUpFinding.Bad(new TextKey("setup.found.webhook-none"), url, ("count", page.Items.Count))];
        }

        // While a secret or a version is changed there may be two; the one that does its work counts.
        var best = ours.OrderByDescending(e => e.Status == "enabled").ThenByDescending(e => Missing(e).Count == 0).First();
        if (best.Status != "enabled")
        {
            return [SetUpFinding.Bad(new TextKey("setup.found.webhook-disabled"), url)];
        }

        var findings = new List<SetUpFinding>();
        var missing = Missing(best);
        findings.Add(missing.Count == 0
            ? SetUpFinding.Good(new TextKey("setup.found.webhook"), url)
            : SetUpFinding.Bad(new TextKey("setup.found.webhook-events"), ("count", missing.Count), ("types", string.Join(", ", missing))));
        if (best.ApiVersion != StripeApi.Version)
        {
            findings.Add(SetUpFinding.Note(new TextKey("setup.found.webhook-version"), ("version", best.ApiVersion ?? "–"), ("ours", StripeApi.Version)));
        }

        if (best.Livemode != (options.Value.Mode == StripeMode.Live))
        {
            findings.Add(SetUpFinding.Bad(new TextKey("setup.found.webhook-mode")));
        }

        return findings;
    }

    private static List<string> Missing(WebhookEndpointFact endpoint)
        => endpoint.EnabledEvents.Contains("*") ? [] : [.. StripeEvents.Subscribed.Except(endpoint.EnabledEvents, StringComparer.Ordinal)];

    private static bool SameAddress(string one, string other)
        => Uri.TryCreate(one, UriKind.Absolute, out var a) && Uri.TryCreate(other, UriKind.Absolute, out var b) && a == b;

    private static SetUpFinding Unanswered(GatewayException fault, (string, object?) key) => fault switch
    {
        { HttpStatus: 401 } => SetUpFinding.Bad(new TextKey("setup.found.stripe-key-wrong"), key),
        { Fault: GatewayFault.Busy } => SetUpFinding.Bad(new TextKey("setup.found.stripe-busy")),
        _ => SetUpFinding.Bad(new TextKey("setup.found.stripe-down"), ("code", fault.Code)),
    };

    private static string Last(string secret) => secret[^Math.Min(Shown, secret.Length)..];

    private static async Task<GatewayException?> FaultAsync(Func<Task> ask)
    {
        try
        {
            await ask();
            return null;
        }
        catch (GatewayException fault)
        {
            return fault;
        }
    }

    private static async Task<(T? Fact, GatewayException? Fault)> TryAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return (await ask(), null);
        }
        catch (GatewayException fault)
        {
            return (null, fault);
        }
    }
}
