using Charity.Embedded.Mail;
using Charity.Notifications;
using Charity.Sandbox.Mailbox;
using Charity.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Adapters.Tests.Mail;

/// <summary>The sandbox's own mail server, as a sender meets it.</summary>
public sealed class MailCatcherTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("charity-caught-");
    private readonly FakeClock clock = new(FakeClock.DefaultStart);
    private readonly MailWeather weather = new();
    private readonly MailFolder mailbox;

    public MailCatcherTests() => mailbox = new MailFolder(folder.FullName);

    public void Dispose() => folder.Delete(true);

    [Fact]
    public async Task A_mail_to_it_stands_in_the_mailbox_whole_and_at_the_sandboxs_time()
    {
        await using var catcher = new MailCatcher(mailbox, weather, clock);
        var mail = MailTransportContract.Sample();
        var result = await SendAsync(catcher, mail);

        Assert.Equal(MailOutcome.Sent, result.Outcome);
        var line = Assert.Single(mailbox.List());
        Assert.Equal((mail.Subject, mail.ToAddress, mail.MessageId), (line.Subject, line.ToAddress, line.MessageId));
        Assert.StartsWith(clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", System.Globalization.CultureInfo.InvariantCulture), line.Id, StringComparison.Ordinal);
        var leaves = MimeReader.Read(mailbox.Read(line.Id)!).Leaves().ToList();
        Assert.Equal(mail.Text, leaves[0].Text().ReplaceLineEndings("\n"));
        Assert.Equal(mail.Attachments[0].Content.ToArray(), leaves[2].Content);
    }

    [Theory]
    [InlineData(nameof(MailConduct.Defers), MailOutcome.Deferred, 451, 0)]
    [InlineData(nameof(MailConduct.Bounces), MailOutcome.Bounced, 550, 0)]
    [InlineData(nameof(MailConduct.Breaks), MailOutcome.Ambiguous, null, 1)]
    public async Task It_has_the_temper_that_the_mailbox_page_sets(string conduct, MailOutcome expected, int? code, int mails)
    {
        await using var catcher = new MailCatcher(mailbox, weather, clock);
        weather.Conduct = Enum.Parse<MailConduct>(conduct);
        var result = await SendAsync(catcher, MailTransportContract.Sample());
        weather.Conduct = MailConduct.Takes;
        var later = await SendAsync(catcher, MailTransportContract.Sample());

        Assert.Equal((expected, code), (result.Outcome, result.StatusCode));
        Assert.Equal(MailOutcome.Sent, later.Outcome);
        Assert.Equal(mails + 1, mailbox.List().Count);
        Assert.DoesNotContain(folder.GetFiles(), f => f.Extension != ".eml");
    }

    private static Task<MailResult> SendAsync(MailCatcher catcher, OutgoingMail mail)
        => new SmtpMailTransport(Options.Create(new MailOptions { Host = "127.0.0.1", Port = catcher.Port, Tls = MailEncryption.None }))
            .SendAsync(mail, CancellationToken.None);
}
