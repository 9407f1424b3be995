using Charity.Notifications;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Tests.Notifications;

public sealed class MailSettingsTests
{
    [Theory]
    [InlineData("Mail:FromAddress", "", "Mail__FromAddress")]
    [InlineData("Mail:FromAddress", "two@example.org, addresses@example.org", "Mail__FromAddress")]
    [InlineData("Mail:FromAddress", "Name <gifts@example.org>", "Mail__FromAddress")]
    [InlineData("Mail:Host", "", "Mail__Host")]
    [InlineData("Mail:Host", "not a host", "Mail__Host")]
    [InlineData("Mail:Port", "0", "Mail__Port")]
    [InlineData("Mail:Port", "70000", "Mail__Port")]
    [InlineData("Mail:User", "someone", "Mail__User")]
    [InlineData("Mail:Tls", "Implicit", "Mail__Tls")]
    [InlineData("Mail:Tls", "Perhaps", "Mail__Tls")]
    [InlineData("Mail:Transport", "Pigeon", "Mail__Transport")]
    [InlineData("Mail:Transport", "Folder", "Mail__Folder")]
    public async Task A_wrong_setting_is_named_by_its_variable(string key, string value, string variable)
    {
        await using var host = await CharityHost.StartAsync(settings: new Dictionary<string, string?> { [key] = value });

        var fault = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.Contains(fault.Failures, f => f.StartsWith(variable, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_password_never_crosses_the_network_in_clear()
    {
        await using var host = await CharityHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Mail:Host"] = "smtp.example.org", ["Mail:Tls"] = "None", ["Mail:User"] = "someone", ["Mail:Password"] = "secret",
        });

        var fault = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pauses_grow_to_six_hours_and_greylisting_gets_its_quarter()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), MailSchedule.AfterDeferral(1, null));
        Assert.Equal(TimeSpan.FromMinutes(15), MailSchedule.AfterDeferral(1, 451));
        Assert.Equal(TimeSpan.FromMinutes(30), MailSchedule.AfterDeferral(2, 450));
        Assert.Equal(TimeSpan.FromHours(6), MailSchedule.AfterDeferral(200, 421));
        Assert.Equal(TimeSpan.FromMinutes(1), MailSchedule.AfterDeferral(1, 530));
    }
}
