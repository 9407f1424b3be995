using System.Net;
using Charity.Data.Audit;
using Charity.Operations;
using Charity.Sandbox.Stripe;
using Charity.SetUp;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.SetUp;

/// <summary>An installation under set-up, with a simulated Stripe and an own address that answers as told.</summary>
internal static class SetUpBench
{
    public static readonly Actor Olena = new("a", "Olena");

    public const string Endpoint = "https://give.example.org/webhooks/stripe";

    /// <param name="account">Changes the one simulated account.</param>
    /// <param name="settings">Settings to change.</param>
    public static Task<CharityHost> StartAsync(
        Func<WebhookTarget, SimulatedAccount>? account = null, IReadOnlyDictionary<string, string?>? settings = null,
        Action<StripeSimulatorOptions>? change = null, OwnAddress? own = null, TestDatabase? database = null)
        => CharityHost.StartWithStripeAsync(
            services => services.AddHttpClient(CheckAddress.ClientName).ConfigurePrimaryHttpMessageHandler(
                provider => own ?? new OwnAddress(provider.GetRequiredService<InstallationMark>().Value)),
            settings,
            options =>
            {
                var target = new WebhookTarget { Url = new Uri(Endpoint), Secrets = [TestSettings.WebhookSecret] };
                options.Accounts[0] = account?.Invoke(target)
                    ?? new SimulatedAccount { Id = TestSettings.StripeAccount, SecretKeys = [TestSettings.StripeKey], Webhooks = [target] };
                change?.Invoke(options);
            },
            database);

    public static async Task<SetUpReport> LookAsync(this CharityHost host, SetUpStep step)
        => (await host.Services.GetRequiredService<SetUpCheck>().RunAsync(again: true, default)).Of(step);

    public static async Task<WebhookProof> ProofAsync(this CharityHost host)
        => await host.RunAsync<ReadWebhookProof, WebhookProof>(read => read.RunAsync(TestSettings.StripeAccount, default));

    public static Task<bool> ProveAsync(this CharityHost host)
        => host.Services.GetRequiredService<ProveWebhook>().RunAsync(TestSettings.StripeAccount, Olena, default);

    /// <summary>The keys of what was found, without their common beginning.</summary>
    public static IReadOnlyList<string> Keys(this SetUpReport report) => [.. report.Findings.Select(f => f.Text.Key["setup.found.".Length..])];

    public static SetUpFinding Of(this SetUpReport report, string key) => report.Findings.Single(f => f.Text.Key == "setup.found." + key);
}

/// <summary>What stands at the installation's own address.</summary>
internal sealed class OwnAddress(string? mark, HttpStatusCode status = HttpStatusCode.OK, HttpRequestError? error = null) : HttpMessageHandler
{
    public List<Uri> Asked { get; } = [];

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add(request.RequestUri!);
        if (error is { } broken)
        {
            throw new HttpRequestException(broken);
        }

        var answer = new HttpResponseMessage(status);
        if (mark is not null)
        {
            answer.Headers.Add(InstallationMark.Header, mark);
        }

        return Task.FromResult(answer);
    }
}
