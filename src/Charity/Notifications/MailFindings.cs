using Charity.Exceptions;

namespace Charity.Notifications;

/// <summary>What staff are told of mails that did not go as they should. Ids only: no names, no addresses.</summary>
public sealed class MailFindings(ExceptionLog exceptions)
{
    internal Task<bool> RaiseBouncedAsync(Mail mail, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.MailBounced, ExceptionSeverity.Warning,
            $"The receiver's server refused the mail '{mail.Kind}' for good: {mail.LastReply}. Ask the donor for another address.", cancel);

    internal Task<bool> RaiseGivenUpAsync(Mail mail, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.MailFailed, ExceptionSeverity.Critical,
            $"The mail '{mail.Kind}' was tried {mail.Attempts} times over three days and never taken. Last answer: {mail.LastReply}.", cancel);

    internal Task<bool> RaiseUncertainAsync(Mail mail, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.MailUncertain, ExceptionSeverity.Notice,
            $"The mail '{mail.Kind}' was sent {mail.Attempts} times under the same Message-ID and nobody knows whether one arrived: {mail.LastReply}.", cancel);

    internal Task<bool> RaiseWithoutDocumentAsync(Mail mail, string error, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.ReceiptFailed, ExceptionSeverity.Critical,
            $"The document of the mail '{mail.Kind}' could not be drawn {Mail.MaxComposeFailures} times ({error}). The mail goes without it and gives its address.", cancel);

    private Task<bool> RaiseAsync(Mail mail, ExceptionKind kind, ExceptionSeverity severity, string detail, CancellationToken cancel)
        => exceptions.RaiseAsync(new Finding(kind, severity, ExceptionSubject.Mail(mail.Id), detail, DonationId: mail.DonationId), cancel);
}
