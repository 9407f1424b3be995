using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

public enum ShowDonorOutcome
{
    Changed,
    Unchanged,
    Unknown,
}

/// <summary>Changes how a gift's donor is named in public, at the donor's wish. Totals do not depend on it.</summary>
public sealed class ShowDonorAs(CharityDb db, AuditLog audit)
{
    public const string Action = "gift.anonymity";

    public sealed record Input(Guid DonationId, Anonymity Anonymity, Actor By);

    public async Task<ShowDonorOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var gift = await db.Donations.SingleOrDefaultAsync(d => d.Id == input.DonationId, cancel);
        if (gift is null)
        {
            return ShowDonorOutcome.Unknown;
        }

        var before = gift.Anonymity;
        if (before == input.Anonymity)
        {
            return ShowDonorOutcome.Unchanged;
        }

        gift.ShowAs(input.Anonymity);
        audit.Add(input.By, Action, "gift", gift.Id, new { anonymity = before }, new { anonymity = input.Anonymity });
        await db.SaveChangesAsync(cancel);
        return ShowDonorOutcome.Changed;
    }
}
