using Charity.Accounting;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Updates;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>What public pages show of campaigns. Read only; few round trips, since these are the most visited pages.</summary>
public sealed class CampaignPages(CharityDb db, CountryPacks packs, PictureReader pictures, StoryGuard stories, ConsentDay day, TimeProvider time)
{
    /// <summary>Updates on a campaign's page; older ones are left out.</summary>
    private const int MaxUpdates = 20;

    /// <summary>Everything that the public may see, in the organisation's order; drafts are left out.</summary>
    public async Task<IReadOnlyList<CampaignCard>> ListAsync(CancellationToken cancel)
    {
        var totals = await TotalsAsync(null, cancel);
        var programmes = await db.Programmes.AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var places = (await (
            from r in db.CampaignReceivers.AsNoTracking()
            join e in db.LegalEntities.AsNoTracking() on r.LegalEntityId equals e.Id
            orderby r.Position
            select new { r.CampaignId, e.CountryPack }).ToListAsync(cancel)).ToLookup(r => r.CampaignId, r => r.CountryPack);
        var rows = await db.Campaigns.AsNoTracking()
            .Where(c => c.State != CampaignState.Draft)
            .OrderBy(c => c.Position).ThenBy(c => c.Slug)
            .Select(c => new
            {
                c.Id,
                c.Slug,
                c.ProgrammeId,
                c.State,
                c.Title,
                c.Summary,
                c.Place,
                c.GoalMinor,
                c.GoalCurrency,
                c.StartsOn,
                c.EndsOn,
                c.PictureId,
            })
            .ToListAsync(cancel);
        var shown = await pictures.OnSiteAsync(rows.Select(c => c.PictureId).OfType<Guid>(), cancel);
        return rows.ConvertAll(c =>
        {
            var today = TodayIn(places[c.Id].FirstOrDefault());
            return new CampaignCard(
                c.Id, c.Slug, programmes[c.ProgrammeId], Campaign.Standing(c.State, c.StartsOn, c.EndsOn, today), c.Title, c.Summary, c.Place,
                Progress(c.Id, c.GoalMinor, c.GoalCurrency, totals), c.EndsOn, DaysLeft(c.EndsOn, today),
                c.PictureId is { } picture ? shown.GetValueOrDefault(picture) : null);
        });
    }

    /// <summary>One campaign with all that its page shows, or null when there is none that the public may see.</summary>
    public async Task<CampaignPage?> OneAsync(string slug, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.State != CampaignState.Draft, cancel);
        if (campaign is null)
        {
            return null;
        }

