using Charity.Accounting;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Charity.Donations;

/// <summary>What a gift needs next on its way to the payment page. One of the first three is set, or none when it is paid, on its way or held.</summary>
/// <param name="Url">The page is open.</param>
/// <param name="Lapsed">Its session should have ended; fetch it before anything else.</param>
/// <param name="Call">A session must be asked for.</param>
/// <param name="Held">Its donor has not confirmed it by mail yet: no session may be asked for.</param>
internal sealed record CheckoutStep(string? Url, (string Account, string SessionId)? Lapsed, CallSpec? Call, string Reference, bool Held = false);

/// <summary>Takes the number of a session request and writes the request down, before it is made.</summary>
internal sealed class BeginCheckout(
    CharityDb db, PublicTokens tokens, EntityDirectory entities, IOptions<SiteOptions> site, IHostEnvironment environment, TimeProvider time)
{
    /// <summary>Filled in by Stripe. What it says is never believed; it helps to find a session whose id we never learnt.</summary>
    private const string SessionIdPlaceholder = "{CHECKOUT_SESSION_ID}";

    public async Task<CheckoutStep> RunAsync(Guid donationId, CancellationToken cancel)
    {
        var gift = await db.Donations.FirstAsync(d => d.Id == donationId, cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var reference = gift.Id.ToString();
        var account = (await entities.OneAsync(gift.LegalEntityId, cancel)).StripeAccount
            ?? throw new InvalidOperationException($"The entity of gift {gift.Id} takes no cards.");
        switch (gift.Status)
        {
            case DonationStatus.Succeeded or DonationStatus.Processing:
                return new CheckoutStep(null, null, null, reference);
            case DonationStatus.CheckoutOpen when gift.SessionExpiresAt > now && gift.SessionUrl is not null:
                return new CheckoutStep(gift.SessionUrl, null, null, reference);
            case DonationStatus.CheckoutOpen:
                return new CheckoutStep(null, (account, gift.SessionId!), null, reference);
            // Whoever asks, and however often: this is the one place where the request of a session begins.
            case DonationStatus.Created or DonationStatus.Expired or DonationStatus.Failed
                when await db.GiftHolds.AnyAsync(h => h.DonationId == donationId && h.ConfirmedAt == null, cancel):
                return new CheckoutStep(null, null, null, reference, Held: true);
            default:
                var number = gift.BeginSession();
                var body = (await RequestAsync(gift, now, cancel)).ToFormBody();
                await db.SaveChangesAsync(cancel);
                return new CheckoutStep(null, null, SpecOf(gift.Id, number, account, body), reference);
        }
    }

    /// <summary>The call of a gift's session request. A call made before sends its stored body, whatever is given here.</summary>
    internal static CallSpec SpecOf(Guid donationId, int number, string account, string body)
        => new(FormattableString.Invariant($"don-{donationId}-cs-{number}"), account, CallPurpose.CreateSession, donationId, body);

    internal async Task<CheckoutRequest> RequestAsync(Donation gift, DateTime now, CancellationToken cancel)
    {
        var campaign = await db.Campaigns.AsNoTracking().Where(c => c.Id == gift.CampaignId)
            .Select(c => new { c.Slug, c.Title })
            .FirstAsync(cancel);
        var fallback = await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel);
        var language = Language.Of(gift.Language);
        var token = tokens.For(DraftGift.ThanksPurpose, gift.Id, gift.TokenVersion);
        return new CheckoutRequest(
            gift.Id.ToString(),
            new Money(gift.AmountMinor, Currency.Of(gift.Currency)),
            campaign.Title.In(language, Language.Of(fallback ?? Language.En.Code)).Text,
            $"Donation {gift.Id}",
            gift.Email,
            language,
            now + CheckoutRequest.UsualLife,
            site.Value.Address($"/{language.Code}/thanks/{token}") + "?s=" + SessionIdPlaceholder,
            site.Value.Address($"/{language.Code}/give/{campaign.Slug}?a={gift.Attempt}"),
            environment.EnvironmentName);
    }
}
