using Charity.Data;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations.Attacks;

/// <summary>What a confirmation link leads to.</summary>
public enum ConfirmState
{
    /// <summary>No such link.</summary>
    Unknown,

    /// <summary>Waits to be used.</summary>
    Open,

    /// <summary>Used; it leads no more than to the payment page that it opened, while that is open.</summary>
    Used,
    Expired,
}

/// <summary>The held gift behind a link.</summary>
/// <param name="AmountMinor">What the card is asked for, in minor units; <paramref name="CoveredFeeMinor"/> is part of it.</param>
public sealed record ConfirmableGift(
    ConfirmState State, Guid DonationId, Guid CampaignId, long AmountMinor, long CoveredFeeMinor, string Currency, DateTime ExpiresAt);

/// <summary>
/// Opens a held gift by the link of its mail, and lets it go on to the payment page. Reading the link uses nothing, as mail
/// programs follow links by themselves; only the form on its page does, and once.
/// </summary>
public sealed class ConfirmGift(UseCases useCases, OpenCheckout checkout, GiftTokens tokens)
{
    /// <param name="Checkout">Null unless confirmed, now or before.</param>
    public sealed record Outcome(ConfirmState State, CheckoutOutcome? Checkout, string? ThanksToken);

    public Task<ConfirmableGift?> FindAsync(string? token, CancellationToken cancel)
        => useCases.RunAsync<MarkConfirmed, ConfirmableGift?>(mark => mark.FindAsync(token, cancel), cancel);

    public async Task<Outcome> RunAsync(string? token, CancellationToken cancel)
    {
        var (state, gift) = await useCases.RunAsync<MarkConfirmed, (ConfirmState, Guid)>(mark => mark.RunAsync(token, cancel), cancel);
        if (state != ConfirmState.Open)
        {
            return new Outcome(state, null, null);
        }

        using var budget = GatewayBudget.ForAPerson();
        return new Outcome(state, await checkout.RunAsync(gift, cancel), await tokens.ThanksAsync(gift, cancel));
    }
}

/// <summary>The database's part of <see cref="ConfirmGift"/>.</summary>
internal sealed class MarkConfirmed(CharityDb db, TimeProvider time)
{
    public async Task<ConfirmableGift?> FindAsync(string? token, CancellationToken cancel)
    {
        if (PublicTokens.HashOf(token) is not { } hash)
        {
            return null;
        }

        var found = await (from h in db.GiftHolds.AsNoTracking()
                           join d in db.Donations on h.DonationId equals d.Id
                           where h.TokenHash == hash
                           select new { Hold = h, d.CampaignId, d.AmountMinor, d.CoveredFeeMinor, d.Currency, d.Status, d.SessionExpiresAt }).SingleOrDefaultAsync(cancel);
        return found is null
            ? null
            : new ConfirmableGift(
                StateOf(found.Hold, found.Status, found.SessionExpiresAt, time.GetUtcNow().UtcDateTime), found.Hold.DonationId, found.CampaignId, found.AmountMinor, found.CoveredFeeMinor, found.Currency,
                found.Hold.ExpiresAt);
    }

    /// <returns>Open: it may go on to the payment page.</returns>
    public async Task<(ConfirmState State, Guid DonationId)> RunAsync(string? token, CancellationToken cancel)
    {
        if (PublicTokens.HashOf(token) is not { } hash || await db.GiftHolds.SingleOrDefaultAsync(h => h.TokenHash == hash, cancel) is not { } hold)
        {
            return (ConfirmState.Unknown, Guid.Empty);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var gift = await db.Donations.Where(d => d.Id == hold.DonationId).Select(d => new { d.Status, d.SessionExpiresAt }).SingleAsync(cancel);
        if (StateOf(hold, gift.Status, gift.SessionExpiresAt, now) is var state && state != ConfirmState.Open)
        {
            return (state, hold.DonationId);
        }

        if (hold.ConfirmedAt is null)
        {
            hold.Confirm(now);
            await db.SaveChangesAsync(cancel);
        }

        return (ConfirmState.Open, hold.DonationId);
    }

    /// <summary>
    /// A second press leads to the same payment page while that is open, or while nobody knows whether it was made; it never
    /// makes another.
    /// </summary>
    private static ConfirmState StateOf(GiftHold hold, DonationStatus status, DateTime? sessionEnds, DateTime now) => hold switch
    {
        { ConfirmedAt: not null } => status is DonationStatus.Created or DonationStatus.CheckoutUnknown || (status == DonationStatus.CheckoutOpen && now < sessionEnds)
            ? ConfirmState.Open : ConfirmState.Used,
        _ => hold.IsOpen(now) ? ConfirmState.Open : ConfirmState.Expired,
    };
}
