using Charity.Accounting;
using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Give;

/// <summary>A version of an entity's terms that a donor would accept.</summary>
public sealed record TermsChoice(Guid Id, Guid EntityId, string EntityCode, LocalizedText EntityName, int Number);

/// <summary>One amount that can be chosen by a press.</summary>
/// <param name="Fee">What covering the fee would add; null where no estimate is known.</param>
/// <param name="What">What such a gift does, or null.</param>
public sealed record PresetChoice(Money Amount, Money? Fee, string? What);

/// <summary>A currency that the campaign offers.</summary>
/// <param name="Fee">How the fee is estimated; null where covering it is not offered.</param>
/// <param name="CardReceiver">Who receives a card gift in it; null where cards are not taken.</param>
/// <param name="TransferReceiver">Likewise for transfers.</param>
public sealed record CurrencyChoice(
    Currency Currency, IReadOnlyList<PresetChoice> Presets, FeeModel? Fee, Guid? CardReceiver, Guid? TransferReceiver)
{
    public Guid? Receiver(GiftMeans means) => means == GiftMeans.Card ? CardReceiver : TransferReceiver;
}

/// <summary>What a campaign's form offers: currencies with their amounts, means, and the terms of those who would receive.</summary>
/// <param name="TakesGifts">The campaign is open today.</param>
/// <param name="Entities">Names of the receiving entities.</param>
/// <param name="WhatLanguage">Language of <see cref="PresetChoice.What"/>.</param>
public sealed record GiveChoices(
    Campaign Campaign, bool TakesGifts, Programme Programme, IReadOnlyList<CurrencyChoice> Currencies, IReadOnlyList<TermsChoice> Terms,
    IReadOnlyDictionary<Guid, LocalizedText> Entities, Language WhatLanguage)
{
    /// <summary>There is a form to show.</summary>
    public bool IsOpen => TakesGifts && Currencies.Count > 0;

    public bool TakesCards => Currencies.Any(c => c.CardReceiver is not null);

    public bool TakesTransfers => Currencies.Any(c => c.TransferReceiver is not null);

    /// <summary>The currency that the form begins with; null when nobody receives.</summary>
    public CurrencyChoice? First => Currencies.Count == 0 ? null : Currencies[0];

    public CurrencyChoice? Find(string? code) => Currencies.FirstOrDefault(c => c.Currency.Code == code);

    /// <summary>The terms in force of the entity that would receive.</summary>
    public TermsChoice? TermsOf(Guid? entity) => Terms.FirstOrDefault(t => t.EntityId == entity);
}

/// <summary>Reads what the form of a campaign offers.</summary>
public sealed class GiveChoicesReader(CharityDb db, CampaignPages campaigns, GiftPresets presets, FeeEstimates fees, TimeProvider time)
{
    /// <summary>Null when there is no campaign that the public may see.</summary>
    public async Task<GiveChoices?> ReadAsync(string slug, Language reader, Language fallback, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.State != CampaignState.Draft, cancel);
        if (campaign is null)
        {
            return null;
        }

        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == campaign.ProgrammeId, cancel);
        var candidates = await campaigns.CandidatesAsync(campaign.Id, cancel);
        var rows = campaign.GiftExamples.In(reader, fallback);
        var examples = GiftExample.Read(rows.Text, Currency.Of(campaign.GoalCurrency));
        var currencies = campaign.OfferedCurrencies.Select(Currency.Of)
            .Select(currency => new CurrencyChoice(
                currency,
                [.. presets.For(currency).Select(amount => new PresetChoice(amount, Fee(amount), What(amount, examples)))],
                fees.For(currency),
                ChooseReceiver.For(candidates, GiftMeans.Card, currency.Code)?.LegalEntityId,
                ChooseReceiver.For(candidates, GiftMeans.Transfer, currency.Code)?.LegalEntityId))
            .Where(choice => choice.CardReceiver is not null || choice.TransferReceiver is not null)
            .ToList();
        var receivers = currencies.SelectMany(c => new[] { c.CardReceiver, c.TransferReceiver }).OfType<Guid>().Distinct().ToList();
        var entities = await db.LegalEntities.AsNoTracking().Where(e => receivers.Contains(e.Id))
            .Select(e => new { e.Id, e.Code, e.Name }).ToListAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var terms = await db.Terms.AsNoTracking()
            .Where(t => receivers.Contains(t.LegalEntityId) && t.InForceFrom <= now)
            .Select(t => new { t.Id, t.LegalEntityId, t.Number })
            .ToListAsync(cancel);
        return new(
            campaign, campaign.TakesGiftsOn(await campaigns.TodayAsync(campaign.Id, cancel)), programme, currencies,
            [.. terms.GroupBy(t => t.LegalEntityId).Select(g => g.MaxBy(t => t.Number)!)
                .Join(entities, t => t.LegalEntityId, e => e.Id, (t, e) => new TermsChoice(t.Id, e.Id, e.Code, e.Name, t.Number))
                .OrderBy(t => receivers.IndexOf(t.EntityId))],
            entities.ToDictionary(e => e.Id, e => e.Name),
            rows.Language);
    }

    /// <summary>Which of the versions shown belongs to the entity that receives: an older one too, so that the donor is told that it changed.</summary>
    public async Task<Guid?> AcceptedAsync(string? shown, Guid entity, CancellationToken cancel)
    {
        var ids = (shown ?? "").Split(',').Select(text => Guid.TryParseExact(text, "N", out var id) ? id : (Guid?)null).OfType<Guid>().Take(10).ToList();
        return await db.Terms.AsNoTracking().Where(t => ids.Contains(t.Id) && t.LegalEntityId == entity)
            .OrderByDescending(t => t.Number).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancel);
    }

    private Money? Fee(Money amount) => fees.For(amount.Currency) is { } model ? model.GrossUp(amount) - amount : null;

    /// <summary>The largest thing that this amount does.</summary>
    private static string? What(Money amount, IReadOnlyList<GiftExample> examples) =>
        examples.Where(e => e.Amount.Currency == amount.Currency && e.Amount <= amount).MaxBy(e => e.Amount.Minor)?.What;
}
