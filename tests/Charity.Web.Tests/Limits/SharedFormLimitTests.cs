using System.Net;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Limits;

/// <summary>Forms are counted by all nodes together, and a refused one keeps what was typed.</summary>
public sealed class SharedFormLimitTests
{
    private const string Address = "/uk/give/" + TestOrganisation.CampaignSlug;

    private static (string, string?)[] Filled(string email = "olena@example.org") =>
        [("Preset[EUR]", "2500"), ("Name", "Олена Петренко"), ("Email", email), ("Terms", "true"), ("Message", "Тепла!")];

    [Fact]
    [Trait("Case", "A03")]
    public async Task Two_nodes_count_the_forms_of_one_address_together_and_the_form_comes_back_whole()
    {
        var settings = new Dictionary<string, string?> { ["Limits:GiftsPerMinute"] = "4" };
        await using var one = await WebHost.StartAsync(stripe: true, settings: settings);
        await one.Inner.SetUpOrganisationAsync();
        await using var two = await WebHost.StartAsync(settings: settings, database: TestDatabase.Attach(one.Inner.Database.Name), clock: one.Clock);
        using var first = one.Browser();
        using var second = two.Browser();
        var form = await first.GoAsync(Address);
        var other = await second.GoAsync(Address);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await first.SubmitAsync(Address, form)).Status);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await second.SubmitAsync(Address, other)).Status);
        }

        var refused = await second.SubmitAsync(Address, other, Filled());

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Equal(TimeSpan.FromSeconds(60), refused.Response.Headers.RetryAfter?.Delta);
        Assert.Contains("за 60 секунд", refused.Document.QuerySelector("#error-summary")!.TextContent, StringComparison.Ordinal);
        var kept = refused.FormData();
        Assert.Equal(("Олена Петренко", "Тепла!", "2500", "olena@example.org"), (kept["Name"], kept["Message"], kept["Preset[EUR]"], kept["Email"]));
        Assert.Equal(other.FormData()["Attempt"], kept["Attempt"]);

        // A minute later the very same form goes through.
        one.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await first.SubmitAsync(Address, form)).Status);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task One_mail_address_is_limited_from_wherever_it_comes_in_whatever_case()
    {
        await using var host = await WebHost.StartAsync(From.Many, stripe: true, settings: new Dictionary<string, string?> { ["Limits:GiftsPerEmailPerHour"] = "2" });
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(Address, await browser.GoAsync(Address), Filled())).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(Address, await browser.GoAsync(Address), Filled("OLENA@example.org"))).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync(Address, form, Filled("Olena@Example.org"))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(Address, form, Filled("ivan@example.org"))).Status);
        await using var db = host.Inner.Db();
        Assert.Equal(3, await db.Donations.CountAsync());
        Assert.Equal(3, host.Inner.Stripe.Payments().Count);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_household_of_IPv6_is_one_sender_however_many_addresses_it_has()
    {
        var number = 0;
        await using var host = await WebHost.StartAsync(
            services => services.AddSingleton<IStartupFilter>(new From(() => IPAddress.Parse($"2001:db8:1:2::{++number:x}"))), stripe: true,
            settings: new Dictionary<string, string?> { ["Limits:GiftsPerMinute"] = "3" });
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var form = await browser.GoAsync(Address);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SubmitAsync(Address, form)).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.SubmitAsync(Address, form)).Status);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Sign_in_is_limited_for_an_account_from_many_addresses()
    {
        await using var host = await WebHost.StartAsync(From.Many, settings: new Dictionary<string, string?> { ["Limits:SignInsPerAccountPerHour"] = "3" });
        using var browser = host.Browser();
        var form = await browser.GoAsync("/staff/sign-in");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SignInAsync("a@example.org")).Status);
        }

        var refused = await SignInAsync("A@Example.org ");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.True(refused.Response.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.BadRequest, (await SignInAsync("b@example.org")).Status);

        Task<Page> SignInAsync(string email) => browser.SubmitAsync("/staff/sign-in", form, ("Input.Email", email), ("Input.Password", "wrong but long enough"));
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task No_other_way_of_writing_the_form_is_counted_for_another_account_or_for_none()
    {
        await using var host = await WebHost.StartAsync(From.Many, settings: new Dictionary<string, string?> { ["Limits:SignInsPerAccountPerHour"] = "2" });
        using var browser = host.Browser();
        var token = (await browser.GoAsync("/staff/sign-in")).Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("", ("x.Email", "b@example.org"), ("Input.Email", "a@example.org")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("", ("Input.Email", "b@example.org"), ("Input.Email", "a@example.org")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?Input.Email=a%40example.org", ("Input.Email", "b@example.org")));
        Assert.Equal(0, await CountAsync());
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("", ("input.email", "a@example.org")));
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("?Input.Email=a%40example.org"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync("", ("Input.Email", "a@example.org")));

        async Task<HttpStatusCode> SendAsync(string query, params (string Name, string Value)[] fields)
        {
            using var content = new FormUrlEncodedContent(
                [.. fields.Append(("Input.Password", "wrong but long enough")).Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))]);
            using var answer = await browser.PostAsync("/staff/sign-in" + query, content);
            return answer.StatusCode;
        }

        async Task<int> CountAsync()
        {
            await using var db = host.Inner.Db();
            return await db.LimitCounts.CountAsync(c => c.Policy == "sign-in.account");
        }
    }

    [Fact]
    [Trait("Case", "A02")]
    public async Task Two_nodes_count_wrong_tokens_together()
    {
        var settings = new Dictionary<string, string?> { ["Limits:WrongTokensPerMinute"] = "4" };
        await using var one = await WebHost.StartAsync(settings: settings);
        await one.Inner.SetUpOrganisationAsync();
        await using var two = await WebHost.StartAsync(settings: settings, database: TestDatabase.Attach(one.Inner.Database.Name), clock: one.Clock);
        using var first = one.Browser();
        using var second = two.Browser();
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await first.GoAsync($"/check/{new string('a', 42)}{i}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await second.GoAsync($"/check/{new string('b', 42)}{i}")).Status);
        }

        // Each learns by one more miss of its own.
        Assert.Equal(HttpStatusCode.NotFound, (await second.GoAsync($"/check/{new string('c', 43)}")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await second.GoAsync($"/check/{new string('d', 43)}")).Status);
    }
}
