using System.Globalization;
using Charity.Data;
using Charity.Organisation;
using Charity.Payments;
using Charity.Sandbox.Stripe;
using Charity.Web.Webhooks;

namespace Charity.Sandbox.Hosting;

/// <summary>What both hosts, and the host that makes the demo data, are set up with.</summary>
internal sealed record SandboxSetup(SandboxArguments Arguments, SandboxSecrets Secrets, DataSet Data)
{
    internal const string Environment = "Sandbox";

    /// <summary>Seed of the simulator: the same calls give the same ids.</summary>
    private const long Seed = 20_260_101;

    internal string AppAddress => FormattableString.Invariant($"http://localhost:{Arguments.AppPort}");

    internal string SandboxAddress => FormattableString.Invariant($"http://localhost:{Arguments.SandboxPort}");

    /// <summary>
    /// The application's whole configuration. Nothing else is read: settings of a real installation that happen to stand
    /// in this shell must never reach the sandbox.
    /// </summary>
    /// <param name="durability">Of the database's commits.</param>
    /// <param name="mailPort">Where a mail server of the sandbox listens; null: mails go straight into the folder.</param>
    internal Dictionary<string, string?> AppSettings(CommitDurability durability, int? mailPort = null) => new()
    {
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Engine)}"] = nameof(DatabaseEngineName.Sqlite),
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}"] = $"Data Source={Data.Database}",
        [$"{DatabaseOptions.Section}:{nameof(DatabaseOptions.Durability)}"] = durability.ToString(),
        [$"{TokenOptions.Section}:{nameof(TokenOptions.Key)}"] = Secrets.TokenKey,
        [$"{EncryptionOptions.Section}:{nameof(EncryptionOptions.Key)}"] = Secrets.EncryptionKey,
        [$"{SiteOptions.Section}:{nameof(SiteOptions.PublicBaseUrl)}"] = AppAddress,
        [$"{SiteOptions.Section}:{nameof(SiteOptions.CheckoutHosts)}:0"] = SandboxAddress,
        [$"{StripeOptions.Section}:{nameof(StripeOptions.ApiBase)}"] = SandboxAddress,
        [$"{StripeOptions.Section}:{nameof(StripeOptions.Accounts)}:0:{nameof(StripeAccountOptions.Id)}"] = SandboxSecrets.StripeAccount,
        [$"{StripeOptions.Section}:{nameof(StripeOptions.Accounts)}:0:{nameof(StripeAccountOptions.SecretKey)}"] = Secrets.StripeKey,
        [$"{StripeOptions.Section}:{nameof(StripeOptions.Accounts)}:0:{nameof(StripeAccountOptions.WebhookSecret)}"] = Secrets.WebhookSecret,
        ["Mail:Transport"] = mailPort is null ? "Folder" : "Smtp",
        ["Mail:Folder"] = Data.Mails,
        ["Mail:Host"] = "127.0.0.1",
        ["Mail:Port"] = (mailPort ?? 25).ToString(CultureInfo.InvariantCulture),
        ["Mail:Tls"] = "None",
        ["Mail:FromAddress"] = "gifts@bright-threshold.example",
        // Read by the Production edition only. Nobody here can say under which licence a charity uses QuestPDF.
        ["Documents:Renderer"] = Arguments.Documents,
        ["Documents:QuestPdfLicense"] = "Evaluation",
    };

    internal StripeSimulatorOptions SimulatorOptions() => new()
    {
        Seed = Seed,
        PublicBaseUrl = new Uri(SandboxAddress),
        JournalPath = Data.Journal,
        Accounts =
        {
            new SimulatedAccount
            {
                Id = SandboxSecrets.StripeAccount,
                SecretKeys = [Secrets.StripeKey],
                Name = "Фондация „Светъл праг“",
                Country = "BG",
                DefaultCurrency = "eur",
                Webhooks = [new WebhookTarget { Url = new Uri(AppAddress + StripeWebhook.Path), Secrets = [Secrets.WebhookSecret] }],
            },
        },
    };
}
