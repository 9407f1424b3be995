using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Text;
using Charity.Notifications;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Mail;

/// <summary>
/// Hands mails to a server by System.Net.Mail, one connection a mail. That class tells a refusal by its code but not how
/// far a broken connection had come; the letter itself tells that, since it is read when its content goes on its way:
/// whatever breaks before is certainly not sent, whatever breaks after is ambiguous.
/// </summary>
internal sealed class SmtpMailTransport(IOptions<MailOptions> options) : IMailTransport
{
    /// <summary>For one mail, connecting included. SmtpClient heeds no cancellation, so we stop waiting and close it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public async Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        MailMessage message;
        var letter = new Watched(Encoding.UTF8.GetBytes(Lines(mail.Text)));
        try
        {
            message = Message(mail, letter);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // A line break in a header, or not one plain address: such a mail can never be sent.
            return new MailResult(MailOutcome.Bounced, null, error.GetType().Name);
        }

        using (message)
        {
            return await SendAsync(message, letter);
        }
    }

    private async Task<MailResult> SendAsync(MailMessage message, Watched letter)
    {
        var client = Client();
        var sending = client.SendMailAsync(message, CancellationToken.None);
        try
        {
            await sending.WaitAsync(Timeout, TimeProvider.System, CancellationToken.None);
            return new MailResult(MailOutcome.Sent, (int)SmtpStatusCode.Ok, "accepted");
        }
        catch (TimeoutException)
        {
            return Broken(letter, "no answer in time");
        }
        catch (SmtpFailedRecipientException error)
        {
            return MailResult.Refused((int)error.StatusCode, error.Message, RefusedPart.Receiver);
        }
        catch (SmtpException error) when (error.StatusCode != SmtpStatusCode.GeneralFailure)
        {
            // Before the content only the receiver, caught above, is not about us.
            return MailResult.Refused((int)error.StatusCode, error.Message, letter.Withhold() ? RefusedPart.Us : RefusedPart.MailOrUs);
        }
        catch (Exception error) when (error is SmtpException or IOException or InvalidOperationException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            return Broken(letter, Kind(error));
        }
        finally
        {
            // Ends what may still be under way after the time limit; its late error is nobody's.
            client.Dispose();
            _ = sending.ContinueWith(
                static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
    }

    private SmtpClient Client()
    {
        var settings = options.Value;
        return new SmtpClient(settings.Host, settings.Port)
        {
            EnableSsl = settings.Tls == MailEncryption.StartTls,
            DeliveryMethod = SmtpDeliveryMethod.Network,
            DeliveryFormat = SmtpDeliveryFormat.SevenBit,
            UseDefaultCredentials = false,
            Credentials = settings.User.Length > 0 ? new NetworkCredential(settings.User, settings.Password) : null,
        };
    }

    private static MailResult Broken(Watched letter, string detail)
        => new(letter.Withhold() ? MailOutcome.Deferred : MailOutcome.Ambiguous, null, detail);

    private static MailMessage Message(OutgoingMail mail, Watched letter)
    {
        var message = new MailMessage
        {
            From = new MailAddress(MailAddresses.One(mail.FromAddress), mail.FromName, Encoding.UTF8),
            Subject = mail.Subject,
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.To.Add(new MailAddress(MailAddresses.One(mail.ToAddress), mail.ToName, Encoding.UTF8));
        message.Headers["Message-ID"] = mail.MessageId;
        message.Headers["Content-Language"] = mail.Language;
        foreach (var (name, value) in mail.Headers)
        {
            message.Headers[name] = value;
        }

        // The first part of the mail's body, so that it is read before any other.
        message.AlternateViews.Add(View(letter, MediaTypeNames.Text.Plain));
        var html = View(new MemoryStream(Encoding.UTF8.GetBytes(Lines(mail.Html)), false), MediaTypeNames.Text.Html);
        message.AlternateViews.Add(html);
        foreach (var attachment in mail.Attachments)
        {
            var content = new MemoryStream(attachment.Content.ToArray(), false);
            if (attachment.ContentId is { } id)
            {
                html.LinkedResources.Add(new LinkedResource(content, attachment.MediaType) { ContentId = id, TransferEncoding = TransferEncoding.Base64 });
            }
            else
            {
                message.Attachments.Add(new Attachment(content, attachment.FileName, attachment.MediaType) { TransferEncoding = TransferEncoding.Base64 });
            }
        }

        return message;
    }

    private static AlternateView View(Stream content, string mediaType)
        => new(content, new ContentType(mediaType) { CharSet = Encoding.UTF8.WebName }) { TransferEncoding = TransferEncoding.Base64 };

    private static string Lines(string text) => text.ReplaceLineEndings("\r\n");

    private static string Kind(Exception error) => string.Create(
        CultureInfo.InvariantCulture, $"{error.GetType().Name}{(error.InnerException is { } inner ? "/" + inner.GetType().Name : "")}");

    /// <summary>A part of the mail that knows whether it was taken up for sending.</summary>
    private sealed class Watched(byte[] content) : MemoryStream(content, false)
    {
        private const int Untouched = 0;
        private const int Taken = 1;
        private const int Withheld = 2;

        private int state;

        /// <summary>True when it was never read; and from then on it never will be, should the client wake up late.</summary>
        public bool Withhold() => Interlocked.CompareExchange(ref state, Withheld, Untouched) != Taken;

        // All other ways of reading lead here in a class derived from MemoryStream.
        public override int Read(byte[] buffer, int offset, int count)
        {
            Take();
            return base.Read(buffer, offset, count);
        }

        public override int ReadByte()
        {
            Take();
            return base.ReadByte();
        }

        private void Take()
        {
            if (Interlocked.CompareExchange(ref state, Taken, Untouched) == Withheld)
            {
                throw new IOException("The mail is not to be sent any more.");
            }
        }
    }
}
