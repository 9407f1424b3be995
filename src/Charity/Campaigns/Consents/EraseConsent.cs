using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>
/// Forgets who consented, once nothing stands under the consent: names, words and the paper, here and in the audit. That
/// there was a consent, by a child's guardian or not, for where and until when, stays: it is the proof of what was done.
/// </summary>
public sealed class EraseConsent(CharityDb db, AuditLog audit, TimeProvider time)
{
    public sealed record Input(Guid ConsentId, Actor By);

    public async Task<ConsentOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (await db.Consents.SingleOrDefaultAsync(c => c.Id == input.ConsentId, cancel) is not { } consent)
        {
            return ConsentOutcome.Refused(ConsentProblem.Unknown);
        }

        if (consent.ClearedAt is null)
        {
            return ConsentOutcome.Refused(ConsentProblem.NotEnded);
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (consent.DocumentSha256 is { } paper && !await db.Consents.AnyAsync(c => c.Id != consent.Id && c.DocumentSha256 == paper, cancel))
        {
            (await db.Files.SingleAsync(f => f.Sha256 == paper, cancel)).Remove(now);
        }

        consent.Erase(now);
        await audit.EraseDetailsAsync("consent", consent.Id.ToString("N"), cancel);
        audit.Add(input.By, "consent.erase", "consent", consent.Id);
        await db.SaveChangesAsync(cancel);
        return ConsentOutcome.Ok(consent.Id);
    }
}
