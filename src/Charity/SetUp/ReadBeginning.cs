using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>The last step: what donors need before they give, and the first gift that went the whole way.</summary>
public sealed class ReadBeginning(CharityDb db, IOptions<StripeOptions> stripe)
{
    /// <summary>Gifts that are looked at.</summary>
    private const int Newest = 20;

    /// <param name="OpenCampaign">Address part of an open campaign that takes cards; null when there is none.</param>
    public sealed record Outcome(SetUpReport Report, string? OpenCampaign);

    public async Task<Outcome> RunAsync(CancellationToken cancel)
    {
        var findings = new List<SetUpFinding>();
        var entities = await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel);
        if (entities.Count == 0)
        {
            return new(new SetUpReport(SetUpStep.Start, [SetUpFinding.Open(new TextKey("setup.found.entity-none"))]), null);
        }

        await AddPapersAsync(entities, findings, cancel);
        var open = await AddCampaignsAsync(findings, cancel);
        findings.Add(await FirstGiftAsync(cancel));
        return new(new SetUpReport(SetUpStep.Start, findings), open);
    }

    private async Task AddPapersAsync(List<LegalEntity> entities, List<SetUpFinding> findings, CancellationToken cancel)
    {
        var terms = await db.Terms.AsNoTracking().GroupBy(t => t.LegalEntityId).Select(g => new { g.Key, Last = g.Max(t => t.Number) })
            .ToDictionaryAsync(t => t.Key, t => t.Last, cancel);
        foreach (var entity in entities)
        {
            var name = ("entity", (object?)entity.Name);
            findings.Add(terms.TryGetValue(entity.Id, out var last)
                ? SetUpFinding.Good(new TextKey("setup.found.terms"), name, ("number", last))
                : SetUpFinding.Open(new TextKey("setup.found.terms-none"), name));
            findings.Add(entity.GeneralFundId is not null
                ? SetUpFinding.Good(new TextKey("setup.found.fund"), name, ("count", await db.Funds.CountAsync(f => f.LegalEntityId == entity.Id, cancel)))
                : SetUpFinding.Open(new TextKey("setup.found.fund-none"), name));
        }

        var privacy = await db.Organisations.AsNoTracking().Select(o => o.Privacy).SingleOrDefaultAsync(cancel);
        findings.Add(privacy is { IsEmpty: false }
            ? SetUpFinding.Good(new TextKey("setup.found.privacy"))
            : SetUpFinding.Open(new TextKey("setup.found.privacy-none")));
        findings.Add(await db.Programmes.CountAsync(cancel) is > 0 and var programmes
            ? SetUpFinding.Good(new TextKey("setup.found.programmes"), ("count", programmes))
            : SetUpFinding.Open(new TextKey("setup.found.programmes-none")));
    }

    private async Task<string?> AddCampaignsAsync(List<SetUpFinding> findings, CancellationToken cancel)
    {
        var open = await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Active)
            .OrderByDescending(c => db.CampaignReceivers.Any(r => r.CampaignId == c.Id && r.TakesCards)).ThenBy(c => c.Position)
            .Select(c => new { c.Slug, c.Title }).FirstOrDefaultAsync(cancel);
        var drafts = await db.Campaigns.CountAsync(c => c.State == CampaignState.Draft, cancel);
        findings.Add(
            open is not null ? SetUpFinding.Good(new TextKey("setup.found.campaign"), ("campaign", open.Title))
            : drafts > 0 ? SetUpFinding.Open(new TextKey("setup.found.campaign-draft"))
            : SetUpFinding.Open(new TextKey("setup.found.campaign-none")));
        return open?.Slug;
    }

    /// <summary>
    /// A gift by card with its money booked and its receipt written: then every part has done its work. Looks at some of the
    /// newest, as the very newest may still be on its way.
    /// </summary>
    private async Task<SetUpFinding> FirstGiftAsync(CancellationToken cancel)
    {
        if (stripe.Value.Accounts.Count == 0)
        {
            return SetUpFinding.Note(new TextKey("setup.found.gift-transfers"));
        }

        var paid = await db.Donations.AsNoTracking().Where(d => d.Channel == DonationChannel.Stripe && d.Status == DonationStatus.Succeeded)
            .OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(Newest)
            .Select(d => new
            {
                d.PaidAt,
                Booked = db.StripeTransactions.Any(t => t.SourceId == d.ChargeId),
                Receipt = db.Receipts.Where(r => r.DonationId == d.Id).Select(r => r.Number).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return paid.Find(gift => gift is { Booked: true, Receipt: not null }) is { } whole
            ? SetUpFinding.Good(new TextKey("setup.found.gift"), ("day", DateOnly.FromDateTime(whole.PaidAt!.Value)), ("number", whole.Receipt))
            : paid.Count == 0 ? SetUpFinding.Open(new TextKey("setup.found.gift-none"))
            : paid[0].Booked ? SetUpFinding.Open(new TextKey("setup.found.gift-no-receipt"))
            : SetUpFinding.Open(new TextKey("setup.found.gift-unbooked"));
    }
}
