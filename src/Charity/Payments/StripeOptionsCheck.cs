using System.Text.RegularExpressions;

namespace Charity.Payments;

/// <summary>
/// Refuses to start on settings that could move real money by mistake or take forged events for true ones. Messages
/// name the environment variable and never repeat a secret.
/// </summary>
internal static partial class StripeOptionsCheck
{
    public static IEnumerable<string> Faults(StripeOptions options)
    {
        var faults = new List<string>();
        if (!Enum.IsDefined(options.Mode))
        {
            faults.Add("Stripe__Mode must be Test or Live.");
        }

        CheckBase(options, faults);
        for (var i = 0; i < options.Accounts.Count; i++)
        {
            CheckAccount(options, i, faults);
        }

        CheckUnique(options, faults);
        return faults;
    }

    private static void CheckBase(StripeOptions options, List<string> faults)
    {
        if (!IsOrigin(options.ApiBase, out var uri))
        {
            faults.Add("Stripe__ApiBase must be an address such as https://api.stripe.com, without a path.");
        }
        else if (options.Mode == StripeMode.Live && options.ApiBase.TrimEnd('/') != StripeApi.DefaultBase)
        {
            faults.Add($"Stripe__ApiBase must be {StripeApi.DefaultBase} or unset while Stripe__Mode is Live: "
                + "live keys are never sent anywhere else.");
        }
        else if (uri.Scheme != Uri.UriSchemeHttps && !uri.IsLoopback)
        {
            faults.Add("Stripe__ApiBase must use https unless it is on this machine.");
        }
    }

    private static void CheckAccount(StripeOptions options, int index, List<string> faults)
    {
        var account = options.Accounts[index];
        var prefix = $"Stripe__Accounts__{index}__";
        if (!AccountId().IsMatch(account.Id))
        {
            faults.Add($"{prefix}Id must be the account's id, acct_… (Stripe dashboard, Settings, Account details).");
        }

        var key = SecretKey().Match(account.SecretKey);
        if (!key.Success)
        {
            faults.Add($"{prefix}SecretKey must be a restricted or secret key of the account, rk_… or sk_….");
        }
        else if ((key.Groups["mode"].Value == "live") != (options.Mode == StripeMode.Live))
        {
            faults.Add($"{prefix}SecretKey is a {key.Groups["mode"].Value} key but Stripe__Mode is {options.Mode}: "
                + "one of the two is wrong.");
        }

        if (!WebhookSecret().IsMatch(account.WebhookSecret))
        {
            faults.Add($"{prefix}WebhookSecret must be the signing secret of the webhook endpoint, whsec_….");
        }

        if (!string.IsNullOrEmpty(account.PreviousWebhookSecret) && !WebhookSecret().IsMatch(account.PreviousWebhookSecret))
        {
            faults.Add($"{prefix}PreviousWebhookSecret must be a signing secret, whsec_…, or empty.");
        }
    }

    private static void CheckUnique(StripeOptions options, List<string> faults)
    {
        if (HasDouble(options.Accounts.Select(a => a.Id)))
        {
            faults.Add("Two of Stripe__Accounts have the same Id.");
        }

        if (HasDouble(options.Accounts.Select(a => a.SecretKey)))
        {
            faults.Add("Two of Stripe__Accounts have the same SecretKey.");
        }

        // The secret that verifies an event decides which account it belongs to.
        if (HasDouble(options.Accounts.SelectMany(a => new[] { a.WebhookSecret, a.PreviousWebhookSecret ?? "" })))
        {
            faults.Add("Every WebhookSecret and PreviousWebhookSecret in Stripe__Accounts must be different.");
        }
    }

    private static bool HasDouble(IEnumerable<string> values)
        => values.Where(v => v.Length > 0).GroupBy(v => v, StringComparer.Ordinal).Any(g => g.Count() > 1);

    private static bool IsOrigin(string? value, out Uri uri)
        => Uri.TryCreate(value, UriKind.Absolute, out uri!)
           && uri.Scheme is "https" or "http"
           && uri.UserInfo.Length == 0
           && uri.PathAndQuery == "/"
           && uri.Fragment.Length == 0;

    [GeneratedRegex("^acct_[A-Za-z0-9_]{4,58}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountId();

    [GeneratedRegex("^(sk|rk)_(?<mode>live|test)_[A-Za-z0-9_]{8,240}\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretKey();

    [GeneratedRegex("^whsec_[A-Za-z0-9+/=_-]{16,240}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex WebhookSecret();
}
