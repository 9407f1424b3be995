using Charity.Payments;
using Charity.Sandbox.Stripe;
using Charity.Sandbox.Stripe.Faults;
using Charity.SetUp;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.SetUp;

public sealed class StripeCheckTests
{
    [Fact]
    public async Task An_account_in_order_is_green_but_for_the_proof()
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        var report = await host.LookAsync(SetUpStep.Stripe);
        Assert.Equal(
            ["stripe-key-test", "stripe-charges", "stripe-payouts", "stripe-key-whole", "stripe-permissions", "stripe-currency", "webhook", "proof-none"],
            report.Keys());
        Assert.Equal(SetUpLevel.Open, report.Level);
    }

    [Fact]
    public async Task A_wrong_key_is_told_by_its_last_four_characters_and_nothing_else()
    {
        await using var host = await SetUpBench.StartAsync(settings: Key("sk_test_mistyped98765"));
        await host.SetUpOrganisationAsync();
        var report = await host.LookAsync(SetUpStep.Stripe);
        Assert.Equal(["stripe-key-wrong", "proof-none"], report.Keys());
        Assert.Equal([("key", (object?)"8765")], report.Of("stripe-key-wrong").Values);
    }

    [Fact]
    public async Task A_key_of_another_account_is_found_out_before_anything_else_is_asked()
    {
        await using var host = await SetUpBench.StartAsync(
            settings: Key("sk_test_other00000001"),
            change: options => options.Accounts.Add(new SimulatedAccount { Id = "acct_other2", SecretKeys = ["sk_test_other00000001"] }));
        await host.SetUpOrganisationAsync();
        Assert.Equal(["stripe-other-account", "proof-none"], (await host.LookAsync(SetUpStep.Stripe)).Keys());
    }

    [Fact]
    public async Task A_restricted_key_is_told_each_permission_that_it_lacks()
    {
        await using var host = await SetUpBench.StartAsync(
            target => new SimulatedAccount
            {
                Id = TestSettings.StripeAccount,
                SecretKeys = ["rk_test_few000000001"],
                Webhooks = [target],
                RestrictedKeysLack = ["/v1/disputes", "/v1/payouts", "/v1/webhook_endpoints", "/v1/account"],
            },
            Key("rk_test_few000000001"));
        await host.SetUpOrganisationAsync();
        var report = await host.LookAsync(SetUpStep.Stripe);
        Assert.Equal(["stripe-account-hidden", "stripe-permission", "stripe-permission", "stripe-currency", "webhook-hidden", "proof-none"], report.Keys());
        // What nobody saw is not in order: whether it may charge and is paid out stands in the account.
        Assert.Equal(SetUpLevel.Open, report.Of("stripe-account-hidden").Level);
        Assert.Equal(["Disputes", "Payouts"], report.Findings.SelectMany(f => f.Values).Where(v => v.Name == "resource").Select(v => v.Value));
    }

    [Fact]
    public async Task An_account_that_may_not_charge_and_one_that_is_paid_out_by_hand_are_red()
    {
        await using var host = await SetUpBench.StartAsync(target => new SimulatedAccount
        {
            Id = TestSettings.StripeAccount, SecretKeys = [TestSettings.StripeKey], Webhooks = [target], DisabledReason = "requirements.past_due",
        });
        await host.SetUpOrganisationAsync();
        var shut = await host.LookAsync(SetUpStep.Stripe);
        Assert.Equal(("requirements.past_due", SetUpLevel.Bad), ((string?)shut.Of("stripe-no-charges").Values[0].Value, shut.Of("stripe-no-payouts").Level));

        await using var manual = await SetUpBench.StartAsync(target => new SimulatedAccount
        {
            Id = TestSettings.StripeAccount, SecretKeys = [TestSettings.StripeKey], Webhooks = [target], PayoutInterval = "manual", Country = "US",
            DefaultCurrency = "usd",
        });
        await manual.SetUpOrganisationAsync();
        var report = await manual.LookAsync(SetUpStep.Stripe);
        Assert.Equal(SetUpLevel.Bad, report.Of("stripe-manual-payouts").Level);
        Assert.Equal((SetUpLevel.Note, SetUpLevel.Note), (report.Of("stripe-country").Level, report.Of("stripe-currency-other").Level));
    }

    [Theory]
    [InlineData("https://elsewhere.example/webhooks/stripe", "*", "webhook-none")]
    [InlineData(SetUpBench.Endpoint, "charge.updated", "webhook-events")]
    public async Task An_endpoint_that_does_not_serve_is_red(string url, string types, string finding)
    {
        await using var host = await SetUpBench.StartAsync(_ => new SimulatedAccount
        {
            Id = TestSettings.StripeAccount,
            SecretKeys = [TestSettings.StripeKey],
            Webhooks = [new WebhookTarget { Url = new Uri(url), Secrets = [TestSettings.WebhookSecret], EnabledEvents = [types] }],
        });
        await host.SetUpOrganisationAsync();
        var report = await host.LookAsync(SetUpStep.Stripe);
        Assert.Equal(SetUpLevel.Bad, report.Of(finding).Level);
        Assert.DoesNotContain("webhook", report.Keys());
    }

    [Theory]
    [InlineData(FaultKind.Close, "stripe-down")]
    [InlineData(FaultKind.Unavailable, "stripe-down")]
    [InlineData(FaultKind.RateLimit, "stripe-busy")]
    [Trait("Case", "C07")]
    public async Task Stripe_that_does_not_answer_is_said_in_one_sentence(FaultKind fault, string finding)
    {
        await using var host = await SetUpBench.StartAsync();
        await host.SetUpOrganisationAsync();
        host.Stripe.AddFault(new Fault { Kind = fault, Times = 0 });
        Assert.Equal([finding, "proof-none"], (await host.LookAsync(SetUpStep.Stripe)).Keys());
        Assert.False(await host.ProveAsync());
        Assert.Equal(WebhookProofState.NotBegun, (await host.ProofAsync()).State);

        // Up again: the next look finds it.
        host.Stripe.ClearFaults();
        Assert.Contains("webhook", (await host.LookAsync(SetUpStep.Stripe)).Keys());
    }

    [Fact]
    public async Task An_account_that_only_settings_or_only_an_entity_know_is_not_taken_for_set_up()
    {
        await using var host = await SetUpBench.StartAsync();
        Assert.Equal(SetUpLevel.Open, (await host.LookAsync(SetUpStep.Stripe)).Of("stripe-no-entity").Level);
        await host.SetUpOrganisationAsync();
        await using var other = await SetUpBench.StartAsync(
            _ => new SimulatedAccount { Id = "acct_second2", SecretKeys = [TestSettings.StripeKey] },
            new Dictionary<string, string?> { [$"{StripeOptions.Section}:Accounts:0:Id"] = "acct_second2" });
        await other.SetUpOrganisationAsync();
        var report = await other.LookAsync(SetUpStep.Stripe);
        Assert.Equal((SetUpLevel.Open, SetUpLevel.Bad), (report.Of("stripe-no-entity").Level, report.Of("stripe-unconfigured").Level));
    }

    private static Dictionary<string, string?> Key(string key) => new() { [$"{StripeOptions.Section}:Accounts:0:SecretKey"] = key };
}
