using Charity.Data;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>Writes down how a session request of a gift ended.</summary>
internal sealed class RecordCheckout(CharityDb db, SettleGift settle)
{
    /// <summary>The provider made a session for this number, now or on an earlier sending; the fact says how it stands.</summary>
    /// <returns>The gift's state after it.</returns>
    public async Task<DonationStatus> DoneAsync(Guid donationId, int number, SessionFact session, CancellationToken cancel)
    {
        var gift = await db.Donations.FirstAsync(d => d.Id == donationId, cancel);
        var fact = GiftFact.From(session);
        if (gift.SessionAttempt == number && gift.Status is DonationStatus.Created or DonationStatus.CheckoutUnknown)
        {
            gift.OpenCheckout(session.Id, session.Url, session.ExpiresAt);
        }

        await settle.ApplyAsync(fact, cancel);
        await db.SaveChangesAsync(cancel);
        return gift.Status;
    }

    /// <summary>The provider certainly made none: the gift has failed, and another try takes the next number.</summary>
    public async Task<DonationStatus> NoneAsync(Guid donationId, int number, CancellationToken cancel)
    {
        var gift = await db.Donations.FirstAsync(d => d.Id == donationId, cancel);
        if (gift.SessionAttempt == number && gift.Status is DonationStatus.Created or DonationStatus.CheckoutUnknown)
        {
            gift.Fail();
        }

        await db.SaveChangesAsync(cancel);
        return gift.Status;
    }

    /// <summary>Nobody knows yet.</summary>
    public async Task<DonationStatus> UnknownAsync(Guid donationId, int number, CancellationToken cancel)
    {
        var gift = await db.Donations.FirstAsync(d => d.Id == donationId, cancel);
        if (gift.SessionAttempt == number && gift.Status is DonationStatus.Created or DonationStatus.CheckoutUnknown)
        {
            gift.LoseSight();
        }

        await db.SaveChangesAsync(cancel);
        return gift.Status;
    }
}
