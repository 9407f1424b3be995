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
/// far a broken connection had come, so everything that breaks after the connection stood is ambiguous.
/// </summary>
internal sealed class SmtpMailTransport(IOptions<MailOptions> options) : IMailTransport
{
    /// <summary>For one mail, connecting included. SmtpClient heeds no cancellation, so we stop waiting and close it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public async Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        MailMessage message;
        try
        {
            message = Message(mail);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // A line break in a header, or not one plain address: such a mail can never be sent.
            return new MailResult(MailOutcome.Bounced, null, error.GetType().Name);
        }

        using (message)
        {
            return await SendAsync(message);
        }
    }

    private async Task<MailResult> SendAsync(MailMessage message)
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
            return new MailResult(MailOutcome.Ambiguous, null, "no answer in time");
        }
        catch (SmtpFailedRecipientException error)
        {
            return Refused(error.StatusCode, error.Message, ofReceiver: true);
        }
        catch (SmtpException error) when (error.StatusCode != SmtpStatusCode.GeneralFailure)
        {
            return Refused(error.StatusCode, error.Message, ofReceiver: false);
        }
        catch (SmtpException error)
        {
            return new MailResult(IsUnreachable(error) ? MailOutcome.Deferred : MailOutcome.Ambiguous, null, Kind(error));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            return new MailResult(IsUnreachable(error) ? MailOutcome.Deferred : MailOutcome.Ambiguous, null, Kind(error));
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

    private static MailMessage Message(OutgoingMail mail)
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

        message.AlternateViews.Add(View(mail.Text, MediaTypeNames.Text.Plain));
        var html = View(mail.Html, MediaTypeNames.Text.Html);
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

    private static AlternateView View(string text, string mediaType)
    {
        var view = AlternateView.CreateAlternateViewFromString(text.ReplaceLineEndings("\r\n"), Encoding.UTF8, mediaType);
        view.TransferEncoding = TransferEncoding.Base64;
        return view;
    }

    /// <summary>
    /// A 4xx will pass. A 5xx bounces only when it can be about this receiver or this mail; what is about us (sign-in, TLS,
    /// commands) is a wrong setting, which someone mends while the mail waits.
    /// </summary>
    private static MailResult Refused(SmtpStatusCode status, string answer, bool ofReceiver)
    {
        var code = (int)status;
        var aboutUs = !ofReceiver && code is (>= 500 and < 550) or 554;
        var outcome = code is >= 500 and < 600 && !aboutUs ? MailOutcome.Bounced : MailOutcome.Deferred;
        return new MailResult(outcome, code, answer);
    }

    /// <summary>The connection never stood, so nothing can have been taken.</summary>
    private static bool IsUnreachable(Exception error)
    {
        for (var inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is System.Security.Authentication.AuthenticationException)
            {
                return true;
            }

            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable
                    or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.TryAgain or SocketError.NoData or SocketError.NoRecovery
                    or SocketError.AddressNotAvailable;
            }
        }

        return false;
    }

    private static string Kind(Exception error) => string.Create(
        CultureInfo.InvariantCulture, $"{error.GetType().Name}{(error.InnerException is { } inner ? "/" + inner.GetType().Name : "")}");
}
