using Charity.Data;
using Charity.Data.Work;
using Microsoft.Extensions.Logging;

namespace Charity.Payments;

public enum WebhookAnswer
{
    /// <summary>On disk, now or already before: Stripe may forget it.</summary>
    Kept,

    /// <summary>No signature, or not one of ours.</summary>
    BadSignature,

    /// <summary>Rightly signed, but not an event that we could store.</summary>
    NotAnEvent,

    /// <summary>Not on disk; Stripe must send it again.</summary>
    NotStored,
}

/// <summary>
/// One delivery of a webhook: check the signature over the raw bytes, store the event, answer. Nothing is handled here;
/// the relay fetches what the event points at in its own time.
/// </summary>
public sealed class ReceiveWebhook(StripeSignature signature, EventFiling filing, Intake intake, UseCases useCases, WebhookRefusals refusals, ILogger<ReceiveWebhook> logger)
{
    /// <summary>Bytes of an event; Stripe's stay below a quarter of this.</summary>
    public const int LargestBody = 512 * 1024;

    /// <param name="body">The raw bytes; they are stored as they are.</param>
    /// <returns>The answer, and what was wrong with the signature if that is what it says.</returns>
    public async Task<(WebhookAnswer Answer, SignatureResult Signature)> RunAsync(string? header, byte[] body, CancellationToken cancel)
    {
        var (result, account) = signature.Check(header, body);
        if (account is null)
        {
            refusals.Note(result);
            return (WebhookAnswer.BadSignature, result);
        }

        if (EventEnvelope.Read(body) is not { } envelope)
        {
            logger.LogError("A rightly signed webhook of {Account} is no event that can be read; the poll will bring the event", account);
            return (WebhookAnswer.NotAnEvent, result);
        }

        var row = filing.File(account, InboxSource.Webhook, envelope, body);
        var stored = await intake.AddAsync(row, cancel);
        if (stored != IntakeResult.NotStored && row.State is WorkState.Quarantined or WorkState.Parked)
        {
            // After the row and before the answer: if this fails, the event comes again and so does the finding.
            stored = await ReportAsync(row, stored, cancel);
        }

        return (stored == IntakeResult.NotStored ? WebhookAnswer.NotStored : WebhookAnswer.Kept, result);
    }

    private async Task<IntakeResult> ReportAsync(InboxEvent row, IntakeResult stored, CancellationToken cancel)
    {
        try
        {
            await useCases.RunAsync<ReportEvent, bool>(report => report.RunAsync(row, cancel), cancel);
            return stored;
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is not null)
        {
            logger.LogError("The finding about event {EventId} could not be stored: {Error}", row.EventId, Redaction.Describe(error));
            return IntakeResult.NotStored;
        }
    }
}
