using System.Text.RegularExpressions;
using Charity.Accounting;
using Charity.Campaigns.Drafts;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns;

/// <summary>What a campaign says to everyone.</summary>
internal sealed record PublicWords(LocalizedText Title, LocalizedText Summary, LocalizedText Story, CampaignPromises Promises);

/// <summary>The rules that every save of a campaign keeps, and those that being open adds. They stand here only.</summary>
internal static partial class CampaignRules
{
    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?\\z")]
    private static partial Regex SlugForm();

    public static bool IsSlug(string slug) => SlugForm().IsMatch(slug) && !slug.Contains("--", StringComparison.Ordinal);

    /// <summary>True when another campaign has this name, or had it once: its old addresses still lead there.</summary>
    /// <param name="campaignId">The campaign that asks.</param>
    public static async Task<bool> IsSlugTakenAsync(CharityDb db, string slug, Guid campaignId, CancellationToken cancel)
        // In this order: a name that is given up at this moment stands among the campaigns until it stands among the old ones.
        => await db.Campaigns.AnyAsync(c => c.Slug == slug && c.Id != campaignId, cancel)
           || await db.CampaignAddresses.AnyAsync(a => a.Slug == slug && a.CampaignId != campaignId, cancel);

    /// <summary>What is wrong with the content itself, whatever the campaign's state.</summary>
    public static async Task<List<CampaignProblem>> CheckAsync(
        CharityDb db, CampaignContent content, CampaignPromises promises, CancellationToken cancel)
    {
        var problems = new List<CampaignProblem>();
        When(problems, CampaignProblem.ProgrammeUnknown, !await db.Programmes.AnyAsync(p => p.Id == content.ProgrammeId, cancel));
        When(problems, CampaignProblem.GoalNotPositive, promises.GoalMinor is <= 0);
        var document = new CampaignDocument(content, promises);
        When(problems, CampaignProblem.EndsBeforeStart, document.EndsBeforeStart);
        When(problems, CampaignProblem.CurrencyUnknown,
            content.Currencies.Count == 0
            || content.Currencies.Append(promises.GoalCurrency).Any(c => !Currency.TryOf(c, out var found) || !Currency.InUse.Contains(found)));
        When(problems, CampaignProblem.TextTooLong,
            CampaignFields.Texts.Any(field => field.Read(document).Any(text => text.Text.Length > field.MaxLength)));
        When(problems, CampaignProblem.PictureUnknown,
            content.PictureId is { } picture && !await db.Pictures.AnyAsync(p => p.Id == picture && p.WithdrawnAt == null, cancel));
        await CheckReceiversAsync(db, content.Receivers, problems, cancel);
        return problems;
    }

    /// <summary>What else must stand before donors see it, and as long as they do.</summary>
    /// <param name="receivers">Legal entities that may receive for it.</param>
    /// <param name="now">UTC.</param>
    public static async Task<List<CampaignProblem>> CheckPublicAsync(
        CharityDb db, CountryPacks packs, PublicWords words, IReadOnlyCollection<Guid> receivers, DateTime now, CancellationToken cancel)
    {
        var packIds = await db.LegalEntities.Where(e => receivers.Contains(e.Id)).Select(e => e.CountryPack).Distinct().ToListAsync(cancel);
        var settlement = packIds.SelectMany(id => packs.At(id, now).SettlementCurrencies).Select(currency => currency.Code);
        var problems = new List<CampaignProblem>();
        When(problems, CampaignProblem.TitleMissing, words.Title.IsEmpty);
        When(problems, CampaignProblem.SummaryMissing, words.Summary.IsEmpty);
        When(problems, CampaignProblem.StoryMissing, words.Story.IsEmpty);
        When(problems, CampaignProblem.PurposeMissing, words.Promises.Purpose.IsEmpty);
        When(problems, CampaignProblem.SurplusRuleMissing, words.Promises.SurplusRule.IsEmpty);
        When(problems, CampaignProblem.NoReceiver, receivers.Count == 0);
        When(problems, CampaignProblem.GoalCurrencyNotSettled, !settlement.Contains(words.Promises.GoalCurrency));
        return problems;
    }

