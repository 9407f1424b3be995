using Charity.Payments;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Tests.Payments;

/// <summary>Settings that could move real money by mistake, or take a forged event for a true one, stop the start.</summary>
public sealed class StripeOptionsTests
{
    private const string Prefix = "Stripe:Accounts:0:";

    [Fact]
    public void The_settings_of_the_tests_are_right() => Assert.Empty(Faults());

    [Fact]
    public void No_account_at_all_is_right_too_as_transfers_need_none()
        => Assert.Empty(StripeOptionsCheck.Faults(new StripeOptions()));

    [Fact]
    [Trait("Case", "C16")]
    public void A_live_key_with_a_simulators_address_refuses_to_start()
    {
        var faults = Faults(("Stripe:Mode", "Live"), ("Stripe:ApiBase", "http://localhost:5101"), (Prefix + "SecretKey", "sk_live_0123456789"));

        Assert.Contains("Stripe__ApiBase", Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Case", "C16")]
    [InlineData("Live", "sk_test_0123456789", "Stripe__Accounts__0__SecretKey is a test key but Stripe__Mode is Live")]
    [InlineData("Live", "rk_test_0123456789", "Stripe__Accounts__0__SecretKey is a test key but Stripe__Mode is Live")]
    [InlineData("Test", "sk_live_0123456789", "Stripe__Accounts__0__SecretKey is a live key but Stripe__Mode is Test")]
    [InlineData("Test", "rk_live_0123456789", "Stripe__Accounts__0__SecretKey is a live key but Stripe__Mode is Test")]
    public void Keys_and_mode_must_agree(string mode, string key, string fault)
    {
        var faults = Faults(("Stripe:Mode", mode), ("Stripe:ApiBase", "https://api.stripe.com"), (Prefix + "SecretKey", key));

        Assert.StartsWith(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk_live_0123456789")]
    [InlineData("rk_live_0123456789")]
    public void A_live_key_at_stripe_itself_is_right(string key)
        => Assert.Empty(Faults(("Stripe:Mode", "Live"), ("Stripe:ApiBase", "https://api.stripe.com"), (Prefix + "SecretKey", key)));

    [Theory]
    [InlineData("Id", "")]
    [InlineData("Id", "1234")]
    [InlineData("Id", "acct_../x")]
    [InlineData("SecretKey", "")]
    [InlineData("SecretKey", "pk_test_0123456789")]
    [InlineData("SecretKey", "sk_test_with space")]
    [InlineData("WebhookSecret", "")]
    [InlineData("WebhookSecret", "0123456789abcdef0123456789")]
    [InlineData("WebhookSecret", "whsec_...")]
    [InlineData("PreviousWebhookSecret", "old")]
    public void A_wrong_value_is_named_by_its_variable_and_never_repeated(string name, string value)
    {
        var fault = Assert.Single(Faults((Prefix + name, value)));

        Assert.StartsWith($"Stripe__Accounts__0__{name} ", fault, StringComparison.Ordinal);
        if (value.Length > 4)
        {
            Assert.DoesNotContain(value, fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("ftp://api.stripe.com")]
    [InlineData("https://api.stripe.com/v1")]
    [InlineData("https://user:secret@api.stripe.com")]
    [InlineData("http://api.stripe.com")]
    [InlineData("api.stripe.com")]
    [InlineData("")]
    public void The_address_is_an_origin_and_encrypted_unless_on_this_machine(string address)
        => Assert.StartsWith("Stripe__ApiBase must", Assert.Single(Faults(("Stripe:ApiBase", address))), StringComparison.Ordinal);

    [Fact]
    public void Two_accounts_never_share_an_id_a_key_or_a_secret()
    {
        var faults = Faults(
            ("Stripe:Accounts:1:Id", TestSettings.StripeAccount), ("Stripe:Accounts:1:SecretKey", TestSettings.StripeKey),
            ("Stripe:Accounts:1:WebhookSecret", "whsec_another0123456789"), ("Stripe:Accounts:1:PreviousWebhookSecret", TestSettings.WebhookSecret));

        Assert.Equal(3, faults.Count);
    }

    [Fact]
    public async Task The_host_meets_the_faults_when_it_asks_for_the_settings()
    {
        await using var host = await CharityHost.StartAsync(settings: new Dictionary<string, string?> { [Prefix + "SecretKey"] = "sk_live_0123456789" });
        host.SkipChecks();

        Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<StripeOptions>>().Value);
    }

    private static List<string> Faults(params (string Key, string? Value)[] changes)
    {
        var settings = TestSettings.For(new Charity.Data.DatabaseOptions());
        foreach (var (key, value) in changes)
        {
            settings[key] = value;
        }

        var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager();
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        var options = new StripeOptions();
        Microsoft.Extensions.Configuration.ConfigurationBinder.Bind(configuration.GetSection(StripeOptions.Section), options);
        return [.. StripeOptionsCheck.Faults(options)];
    }
}
