using Charity.Data;
using Charity.Notifications;
using Charity.Organisation;
using Charity.Payments;

namespace Charity.Testing;

/// <summary>The settings every test host starts with: complete and valid, so that a test names only what it changes.</summary>
public static class TestSettings
{
    /// <summary>The one Stripe account of the host.</summary>
    public const string StripeAccount = "acct_test1";

    public const string StripeKey = "sk_test_0123456789abcdef";

    /// <summary>What that account's events are signed with.</summary>
    public const string WebhookSecret = "whsec_0123456789abcdefghij";

    public static Dictionary<string, string?> For(DatabaseOptions database) => new()
    {
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Engine)}"] = database.Engine.ToString(),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = database.ConnectionString,
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Durability)}"] = database.Durability.ToString(),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.BusyTimeoutSeconds)}"] = FormattableString.Invariant($"{database.BusyTimeoutSeconds}"),
        [$"{TokenOptions.Section}:{nameof(TokenOptions.Key)}"] = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]),
        [$"{EncryptionOptions.Section}:{nameof(EncryptionOptions.Key)}"] = Convert.ToBase64String([.. Enumerable.Range(101, 32).Select(i => (byte)i)]),
        [$"{SiteOptions.Section}:{nameof(SiteOptions.PublicBaseUrl)}"] = "https://give.example.org",
        [$"{MailOptions.Section}:{nameof(MailOptions.Host)}"] = "localhost",
        [$"{MailOptions.Section}:{nameof(MailOptions.FromAddress)}"] = "gifts@charity.example",
        [$"{StripeOptions.Section}:{nameof(StripeOptions.ApiBase)}"] = "http://localhost",
        [$"{StripeOptions.Section}:{nameof(StripeOptions.Accounts)}:0:{nameof(StripeAccountOptions.Id)}"] = StripeAccount,
        [$"{StripeOptions.Section}:{nameof(StripeOptions.Accounts)}:0:{nameof(StripeAccountOptions.SecretKey)}"] = StripeKey,
        [$"{StripeOptions.Section}:{nameof(StripeOptions.Accounts)}:0:{nameof(StripeAccountOptions.WebhookSecret)}"] = WebhookSecret,
        // Where the edition has a choice: what every machine can draw with.
        ["Documents:Renderer"] = "Builtin",
    };
}
