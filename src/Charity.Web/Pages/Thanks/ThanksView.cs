using Charity.Accounting;
using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Receipts;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Thanks;

/// <summary>How a gift stands, in a donor's words.</summary>
public enum ThanksState
{
    /// <summary>The provider has not confirmed yet.</summary>
    Confirming,

    /// <summary>A slow method: the money is on its way.</summary>
    OnItsWay,
    Received,

    /// <summary>Nothing was charged.</summary>
    NotPaid,

    /// <summary>An announced transfer; we wait for the money.</summary>
    Transfer,

    /// <summary>Sent back, wholly.</summary>
    Returned,

    /// <summary>The donor's bank took it back: a dispute was lost, or a debit called back. Nothing of it is left here.</summary>
    TakenBack,

    /// <summary>The donor's bank is looking into the payment and holds the money until it has decided.</summary>
    Disputed,
}

/// <summary>What the thanks page shows of a gift: our own state, never anything from the address.</summary>
/// <param name="Amount">As charged, covered fee included.</param>
/// <param name="Returned">What was sent back of it.</param>
/// <param name="TakenBack">What the donor's bank took back of it.</param>
/// <param name="PaidOn">The day of the payment where its receiver is, as the receipt names it.</param>
/// <param name="ReceiptToken">Address of the receipt, once there is one.</param>
public sealed record ThanksView(
    Guid DonationId, ThanksState State, Money Amount, Money CoveredFee, Money Returned, Money TakenBack, string Email, DateOnly? PaidOn, string CampaignSlug,
    LocalizedText CampaignTitle, bool CampaignOpen, LocalizedText Fund, LocalizedText Entity, string? ReceiptToken, string? ReceiptNumber);

/// <summary>Reads a gift for its donor.</summary>
public sealed class ThanksReader(CharityDb db, PublicTokens tokens, CountryPacks packs)
{
    public async Task<ThanksView> ReadAsync(Guid donationId, CancellationToken cancel)
    {
        var row = await (
            from d in db.Donations.AsNoTracking()
            join c in db.Campaigns.AsNoTracking() on d.CampaignId equals c.Id
            join f in db.Funds.AsNoTracking() on d.FundId equals f.Id
            join e in db.LegalEntities.AsNoTracking() on d.LegalEntityId equals e.Id
            where d.Id == donationId
            select new
            {
                d.Status,
                d.Channel,
                d.AmountMinor,
                d.CoveredFeeMinor,
                d.RefundedMinor,
                d.LostToDisputeMinor,
                d.DisputeOpen,
                d.Currency,
                d.Email,
                d.PaidAt,
                c.Slug,
                c.Title,
                CampaignState = c.State,
                Fund = f.Name,
                Entity = e.Name,
                e.CountryPack,
            }).SingleAsync(cancel);
        var receipt = row.Status == DonationStatus.Succeeded
            ? await db.Receipts.AsNoTracking().Where(r => r.DonationId == donationId && r.State != ReceiptState.Replaced)
                .OrderByDescending(r => r.IssuedAt).Select(r => new { r.Id, r.TokenVersion, r.Number }).FirstOrDefaultAsync(cancel)
            : null;
        var currency = Currency.Of(row.Currency);
        return new(
            donationId, StateOf(row.Status, row.AmountMinor, row.RefundedMinor, row.LostToDisputeMinor, row.DisputeOpen),
            new Money(row.AmountMinor, currency), new Money(row.CoveredFeeMinor, currency),
            new Money(row.RefundedMinor, currency), new Money(row.LostToDisputeMinor, currency), row.Email,
            row.PaidAt is { } paid ? packs.DayOf(row.CountryPack, paid) : null, row.Slug, row.Title, row.CampaignState == CampaignState.Active,
            row.Fund, row.Entity, receipt is null ? null : tokens.For(Receipt.DocumentToken, receipt.Id, receipt.TokenVersion), receipt?.Number);
    }

    internal static ThanksState StateOf(DonationStatus status, long amount, long refunded, long lost, bool disputed) => status switch
    {
        DonationStatus.Created or DonationStatus.CheckoutUnknown or DonationStatus.CheckoutOpen => ThanksState.Confirming,
        DonationStatus.Processing => ThanksState.OnItsWay,
        DonationStatus.Succeeded when refunded >= amount => ThanksState.Returned,
        DonationStatus.Succeeded when lost >= amount - refunded => ThanksState.TakenBack,
        DonationStatus.Succeeded => disputed ? ThanksState.Disputed : ThanksState.Received,
        DonationStatus.Expired or DonationStatus.Failed => ThanksState.NotPaid,
        DonationStatus.Expected => ThanksState.Transfer,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
