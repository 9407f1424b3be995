using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Charity.Notifications;

namespace Charity.Embedded.Mail;

/// <summary>
/// Writes a mail as an internet message (RFC 5322, MIME): multipart/mixed of the letter and its attachments; the letter
/// as text and html, with inline pictures beside the html. Header values are encoded (RFC 2047), bodies are base64.
/// The same mail at the same time gives the same bytes.
/// </summary>
internal sealed class MimeWriter
{
    private const string Eol = "\r\n";

    /// <summary>Bytes of UTF-8 in one encoded word, so that the word keeps to 75 characters.</summary>
    private const int EncodedWordBytes = 45;

    /// <summary>Characters of a base64 line.</summary>
    private const int Base64Line = 76;

    private readonly StringBuilder _text = new();
    private readonly string _boundary;
    private int _parts;

    private MimeWriter(string seed) => _boundary = "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..24];

    /// <exception cref="FormatException">The receiver is not exactly one plain address.</exception>
    public static byte[] Write(OutgoingMail mail, DateTimeOffset date)
    {
        var writer = new MimeWriter(mail.MessageId);
        writer.Head(mail, date);
        writer.Mixed(mail);
        return Encoding.ASCII.GetBytes(writer._text.ToString());
    }

    private void Head(OutgoingMail mail, DateTimeOffset date)
    {
        Header("From", Mailbox(mail.FromName, mail.FromAddress));
        Header("To", Mailbox(mail.ToName, mail.ToAddress));
        Header("Subject", Unstructured(mail.Subject));
        Header("Date", date.ToString("ddd, dd MMM yyyy HH:mm:ss ", CultureInfo.InvariantCulture) + date.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));
        Header("Message-ID", Plain(mail.MessageId));
        Header("MIME-Version", "1.0");
        Header("Content-Language", Plain(mail.Language));
        foreach (var (name, value) in mail.Headers)
        {
            Header(Plain(name), Unstructured(value));
        }
    }

    private void Mixed(OutgoingMail mail)
    {
        var attached = mail.Attachments.Where(a => a.ContentId is null).ToList();
        if (attached.Count == 0)
        {
            Letter(mail);
            return;
        }

        var boundary = Begin("multipart/mixed");
        Next(boundary);
        Letter(mail);
        foreach (var attachment in attached)
        {
            Next(boundary);
            Attachment(attachment, "attachment");
        }

        End(boundary);
    }

    private void Letter(OutgoingMail mail)
    {
        var inline = mail.Attachments.Where(a => a.ContentId is not null).ToList();
        var boundary = Begin("multipart/alternative");
        Next(boundary);
        Body("text/plain", mail.Text);
        Next(boundary);
        if (inline.Count == 0)
        {
            Body("text/html", mail.Html);
        }
        else
        {
            var related = Begin("multipart/related");
            Next(related);
            Body("text/html", mail.Html);
            foreach (var picture in inline)
            {
                Next(related);
                Attachment(picture, "inline");
            }

            End(related);
        }

        End(boundary);
    }

    private void Body(string mediaType, string text)
    {
        Header("Content-Type", mediaType + "; charset=utf-8");
        Header("Content-Transfer-Encoding", "base64");
        _text.Append(Eol);
        Base64(Encoding.UTF8.GetBytes(text.ReplaceLineEndings(Eol)));
    }

    private void Attachment(MailAttachment attachment, string disposition)
    {
        var name = FileName(attachment.FileName);
        Header("Content-Type", $"{Plain(attachment.MediaType)}; {name.Replace("filename", "name", StringComparison.Ordinal)}");
        Header("Content-Transfer-Encoding", "base64");
        Header("Content-Disposition", $"{disposition}; {name}");
        if (attachment.ContentId is { } id)
        {
            Header("Content-ID", $"<{Plain(id)}>");
        }

        _text.Append(Eol);
        Base64(attachment.Content.Span);
    }

    private string Begin(string multipart)
    {
        var boundary = $"{_boundary}.{(++_parts).ToString(CultureInfo.InvariantCulture)}";
        Header("Content-Type", $"{multipart}; boundary=\"{boundary}\"");
        _text.Append(Eol);
        return boundary;
    }

    private void Next(string boundary) => _text.Append("--").Append(boundary).Append(Eol);

    private void End(string boundary) => _text.Append("--").Append(boundary).Append("--").Append(Eol);

    private void Header(string name, string value) => _text.Append(name).Append(": ").Append(value).Append(Eol);

    private void Base64(ReadOnlySpan<byte> content)
    {
        var text = Convert.ToBase64String(content);
        for (var i = 0; i < text.Length; i += Base64Line)
        {
            _text.Append(text, i, Math.Min(Base64Line, text.Length - i)).Append(Eol);
        }
    }

    private static string Mailbox(string name, string address)
    {
        var plain = MailAddresses.One(address);
        return name.Length == 0 ? plain : $"{Unstructured(name, phrase: true)} <{plain}>";
    }

    /// <summary>ASCII as it is (in quotes where a phrase needs them), anything else as encoded words, folded between them.</summary>
    private static string Unstructured(string value, bool phrase = false)
    {
        if (value.All(c => c is >= ' ' and <= '~') && value.Length <= Base64Line && !value.Contains("=?", StringComparison.Ordinal))
        {
            return !phrase || value.All(c => char.IsAsciiLetterOrDigit(c) || c == ' ')
                ? value
                : "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
        }

        var words = new List<string>();
        var bytes = new List<byte>(EncodedWordBytes);
        Span<byte> rune = stackalloc byte[4];
        foreach (var one in value.EnumerateRunes())
        {
            var length = one.EncodeToUtf8(rune);
            if (bytes.Count + length > EncodedWordBytes)
            {
                words.Add(Word(bytes));
                bytes.Clear();
            }

            bytes.AddRange(rune[..length]);
        }

        words.Add(Word(bytes));
        return string.Join(Eol + " ", words);
    }

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    private static string FileName(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        ? $"filename=\"{name}\""
        : $"filename*=UTF-8''{Uri.EscapeDataString(name)}";

    private static string Plain(string value) => value.All(c => c is > ' ' and <= '~')
        ? value
        : throw new FormatException("A value of the mail's head is not plain ASCII.");
}
