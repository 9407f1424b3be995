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
    [InlineData("Mail:Tls", "Perhaps", "Mail__Tls")]
    [InlineData("Mail:Transport", "Pigeon", "Mail__Transport")]
    [InlineData("Mail:Transport", "Folder", "Mail__Folder")]
    [InlineData("Mail:OAuthToken", "ya29.token", "Mail__User and Mail__OAuthToken belong together")]
    [InlineData("Mail:OAuthTokenFile", "/nowhere/token", "Mail__OAuthTokenFile names a file that is not there")]
    [InlineData("Mail:CaFile", "/nowhere/ca.pem", "Mail__CaFile names a file that is not there")]
    [InlineData("Mail:DkimDomain", "example.org", "Mail__DkimDomain, Mail__DkimSelector and Mail__DkimKeyFile belong together")]
    [InlineData("Mail:DkimKeyFile", "/nowhere/key.pem", "Mail__DkimDomain, Mail__DkimSelector and Mail__DkimKeyFile belong together")]
    public async Task A_wrong_setting_is_named_by_its_variable(string key, string value, string variable)
    {
        await using var host = await CharityHost.StartAsync(settings: new Dictionary<string, string?> { [key] = value });

        var fault = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.Contains(fault.Failures, f => f.StartsWith(variable, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Mail:Password")]
    [InlineData("Mail:OAuthToken")]
    public async Task A_password_or_token_never_crosses_the_network_in_clear(string key)
    {
        await using var host = await CharityHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Mail:Host"] = "smtp.example.org", ["Mail:Tls"] = "None", ["Mail:User"] = "someone", [key] = "secret",
        });

        var fault = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<MailOptions>>().Value);

        Assert.Contains(fault.Failures, f => f.StartsWith("Mail__Tls is None", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_and_a_token_exclude_each_other()
        => Assert.Contains(
            await FaultsAsync(("Mail:User", "someone"), ("Mail:Password", "secret"), ("Mail:OAuthToken", "ya29.token")),
            f => f.StartsWith("Mail__Password and Mail__OAuthToken exclude each other", StringComparison.Ordinal));

    [Theory]
    [InlineData("example.org", false)]
    [InlineData("mail.example.org", false)]
    [InlineData("other.org", true)]
    [InlineData("ample.org", true)]
    public async Task Mails_are_signed_for_the_senders_own_domain_or_one_above_it(string domain, bool refused)
    {
        var key = Path.GetTempFileName();
        var faults = await FaultsAsync(
            ("Mail:FromAddress", "gifts@mail.example.org"), ("Mail:DkimDomain", domain), ("Mail:DkimSelector", "c1"), ("Mail:DkimKeyFile", key));
        File.Delete(key);

        Assert.Equal(refused, faults.Any(f => f.StartsWith("Mail__DkimDomain must be the domain of Mail__FromAddress", StringComparison.Ordinal)));
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

    private static async Task<IReadOnlyList<string>> FaultsAsync(params (string Key, string Value)[] settings)
    {
        await using var host = await CharityHost.StartAsync(settings: settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        try
        {
            _ = host.Services.GetRequiredService<IOptions<MailOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return [.. fault.Failures];
        }
    }
}
