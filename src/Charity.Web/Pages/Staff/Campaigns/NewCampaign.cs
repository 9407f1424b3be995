using Charity.Accounting;
using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>What a campaign begins with: the entity that takes cards, in its own currency, from today; its editor changes all of it.</summary>
internal static class NewCampaign
{
    public static async Task<(CampaignContent Content, CampaignPromises Promises)> BeginAsync(
        CharityDb db, CountryPacks packs, Guid programmeId, LocalizedText title, DateTime now, CancellationToken cancel)
    {
        var first = await db.LegalEntities.AsNoTracking().InOrder()
            .Select(e => new
            {
                e.Id,
                e.CountryPack,
                e.GeneralFundId,
                Cards = e.StripeAccount != null,
                Transfers = db.BankAccounts.Any(a => a.LegalEntityId == e.Id && a.AcceptsDonations),
            }).FirstOrDefaultAsync(cancel);
        var pack = first is null ? null : packs.At(first.CountryPack, now);
        var currency = pack?.SettlementCurrencies is [var own, ..] ? own.Code : Currency.Eur.Code;
        IReadOnlyList<ReceiverInput> receivers = first is { GeneralFundId: { } fund } && (first.Cards || first.Transfers)
            ? [new ReceiverInput(first.Id, fund, first.Cards, first.Transfers)]
            : [];
        var empty = LocalizedText.Empty;
        return (
            new CampaignContent(programmeId, title, empty, empty, empty, empty, empty, pack?.DayOf(now) ?? DateOnly.FromDateTime(now), null, [currency], receivers),
            new CampaignPromises(empty, null, currency, null, empty));
    }
}
