using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>A person takes their consent back: in the same save, everything that stood under it is gone.</summary>
public sealed class WithdrawConsent(CharityDb db, ConsentDay day, EndConsent end, AuditLog audit)
{
    /// <param name="On">The day on which they said so.</param>
    public sealed record Input(Guid ConsentId, DateOnly On, string Reason, Actor By);

    public async Task<ConsentOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (await db.Consents.SingleOrDefaultAsync(c => c.Id == input.ConsentId, cancel) is not { } consent)
        {
            return ConsentOutcome.Refused(ConsentProblem.Unknown);
        }

        var reason = input.Reason.Trim();
        if (consent.WithdrawnOn is not null)
        {
            return ConsentOutcome.Refused(ConsentProblem.Ended);
        }

        if (reason.Length is 0 or > ConsentMapping.MaxReason)
        {
            return ConsentOutcome.Refused(reason.Length == 0 ? ConsentProblem.ReasonMissing : ConsentProblem.TooLong);
        }

        if (input.On > await day.TodayAsync(cancel))
        {
            return ConsentOutcome.Refused(ConsentProblem.DayInTheFuture);
        }

        consent.Withdraw(input.On, reason);
        var removed = await end.ClearAsync(consent, input.By, cancel);
        // The reason stands with the consent, where it can be erased with the names: it may hold some.
        audit.Add(input.By, "consent.withdraw", "consent", consent.Id, null, new { input.On, removed });
        await db.SaveChangesAsync(cancel);
        return ConsentOutcome.Ok(consent.Id);
    }
}
