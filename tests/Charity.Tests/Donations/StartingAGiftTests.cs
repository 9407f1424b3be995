using Charity.Accounting;
using Charity.Campaigns;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Donations;

/// <summary>What a form may say, and what becomes of it before any money moves.</summary>
public sealed class StartingAGiftTests
{
    [Fact]
    public async Task A_gift_keeps_what_was_said_and_goes_to_the_entity_and_fund_that_take_cards()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var world = await host.SetUpOrganisationAsync();
        var form = (await host.FormAsync(2500)) with
        {
            Name = "  Олена   Шевченко ",
            Email = "Olena@Example.ORG",
            Language = Language.Uk,
            Anonymity = Anonymity.Initials,
            DedicationKind = DedicationKind.InMemoryOf,
            DedicationName = "Марко",
            Message = "Тримайтеся!",
            CompanyName = "ТОВ Тепло",
            CompanyNumber = "12345678",
            NewsConsentText = "news-1",
        };
        var gift = await host.GiftAsync((await host.GiveAsync(form)).Id);

        Assert.Equal(("Олена Шевченко", "Olena@example.org", "uk"), (gift.DonorName, gift.Email, gift.Language));
        Assert.Equal((world.Bulgarian, world.UrgentFund, world.Campaign), (gift.LegalEntityId, gift.FundId, gift.CampaignId));
        Assert.Equal((2500, "EUR", 0), (gift.AmountMinor, gift.Currency, gift.CoveredFeeMinor));
        Assert.Equal((Anonymity.Initials, DedicationKind.InMemoryOf, "Марко"), (gift.Anonymity, gift.DedicationKind, gift.DedicationName));
        Assert.Equal(("Тримайтеся!", MessageState.AwaitsModeration), (gift.Message, gift.MessageState));
        Assert.Equal(("ТОВ Тепло", "12345678"), (gift.CompanyName, gift.CompanyNumber));
        Assert.Equal((world.Terms, true), (gift.TermsVersionId, gift.NewsConsent));
        Assert.Contains("олена шевченко", gift.SearchText, StringComparison.Ordinal);
        await using var db = host.Db();
        var donor = await db.Donors.SingleAsync();
        Assert.Equal((gift.DonorId, "olena@example.org", false), (donor.Id, donor.EmailKey, donor.EmailVerified));
        Assert.Equal("news-1", donor.NewsConsentText);
    }

    [Fact]
    public async Task The_same_address_is_one_donor_whose_name_no_stranger_changes()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var first = await host.GiveAsync(await host.FormAsync(email: "a@example.org", name: "First"));
        var second = await host.GiveAsync(await host.FormAsync(email: "A@EXAMPLE.org", name: "Second"));
        await using var db = host.Db();
        Assert.Equal("First", (await db.Donors.SingleAsync()).Name);
        Assert.Equal(("First", "Second"), ((await host.GiftAsync(first.Id)).DonorName, (await host.GiftAsync(second.Id)).DonorName));
    }

    [Fact]
    public async Task A_covered_fee_is_computed_here_and_the_gift_stays_whole_after_the_estimate()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiftAsync((await host.GiveAsync(2500, coverFee: true)).Id);
        var fees = new FeeEstimates().For(Currency.Eur)!.Value;
        Assert.Equal(2500, gift.AmountMinor - gift.CoveredFeeMinor);
        Assert.Equal(new Money(2500, Currency.Eur), fees.NetOf(new Money(gift.AmountMinor, Currency.Eur)));
    }

    [Fact]
    [Trait("Case", "M06")]
    public void Each_currency_in_use_has_an_estimate_that_leaves_the_intended_gift()
    {
        var estimates = new FeeEstimates();
        var random = new Random(6);
        foreach (var currency in Currency.InUse)
        {
            var model = estimates.For(currency);
            Assert.NotNull(model);
            for (var i = 0; i < 1000; i++)
            {
                var intended = new Money(random.NextInt64(1, 10_000_000), currency);
                Assert.Equal(intended, model.Value.NetOf(estimates.GrossUp(intended)));
            }
        }
    }

    [Theory]
    [Trait("Case", "M02")]
    [Trait("Case", "M03")]
    [InlineData(0, "EUR", GiftProblem.AmountTooSmall)]
    [InlineData(-500, "EUR", GiftProblem.AmountTooSmall)]
    [InlineData(49, "EUR", GiftProblem.AmountTooSmall)]
    [InlineData(100_000_000, "EUR", GiftProblem.AmountTooLarge)]
    [InlineData(long.MaxValue, "EUR", GiftProblem.AmountTooLarge)]
    [InlineData(long.MinValue, "EUR", GiftProblem.AmountTooSmall)]
    public async Task Amounts_that_no_card_can_pay_are_refused_before_the_provider_is_asked(long minor, string currency, GiftProblem problem)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        Assert.Contains(problem, await RefusedAsync(host, await host.FormAsync(minor, currency)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task A_covered_fee_makes_no_impossible_amount_possible(long minor)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await RefusedAsync(host, (await host.FormAsync(minor)) with { CoverFee = true });
    }

    [Theory]
    [Trait("Case", "M04")]
    [InlineData("GBP")]
    [InlineData("JPY")]
    [InlineData("BGN")]
    public async Task A_currency_that_the_campaign_does_not_offer_is_refused(string currency)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        Assert.Contains(GiftProblem.CurrencyNotOffered, await RefusedAsync(host, await host.FormAsync(5000, currency)));
    }

    [Fact]
    public async Task Every_fault_is_named_at_once()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var form = (await host.FormAsync(1)) with
        {
            Name = " ",
            Email = "a@b.org,c@d.org",
            TermsVersionId = null,
            DedicationKind = DedicationKind.InHonourOf,
            Message = new string('x', 1001),
        };
        Assert.Equal(
            [
                GiftProblem.AmountTooSmall, GiftProblem.NameMissing, GiftProblem.EmailInvalid, GiftProblem.DedicationMissing,
                GiftProblem.MessageTooLong, GiftProblem.TermsNotAccepted,
            ],
            (await RefusedAsync(host, form)).Order());
    }

    [Fact]
    [Trait("Case", "X07")]
    public async Task A_name_that_no_receipt_can_print_is_asked_for_again_with_the_letters_named()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var outcome = await host.PostAsync((await host.FormAsync()) with { Name = "Ana 🌻 山" });
        var fault = Assert.Single(outcome.Start.Faults);
        Assert.Equal((GiftProblem.NameUnprintable, "🌻 山"), (fault.Problem, fault.Detail));
    }

    [Fact]
    public async Task A_campaign_that_is_closed_or_unknown_takes_nothing()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var world = await host.SetUpOrganisationAsync();
        var form = await host.FormAsync();
        Assert.Contains(GiftProblem.CampaignNotFound, await RefusedAsync(host, form with { CampaignSlug = "nothing" }));
        await host.RunAsync<ChangeCampaignState, CampaignOutcome>(c => c.RunAsync(new(world.Campaign, CampaignState.Paused), default));
        Assert.Contains(GiftProblem.CampaignNotOpen, await RefusedAsync(host, form));
    }

    [Fact]
    public async Task A_campaign_takes_gifts_from_its_first_day_to_its_last_where_the_receiver_is()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var world = await host.SetUpOrganisationAsync();
        await using (var db = host.Db())
        {
            var campaign = await db.Campaigns.SingleAsync(c => c.Id == world.Campaign);
            var content = host.Content(world.Programme, [new(world.Bulgarian, world.UrgentFund, true, true)]) with { StartsOn = new DateOnly(2026, 3, 11) };
            var edited = await host.RunAsync<EditCampaign, CampaignOutcome>(u => u.RunAsync(
                new(campaign.Id, campaign.Version, content, campaign.Promises with { EndsOn = new DateOnly(2026, 3, 12) }), default));
            Assert.Empty(edited.Problems);
        }

        // Sofia is two hours ahead in March: its 11th begins at 22:00 of the 10th.
        void Reach(int day, int hour, int minute, int second)
            => host.Clock.Advance(new DateTimeOffset(2026, 3, day, hour, minute, second, TimeSpan.Zero) - host.Clock.GetUtcNow());

        Reach(10, 21, 59, 59);
        Assert.Contains(GiftProblem.CampaignNotOpen, await RefusedAsync(host, await host.FormAsync()));
        Reach(10, 22, 0, 0);
        await host.GiveAsync(await host.FormAsync());
        Reach(12, 21, 59, 59);
        await host.GiveAsync(await host.FormAsync());
        Reach(12, 22, 0, 0);
        Assert.Equal([GiftProblem.CampaignNotOpen], (await host.PostAsync(await host.FormAsync())).Start.Faults.Select(f => f.Problem));
    }

    [Fact]
    public async Task Terms_that_changed_meanwhile_must_be_accepted_anew()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var world = await host.SetUpOrganisationAsync();
        var form = await host.FormAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.RunAsync<PublishTerms, OrganisationOutcome>(
            p => p.RunAsync(new(world.Bulgarian, CharityHost.Named("New terms")), default));
        Assert.Contains(GiftProblem.TermsChanged, await RefusedAsync(host, form));
        Assert.Contains(GiftProblem.TermsNotAccepted, await RefusedAsync(host, form with { TermsVersionId = await host.TermsAsync("mk") }));
        await host.GiveAsync(form with { TermsVersionId = await host.TermsAsync("bg") });
    }

    [Theory]
    [Trait("Case", "D11")]
    [Trait("Case", "A07")]
    [InlineData("Status")]
    [InlineData("FundId")]
    [InlineData("LegalEntityId")]
    [InlineData("AmountMinor")]
    [InlineData("CoveredFee")]
    [InlineData("ChargeId")]
    public void A_form_has_no_way_in_for_what_is_decided_here(string name)
        => Assert.DoesNotContain(typeof(GiftForm).GetProperties(), p => p.Name.Contains(name, StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAA'x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_attempt_that_no_form_of_ours_made_is_refused(string attempt)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        Assert.Contains(GiftProblem.AttemptInvalid, await RefusedAsync(host, (await host.FormAsync()) with { Attempt = attempt }));
        Assert.True(GiftForm.IsAttempt(GiftForm.NewAttempt()));
    }

    private static async Task<IReadOnlyList<GiftProblem>> RefusedAsync(CharityHost host, GiftForm form)
    {
        var outcome = await host.PostAsync(form);
        Assert.Equal(StartResult.Refused, outcome.Start.Result);
        Assert.Null(outcome.Checkout);
        await using var db = host.Db();
        Assert.Empty(await db.Donations.ToListAsync());
        Assert.Empty(await db.Donors.ToListAsync());
        Assert.DoesNotContain(host.Stripe.Journal, r => r.Method == "POST");
        return [.. outcome.Start.Faults.Select(f => f.Problem)];
    }
}