    /// <summary>What is wrong with changing what donors were promised, once they have given.</summary>
    public static List<CampaignProblem> CheckRevision(Campaign campaign, CampaignPromises promises, LocalizedText reason, DateOnly startsOn)
    {
        var problems = new List<CampaignProblem>();
        When(problems, CampaignProblem.ReasonMissing, reason.IsEmpty);
        When(problems, CampaignProblem.PurposeMissing, promises.Purpose.IsEmpty);
        When(problems, CampaignProblem.SurplusRuleMissing, promises.SurplusRule.IsEmpty);
        When(problems, CampaignProblem.GoalNotPositive, promises.GoalMinor is <= 0);
        When(problems, CampaignProblem.EndsBeforeStart, promises.EndsOn < startsOn);
        // The totals shown against the goal are kept in its currency: another currency is another campaign.
        When(problems, CampaignProblem.GoalCurrencyNotSettled, promises.GoalCurrency != campaign.GoalCurrency);
        return problems;
    }

    private static async Task CheckReceiversAsync(
        CharityDb db, IReadOnlyList<ReceiverInput> receivers, List<CampaignProblem> problems, CancellationToken cancel)
    {
        foreach (var receiver in receivers)
        {
            When(problems, CampaignProblem.ReceiverWithoutMeans, receiver is { TakesCards: false, TakesTransfers: false });
            var entity = await db.LegalEntities.AsNoTracking()
                .Where(e => e.Id == receiver.LegalEntityId)
                .Select(e => new
                {
                    HasCards = e.StripeAccount != null,
                    HasBank = db.BankAccounts.Any(a => a.LegalEntityId == e.Id && a.AcceptsDonations),
                })
                .SingleOrDefaultAsync(cancel);
            var fundOwner = await db.Funds.AsNoTracking()
                .Where(f => f.Id == receiver.FundId).Select(f => (Guid?)f.LegalEntityId).SingleOrDefaultAsync(cancel);
            When(problems, CampaignProblem.EntityUnknown, entity is null);
            When(problems, CampaignProblem.FundUnknown, fundOwner is null);
            When(problems, CampaignProblem.FundOfAnotherEntity, fundOwner is not null && fundOwner != receiver.LegalEntityId);
            When(problems, CampaignProblem.EntityHasNoCardAccount, entity is { HasCards: false } && receiver.TakesCards);
            When(problems, CampaignProblem.EntityHasNoBankAccount, entity is { HasBank: false } && receiver.TakesTransfers);
        }
    }

    public static void When(List<CampaignProblem> problems, CampaignProblem problem, bool found)
    {
        if (found && !problems.Contains(problem))
        {
            problems.Add(problem);
        }
    }

    /// <summary>Replaces the receivers of a campaign by those given, in their order.</summary>
    public static async Task SetReceiversAsync(
        CharityDb db, Ids ids, Guid campaignId, IReadOnlyList<ReceiverInput> receivers, CancellationToken cancel)
    {
        var standing = await db.CampaignReceivers.Where(r => r.CampaignId == campaignId).ToListAsync(cancel);
        db.CampaignReceivers.RemoveRange(standing.Where(s => receivers.All(r => r.LegalEntityId != s.LegalEntityId)));
        for (var i = 0; i < receivers.Count; i++)
        {
            var input = receivers[i];
            var row = standing.Find(s => s.LegalEntityId == input.LegalEntityId);
            if (row is null)
            {
                row = new CampaignReceiver { Id = ids.New(), CampaignId = campaignId, LegalEntityId = input.LegalEntityId };
                db.CampaignReceivers.Add(row);
            }

            (row.FundId, row.TakesCards, row.TakesTransfers, row.Position) = (input.FundId, input.TakesCards, input.TakesTransfers, i);
        }
    }
}
