using Charity.Campaigns;
using Charity.Data;
using Charity.Donors;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>What became of a form before its gift was saved.</summary>
/// <param name="Gift">Added to the context, or the gift that the attempt made before.</param>
/// <param name="Repeated">The attempt made a gift before; <paramref name="SameInput"/> says whether with the same words.</param>
internal sealed record Draft(Donation? Gift, IReadOnlyList<GiftFault> Faults, bool Repeated = false, bool SameInput = true);

/// <summary>
/// Turns a form into a gift in the context, for either means: checks it, picks campaign, receiving entity, fund and
/// terms, finds the donor. The same attempt gives the same gift.
/// </summary>
internal sealed class DraftGift(
    CharityDb db, CampaignPages campaigns, FindOrAddDonor donors, FeeEstimates fees, PublicTokens tokens, IndexGifts index, Ids ids, TimeProvider time)
{
    /// <summary>What the token of a thanks page is for.</summary>
    public const string ThanksPurpose = "thanks";

    private const int FirstTokenVersion = 1;

    public async Task<Draft> RunAsync(GiftForm form, GiftMeans means, string? transferReference, CancellationToken cancel)
    {
        var hash = form.HashOf(means);
        if (await db.Donations.FirstOrDefaultAsync(d => d.Attempt == form.Attempt, cancel) is { } standing)
        {
            return new Draft(standing, [], true, standing.InputHash.AsSpan().SequenceEqual(hash));
        }

        var faults = new List<GiftFault>();
        var clean = GiftFormCheck.Run(form, means, fees, faults);
        var campaign = await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Slug == form.CampaignSlug, cancel);
        var receiver = await ReceiverAsync(campaign, form, means, faults, cancel);
        if (receiver is not null)
        {
            await CheckTermsAsync(receiver.LegalEntityId, form.TermsVersionId, faults, cancel);
        }

        if (clean is null || faults.Count > 0)
        {
            return new Draft(null, faults);
        }

        var gift = await MakeAsync(clean, campaign!, receiver!, means, hash, transferReference, cancel);
        db.Donations.Add(gift);
        await index.AddAsync([gift], cancel);
        return new Draft(gift, []);
    }

    private async Task<ReceiverCandidate?> ReceiverAsync(
        Campaign? campaign, GiftForm form, GiftMeans means, List<GiftFault> faults, CancellationToken cancel)
    {
        if (campaign is null || campaign.State == CampaignState.Draft)
        {
            faults.Add(new GiftFault(GiftProblem.CampaignNotFound));
            return null;
        }

        if (!campaign.TakesGiftsOn(await campaigns.TodayAsync(campaign.Id, cancel)))
        {
            faults.Add(new GiftFault(GiftProblem.CampaignNotOpen));
            return null;
        }

        if (!campaign.OfferedCurrencies.Contains(form.Amount.Currency.Code))
        {
            faults.Add(new GiftFault(GiftProblem.CurrencyNotOffered));
        }

        var receiver = ChooseReceiver.For(await campaigns.CandidatesAsync(campaign.Id, cancel), means, form.Amount.Currency.Code);
        if (receiver is null)
        {
            faults.Add(new GiftFault(GiftProblem.MeansNotOffered));
        }

        return receiver;
    }

    private async Task CheckTermsAsync(Guid entity, Guid? accepted, List<GiftFault> faults, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var versions = await db.Terms.AsNoTracking()
            .Where(t => t.LegalEntityId == entity && t.InForceFrom <= now)
            .OrderByDescending(t => t.Number)
            .Select(t => t.Id)
            .ToListAsync(cancel);
        if (versions.Count > 0 && versions[0] != accepted)
        {
            // Anything but the version in force: an earlier one must be shown again, anything else was never accepted.
            faults.Add(new GiftFault(accepted is { } id && versions.Contains(id) ? GiftProblem.TermsChanged : GiftProblem.TermsNotAccepted));
        }
    }

    private async Task<Donation> MakeAsync(
        CheckedForm clean, Campaign campaign, ReceiverCandidate receiver, GiftMeans means, byte[] hash, string? transferReference,
        CancellationToken cancel)
    {
        var form = clean.Form;
        var donor = await donors.RunAsync(clean.Email, clean.Name, form.Language, form.NewsConsentText, cancel);
        var id = ids.New();
        return new Donation
        {
            Id = id,
            Attempt = form.Attempt,
            InputHash = hash,
            Channel = means == GiftMeans.Card ? DonationChannel.Stripe : DonationChannel.BankTransfer,
            Status = means == GiftMeans.Card ? DonationStatus.Created : DonationStatus.Expected,
            LegalEntityId = receiver.LegalEntityId,
            CampaignId = campaign.Id,
            FundId = receiver.FundId,
            DonorId = donor.Id,
            TermsVersionId = form.TermsVersionId,
            AmountMinor = clean.Total.Minor,
            Currency = clean.Total.Currency.Code,
            CoveredFeeMinor = clean.CoveredFee.Minor,
            Language = form.Language.Code,
            DonorName = clean.Name,
            Email = clean.Email,
            CompanyName = clean.CompanyName,
            CompanyNumber = clean.CompanyNumber,
            Anonymity = form.Anonymity,
            DedicationKind = form.DedicationKind,
            DedicationName = clean.DedicationName,
            Message = clean.Message,
            MessageState = clean.Message is null ? MessageState.None : MessageState.AwaitsModeration,
            NewsConsent = form.NewsConsentText is not null,
            CreatedAt = time.GetUtcNow().UtcDateTime,
            TransferReference = transferReference,
            TokenHash = tokens.HashFor(ThanksPurpose, id, FirstTokenVersion),
            TokenVersion = FirstTokenVersion,
            SearchText = SearchText.Of(clean.Name, clean.CompanyName, clean.CompanyNumber, clean.Email, transferReference),
        };
    }
}
