using System.Net;
using Charity.Campaigns;
using Charity.Campaigns.Addresses;
using Charity.Data.Audit;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Xunit;

namespace Charity.Web.Tests.Campaigns;

public sealed class FormerAddressTests
{
    private static readonly Actor Olena = Actor.Program("test");

    [Theory]
    [InlineData("/uk/campaigns/warm-winter", "/uk/campaigns/cold-spring")]
    [InlineData("/bg/campaigns/warm-winter", "/bg/campaigns/cold-spring")]
    [InlineData("/mk/give/warm-winter?amount=2500&currency=EUR", "/mk/give/cold-spring?amount=2500&currency=EUR")]
    [InlineData("/en/give/warm-winter", "/en/give/cold-spring")]
    [InlineData("/en/campaigns/warm-winter/qr.svg", "/en/campaigns/cold-spring/qr.svg")]
    [InlineData("/campaigns/warm-winter/share-uk.png", "/campaigns/cold-spring/share-uk.png")]
    public async Task An_old_address_leads_to_the_new_one_for_good(string old, string current)
    {
        await using var host = await WebHost.StartAsync();
        var organisation = await host.Inner.SetUpOrganisationAsync();
        await RenameAsync(host, organisation, "in-between");
        await RenameAsync(host, organisation, "cold-spring");
        using var browser = host.Browser();

        var answer = await browser.GoAsync(old);
        Assert.Equal((HttpStatusCode.MovedPermanently, current), (answer.Status, answer.Location));
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(current)).Status);
        // Straight to today's name, from any of the earlier ones.
        Assert.Equal(current, (await browser.GoAsync(old.Replace("warm-winter", "in-between", StringComparison.Ordinal))).Location);
    }

    [Fact]
    public async Task A_form_that_was_open_while_the_campaign_was_renamed_keeps_what_was_typed()
    {
        await using var host = await WebHost.StartAsync();
        var organisation = await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync("/en/give/warm-winter");
        await RenameAsync(host, organisation, "cold-spring");
        var sent = await browser.SubmitAsync("/en/give/warm-winter", form);
        Assert.Equal((HttpStatusCode.PermanentRedirect, "/en/give/cold-spring"), (sent.Status, sent.Location));
    }

    [Theory]
    [InlineData("/en/campaigns/never-there")]
    [InlineData("/xx/campaigns/warm-winter")]
    [InlineData("/en/campaigns/")]
    [InlineData("/campaigns")]
    public async Task What_never_was_is_not_found(string address)
    {
        await using var host = await WebHost.StartAsync();
        var organisation = await host.Inner.SetUpOrganisationAsync();
        await RenameAsync(host, organisation, "cold-spring");
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GoAsync(address)).Status);
    }

    private static async Task RenameAsync(WebHost host, TestOrganisation organisation, string slug)
        => Assert.Empty((await host.Inner.RunAsync<RenameCampaign, CampaignOutcome>(u => u.RunAsync(new(organisation.Campaign, slug, Olena), default))).Problems);
}
