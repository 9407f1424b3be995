using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>Writes down how a session request of a gift ended.</summary>
internal sealed class RecordCheckout(CharityDb db, SettleGift settle, Outbox outbox)
{
    /// <summary>The provider lists a session that it has just made within this time.</summary>
    private static readonly TimeSpan UntilListed = TimeSpan.FromSeconds(20);

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
    /// <param name="search">Asking again is of no use: has the background search for what the request may have made, soon.</param>
    public async Task<DonationStatus> UnknownAsync(Guid donationId, int number, bool search, CancellationToken cancel)
    {
        var gift = await db.Donations.FirstAsync(d => d.Id == donationId, cancel);
        if (gift.SessionAttempt == number && gift.Status is DonationStatus.Created or DonationStatus.CheckoutUnknown)
        {
            gift.LoseSight();
            if (search)
            {
                await AskForSearchAsync(donationId, number, cancel);
            }
        }

        await db.SaveChangesAsync(cancel);
        return gift.Status;
    }

    /// <summary>Once for each number, however often the donor presses the button; the timetable asks again each hour.</summary>
    private async Task AskForSearchAsync(Guid donationId, int number, CancellationToken cancel)
    {
        var message = new ResolveSession(donationId, FormattableString.Invariant($"search:{number}"));
        var subject = donationId.ToString("N");
        if (!await db.Outbox.AnyAsync(m => m.Kind == ResolveSession.Kind && m.Subject == subject && m.Discriminator == message.Round, cancel))
        {
            outbox.Add(message, UntilListed);
        }
    }
}
