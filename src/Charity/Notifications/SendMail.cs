using System.Security.Cryptography;
using Charity.Data;
using Charity.Data.Work;

namespace Charity.Notifications;

/// <summary>What is to be done with the message that a mail is due.</summary>
/// <param name="TryAgainAfter">Null when nothing more is to be done by itself.</param>
/// <param name="GivenUp">It waits for a person, who may send it on its way again.</param>
public sealed record SendFact(TimeSpan? TryAgainAfter, string Reason, bool GivenUp = false)
{
    internal static readonly SendFact Done = new(null, "");
}

/// <summary>
/// Sends a mail: marks it, sends it, marks what became of it, each mark in a save of its own as soon as it is known.
/// So a process that ends at any point leaves at most one mail in doubt for each it was sending, and a mail in doubt is
/// sent once more at most, with the same Message-ID.
/// </summary>
public sealed class SendMail(UseCases useCases, IMailTransport transport) : MessageHandler<MailDue, SendFact>
{
    public override int BatchSize => 32;

    public override async Task<SendFact> GatherAsync(MailDue message, CancellationToken cancel)
    {
        var prepared = await useCases.RunAsync<PrepareMail, PreparedMail>(prepare => prepare.RunAsync(message.MailId, cancel), cancel);
        if (prepared.Mail is not { } mail)
        {
            return new SendFact(prepared.TryAgainAfter, prepared.Reason, prepared.GivenUp);
        }

        // From here on nothing may stop before the outcome is stored: stopping is what makes a mail ambiguous. The
        // transport keeps its own time limit.
        var result = await transport.SendAsync(mail, CancellationToken.None);
        var sent = mail.Attachments.Select(a => new SentDocument(a.FileName, SHA256.HashData(a.Content.Span))).ToList();
        return await useCases.RunAsync<RecordMailResult, SendFact>(
            record => record.RunAsync(message.MailId, result, sent, CancellationToken.None), CancellationToken.None);
    }

    public override Task ApplyAsync(WorkItem<MailDue, SendFact> item, CancellationToken cancel)
    {
        if (item.Fact.TryAgainAfter is { } pause)
        {
            item.RetryAfter(pause, item.Fact.Reason);
        }
        else if (item.Fact.GivenUp)
        {
            item.Park(item.Fact.Reason, told: true);
        }

        return Task.CompletedTask;
    }
}
