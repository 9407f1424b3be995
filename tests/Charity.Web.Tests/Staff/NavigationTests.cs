using System.Net;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Pages.Staff.Navigation;
using Charity.Web.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>The navigation of the staff pages, and where its command box leads.</summary>
public sealed class NavigationTests
{
    [Fact]
    public async Task Every_link_leads_to_a_page_that_asks_for_the_same_permission()
    {
        await using var host = await StaffHost.StartAsync();
        var pages = (await EndpointPolicyTests.LoadedAsync(host.Web))
            .Where(endpoint => endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is not null)
            .GroupBy(endpoint => "/" + EndpointPolicyTests.Route(endpoint))
            .ToDictionary(group => group.Key, group => group.First());
        foreach (var link in StaffLinks.All)
        {
            Assert.True(pages.TryGetValue(link.Path, out var page), $"No page has the address {link.Path}.");
            var policies = page.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(asked => asked.Policy).OfType<string>();
            if (link.Permission is not null)
            {
                Assert.Contains(link.Permission, policies);
            }
        }
    }

    [Fact]
    public void Every_address_and_every_letter_is_given_once()
    {
        Assert.Equal(StaffLinks.All.Count, StaffLinks.All.Select(link => link.Path).Distinct().Count());
        var letters = StaffLinks.All.Where(link => link.Key is not null).Select(link => link.Key!.Value).ToList();
        Assert.Equal(letters.Count, letters.Distinct().Count());
        Assert.All(letters, letter => Assert.InRange(letter, 'a', 'z'));
    }

    [Fact]
    public async Task The_nearest_link_is_marked_as_current_and_groups_without_a_link_are_not_shown()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Auditor);
        using var browser = await host.SignedInAsync();
        var page = await browser.GetStringAsync("/staff/people/audit");
        Assert.Contains("""href="/staff/people/audit" aria-current="page" """.TrimEnd(), page, StringComparison.Ordinal);
        Assert.DoesNotContain("""href="/staff/people" aria-current""", page, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Web.Services.GetRequiredService<Texts>().Get(Language.En, "staff.group.Expenses"), page, StringComparison.Ordinal);

        var home = await browser.GetStringAsync("/staff");
        Assert.Contains("""href="/staff" aria-current="page" """.TrimEnd(), home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_box_opens_a_page_by_its_name_and_a_gift_by_its_number()
    {
        await using var host = await StaffHost.StartAsync(stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();
        await using var scope = host.Web.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var gift = await db.Donations.Select(one => one.Id).SingleAsync();

        Assert.Equal("/staff/exceptions", await ToAsync(browser, "exceptions"));
        Assert.Equal($"/staff/gifts/{gift}", await ToAsync(browser, gift.ToString()));
        Assert.Equal("/staff/gifts?q=nobody%20of%20this%20name", await ToAsync(browser, "nobody of this name"));
        foreach (var number in await db.Receipts.Select(receipt => receipt.Number).ToListAsync())
        {
            Assert.Equal($"/staff/gifts/{gift}", await ToAsync(browser, number.ToLowerInvariant()));
        }
    }

    [Fact]
    public async Task The_command_box_says_nothing_of_gifts_to_those_who_may_not_see_them()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        await host.Web.Inner.GivenAsync();
        using var browser = await host.SignedInAsync();
        await using var scope = host.Web.Services.CreateAsyncScope();
        var gift = await scope.ServiceProvider.GetRequiredService<CharityDb>().Donations.Select(one => one.Id).SingleAsync();

        using var answer = await browser.GetAsync($"/staff/go?q={gift}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("/staff/gifts", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string?> ToAsync(HttpClient browser, string typed)
    {
        using var answer = await browser.GetAsync($"/staff/go?q={Uri.EscapeDataString(typed)}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return answer.Headers.Location?.OriginalString;
    }
}