        var today = await TodayAsync(campaign.Id, cancel);
        return await PageAsync(campaign, campaign.StandingOn(today), await ReceiversAsync(campaign.Id, cancel), today, cancel);
    }

    /// <summary>
    /// The page as a draft would make it; without a draft, as the campaign stands. Null when there is no such campaign.
    /// One that nobody has seen is shown as it would open.
    /// </summary>
    public async Task<CampaignPage?> PreviewAsync(Guid campaignId, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(c => c.Id == campaignId, cancel);
        if (campaign is null)
        {
            return null;
        }

        var body = await db.CampaignDrafts.AsNoTracking().Where(d => d.CampaignId == campaignId).Select(d => d.Body).SingleOrDefaultAsync(cancel);
        var receivers = await ReceiversAsync(campaignId, cancel);
        var today = await TodayAsync(campaignId, cancel);
        if (body is not null)
        {
            // Onto a copy that no context follows: nothing of this can be saved.
            var draft = CampaignDocument.FromJson(body);
            campaign.Write(draft.Content);
            campaign.Promise(draft.Promises);
            receivers = await ReceiversAsync(draft.Content.Receivers, cancel);
            today = TodayIn(await PackOfAsync(draft.Content.Receivers, cancel));
        }

        var state = campaign.State == CampaignState.Draft ? CampaignState.Active : campaign.State;
        return await PageAsync(campaign, Campaign.Standing(state, campaign.StartsOn, campaign.EndsOn, today), receivers, today, cancel);
    }

    /// <summary>The name that a campaign has now, for a name that one had before; null for any other.</summary>
    public Task<string?> CurrentSlugAsync(string former, CancellationToken cancel) => (
        from a in db.CampaignAddresses.AsNoTracking()
        join c in db.Campaigns.AsNoTracking() on a.CampaignId equals c.Id
        where a.Slug == former
        select c.Slug).SingleOrDefaultAsync(cancel)!;

    /// <summary>The day by which a campaign begins and ends: that of its first receiver's country.</summary>
    public async Task<DateOnly> TodayAsync(Guid campaignId, CancellationToken cancel) => TodayIn(await (
        from r in db.CampaignReceivers.AsNoTracking()
        join e in db.LegalEntities.AsNoTracking() on r.LegalEntityId equals e.Id
        where r.CampaignId == campaignId
        orderby r.Position
        select e.CountryPack).FirstOrDefaultAsync(cancel));

    /// <summary>Who could receive a gift for the campaign, for <see cref="ChooseReceiver"/>.</summary>
    public async Task<IReadOnlyList<ReceiverCandidate>> CandidatesAsync(Guid campaignId, CancellationToken cancel)
    {
        var rows = await (
            from r in db.CampaignReceivers.AsNoTracking()
            join e in db.LegalEntities.AsNoTracking() on r.LegalEntityId equals e.Id
            where r.CampaignId == campaignId
            select new { r.LegalEntityId, r.FundId, r.TakesCards, r.TakesTransfers, r.Position, e.StripeAccount })
            .ToListAsync(cancel);
        var entities = rows.ConvertAll(r => r.LegalEntityId);
        var accounts = await db.BankAccounts.AsNoTracking()
            .Where(a => a.AcceptsDonations && entities.Contains(a.LegalEntityId))
            .Select(a => new { a.LegalEntityId, a.Currency })
            .ToListAsync(cancel);
        return rows.ConvertAll(r => new ReceiverCandidate(
            r.LegalEntityId, r.FundId, r.TakesCards, r.TakesTransfers, r.StripeAccount,
            [.. accounts.Where(a => a.LegalEntityId == r.LegalEntityId).Select(a => a.Currency).Distinct()], r.Position));
    }

    private async Task<CampaignPage> PageAsync(
        Campaign campaign, CampaignStanding standing, IReadOnlyList<CampaignReceiverView> receivers, DateOnly today, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var programme = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == campaign.ProgrammeId, cancel);
        var totals = await TotalsAsync(campaign.Id, cancel);
        var updates = await stories.Updates(campaign.Id, now, await day.TodayAsync(cancel))
            .OrderByDescending(u => u.PublishedAt).Take(MaxUpdates).ToListAsync(cancel);
        var revisions = await db.CampaignRevisions.AsNoTracking()
            .Where(r => r.CampaignId == campaign.Id).OrderByDescending(r => r.Number).ToListAsync(cancel);
        var story = await stories.StoryOfAsync(campaign, cancel);
        var shown = await pictures.OnSiteAsync(
            PicturesInText.Find([story, .. updates.Select(u => u.Body)]).Append(campaign.PictureId ?? Guid.Empty), cancel);
        return new CampaignPage(
            campaign, standing, programme, Progress(campaign.Id, campaign.GoalMinor, campaign.GoalCurrency, totals),
            DaysLeft(campaign.EndsOn, today), updates,
            revisions.ConvertAll(r => new CampaignRevisionView(
                r.Number, r.MadeAt, r.Reason, CampaignPromises.FromJson(r.Before), CampaignPromises.FromJson(r.After))),
            receivers, story, campaign.PictureId is { } picture ? shown.GetValueOrDefault(picture) : null, shown);
    }

    private async Task<IReadOnlyList<CampaignReceiverView>> ReceiversAsync(Guid campaignId, CancellationToken cancel) => await (
        from r in db.CampaignReceivers.AsNoTracking()
        join e in db.LegalEntities.AsNoTracking() on r.LegalEntityId equals e.Id
        join f in db.Funds.AsNoTracking() on r.FundId equals f.Id
        where r.CampaignId == campaignId
        orderby r.Position
        select new CampaignReceiverView(e.Id, e.Name, e.RegistrationNumber, f.Name, f.Restricted, r.TakesCards, r.TakesTransfers))
        .ToListAsync(cancel);

    /// <summary>Receivers that a draft names; one that is gone is left out.</summary>
    private async Task<IReadOnlyList<CampaignReceiverView>> ReceiversAsync(IReadOnlyList<ReceiverInput> named, CancellationToken cancel)
    {
        var (entityIds, fundIds) = (named.Select(r => r.LegalEntityId).ToList(), named.Select(r => r.FundId).ToList());
        var entities = await db.LegalEntities.AsNoTracking().Where(e => entityIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancel);
        var funds = await db.Funds.AsNoTracking().Where(f => fundIds.Contains(f.Id)).ToDictionaryAsync(f => f.Id, cancel);
        return
        [
            .. from r in named
               where entities.ContainsKey(r.LegalEntityId) && funds.ContainsKey(r.FundId)
               let entity = entities[r.LegalEntityId]
               let fund = funds[r.FundId]
               select new CampaignReceiverView(entity.Id, entity.Name, entity.RegistrationNumber, fund.Name, fund.Restricted, r.TakesCards, r.TakesTransfers),
        ];
    }

    private async Task<string?> PackOfAsync(IReadOnlyList<ReceiverInput> receivers, CancellationToken cancel)
        => receivers is [var first, ..]
            ? await db.LegalEntities.AsNoTracking().Where(e => e.Id == first.LegalEntityId).Select(e => e.CountryPack).SingleOrDefaultAsync(cancel)
            : null;

    private async Task<ILookup<Guid, CampaignTotal>> TotalsAsync(Guid? campaignId, CancellationToken cancel)
        => (await db.CampaignTotals.AsNoTracking().Where(t => campaignId == null || t.CampaignId == campaignId).ToListAsync(cancel))
            .ToLookup(t => t.CampaignId);

    private static CampaignProgress Progress(Guid campaignId, long? goalMinor, string goalCurrency, ILookup<Guid, CampaignTotal> totals)
    {
        var currency = Currency.Of(goalCurrency);
        var rows = totals[campaignId].ToList();
        return new CampaignProgress(
            new Money(rows.Where(t => t.Currency == goalCurrency).Sum(t => t.RaisedMinor), currency),
            goalMinor is { } goal ? new Money(goal, currency) : null,
            [.. rows.Where(t => t.Currency != goalCurrency && t.RaisedMinor != 0).OrderBy(t => t.Currency, StringComparer.Ordinal)
                .Select(t => new Money(t.RaisedMinor, Currency.Of(t.Currency)))],
            rows.Sum(t => t.Donors),
            rows.Sum(t => t.Gifts));
    }

    private DateOnly TodayIn(string? countryPack) => packs.DayOf(countryPack ?? CountryPacks.General, time.GetUtcNow().UtcDateTime);

    private static int? DaysLeft(DateOnly? endsOn, DateOnly today) => endsOn is { } end ? Math.Max(0, end.DayNumber - today.DayNumber) : null;
}

