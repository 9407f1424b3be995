using System.Text;
using Charity.Notifications;
using Charity.Sandbox.Mailbox;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Mail;

/// <summary>What every mail transport must do; run against each adapter that the build contains. Mails are read back as a mail program reads them.</summary>
public abstract class MailTransportContract(ContractTally<MailTransportContract> tally, string adapter)
{
    private static readonly byte[] Pdf = [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 255];

    /// <summary>Sends through the adapter and gives the outcome and the mails that came out at its other end.</summary>
    private protected abstract Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendAsync(OutgoingMail mail);

    internal static OutgoingMail Sample() => new(
        "<mail-1@give.example.org>", "gifts@charity.example", "Фондация „Светъл праг“", "olena@example.org", "Олена Ґжицька-Їжакевич",
        "Дякуємо за 25,80 €! Документ BG-2026-000001", "Ґанок, їжак.\n.рядок із крапкою\n" + new string('я', 2000) + "\n",
        "<!doctype html><p>Ґанок &amp; їжак</p>", "uk",
        [new MailAttachment("BG-2026-000001.pdf", "application/pdf", Pdf)], new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" });

    [Fact]
    [Trait("Case", "D07")]
    public async Task A_mail_arrives_as_it_was_written()
    {
        var mail = Sample();
        var (result, mails) = await SendCountedAsync(mail);

        Assert.Equal(MailOutcome.Sent, result.Outcome);
        var read = MimeReader.Read(Assert.Single(mails));
        Assert.Equal(mail.Subject, MimeText.Header(read.Header("Subject")));
        Assert.Equal($"{mail.FromName} <{mail.FromAddress}>", Plain(read.Header("From")));
        Assert.Equal($"{mail.ToName} <{mail.ToAddress}>", Plain(read.Header("To")));
        Assert.Equal(mail.MessageId, read.Header("Message-ID"));
        Assert.Equal("auto-generated", read.Header("Auto-Submitted"));
        Assert.Equal("uk", read.Header("Content-Language"));
        Assert.NotEqual("", read.Header("Date"));
        var leaves = read.Leaves().ToList();
        Assert.Equal(["text/plain", "text/html", "application/pdf"], leaves.Select(l => l.MediaType));
        Assert.Equal(mail.Text, leaves[0].Text().ReplaceLineEndings("\n"));
        Assert.Equal(mail.Html, leaves[1].Text().ReplaceLineEndings("\n"));
        Assert.Equal(("BG-2026-000001.pdf", true), (leaves[2].FileName, leaves[2].IsAttachment));
        Assert.Equal(Pdf, leaves[2].Content);
    }

    [Fact]
    public async Task A_picture_of_the_letter_stands_beside_its_html()
    {
        var mail = Sample() with { Attachments = [new MailAttachment("transfer-qr.png", "image/png", Png, "transfer-qr")] };
        var (_, mails) = await SendCountedAsync(mail);

        var read = MimeReader.Read(Assert.Single(mails));
        var picture = read.Leaves().Single(l => l.MediaType == "image/png");
        Assert.Equal("transfer-qr", picture.ContentId);
        Assert.False(picture.IsAttachment);
        Assert.Equal(Png, picture.Content);
        Assert.Contains(All(read), p => p.MediaType == "multipart/related");
    }

    [Fact]
    public async Task Lines_keep_to_the_length_that_servers_carry()
    {
        var (_, mails) = await SendCountedAsync(Sample());

        Assert.All(Encoding.Latin1.GetString(Assert.Single(mails)).Split("\r\n"), line => Assert.True(line.Length <= 998, line));
        Assert.DoesNotContain(mails[0], b => b >= 128);
    }

    [Theory]
    [Trait("Case", "X06")]
    [InlineData("Eve\r\nBcc: all@example.org", "subject")]
    [InlineData("Eve", "subject\r\nBcc: all@example.org\r\n\r\nbody")]
    [InlineData("Eve\" <all@example.org>, \"x", "subject\u2028Bcc: all@example.org")]
    public async Task Nothing_typed_begins_a_header_or_adds_a_receiver(string name, string subject)
    {
        var (result, mails) = await SendCountedAsync(Sample() with { ToName = name, Subject = subject });

        foreach (var read in mails.Select(m => MimeReader.Read(m)))
        {
            Assert.Equal("", read.Header("Bcc"));
            Assert.Equal(3, read.Leaves().Count());
        }

        Assert.Contains(result.Outcome, new[] { MailOutcome.Sent, MailOutcome.Bounced });
        Assert.All(await ReceiversAsync(), r => Assert.Contains("olena@example.org", r, StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Case", "X06")]
    [InlineData("a@example.org,c@example.org")]
    [InlineData("a@example.org;c@example.org")]
    [InlineData("a@example.org c@example.org")]
    [InlineData("Name <a@example.org>")]
    [InlineData("a@example.org\r\nRCPT TO:<c@example.org>")]
    [InlineData("")]
    [InlineData("@")]
    public async Task What_is_not_one_plain_address_is_refused_before_anything_is_sent(string address)
    {
        var (result, mails) = await SendCountedAsync(Sample() with { ToAddress = address });

        Assert.Equal(MailOutcome.Bounced, result.Outcome);
        Assert.Empty(mails);
    }

    /// <summary>Receivers named to the server, where there is one.</summary>
    private protected virtual Task<IReadOnlyList<string>> ReceiversAsync() => Task.FromResult<IReadOnlyList<string>>([]);

    private Task<(MailResult Result, IReadOnlyList<byte[]> Mails)> SendCountedAsync(OutgoingMail mail)
    {
        CountCase();
        return SendAsync(mail);
    }

    private protected void CountCase() => tally.Count(adapter);

    private static string Plain(string header) => MimeText.Header(header).Replace("\"", "", StringComparison.Ordinal);

    private static IEnumerable<MimePart> All(MimePart part) => part.Parts.SelectMany(All).Prepend(part);
}
