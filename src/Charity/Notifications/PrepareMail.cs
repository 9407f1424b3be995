using Charity.Data;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Notifications;

/// <summary>A mail marked as being sent; or, when <paramref name="Mail"/> is null, why none is sent now.</summary>
/// <param name="GivenUp">It was given up before and waits for a person.</param>
public sealed record PreparedMail(OutgoingMail? Mail, TimeSpan? TryAgainAfter, string Reason, bool GivenUp = false)
{
    internal static readonly PreparedMail Over = new(null, null, "");

    internal static PreparedMail Later(TimeSpan pause, string reason) => new(null, pause, reason);
}

/// <summary>Composes a mail and marks it as being sent.</summary>
public sealed class PrepareMail(
    CharityDb db, IEnumerable<IMailWriter> writers, MailFindings findings, IOptions<MailOptions> options, TimeProvider time, ILogger<PrepareMail> log)
{
    public async Task<PreparedMail> RunAsync(Guid mailId, CancellationToken cancel)
    {
        var mail = await db.Mails.SingleAsync(m => m.Id == mailId, cancel);
        if (mail.State == MailState.Failed)
        {
            if (!await IsAskedForAgainAsync(mail, cancel))
            {
                return new PreparedMail(null, null, mail.LastReply ?? "", GivenUp: true);
            }

            mail.TakeUpAgain();
        }

        if (mail.IsOver)
        {
            return PreparedMail.Over;
        }

        if (mail.State == MailState.Sending)
        {
            // Whoever was sending it ended before the answer: nobody knows whether it was taken.
            mail.LoseSight("The process ended while it was being sent.");
            if (mail.IsOver)
            {
                await findings.RaiseUncertainAsync(mail, cancel);
                await db.SaveChangesAsync(cancel);
                return PreparedMail.Over;
            }
        }

        await ChooseLanguageAsync(mail, cancel);
        var withDocuments = mail.ComposeFailures < Mail.MaxComposeFailures;
        WrittenMail? written;
        try
        {
            written = await writers.Single(w => w.Kind == mail.Kind).WriteAsync(mail, withDocuments, cancel);
        }
        // Drawing may fail in ways that no one foresaw; the donor gets a mail all the same, without the document.
        catch (Exception error) when (withDocuments && error is not OperationCanceledException && DatabaseErrors.Inner(error) is null)
        {
            log.LogWarning("Mail {Mail} could not be composed: {Error}", mail.Id, error.GetType().Name);
            return await CountFailureAsync(mail, error, cancel);
        }

        if (written is null)
        {
            mail.Withdraw();
            await db.SaveChangesAsync(cancel);
            return PreparedMail.Over;
        }

        mail.BeginSending(!withDocuments, time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(cancel);
        return new PreparedMail(Outgoing(mail, written), null, "");
    }

    /// <summary>
    /// Whether a person wants it tried again: that gives its work all its tries back, so that this is the first. Any later
    /// one means that the process ended between giving the mail up and parking its work.
    /// </summary>
    private Task<bool> IsAskedForAgainAsync(Mail mail, CancellationToken cancel)
    {
        var subject = mail.Id.ToString("N");
        return db.Outbox.AnyAsync(m => m.Kind == MailDue.Kind && m.Subject == subject && m.Attempts <= 1, cancel);
    }

    /// <summary>Donors are written to in the languages of the public site; staff in any that the program knows.</summary>
    private async Task ChooseLanguageAsync(Mail mail, CancellationToken cancel)
    {
        if (mail.DonationId is null)
        {
            return;
        }

        var stored = await db.Organisations.AsNoTracking().Select(o => new { o.Languages, o.DefaultLanguage }).SingleOrDefaultAsync(cancel);
        if (stored is not null && OfferedLanguages.Read(stored.Languages, stored.DefaultLanguage) is [var first, ..] offered && !offered.Any(language => language.Code == mail.Language))
        {
            mail.SpeakIn(first);
        }
    }

    private async Task<PreparedMail> CountFailureAsync(Mail mail, Exception error, CancellationToken cancel)
    {
        mail.CountComposeFailure($"{error.GetType().Name} while composing");
        if (mail.ComposeFailures >= Mail.MaxComposeFailures)
        {
            await findings.RaiseWithoutDocumentAsync(mail, error.GetType().Name, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return PreparedMail.Later(MailSchedule.AfterComposeFailure * mail.ComposeFailures, mail.LastReply!);
    }

    private OutgoingMail Outgoing(Mail mail, WrittenMail written)
    {
        var from = options.Value;
        return new OutgoingMail(
            mail.MessageId, from.FromAddress, HeaderLine.Of(from.FromName.Length > 0 ? from.FromName : written.FromName),
            mail.ToAddress, HeaderLine.Of(mail.ToName), HeaderLine.Of(written.Subject),
            LetterPlain.Of(written.Letter), LetterHtml.Of(written.Letter), mail.Language, written.Attachments,
            // Tells out-of-office programs that no answer is wanted (RFC 3834).
            new Dictionary<string, string> { ["Auto-Submitted"] = "auto-generated" });
    }
}
