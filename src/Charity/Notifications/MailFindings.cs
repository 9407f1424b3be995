using Charity.Exceptions;
using Charity.Languages;

namespace Charity.Notifications;

/// <summary>What staff are told of mails that did not go as they should. Ids only: no names, no addresses.</summary>
public sealed class MailFindings(ExceptionLog exceptions)
{
    internal Task<bool> RaiseBouncedAsync(Mail mail, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.MailBounced, ExceptionSeverity.Warning,
            new KeptText(new TextKey("finding.mail-bounced"), ("kind", mail.Kind), ("reply", mail.LastReply ?? "–")), cancel);

    internal Task<bool> RaiseGivenUpAsync(Mail mail, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.MailFailed, ExceptionSeverity.Critical,
            new KeptText(new TextKey("finding.mail-given-up"), ("kind", mail.Kind), ("number", mail.Attempts), ("reply", mail.LastReply ?? "–")), cancel);

    internal Task<bool> RaiseUncertainAsync(Mail mail, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.MailUncertain, ExceptionSeverity.Notice,
            new KeptText(new TextKey("finding.mail-uncertain"), ("kind", mail.Kind), ("number", mail.Attempts), ("reply", mail.LastReply ?? "–")), cancel);

    internal Task<bool> RaiseWithoutDocumentAsync(Mail mail, string error, CancellationToken cancel)
        => RaiseAsync(mail, ExceptionKind.ReceiptFailed, ExceptionSeverity.Critical,
            new KeptText(new TextKey("finding.mail-without-document"), ("kind", mail.Kind), ("number", Mail.MaxComposeFailures), ("error", error)), cancel);

    private Task<bool> RaiseAsync(Mail mail, ExceptionKind kind, ExceptionSeverity severity, KeptText detail, CancellationToken cancel)
        => exceptions.RaiseAsync(new Finding(kind, severity, ExceptionSubject.Mail(mail.Id), detail, DonationId: mail.DonationId), cancel);
}
