using Charity.Embedded.Mail;
using Charity.Notifications;
using Charity.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Adapters.Tests.Mail;

public sealed class SmtpMailTransportTests(ContractTally<MailTransportContract> tally)
    : SmtpTransportContract(tally, "System.Net.Mail"), IClassFixture<ContractTally<MailTransportContract>>
{
    [Theory]
    [InlineData(nameof(MailOptions.Tls), "Implicit")]
    [InlineData(nameof(MailOptions.OAuthToken), "token")]
    [InlineData(nameof(MailOptions.OAuthTokenFile), "token.txt")]
    [InlineData(nameof(MailOptions.CaFile), "ca.pem")]
    [InlineData(nameof(MailOptions.DkimDomain), "example.org")]
    public void What_it_cannot_do_is_refused_at_the_start(string setting, string value)
    {
        var options = Settings("mail.example.org", 587);
        var property = typeof(MailOptions).GetProperty(setting)!;
        property.SetValue(options, property.PropertyType.IsEnum ? Enum.Parse(property.PropertyType, value) : value);

        var fault = Assert.Single(Faults(options));

        Assert.StartsWith($"Mail__{setting} is ", fault, StringComparison.Ordinal);
        Assert.Contains("Embedded edition does not know", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_can_do_is_not() => Assert.Empty(Faults(Settings("mail.example.org", 587)));

    private static IEnumerable<string> Faults(MailOptions options)
    {
        using var services = new ServiceCollection().AddMailTransport().BuildServiceProvider();
        return services.GetServices<IValidateOptions<MailOptions>>().SelectMany(v => v.Validate(null, options).Failures ?? []);
    }

    private protected override IMailTransport Open(MailOptions options, TimeSpan timeout)
        => new SmtpMailTransport(Options.Create(options)) { Timeout = timeout };
}
