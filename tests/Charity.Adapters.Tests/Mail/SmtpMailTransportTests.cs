using System.Net;
using System.Net.Sockets;
using Charity.Embedded.Mail;
using Charity.Notifications;
using Charity.Testing.Tools;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Adapters.Tests.Mail;

public sealed class SmtpMailTransportTests(ContractTally<MailTransportContract> tally)
    : MailTransportContract(tally, "System.Net.Mail"), IClassFixture<ContractTally<MailTransportContract>>
{
    private IReadOnlyList<string> receivers = [];

    [Theory]
    [Trait("Case", "X04")]
    [InlineData("450 4.2.0 greylisted", MailOutcome.Deferred, 450)]
    [InlineData("451 4.7.1 greylisted", MailOutcome.Deferred, 451)]
    [InlineData("452 4.2.2 mailbox full", MailOutcome.Deferred, 452)]
    [InlineData("550 5.1.1 no such user", MailOutcome.Bounced, 550)]
    [InlineData("553 5.1.3 bad address", MailOutcome.Bounced, 553)]
    public async Task A_refused_receiver_is_told_from_a_postponed_one(string answer, MailOutcome expected, int code)
    {
        var (result, mails) = await SendAsync(Sample(), new SmtpScript { Receiver = answer });

        Assert.Equal((expected, code), (result.Outcome, result.StatusCode));
        Assert.Empty(mails);
    }

    [Theory]
    [Trait("Case", "X04")]
    [InlineData("451 4.3.0 try later", MailOutcome.Deferred, 451)]
    [InlineData("550 5.7.1 refused", MailOutcome.Bounced, 550)]
    [InlineData("552 5.3.4 too big", MailOutcome.Bounced, 552)]
    public async Task A_refused_mail_is_told_from_a_postponed_one(string answer, MailOutcome expected, int code)
    {
        var (result, _) = await SendAsync(Sample(), new SmtpScript { Mail = answer });

        Assert.Equal((expected, code), (result.Outcome, result.StatusCode));
    }

    [Theory]
    [InlineData("530 5.7.0 authentication required")]
    [InlineData("501 5.5.4 syntax")]
    public async Task A_refusal_that_is_about_us_bounces_no_donor(string answer)
    {
        var (result, _) = await SendAsync(Sample(), new SmtpScript { Sender = answer });

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task A_connection_that_breaks_after_the_content_is_ambiguous()
    {
        var (result, mails) = await SendAsync(Sample(), new SmtpScript { Mail = null });

        Assert.Equal(MailOutcome.Ambiguous, result.Outcome);
        Assert.Single(mails);
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task A_server_that_takes_the_content_and_never_answers_is_ambiguous()
    {
        var (result, mails) = await SendAsync(Sample(), new SmtpScript { NeverAnswers = true }, TimeSpan.FromSeconds(2));

        Assert.Equal(MailOutcome.Ambiguous, result.Outcome);
        Assert.Single(mails);
    }

    [Fact]
    [Trait("Case", "X02")]
    public async Task A_server_that_is_down_or_unknown_has_certainly_taken_nothing()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var down = await Transport("127.0.0.1", port).SendAsync(Sample(), CancellationToken.None);
        var unknown = await Transport("mail.invalid", 25).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal((MailOutcome.Deferred, MailOutcome.Deferred), (down.Outcome, unknown.Outcome));
        Assert.Equal((null, null), (down.StatusCode, unknown.StatusCode));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Case", "X02")]
    public async Task A_server_that_is_reached_and_says_nothing_has_certainly_taken_nothing(bool hangsUp)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var sending = Transport("127.0.0.1", port, TimeSpan.FromSeconds(2)).SendAsync(Sample(), CancellationToken.None);
        if (hangsUp)
        {
            using var client = await listener.AcceptTcpClientAsync();
        }

        Assert.Equal(MailOutcome.Deferred, (await sending).Outcome);
    }

    [Fact]
    [Trait("Case", "X02")]
    public async Task A_server_without_the_encryption_that_we_ask_for_has_certainly_taken_nothing()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript());
        var result = await Transport("127.0.0.1", server.Port, tls: MailEncryption.StartTls).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.Empty(server.Mails);
    }

    private protected override Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendAsync(OutgoingMail mail)
        => SendAsync(mail, new SmtpScript());

    private protected override Task<IReadOnlyList<string>> ReceiversAsync() => Task.FromResult(receivers);

    private async Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendAsync(OutgoingMail mail, SmtpScript script, TimeSpan? timeout = null)
    {
        await using var server = new ScriptedSmtpServer(script);
        var result = await Transport("127.0.0.1", server.Port, timeout).SendAsync(mail, CancellationToken.None);
        receivers = server.Receivers;
        return (result, server.Mails);
    }

    private static SmtpMailTransport Transport(string host, int port, TimeSpan? timeout = null, MailEncryption tls = MailEncryption.None)
        => new(Options.Create(new MailOptions { Host = host, Port = port, Tls = tls })) { Timeout = timeout ?? TimeSpan.FromSeconds(20) };
}
