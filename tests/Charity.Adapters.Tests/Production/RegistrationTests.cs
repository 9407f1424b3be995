using Charity.Adapters.Tests.Payments;
using Charity.Data;
using Charity.Embedded.Mail;
using Charity.Notifications;
using Charity.Payments;
using Charity.Production;
using Charity.Production.Mail;
using Charity.Production.Stripe;
using Charity.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Adapters.Tests.Production;

/// <summary>What the application of this edition is made of.</summary>
public sealed class RegistrationTests
{
    [Theory]
    [InlineData("Smtp", typeof(MailKitTransport))]
    [InlineData("Folder", typeof(FolderMailTransport))]
    public async Task Payments_go_by_Stripe_net_and_mails_as_the_settings_say(string transport, Type expected)
    {
        await using var services = Application(transport);

        Assert.IsType<StripeNetGateway>(services.GetRequiredService<IPaymentGateway>());
        Assert.IsType(expected, services.GetRequiredService<IMailTransport>());
        Assert.Equal("http://localhost:5101", services.GetRequiredService<StripeNetClients>().Get(GatewayBench.Account).ApiBase);
    }

    [Fact]
    public async Task An_account_that_the_settings_do_not_name_is_a_fault_of_the_settings()
    {
        await using var services = Application("Smtp");

        var error = Assert.Throws<GatewayException>(() => services.GetRequiredService<StripeNetClients>().Get("acct_nobody"));

        Assert.Equal((GatewayFault.Unauthorised, "account_not_configured"), (error.Fault, error.Code));
    }

    [Fact]
    public async Task The_start_checks_that_library_and_program_speak_one_version()
    {
        await using var services = Application("Smtp");

        Assert.Contains(services.GetServices<IValidateOptions<StripeOptions>>(), v => v.GetType().DeclaringType == typeof(StripeNetAdapter));
        Assert.Single(services.GetRequiredService<IOptions<StripeOptions>>().Value.Accounts);
    }

    private static ServiceProvider Application(string transport)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Stripe:ApiBase"] = "http://localhost:5101/",
            ["Stripe:Accounts:0:Id"] = GatewayBench.Account,
            ["Stripe:Accounts:0:SecretKey"] = "sk_test_one00001",
            ["Stripe:Accounts:0:WebhookSecret"] = "whsec_current0123456789",
            ["Mail:Transport"] = transport,
            ["Mail:Folder"] = Path.GetTempPath(),
            ["Mail:Host"] = "mail.example.org",
            ["Mail:Port"] = "465",
            ["Mail:Tls"] = "Implicit",
            ["Mail:FromAddress"] = "gifts@example.org",
        }).Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(new FakeClock(FakeClock.DefaultStart))
            .AddSettings<StripeOptions>(StripeOptions.Section)
            .AddSettings<MailOptions>(MailOptions.Section)
            .AddProductionAdapters(configuration)
            .BuildServiceProvider();
    }
}
