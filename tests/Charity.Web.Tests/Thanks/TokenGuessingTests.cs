using System.Net;
using Charity.Data;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Xunit;

namespace Charity.Web.Tests.Thanks;

public sealed class TokenGuessingTests
{
    [Fact]
    [Trait("Case", "A02")]
    public async Task Guessing_is_slowed_down_and_a_right_token_is_no_different_then()
    {
        await using var host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:WrongTokensPerMinute"] = "5" });
        await host.Inner.SetUpOrganisationAsync();
        var gift = await host.Inner.GivenAsync();
        using var browser = host.Browser();
        var tokens = (PublicTokens)host.Services.GetService(typeof(PublicTokens))!;
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GoAsync($"/en/thanks/{tokens.For("guess", gift.Id, i)}")).Status);
        }

        var wrong = await browser.GoAsync($"/en/thanks/{tokens.For("guess", gift.Id, 9)}");
        var right = await browser.GoAsync($"/en/thanks/{gift.Token}");
        var status = await browser.GoAsync($"/en/thanks/{gift.Token}/status");

        Assert.Equal(HttpStatusCode.TooManyRequests, wrong.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, status.Status);
    }

    [Fact]
    [Trait("Case", "A02")]
    public async Task Whoever_holds_a_right_address_is_never_held_up()
    {
        await using var host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:WrongTokensPerMinute"] = "1" });
        await host.Inner.SetUpOrganisationAsync();
        var gift = await host.Inner.GivenAsync();
        using var browser = host.Browser();
        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync($"/en/thanks/{gift.Token}/status")).Status);
        }
    }

    [Fact]
    [Trait("Case", "A02")]
    public async Task Many_forms_from_one_address_are_refused_for_a_while_and_reading_is_not()
    {
        await using var host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:GiftsPerMinute"] = "3" });
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        const string address = "/bg/give/" + TestOrganisation.CampaignSlug;
        var form = await browser.GoAsync(address);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(address, form)).Status);
        }

        var refused = await browser.SubmitAsync(address, form);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal("bg", refused.Document.DocumentElement.GetAttribute("lang"));
        Assert.True(refused.Response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await browser.GoAsync(address)).Status);
    }
}
