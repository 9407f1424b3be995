using Charity.Accounting;
using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>A legal entity that may receive, with its funds.</summary>
public sealed record EntityChoice(Guid Id, LocalizedText Name, bool HasCards, bool HasTransfers, IReadOnlyList<Fund> Funds);

/// <summary>What an editor may choose from.</summary>
/// <param name="Consents">Consents in force or to come, that a story may rest on.</param>
public sealed record CampaignChoices(
    IReadOnlyList<Programme> Programmes, IReadOnlyList<EntityChoice> Entities, IReadOnlyList<string> Currencies, IReadOnlyList<Consent> Consents)
{
    public static async Task<CampaignChoices> ReadAsync(CharityDb db, CancellationToken cancel)
    {
        var programmes = await db.Programmes.AsNoTracking().OrderBy(p => p.Position).ThenBy(p => p.Slug).ToListAsync(cancel);
        var funds = (await db.Funds.AsNoTracking().OrderBy(f => f.Code).ToListAsync(cancel)).ToLookup(f => f.LegalEntityId);
        var entities = await db.LegalEntities.AsNoTracking().InOrder()
            .Select(e => new { e.Id, e.Name, Cards = e.StripeAccount != null, Bank = db.BankAccounts.Any(a => a.LegalEntityId == e.Id && a.AcceptsDonations) })
            .ToListAsync(cancel);
        var consents = await db.Consents.AsNoTracking().Where(c => c.WithdrawnOn == null).OrderByDescending(c => c.From).ToListAsync(cancel);
        return new CampaignChoices(
            programmes, entities.ConvertAll(e => new EntityChoice(e.Id, e.Name, e.Cards, e.Bank, [.. funds[e.Id]])),
            [.. Currency.InUse.Select(c => c.Code)], consents);
    }
}
