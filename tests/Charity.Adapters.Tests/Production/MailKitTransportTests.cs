using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Charity.Adapters.Tests.Mail;
using Charity.Notifications;
using Charity.Production.Mail;
using Charity.Testing;
using Charity.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;
using Xunit;

namespace Charity.Adapters.Tests.Production;

public sealed class MailKitTransportTests(ContractTally<MailTransportContract> tally)
    : SmtpTransportContract(tally, "MailKit"), IClassFixture<ContractTally<MailTransportContract>>, IAsyncLifetime
{
    private readonly List<MailConnections> opened = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var connections in opened)
        {
            await connections.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(MailEncryption.StartTls)]
    [InlineData(MailEncryption.Implicit)]
    public async Task Encrypted_either_way_a_mail_goes_to_a_server_whose_authority_is_named(MailEncryption encryption)
    {
        using var own = new OwnAuthority();
        await using var server = new ScriptedSmtpServer(new SmtpScript
        {
            Certificate = own.Certificate("localhost"), ImplicitTls = encryption == MailEncryption.Implicit, Extensions = ["AUTH PLAIN"],
        });
        var settings = Settings("localhost", server.Port);
        (settings.Tls, settings.CaFile, settings.User, settings.Password) = (encryption, own.File, "gifts", "secret");

        var result = await SendAsync(settings);

        Assert.Equal(MailOutcome.Sent, result.Outcome);
        Assert.Equal((1, 1), (server.Encrypted, server.Mails.Count));
        Assert.Contains("AUTH PLAIN " + Base64("\0gifts\0secret"), server.Commands);
    }

    [Theory]
    [InlineData("other.example.org", 2120)]
    [InlineData("localhost", 2021)]
    public async Task A_named_authority_excuses_neither_another_name_nor_a_past_date(string name, int until)
    {
        using var own = new OwnAuthority();
        var certificate = own.Certificate(name, new DateTimeOffset(until, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = new ScriptedSmtpServer(new SmtpScript { Certificate = certificate, ImplicitTls = true });
        var settings = Settings("localhost", server.Port);
        (settings.Tls, settings.CaFile) = (MailEncryption.Implicit, own.File);

        Assert.Equal(MailOutcome.Deferred, (await SendAsync(settings)).Outcome);
        Assert.Empty(server.Commands);
    }

    [Fact]
    public async Task Another_authority_than_the_one_named_is_not_trusted()
    {
        using var own = new OwnAuthority();
        using var other = new OwnAuthority();
        await using var server = new ScriptedSmtpServer(new SmtpScript { Certificate = other.Certificate("localhost"), ImplicitTls = true });
        var settings = Settings("localhost", server.Port);
        (settings.Tls, settings.CaFile) = (MailEncryption.Implicit, own.File);

        Assert.Equal(MailOutcome.Deferred, (await SendAsync(settings)).Outcome);
    }

    [Theory]
    [InlineData("AUTH XOAUTH2", "AUTH XOAUTH2 ", "user=gifts\u0001auth=Bearer ya29.token\u0001\u0001")]
    [InlineData("AUTH OAUTHBEARER XOAUTH2", "AUTH OAUTHBEARER ", "auth=Bearer ya29.token")]
    public async Task Signing_in_by_token_takes_the_way_that_the_server_knows(string offered, string command, string content)
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript { Extensions = [offered] });
        var settings = Settings("127.0.0.1", server.Port);
        (settings.User, settings.OAuthToken) = ("gifts", "ya29.token");

        Assert.Equal(MailOutcome.Sent, (await SendAsync(settings)).Outcome);

        var said = server.Commands.Single(c => c.StartsWith(command, StringComparison.Ordinal));
        Assert.Contains(content, Encoding.UTF8.GetString(Convert.FromBase64String(said[command.Length..])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_run_out_leaves_the_mail_waiting_and_the_file_is_read_again_for_the_next()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "old\n");
        await using var refusing = new ScriptedSmtpServer(new SmtpScript { Extensions = ["AUTH XOAUTH2"], SignIn = "535 5.7.8 expired" });
        await using var taking = new ScriptedSmtpServer(new SmtpScript { Extensions = ["AUTH XOAUTH2"] });
        var settings = Settings("127.0.0.1", refusing.Port);
        (settings.User, settings.OAuthTokenFile) = ("gifts", file);
        var transport = Open(settings, Patience);

        var before = await transport.SendAsync(Sample(), default);
        await File.WriteAllTextAsync(file, "fresh\n");
        settings.Port = taking.Port;
        var after = await transport.SendAsync(Sample(), default);
        File.Delete(file);
        settings.Port = refusing.Port;
        var gone = await Open(settings, Patience).SendAsync(Sample(), default);

        Assert.Equal((MailOutcome.Deferred, MailOutcome.Sent, MailOutcome.Deferred), (before.Outcome, after.Outcome, gone.Outcome));
        Assert.Contains("AUTH XOAUTH2 " + Base64("user=gifts\u0001auth=Bearer fresh\u0001\u0001"), taking.Commands);
        Assert.Empty(refusing.Mails);
    }

    [Fact]
    public async Task The_mails_of_a_batch_follow_each_other_over_one_connection()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript());
        var transport = Open(Settings("127.0.0.1", server.Port), Patience);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(MailOutcome.Sent, (await transport.SendAsync(Numbered(i), default)).Outcome);
        }

        Assert.Equal(1, server.Connections);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => Numbered(i).MessageId), server.Mails.Select(IdOf));
    }

    [Fact]
    public async Task A_connection_carries_a_hundred_mails_and_no_more()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript());
        var transport = Open(Settings("127.0.0.1", server.Port), Patience);
        for (var i = 0; i < 101; i++)
        {
            await transport.SendAsync(Numbered(i), default);
        }

        Assert.Equal((2, 101), (server.Connections, server.Mails.Count));
    }

    [Fact]
    public async Task Mails_sent_side_by_side_share_no_connection_and_none_is_lost()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript { Extensions = ["PIPELINING"] });
        var transport = Open(Settings("127.0.0.1", server.Port), Patience);

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => transport.SendAsync(Numbered(i), default)));

        Assert.All(results, r => Assert.Equal(MailOutcome.Sent, r.Outcome));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => Numbered(i).MessageId).Order(), server.Mails.Select(IdOf).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_the_server_closed_meanwhile_is_opened_again_and_each_mail_goes_once(bool withWords)
    {
        await using var server = new ScriptedSmtpServer(
            withWords ? new SmtpScript { TiresOfSecondMail = true } : new SmtpScript { MailsPerConnection = 1 });
        var transport = Open(Settings("127.0.0.1", server.Port), Patience);
        var results = new List<MailOutcome>();
        for (var i = 0; i < 5; i++)
        {
            results.Add((await transport.SendAsync(Numbered(i), default)).Outcome);
        }

        Assert.All(results, outcome => Assert.Equal(MailOutcome.Sent, outcome));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => Numbered(i).MessageId), server.Mails.Select(IdOf));
        Assert.Equal(5, server.Connections);
    }

    [Fact]
    public async Task A_refused_mail_leaves_the_connection_to_the_next()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript { Receiver = "550 5.1.1 no such user" });
        var transport = Open(Settings("127.0.0.1", server.Port), Patience);

        var first = await transport.SendAsync(Numbered(1), default);
        var second = await transport.SendAsync(Numbered(2), default);

        Assert.Equal((MailOutcome.Bounced, MailOutcome.Bounced), (first.Outcome, second.Outcome));
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task Sender_and_receiver_are_named_in_one_go_where_the_server_takes_it()
    {
        // This server answers the sender only when it has heard the receiver.
        await using var server = new ScriptedSmtpServer(new SmtpScript { Extensions = ["PIPELINING"], AnswersTogether = true });

        Assert.Equal(MailOutcome.Sent, (await SendAsync(Settings("127.0.0.1", server.Port))).Outcome);
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task The_caller_can_give_up_before_the_content_goes_out()
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript { HangsAt = "RCPT" });
        using var cancel = new CancellationTokenSource();
        var sending = Open(Settings("127.0.0.1", server.Port), TimeSpan.FromHours(1)).SendAsync(Sample(), cancel.Token);
        await cancel.CancelAsync();

        Assert.Equal(MailOutcome.Deferred, (await sending.WaitAsync(Patience)).Outcome);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData("Eve\r\nBcc: all@example.org", "subject")]
    [InlineData("Eve", "subject\r\nBcc: all@example.org")]
    [InlineData("Eve", "subject\nX: y")]
    [InlineData("Eve\0", "subject")]
    public async Task A_line_break_in_the_head_is_refused_before_anything_is_sent(string name, string subject)
    {
        await using var server = new ScriptedSmtpServer(new SmtpScript());
        var transport = Open(Settings("127.0.0.1", server.Port), Patience);
        var headers = new Dictionary<string, string> { ["X-Note"] = subject };

        Assert.Equal(MailOutcome.Bounced, (await transport.SendAsync(Sample() with { ToName = name, Subject = subject }, default)).Outcome);
        Assert.Equal(MailOutcome.Bounced, (await transport.SendAsync(Sample() with { FromName = name, Headers = headers }, default)).Outcome);
        Assert.Equal(0, server.Connections);
    }

    [Fact]
    public async Task A_signed_mail_arrives_with_a_signature_that_holds_and_breaks_with_the_mail()
    {
        using var key = RSA.Create(2048);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem());
        await using var server = new ScriptedSmtpServer(new SmtpScript { Extensions = ["8BITMIME", "PIPELINING"] });
        var settings = Settings("127.0.0.1", server.Port);
        (settings.DkimDomain, settings.DkimSelector, settings.DkimKeyFile) = ("charity.example", "c1", file);

        Assert.Equal(MailOutcome.Sent, (await SendAsync(settings)).Outcome);
        File.Delete(file);

        var sent = Encoding.Latin1.GetString(Assert.Single(server.Mails));
        Assert.True(await HoldsAsync(sent, key));
        Assert.False(await HoldsAsync(sent.Replace("Subject: ", "Subject: Re", StringComparison.Ordinal), key));
        Assert.False(await HoldsAsync(sent.Replace("\r\n\r\nPCF", "\r\n\r\nQCF", StringComparison.Ordinal), key));
        Assert.Contains("d=charity.example; s=c1;", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_certificates_that_cannot_be_used_are_found_at_the_start()
    {
        var nonsense = Path.GetTempFileName();
        using var own = new OwnAuthority();
        var settings = Settings("mail.example.org", 465);
        settings.Tls = MailEncryption.Implicit;
        Assert.Empty(Faults(settings));

        (settings.DkimDomain, settings.DkimSelector, settings.DkimKeyFile, settings.CaFile) = ("charity.example", "c1", nonsense, nonsense);
        Assert.Equal(["Mail__DkimKeyFile", "Mail__CaFile"], Faults(settings).Select(f => f.Split(' ')[0]));

        (settings.DkimKeyFile, settings.CaFile) = (own.File, own.File);
        Assert.Equal(["Mail__DkimKeyFile"], Faults(settings).Select(f => f.Split(' ')[0]));
        File.Delete(nonsense);
    }

    [Fact]
    public async Task The_folder_is_known_to_this_edition_too()
    {
        var folder = Directory.CreateTempSubdirectory("charity-mail-");
        var settings = new MailOptions { Transport = MailTransportKind.Folder, Folder = folder.FullName };
        await using var services = Services(settings);

        var result = await services.GetRequiredService<IMailTransport>().SendAsync(Sample(), default);

        Assert.Equal(MailOutcome.Sent, result.Outcome);
        Assert.Single(folder.GetFiles("*.eml"));
        folder.Delete(true);
    }

    private protected override IMailTransport Open(MailOptions options, TimeSpan timeout)
    {
        var connections = new MailConnections(Options.Create(options));
        opened.Add(connections);
        return new MailKitTransport(new MessageComposer(Options.Create(options), new FakeClock(FakeClock.DefaultStart)), connections) { Timeout = timeout };
    }

    private Task<MailResult> SendAsync(MailOptions settings)
    {
        CountCase();
        return Open(settings, Patience).SendAsync(Sample(), CancellationToken.None);
    }

    private static OutgoingMail Numbered(int number)
        => Sample() with { MessageId = string.Create(CultureInfo.InvariantCulture, $"<mail-{number}@give.example.org>") };

    private static string IdOf(byte[] mail) => Sandbox.Mailbox.MimeReader.Read(mail).Header("Message-ID");

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static ServiceProvider Services(MailOptions settings) => new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeClock(FakeClock.DefaultStart)).AddSingleton(Options.Create(settings)).AddMailKit().BuildServiceProvider();

    private static List<string> Faults(MailOptions settings)
    {
        using var services = Services(settings);
        return [.. services.GetServices<IValidateOptions<MailOptions>>().SelectMany(v => v.Validate(null, settings).Failures ?? [])];
    }

    private static async Task<bool> HoldsAsync(string mail, RSA key)
    {
        using var message = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(mail)));
        var signature = message.Headers[message.Headers.IndexOf(HeaderId.DkimSignature)];
        return await new DkimVerifier(new OneKey(key)).VerifyAsync(message, signature);
    }

    /// <summary>In place of DNS.</summary>
    private sealed class OneKey(RSA key) : IDkimPublicKeyLocator
    {
        private readonly AsymmetricKeyParameter known = PublicKeyFactory.CreateKey(key.ExportSubjectPublicKeyInfo());

        public AsymmetricKeyParameter LocatePublicKey(string methods, string domain, string selector, CancellationToken cancellationToken = default)
            => (domain, selector) == ("charity.example", "c1") ? known : throw new InvalidOperationException("Another key was asked for.");

        public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domain, string selector, CancellationToken cancellationToken = default)
            => Task.FromResult(LocatePublicKey(methods, domain, selector, cancellationToken));
    }
}
