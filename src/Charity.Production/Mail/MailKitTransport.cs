using System.Net.Sockets;
using Charity.Notifications;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using IMailTransport = Charity.Notifications.IMailTransport;

namespace Charity.Production.Mail;

/// <summary>
/// Hands mails to a server by MailKit. A refusal tells its code; a break tells how far the mail had come: nothing of its
/// content on the way means that it was certainly not taken.
/// </summary>
internal sealed class MailKitTransport(MessageComposer composer, MailConnections connections) : IMailTransport
{
    private const int ServiceClosing = 421;

    /// <summary>For one mail, connecting and signing in included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    public async Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        MimeMessage message;
        try
        {
            message = composer.Compose(mail);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            // A line break in a header, or not one plain address: such a mail can never be sent.
            return new MailResult(MailOutcome.Bounced, null, error.GetType().Name);
        }

        using (message)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(Timeout);
            return await SendAsync(message, fresh: false, limit.Token) ?? await SendAsync(message, fresh: true, limit.Token)
                ?? throw new InvalidOperationException("A fresh connection gives a result.");
        }
    }

    /// <summary>Null when a connection that was used before turned out to be closed, and nothing was sent over it.</summary>
    private async Task<MailResult?> SendAsync(MimeMessage message, bool fresh, CancellationToken cancel)
    {
        var progress = new ContentProgress();
        MailConnections.Connection? connection = null;
        try
        {
            connection = await connections.RentAsync(fresh, cancel);
            var answer = await connection.Client.SendAsync(FormatOptions.Default, message, cancel, progress);
            connections.Return(connection);
            return new MailResult(MailOutcome.Sent, (int)SmtpStatusCode.Ok, answer);
        }
        catch (SmtpCommandException error) when ((int)error.StatusCode == ServiceClosing)
        {
            Drop(connection);
            return WasClosedBefore(connection, progress) ? null : Refused(error);
        }
        catch (SmtpCommandException error)
        {
            // MailKit has reset the conversation: the next mail may use it.
            GiveBack(connection);
            return Refused(error);
        }
        catch (ServiceNotAuthenticatedException error)
        {
            Drop(connection);
            return MailResult.Refused((int)SmtpStatusCode.AuthenticationRequired, error.Message, RefusedPart.Us);
        }
        catch (OperationCanceledException)
        {
            Drop(connection);
            return Broken(progress, "no answer in time");
        }
        catch (Exception error) when (error is AuthenticationException or SslHandshakeException or NotSupportedException or SaslException)
        {
            // Refused before any mail was named: a setting, or the server's state.
            Drop(connection);
            return new MailResult(MailOutcome.Deferred, null, error.GetType().Name);
        }
        catch (Exception error) when (error is IOException or SocketException or ProtocolException or ServiceNotConnectedException or UnauthorizedAccessException)
        {
            Drop(connection);
            return WasClosedBefore(connection, progress) ? null : Broken(progress, error.GetType().Name);
        }
    }

    private void GiveBack(MailConnections.Connection? connection)
    {
        if (connection is not null)
        {
            connections.Return(connection);
        }
    }

    private static void Drop(MailConnections.Connection? connection)
    {
        if (connection is not null)
        {
            MailConnections.Drop(connection);
        }
    }

    private static bool WasClosedBefore(MailConnections.Connection? connection, ContentProgress progress)
        => connection is { WasUsed: true } && !progress.HasBegun;

    private static MailResult Refused(SmtpCommandException error)
        => MailResult.Refused((int)error.StatusCode, error.Message, error.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => RefusedPart.Receiver,
            SmtpErrorCode.MessageNotAccepted => RefusedPart.MailOrUs,
            _ => RefusedPart.Us,
        });

    private static MailResult Broken(ContentProgress progress, string how)
        => new(progress.HasBegun ? MailOutcome.Ambiguous : MailOutcome.Deferred, null, how);

    /// <summary>Whether any of the mail's content was on its way.</summary>
    private sealed class ContentProgress : ITransferProgress
    {
        private volatile bool hasBegun;

        public bool HasBegun => hasBegun;

        public void Report(long bytesTransferred, long totalSize) => hasBegun = true;

        public void Report(long bytesTransferred) => hasBegun = true;
    }
}
