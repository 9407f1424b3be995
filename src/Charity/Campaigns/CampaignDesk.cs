using Charity.Accounting;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>A draft as lists tell of it.</summary>
/// <param name="PublishAt">UTC; null when no time is set.</param>
/// <param name="RefusedAt">UTC; when publishing at a set time was refused, and nobody has changed it since.</param>
public sealed record DraftLine(DateTime SavedAt, string SavedBy, DateTime? PublishAt, DateTime? RefusedAt);

/// <summary>A campaign as the people who run it see it in a list.</summary>
/// <param name="Standing">Null for one that nobody outside has seen.</param>
/// <param name="Outdated">Languages with a text older than its source, in the draft where there is one.</param>
/// <param name="LacksConsent">A person is shown or told of without a consent in force, in the draft where there is one: it cannot be published so.</param>
public sealed record DeskLine(
    Guid Id, string Slug, LocalizedText Title, Programme Programme, CampaignState State, CampaignStanding? Standing, Money Raised, Money? Goal,
    int Gifts, DateOnly? EndsOn, DraftLine? Draft, IReadOnlyList<Language> Outdated, bool LacksConsent)
{
    /// <summary>Something that a person should do.</summary>
    public bool Waits => Draft is not null || Outdated.Count > 0 || LacksConsent;
}

/// <summary>What editors see of all campaigns, those that nobody has seen included. Read only.</summary>
public sealed class CampaignDesk(CharityDb db, CountryPacks packs, ConsentCheck consents, TimeProvider time)
{
    /// <summary>All campaigns: what can be given for first, in the organisation's order within.</summary>
    public async Task<IReadOnlyList<DeskLine>> ListAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var offered = (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel))?.Offered ?? Language.All;
        var programmes = await db.Programmes.AsNoTracking().ToDictionaryAsync(p => p.Id, cancel);
        var totals = (await db.CampaignTotals.AsNoTracking().ToListAsync(cancel)).ToLookup(t => t.CampaignId);
        var drafts = await db.CampaignDrafts.AsNoTracking()
            .Select(d => new { d.CampaignId, Line = new DraftLine(d.SavedAt, d.SavedBy, d.PublishAt, d.RefusedAt), d.Translations, d.Body })
            .ToDictionaryAsync(d => d.CampaignId, cancel);
        var places = (await (
            from r in db.CampaignReceivers.AsNoTracking()
            join e in db.LegalEntities.AsNoTracking() on r.LegalEntityId equals e.Id
            orderby r.Position
            select new { r.CampaignId, e.CountryPack }).ToListAsync(cancel)).ToLookup(r => r.CampaignId, r => r.CountryPack);
        var rows = await db.Campaigns.AsNoTracking().OrderBy(c => c.Position).ThenBy(c => c.Slug)
            .Select(c => new { c.Id, c.Slug, c.Title, c.ProgrammeId, c.State, c.GoalMinor, c.GoalCurrency, c.StartsOn, c.EndsOn, c.Translations })
            .ToListAsync(cancel);
        var gaps = await consents.OfManyAsync(await ContentsAsync(drafts.ToDictionary(d => d.Key, d => d.Value.Body), cancel), cancel);
        return
        [
            .. rows.Select(c =>
            {
                var draft = drafts.GetValueOrDefault(c.Id);
                var currency = Currency.Of(c.GoalCurrency);
                var marks = TranslationMarks.FromJson(draft?.Translations ?? c.Translations);
                var today = packs.DayOf(places[c.Id].FirstOrDefault() ?? CountryPacks.General, now);
                return new DeskLine(
                    c.Id, c.Slug, c.Title, programmes[c.ProgrammeId], c.State,
                    c.State == CampaignState.Draft ? null : Campaign.Standing(c.State, c.StartsOn, c.EndsOn, today),
                    new Money(totals[c.Id].Where(t => t.Currency == c.GoalCurrency).Sum(t => t.RaisedMinor), currency),
                    c.GoalMinor is { } goal ? new Money(goal, currency) : null,
                    totals[c.Id].Sum(t => t.Gifts), c.EndsOn, draft?.Line, [.. marks.OutdatedIn(offered).Select(o => o.Language).Distinct()],
                    gaps.ContainsKey(c.Id));
            }).OrderBy(line => Rank(line.Standing)),
        ];
    }

    /// <summary>What each campaign would show next: its draft, or where there is none what stands.</summary>
    /// <param name="drafts">Stored documents by campaign.</param>
    private async Task<Dictionary<Guid, CampaignContent>> ContentsAsync(Dictionary<Guid, string> drafts, CancellationToken cancel)
    {
        var live = await db.Campaigns.AsNoTracking()
            .Where(c => !db.CampaignDrafts.Any(d => d.CampaignId == c.Id)).ToListAsync(cancel);
        var contents = live.ToDictionary(c => c.Id, c => c.ContentWith([]));
        foreach (var (campaign, body) in drafts)
        {
            contents[campaign] = CampaignDocument.FromJson(body).Content;
        }

        return contents;
    }

    private static int Rank(CampaignStanding? standing) => standing switch
    {
        null => 0,
        CampaignStanding.Active => 1,
        CampaignStanding.Coming or CampaignStanding.Paused => 2,
        _ => 3,
    };
}
