using Charity.Accounting;
using Charity.Data;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Donations.Attacks;

/// <summary>How a gift waits for its donor to confirm it by mail.</summary>
/// <param name="Email">Where the link goes.</param>
/// <param name="ExpiresAt">Business time at which the link stops working.</param>
/// <param name="MailRefused">Set when so many mails went to this address, or to all, that none is sent now: try again after this.</param>
/// <param name="IsOver">Its time is over, or the link was used: a new form is needed.</param>
public sealed record HeldGift(Guid DonationId, string Email, DateTime ExpiresAt, TimeSpan? MailRefused = null, bool IsOver = false);

/// <summary>What attack mode asks of one new card gift, in the transaction that stores it.</summary>
internal sealed class HoldGift(CharityDb db, AttackWatch watch, PublicTokens tokens, IOptions<AttackOptions> options, TimeProvider time)
{
    /// <summary>The minimum that the gift misses, or null. Without covered fees: that sum is not what the donor chose.</summary>
    public async Task<Money?> MissedMinimumAsync(Money amount, CancellationToken cancel)
        => (await watch.NowAsync(cancel)).Minimum(amount.Currency) is { } minimum && amount < minimum ? minimum : null;

    /// <summary>Adds the hold of a gift that is about to be saved, where one is needed.</summary>
    /// <param name="earlierGift">See <see cref="Sender.EarlierGift"/>.</param>
    public async Task AddAsync(Donation gift, Guid? earlierGift, CancellationToken cancel)
    {
        if ((await watch.NowAsync(cancel)).IsOn && !await IsKnownAsync(gift, earlierGift, cancel))
        {
            var now = time.GetUtcNow().UtcDateTime;
            db.GiftHolds.Add(new GiftHold(gift.Id, tokens, now, now + TimeSpan.FromMinutes(options.Value.ConfirmMinutes)));
        }
    }

    /// <summary>
    /// An address that anyone may type proves nothing, and that it goes through at once would tell who gave here before. The
    /// browser must have opened the secret page of a paid gift under the same address; even so, few an hour.
    /// </summary>
    private async Task<bool> IsKnownAsync(Donation gift, Guid? earlierGift, CancellationToken cancel)
    {
        // By donor and not by address: one address has many spellings, in large and small letters.
        var donor = gift.DonorId;
        if (earlierGift is not { } id
            || !await db.Donations.AnyAsync(d => d.Id == id && d.DonorId == donor && d.Status == DonationStatus.Succeeded && !d.DisputeOpen, cancel))
        {
            return false;
        }

        var hour = time.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1);
        return await db.Donations.CountAsync(d => d.DonorId == donor && d.CreatedAt >= hour && d.Channel == DonationChannel.Stripe, cancel)
            < options.Value.GiftsOfKnownPerHour;
    }
}

/// <summary>What is needed to decide on the mail of a held gift.</summary>
internal sealed record HoldFacts(GiftHold Hold, string Email, Guid CampaignId);

/// <summary>Orders the mail of a held gift, once.</summary>
internal sealed class OrderConfirmation(CharityDb db, Outbox outbox, TimeProvider time)
{
    /// <returns>The hold, where its mail goes and what the gift is for; null when the gift has none.</returns>
    public async Task<HoldFacts?> FindAsync(Guid donationId, CancellationToken cancel)
        => await db.GiftHolds.AsNoTracking().SingleOrDefaultAsync(h => h.DonationId == donationId, cancel) is { } hold
            ? await db.Donations.Where(d => d.Id == donationId).Select(d => new HoldFacts(hold, d.Email, d.CampaignId)).SingleAsync(cancel)
            : null;

    /// <returns>False when it was ordered before, or the gift waits no more: no mail goes out for this call.</returns>
    public async Task<bool> RunAsync(Guid donationId, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var hold = await db.GiftHolds.SingleAsync(h => h.DonationId == donationId, cancel);
        if (hold.MailedAt is not null || !hold.IsOpen(now))
        {
            return false;
        }

        hold.Mail(now);
        outbox.Add(new GiftHeld(donationId));
        await db.SaveChangesAsync(cancel);
        return true;
    }
}
