using System.Text;
using Charity.Notifications;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;

namespace Charity.Production.Mail;

/// <summary>
/// Makes a mail into MimeKit's message, of the same parts as the Embedded edition's: the letter as text and html, pictures
/// beside the html, attachments after it; and signs it where the settings say so.
/// </summary>
internal sealed class MessageComposer(IOptions<MailOptions> options, TimeProvider time)
{
    /// <summary>What a receiver relies on; changed on the way, the signature breaks.</summary>
    private static readonly HeaderId[] Signed =
    [
        HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date, HeaderId.MessageId, HeaderId.MimeVersion, HeaderId.ContentType,
        HeaderId.ContentLanguage,
    ];

    private readonly DkimSigner? signer = Signer(options.Value);

    /// <exception cref="FormatException">The receiver is not exactly one plain address, or a value would begin a header of its own.</exception>
    public MimeMessage Compose(OutgoingMail mail)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress(Encoding.UTF8, Line(mail.FromName), MailAddresses.One(mail.FromAddress)));
        message.To.Add(new MailboxAddress(Encoding.UTF8, Line(mail.ToName), MailAddresses.One(mail.ToAddress)));
        message.Subject = Line(mail.Subject);
        message.Date = time.GetUtcNow();
        message.MessageId = Line(mail.MessageId);
        foreach (var (name, value) in mail.Headers)
        {
            message.Headers.Add(new Header(Encoding.UTF8, Line(name), Line(value)));
        }

        message.Body = Body(mail);
        // Content fields are the body's: among the message's own, MimeKit would name this one in a signature without signing it.
        message.Body.Headers.Add(HeaderId.ContentLanguage, Line(mail.Language));
        // Only now is it known how each part is written; a signature covers exactly that.
        message.Prepare(EncodingConstraint.SevenBit);
        signer?.Sign(message, Signed);
        return message;
    }

    /// <summary>Null where mails are not signed.</summary>
    /// <exception cref="FormatException">The file holds no key.</exception>
    internal static DkimSigner? Signer(MailOptions settings) => settings.DkimDomain.Length == 0
        ? null
        : new DkimSigner(settings.DkimKeyFile, settings.DkimDomain, settings.DkimSelector)
        {
            // Relays fold lines and change spaces; simple would not live through it.
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };

    private static MimeEntity Body(OutgoingMail mail)
    {
        var letter = Letter(mail);
        var attached = mail.Attachments.Where(a => a.ContentId is null).ToList();
        if (attached.Count == 0)
        {
            return letter;
        }

        var mixed = new Multipart("mixed") { letter };
        foreach (var attachment in attached)
        {
            mixed.Add(Part(attachment, ContentDisposition.Attachment));
        }

        return mixed;
    }

    private static MultipartAlternative Letter(OutgoingMail mail)
    {
        var inline = mail.Attachments.Where(a => a.ContentId is not null).ToList();
        if (inline.Count == 0)
        {
            return [Text("plain", mail.Text), Text("html", mail.Html)];
        }

        var related = new MultipartRelated { Text("html", mail.Html) };
        foreach (var picture in inline)
        {
            related.Add(Part(picture, ContentDisposition.Inline));
        }

        return [Text("plain", mail.Text), related];
    }

    private static TextPart Text(string subtype, string text)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = ContentEncoding.Base64 };
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        return part;
    }

    private static MimePart Part(MailAttachment attachment, string disposition) => new(ContentType.Parse(Line(attachment.MediaType)))
    {
        Content = new MimeContent(new MemoryStream(attachment.Content.ToArray(), writable: false)),
        ContentTransferEncoding = ContentEncoding.Base64,
        ContentDisposition = new ContentDisposition(disposition),
        FileName = Line(attachment.FileName),
        ContentId = attachment.ContentId is { } id ? Line(id) : null,
    };

    /// <summary>MimeKit would fold a line break away; who put one there meant another header.</summary>
    private static string Line(string value)
        => value.Any(char.IsControl) ? throw new FormatException("A value of the mail's head has a line break or another control character.") : value;
}
