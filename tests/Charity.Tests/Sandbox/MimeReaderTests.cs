using System.Text;
using Charity.Sandbox.Mailbox;
using Xunit;

namespace Charity.Tests.Sandbox;

public sealed class MimeReaderTests
{
    [Theory]
    [InlineData("=?utf-8?B?0JTRj9C60YPRlNC80L4=?=", "Дякуємо")]
    [InlineData("=?UTF-8?Q?Caf=C3=A9_au_lait?=", "Café au lait")]
    [InlineData("Re: =?utf-8?B?0JTRj9C6?= =?utf-8?B?0YPRlNC80L4=?= now", "Re: Дякуємо now")]
    [InlineData("=?utf-8?B?0JTR?= =?utf-8?B?j9C6?=", "Дяк")]
    [InlineData("=?iso-8859-1?Q?Andr=E9?=", "André")]
    [InlineData("plain", "plain")]
    public void A_header_reads_as_people_read_it(string written, string read) => Assert.Equal(read, MimeText.Header(written));

    [Fact]
    public void A_letter_with_text_html_picture_and_attachment_is_taken_apart()
    {
        var mail = MimeReader.Read(Bytes("""
            From: =?utf-8?B?0KHQstGW0YLQu9C40Lk=?= <a@example.org>
            Subject: folded
             over two lines
            Content-Type: multipart/mixed; boundary="outer"

            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            =D0=A2=D0=B5=D0=BA=D1=81=D1=82 soft=
             break
            --inner
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PGI+0KI8L2I+
            --inner--
            --outer
            Content-Type: image/png
            Content-ID: <qr@x>
            Content-Transfer-Encoding: base64

            iVBORw==
            --outer
            Content-Type: application/pdf; name*=UTF-8''%D1%84.pdf
            Content-Disposition: attachment; filename*0*=UTF-8''%D1%84; filename*1*=%2Epdf
            Content-Transfer-Encoding: base64

            JVBERi0=
            --outer--
            """));

        var parts = mail.Leaves().ToList();
        Assert.Equal(["text/plain", "text/html", "image/png", "application/pdf"], parts.Select(p => p.MediaType));
        Assert.Equal("folded over two lines", mail.Header("subject"));
        Assert.Equal("Текст soft break", parts[0].Text());
        Assert.Equal("<b>Т</b>", parts[1].Text());
        Assert.Equal(("qr@x", false), (parts[2].ContentId, parts[2].IsAttachment));
        Assert.Equal(("ф.pdf", true), (parts[3].FileName, parts[3].IsAttachment));
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(parts[3].Content));
    }

    [Fact]
    public void What_is_cut_off_or_nested_without_end_still_reads()
    {
        Assert.Empty(MimeReader.Read([]).Leaves().Single().Content);
        Assert.Single(MimeReader.Read(Bytes("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\ncut")).Leaves());
        var nested = string.Concat(Enumerable.Range(0, 100).Select(i => $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"));
        Assert.NotEmpty(MimeReader.Read(Bytes(nested)).Leaves());
    }

    [Fact]
    public void Seeded_damage_never_breaks_the_reader()
    {
        const int seed = 4711;
        var random = new Random(seed);
        var sound = Bytes("Subject: =?utf-8?B?0JTR?=\nContent-Type: multipart/mixed; boundary=\"x\"\n\n--x\nContent-Transfer-Encoding: base64\n\nQUJD\n--x\nContent-Transfer-Encoding: quoted-printable\n\n=41=4\n--x--\n");
        for (var round = 0; round < 500; round++)
        {
            var broken = (byte[])sound.Clone();
            for (var i = random.Next(1, 8); i > 0; i--)
            {
                broken[random.Next(broken.Length)] = (byte)random.Next(256);
            }

            var mail = MimeReader.Read(broken.AsSpan(0, random.Next(broken.Length)));
            Assert.All(mail.Leaves(), part => Assert.NotNull(part.Text()));
            _ = MimeText.Header(mail.Header("Subject"));
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