/// <summary>How far a campaign has come. Amounts are confirmed gifts less refunds and lost disputes.</summary>
/// <param name="Raised">In the goal's currency.</param>
/// <param name="OtherCurrencies">Gifts in other currencies, not converted here: they show as being settled.</param>
/// <param name="Donors">Distinct donors.</param>
public sealed record CampaignProgress(Money Raised, Money? Goal, IReadOnlyList<Money> OtherCurrencies, int Donors, int Gifts)
{
    /// <summary>Whole percent of the goal, 0 to 100, for a bar; null without a goal.</summary>
    public int? Percent => Goal is { Minor: > 0 } goal ? (int)Int128.Clamp((Int128)Raised.Minor * 100 / goal.Minor, 0, 100) : null;
}

public sealed record CampaignCard(
    Guid Id, string Slug, Programme Programme, CampaignStanding Standing, LocalizedText Title, LocalizedText Summary, LocalizedText Place,
    CampaignProgress Progress, DateOnly? EndsOn, int? DaysLeft, PictureView? Picture);

/// <param name="Story">The story, or what stands in its place while no consent covers the person it tells of.</param>
/// <param name="Pictures">Those named in the texts, by id.</param>
public sealed record CampaignPage(
    Campaign Campaign, CampaignStanding Standing, Programme Programme, CampaignProgress Progress, int? DaysLeft, IReadOnlyList<CampaignUpdate> Updates,
    IReadOnlyList<CampaignRevisionView> Revisions, IReadOnlyList<CampaignReceiverView> Receivers, LocalizedText Story, PictureView? Picture,
    IReadOnlyDictionary<Guid, PictureView> Pictures);

public sealed record CampaignRevisionView(int Number, DateTime MadeAt, LocalizedText Reason, CampaignPromises Before, CampaignPromises After);

public sealed record CampaignReceiverView(
    Guid LegalEntityId, LocalizedText Name, string RegistrationNumber, LocalizedText Fund, bool Restricted, bool TakesCards, bool TakesTransfers);
