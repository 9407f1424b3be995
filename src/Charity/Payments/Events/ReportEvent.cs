using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;

namespace Charity.Payments;

/// <summary>Puts an event that cannot be trusted or handled before a person.</summary>
public sealed class ReportEvent(CharityDb db, ExceptionLog log)
{
    /// <summary>True when it was not known before.</summary>
    public async Task<bool> RunAsync(InboxEvent row, CancellationToken cancel)
    {
        var quarantined = row.State == WorkState.Quarantined;
        var isNew = await log.RaiseAsync(
            new Finding(
                quarantined ? ExceptionKind.QuarantinedEvent : ExceptionKind.PoisonEvent,
                quarantined ? ExceptionSeverity.Critical : ExceptionSeverity.Warning,
                ExceptionSubject.Event(row.EventId),
                new KeptText(
                    new TextKey("finding.event"), ("type", row.Type), ("account", row.Account), ("object", row.ObjectId ?? "–"), ("error", row.LastError ?? "–"))),
            cancel);
        await db.SaveChangesAsync(cancel);
        return isNew;
    }
}
