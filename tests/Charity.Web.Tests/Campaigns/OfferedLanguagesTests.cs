using System.Net;
using Charity.Languages;
using Charity.Organisation;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Tests.Staff;
using Charity.Web.Tests.Staff.Campaigns;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Campaigns;

/// <summary>An organisation that speaks fewer languages than the program knows.</summary>
public sealed class OfferedLanguagesTests
{
    [Fact]
    public async Task A_language_that_is_not_offered_leaves_menu_links_and_site_map_and_its_addresses_lead_to_the_first()
    {
        await using var pages = await EditorPages.StartAsync();
        using var browser = pages.Web.Browser();
        await OfferAsync(pages, Language.En, Language.Bg);

        var first = await browser.GoAsync("/en/campaigns/warm-winter");
        Assert.Equal(["en", "bg"], first.Document.QuerySelectorAll(".tongues a").Select(a => a.GetAttribute("hreflang")));
        Assert.Equal(["en", "bg", "x-default"], first.Document.QuerySelectorAll("link[rel=alternate]").Select(a => a.GetAttribute("hreflang")));
        Assert.DoesNotContain("/uk", (await browser.GoAsync("/sitemap.xml")).Text, StringComparison.Ordinal);

        var moved = await browser.GoAsync("/uk/campaigns/warm-winter?amount=5");
        Assert.Equal((HttpStatusCode.Redirect, "/en/campaigns/warm-winter?amount=5"), (moved.Status, moved.Location));
        Assert.Equal("/en", (await browser.GoAsync("/mk")).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync("/bg/campaigns/warm-winter")).Status);

        // Whose browser asks for that language gets the first one.
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("uk, bg;q=0.5");
        Assert.Equal("/bg", (await browser.GoAsync("/")).Location);
    }

    [Fact]
    public async Task A_form_that_was_open_when_its_language_went_is_taken_and_the_donor_hears_in_the_first_language()
    {
        await using var pages = await EditorPages.StartAsync();
        using var browser = pages.Web.Browser();
        var form = await browser.GoAsync("/mk/give/warm-winter");
        await OfferAsync(pages, Language.Bg);
        var sent = await browser.SubmitAsync(
            "/mk/give/warm-winter", form, ("Preset[EUR]", "2500"), ("Name", "Марија Проба"), ("Email", "marija@donor.example"), ("Terms", "true"), ("Means", "transfer"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.Status);
        await pages.Host.DrainAsync();
        var mail = Assert.Single(pages.Host.Mailbox.Mails);
        Assert.Equal(("marija@donor.example", "bg"), (mail.ToAddress, mail.Language));
        Assert.Contains("/bg/thanks/", (await browser.GoAsync(sent.Location!)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_chooses_the_languages_and_the_first_is_always_among_them()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync("/staff/organisation");
        Assert.Equal(4, page.Document.QuerySelectorAll("#languages input[checked]").Length);
        var form = EditorPages.Filled(page, "main form.form");
        form["Form.DefaultLanguage"] = "bg";
        form["Form.Languages"] = "en";
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/staff/organisation", form)).Status);
        form.Remove("Form.Languages");
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/staff/organisation", form)).Status);
        form["Form.Languages"] = "bg";
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/staff/organisation", form)).Status);
        await using var db = host.Web.Inner.Db();
        Assert.Equal([Language.Bg], (await db.Organisations.SingleAsync()).Offered);
    }

    [Fact]
    public async Task Editors_are_asked_for_no_translation_that_nobody_reads_and_its_text_is_kept()
    {
        await using var pages = await EditorPages.StartAsync();
        await pages.WriteAsync(("summary.en", "Stoves, blankets and coats"));
        Assert.Equal(3, (await pages.Browser.GoAsync(pages.Campaign)).Document.QuerySelectorAll("a[href*='/edit#summary']").Length);
        await OfferAsync(pages, Language.En, Language.Bg);
        Assert.Single((await pages.Browser.GoAsync(pages.Campaign)).Document.QuerySelectorAll("a[href*='/edit#summary']"));
        var edit = await pages.Browser.GoAsync(pages.Campaign + "/edit");
        Assert.Equal(["en", "bg", "uk", "mk"], edit.Document.QuerySelectorAll("[data-tabs] a[lang]").Select(a => a.GetAttribute("lang")));
        await pages.WriteAsync(("summary.bg", "Печки, одеяла и палта"));
        await using var db = pages.Host.Db();
        Assert.True((await db.CampaignDrafts.SingleAsync()).Document.Content.Summary.Has(Language.Uk));
    }

    private static async Task OfferAsync(EditorPages pages, params Language[] languages)
    {
        await using (var db = pages.Host.Db())
        {
            var stands = await db.Organisations.AsNoTracking().SingleAsync();
            var outcome = await pages.Host.RunAsync<SetUpOrganisation, OrganisationOutcome>(verb => verb.RunAsync(
                new(stands.Name, stands.Mission, stands.About, stands.Privacy, stands.ContactEmail, languages[0], Languages: languages), default));
            Assert.Empty(outcome.Problems);
        }

        // Pages may be two seconds behind.
        pages.Web.Services.GetRequiredService<SiteFacts>().Forget();
    }
}
