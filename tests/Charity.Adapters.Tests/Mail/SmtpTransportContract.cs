using System.Net;
using System.Net.Sockets;
using Charity.Notifications;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Mail;

/// <summary>What a transport to a mail server makes of each answer, break and silence, at each step of the conversation.</summary>
public abstract class SmtpTransportContract(ContractTally<MailTransportContract> tally, string adapter) : MailTransportContract(tally, adapter)
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(2);

    private IReadOnlyList<string> receivers = [];

    private protected abstract IMailTransport Open(MailOptions options, TimeSpan timeout);

    [Theory]
    [Trait("Case", "X04")]
    [InlineData("450 4.2.0 greylisted", MailOutcome.Deferred, 450)]
    [InlineData("451 4.7.1 greylisted", MailOutcome.Deferred, 451)]
    [InlineData("452 4.2.2 mailbox full", MailOutcome.Deferred, 452)]
    [InlineData("550 5.1.1 no such user", MailOutcome.Bounced, 550)]
    [InlineData("553 5.1.3 bad address", MailOutcome.Bounced, 553)]
    public async Task A_refused_receiver_is_told_from_a_postponed_one(string answer, MailOutcome expected, int code)
    {
        var (result, mails) = await SendAsync(new SmtpScript { Receiver = answer });

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
        var (result, _) = await SendAsync(new SmtpScript { Mail = answer });

        Assert.Equal((expected, code), (result.Outcome, result.StatusCode));
    }

    [Theory]
    [InlineData("530 5.7.0 authentication required")]
    [InlineData("501 5.5.4 syntax")]
    public async Task A_refusal_that_is_about_us_bounces_no_donor(string answer)
    {
        var (result, _) = await SendAsync(new SmtpScript { Sender = answer });

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
    }

    [Theory]
    [Trait("Case", "X04")]
    [InlineData("greeting", "421 4.3.2 shutting down")]
    [InlineData("greeting", "554 5.7.1 not you")]
    [InlineData("hello", "421 4.3.2 shutting down")]
    [InlineData("greeting", "550 5.7.1 your address is on a list")]
    [InlineData("hello", "502 5.7.1 not you")]
    [InlineData("hello", "550 5.7.1 your address is on a list")]
    [InlineData("sender", "550 5.7.1 your address is on a list")]
    [InlineData("data", "550 5.7.1 your address is on a list")]
    [InlineData("sender", "421 4.3.2 shutting down")]
    [InlineData("sender", "450 4.1.8 not now")]
    [InlineData("data", "421 4.3.2 shutting down")]
    [InlineData("data", "451 4.3.0 not now")]
    [InlineData("data", "503 5.5.1 wrong order")]
    public async Task Put_off_or_refused_before_its_content_for_our_sake_a_mail_waits_and_no_donor_bounces(string step, string answer)
    {
        var (result, mails) = await SendAsync(step switch
        {
            "greeting" => new SmtpScript { Greeting = answer },
            "hello" => new SmtpScript { Hello = answer },
            "sender" => new SmtpScript { Sender = answer },
            _ => new SmtpScript { Data = answer },
        });

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.Empty(mails);
    }

    [Theory]
    [Trait("Case", "X02")]
    [InlineData("CONNECT")]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task What_breaks_before_the_content_was_on_its_way_is_certainly_not_sent(string command)
    {
        var (result, mails) = await SendAsync(new SmtpScript { ClosesAt = command });

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.Null(result.StatusCode);
        Assert.Empty(mails);
    }

    [Theory]
    [Trait("Case", "X02")]
    [InlineData("CONNECT")]
    [InlineData("EHLO")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    public async Task Silence_before_the_content_ends_with_the_time_given_and_nothing_was_sent(string command)
    {
        var (result, mails) = await SendAsync(new SmtpScript { HangsAt = command }, Impatience);

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.Empty(mails);
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task A_connection_that_breaks_after_the_content_is_ambiguous()
    {
        var (result, mails) = await SendAsync(new SmtpScript { Mail = null });

        Assert.Equal(MailOutcome.Ambiguous, result.Outcome);
        Assert.Single(mails);
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task A_server_that_takes_the_content_and_never_answers_is_ambiguous()
    {
        var (result, mails) = await SendAsync(new SmtpScript { NeverAnswers = true }, Impatience);

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

        CountCase();
        var down = await Open(Settings("127.0.0.1", port), Patience).SendAsync(Sample(), CancellationToken.None);
        var unknown = await Open(Settings("mail.invalid", 25), Patience).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal((MailOutcome.Deferred, MailOutcome.Deferred), (down.Outcome, unknown.Outcome));
        Assert.Equal((null, null), (down.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task A_server_that_lacks_the_encryption_asked_for_gets_nothing()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript());
        CountCase();
        var settings = Settings("localhost", server.Port);
        settings.Tls = MailEncryption.StartTls;

        var result = await Open(settings, Patience).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.Empty(server.Receivers);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail()
    {
        using var own = new OwnAuthority();
        await using var server = new ScriptedSmtpServer(new SmtpScript { Certificate = own.Certificate("localhost"), Extensions = ["AUTH PLAIN LOGIN"] });
        CountCase();
        var settings = Settings("localhost", server.Port);
        (settings.Tls, settings.User, settings.Password) = (MailEncryption.StartTls, "gifts", "secret");

        var result = await Open(settings, Patience).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal(MailOutcome.Deferred, result.Outcome);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.Ordinal) || c.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("235 2.7.0 welcome", MailOutcome.Sent)]
    [InlineData("535 5.7.8 wrong password", MailOutcome.Deferred)]
    [InlineData("454 4.7.0 not now", MailOutcome.Deferred)]
    public async Task Signing_in_by_password_comes_first_and_a_wrong_one_bounces_no_donor(string answer, MailOutcome expected)
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript { Extensions = ["AUTH LOGIN"], SignIn = answer });
        CountCase();
        var settings = Settings("127.0.0.1", server.Port);
        (settings.User, settings.Password) = ("gifts", "secret");

        var result = await Open(settings, Patience).SendAsync(Sample(), CancellationToken.None);

        Assert.Equal(expected, result.Outcome);
        Assert.Equal(expected == MailOutcome.Sent ? 1 : 0, server.Mails.Count);
        Assert.Contains(server.Commands, c => c.StartsWith("AUTH LOGIN", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("c2VjcmV0", server.Commands);
    }

    private protected static MailOptions Settings(string host, int port)
        => new() { Host = host, Port = port, Tls = MailEncryption.None, FromAddress = "gifts@charity.example" };

    private protected override async Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendAsync(OutgoingMail mail)
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript());
        var result = await Open(Settings("127.0.0.1", server.Port), Patience).SendAsync(mail, CancellationToken.None);
        receivers = server.Receivers;
        return (result, server.Mails);
    }

    private protected override Task<IReadOnlyList<string>> ReceiversAsync() => Task.FromResult(receivers);

    private async Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendAsync(SmtpScript script, TimeSpan? timeout = null)
    {
        CountCase();
        await using var server = new ScriptedSmtpServer(script);
        var result = await Open(Settings("127.0.0.1", server.Port), timeout ?? Patience).SendAsync(Sample(), CancellationToken.None);
        return (result, server.Mails);
    }
}
