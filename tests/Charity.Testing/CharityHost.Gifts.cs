using Charity.Accounting;
using Charity.Campaigns;
using Charity.Donations;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing;

/// <summary>A gift that a test started.</summary>
public sealed record StartedGift(Guid Id, string Token, GiftForm Form, string Session);

public sealed partial class CharityHost
{
    /// <summary>A card that always works.</summary>
    public const string GoodCard = "4242424242424242";

    /// <summary>A form as the page would send it for <see cref="SetUpOrganisationAsync"/>'s campaign, with the terms in force.</summary>
    public async Task<GiftForm> FormAsync(long minor = 2500, string currency = "EUR", string email = "donor@example.org", string name = "Olena Шевченко")
        => new(
            GiftForm.NewAttempt(), TestOrganisation.CampaignSlug, new Money(minor, Currency.Of(currency)), false, name, email, Language.En,
            TermsVersionId: await TermsAsync("bg"));

    /// <summary>The version of the terms in force of the entity with this code.</summary>
    public async Task<Guid?> TermsAsync(string entityCode)
    {
        await using var db = Db();
        return await (from t in db.Terms
                      join e in db.LegalEntities on t.LegalEntityId equals e.Id
                      where e.Code == entityCode
                      orderby t.Number descending
                      select (Guid?)t.Id).FirstOrDefaultAsync();
    }

    /// <summary>Posts a form as a page would.</summary>
    public async Task<GiveOutcome> PostAsync(GiftForm form)
    {
        await using var scope = Scope();
        return await scope.ServiceProvider.GetRequiredService<GiveByCard>().RunAsync(form, CancellationToken.None);
    }

    /// <summary>Posts a form and is sent to the payment page.</summary>
    public async Task<StartedGift> GiveAsync(long minor = 2500, string currency = "EUR", string email = "donor@example.org", bool coverFee = false)
        => await GiveAsync((await FormAsync(minor, currency, email)) with { CoverFee = coverFee });

    /// <inheritdoc cref="GiveAsync(long, string, string, bool)"/>
    public async Task<StartedGift> GiveAsync(GiftForm form)
    {
        var outcome = await PostAsync(form);
        if (outcome is not { Checkout.Result: CheckoutResult.Ready, Start.DonationId: { } id })
        {
            throw new InvalidOperationException(
                $"The gift did not reach the payment page: {outcome.Start.Result} {string.Join(", ", outcome.Start.Faults)} {outcome.Checkout}");
        }

        return new StartedGift(id, outcome.ThanksToken!, form, (await GiftAsync(id)).SessionId!);
    }

    /// <summary>The gift as it stands.</summary>
    public async Task<Donation> GiftAsync(Guid id)
    {
        await using var db = Db();
        return await db.Donations.AsNoTracking().SingleAsync(d => d.Id == id);
    }

    /// <summary>The donor pays on the payment page; nothing is delivered yet.</summary>
    public async Task<string> PayAsync(StartedGift gift, string card = GoodCard)
    {
        await Stripe.PayAsync(gift.Session, card);
        return Stripe.Payments().First(p => p.Session == gift.Session).Charge ?? "";
    }

    /// <summary>Lets everything arrive that is due: webhooks, work, and what work leaves behind.</summary>
    public async Task ArriveAsync()
    {
        while (await DeliverWebhooksAsync() + await DrainAsync() > 0)
        {
        }
    }

    /// <summary>A gift that is paid, told of, and posted: some seconds pass.</summary>
    public async Task<StartedGift> GivenAsync(long minor = 2500, string currency = "EUR", string email = "donor@example.org", bool coverFee = false)
    {
        var gift = await GiveAsync(minor, currency, email, coverFee);
        await PayAsync(gift);
        await ArriveAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        return gift;
    }

    /// <summary>
    /// Lets a long time pass as for a program that was switched off: everything that fell due is made up for at its end.
    /// Much quicker than <see cref="AdvanceAsync"/>, which stops at each moment.
    /// </summary>
    public async Task JumpAsync(TimeSpan by)
    {
        Clock.Advance(by);
        await AdvanceAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>A refund made in the provider's dashboard; all of what is left without an amount.</summary>
    public async Task<string> RefundInDashboardAsync(StartedGift gift, long? minor = null)
        => await Stripe.RefundAsync((await GiftAsync(gift.Id)).ChargeId!, minor);

    /// <summary>The donor's bank opens a dispute.</summary>
    public async Task<string> DisputeAsync(StartedGift gift, long? minor = null, bool inquiry = false)
        => await Stripe.OpenDisputeAsync((await GiftAsync(gift.Id)).ChargeId!, minor, inquiry: inquiry);

    /// <summary>Balances of an entity's accounts by code and currency, debit positive; zeros left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> BalancesAsync(Guid? legalEntityId = null)
    {
        await using var db = Db();
        var rows = await db.Postings.AsNoTracking()
            .Where(p => legalEntityId == null || p.Entry.LegalEntityId == legalEntityId)
            .GroupBy(p => new { p.Account.Code, p.Currency })
            .Select(g => new { g.Key.Code, g.Key.Currency, Sum = g.Sum(p => p.AmountMinor) })
            .ToListAsync();
        return rows.Where(r => r.Sum != 0).ToDictionary(r => $"{r.Code} {r.Currency}", r => r.Sum);
    }

    /// <summary>What the test campaign raised, per currency.</summary>
    public async Task<IReadOnlyList<CampaignTotal>> TotalsAsync()
    {
        await using var db = Db();
        return await db.CampaignTotals.AsNoTracking().OrderBy(t => t.Currency).ToListAsync();
    }

    /// <summary>Findings, as "kind subject".</summary>
    public async Task<IReadOnlyList<string>> FindingsAsync()
    {
        await using var db = Db();
        return [.. (await db.Exceptions.AsNoTracking().ToListAsync()).Select(e => $"{e.Kind} {e.Subject}").Order(StringComparer.Ordinal)];
    }
}
