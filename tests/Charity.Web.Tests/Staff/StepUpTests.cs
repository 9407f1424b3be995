using System.Net;
using System.Reflection;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Hosting;
using Charity.Web.Tests.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>
/// Which forms and files ask for the second step again. One rule: what takes many people's data away or shows a paper of
/// theirs, moves money or the trust of donors, or changes who may do what. Every form of the staff pages stands here on one
/// side or the other; a new one must be put on its side.
/// </summary>
public sealed class StepUpTests
{
    private const string Id = "019a0000-0000-7000-8000-000000000001";

    /// <summary>A way in: route and handler; a GET with its method before it.</summary>
    private static readonly string[] Asks =
    [
        // Who may do what, and how one comes in.
        "staff/account Codes", "staff/account Passkey", "staff/account PasskeyQuestion", "staff/account Remove", "staff/account RemoveApp",
        "staff/approvals/{id:guid} Approve", "staff/approvals/{id:guid} Refuse",
        "staff/people Again", "staff/people Withdraw", "staff/people/invite", "GET staff/people/invite",
        "staff/people/{id:guid} Disable", "staff/people/{id:guid} Enable", "staff/people/{id:guid} Roles", "staff/people/{id:guid} SecondFactor", "GET staff/people/{id:guid}",
        // Many people's data, and papers with their signatures.
        "staff/gifts/export", "GET staff/gifts/export File", "GET staff/consents/{id:guid}/paper",
        // Where money and trust go: who the organisation is, its accounts and whom to write to; and the guard before gifts.
        "staff/organisation", "staff/organisation/bank", "staff/organisation/new", "staff/organisation/{id:guid}", "staff/organisation/{id:guid} Withdraw",
        "staff/limits Begin", "staff/limits End",
    ];

    /// <summary>Ask by themselves, by what the draft changes: see <see cref="Campaigns.PublishConfirmationTests"/>.</summary>
    private static readonly string[] AskAtTimes = ["staff/campaigns/{id:guid}/publish Now", "staff/campaigns/{id:guid}/publish Schedule"];

    private static readonly string[] Plain =
    [
        .. AskAtTimes,
        // One's own door: each proves something itself, or only closes.
        "staff/account Language", "staff/account Rename", "staff/account/password", "staff/authenticator", "staff/authenticator Passkey", "staff/authenticator PasskeyQuestion",
        "staff/confirm", "staff/confirm Passkey", "staff/confirm PasskeyQuestion", "staff/sessions End", "staff/sessions EndAll", "staff/sign-out",
        // Asks a second person, who shows the second step; or takes an own request back.
        "staff/approvals/{id:guid} Withdraw", "staff/work/{key} Ignore", "staff/exceptions/{id:guid} Close",
        // Daily work on one gift, one finding, one row; each leaves its line and can be undone or done again.
        "staff/gifts Forget", "staff/gifts Save", "staff/gifts/{id:guid} Correct", "staff/gifts/{id:guid} Note", "staff/gifts/{id:guid} Resend",
        "staff/gifts/{id:guid} Resync", "staff/gifts/{id:guid} Shown", "staff/exceptions Settle", "staff/exceptions Take", "staff/exceptions/{id:guid} Assign",
        "staff/exceptions/{id:guid} Note", "staff/exceptions/{id:guid} Reopen", "staff/work Retry", "staff/work RetryAll", "staff/work/{key} Retry",
        "staff/messages Hide", "staff/messages Show", "staff/messages Undo",
        // What editors write and publish; readers see it, and it can be taken back.
        "staff/campaigns/funds", "staff/campaigns/new", "staff/campaigns/new Suggest", "staff/campaigns/programmes", "staff/campaigns/{id:guid} Discard",
        "staff/campaigns/{id:guid} Rename", "staff/campaigns/{id:guid} State", "staff/campaigns/{id:guid} Unschedule", "staff/campaigns/{id:guid}/edit",
        "staff/campaigns/{id:guid}/edit Autosave", "staff/campaigns/{id:guid}/edit StillRight", "staff/campaigns/{id:guid}/history Restore",
        "staff/campaigns/{id:guid}/updates/write",
        "staff/campaigns/{id:guid}/updates/write Hold", "staff/campaigns/{id:guid}/updates/write Now", "staff/campaigns/{id:guid}/updates/write Schedule",
        "staff/campaigns/{id:guid}/updates/write TakeDown", "staff/campaigns/{id:guid}/updates/{update:guid}", "staff/campaigns/{id:guid}/updates/{update:guid} Hold",
        "staff/campaigns/{id:guid}/updates/{update:guid} Now", "staff/campaigns/{id:guid}/updates/{update:guid} Schedule",
        "staff/campaigns/{id:guid}/updates/{update:guid} TakeDown", "staff/pictures/add", "staff/pictures/{id:guid}", "staff/pictures/{id:guid} TakeDown",
        // A withdrawal cannot wait for a code.
        "staff/consents/add", "staff/consents/{id:guid}", "staff/consents/{id:guid} Erase", "staff/consents/{id:guid} Withdraw",
        // Looks at something, or prepares what donors see only once it is published.
        "staff/set-up Again", "staff/set-up/address Again", "staff/set-up/mail Send", "staff/set-up/start Fund",
        "staff/set-up/start Programme", "staff/set-up/start Terms", "staff/set-up/stripe Prove",
    ];

    [Fact]
    [Trait("Case", "A08")]
    public async Task Every_form_of_the_staff_pages_has_decided_whether_it_asks_for_the_second_step_again()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator);
        var found = await WaysAsync(host);
        Assert.Empty(Asks.Intersect(Plain));
        Assert.Equal(Asks.Order(StringComparer.Ordinal), found.Where(way => way.Asks).Select(way => way.Name).Order(StringComparer.Ordinal));
        // Reading a page decides nothing; a form does.
        Assert.Equal(
            Plain.Order(StringComparer.Ordinal),
            found.Where(way => !way.Asks && !way.Name.StartsWith("GET ", StringComparison.Ordinal)).Select(way => way.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Whatever_asks_does_nothing_six_minutes_after_the_last_code_and_keeps_what_was_typed_in_long_forms()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: services => services
            .PostConfigure<SecurityStampValidatorOptions>(options => options.TimeProvider = real)
            .PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => options.TimeProvider = real));
        var made = await host.Web.Inner.SetUpOrganisationAsync();
        using var admin = await host.SignedInAsync();
        var ways = (await WaysAsync(host)).Where(way => way.Asks).ToList();
        real.Advance(TimeSpan.FromMinutes(6));

        foreach (var (name, _) in ways)
        {
            var (get, route, handler) = Parts(name);
            var address = "/" + route.Replace("{id:guid}", route.StartsWith("staff/organisation", StringComparison.Ordinal) ? made.Bulgarian.ToString() : Id, StringComparison.Ordinal)
                + (handler is null ? "" : "?handler=" + handler);
            using var answer = get
                ? await admin.GetAsync(address)
                : await SignInTests.PostAsync(admin, address, "/staff", ("Form.ContactEmail", "thief@example.org"), ("Form.RegistrationNumber", "typed-here"));
            if (route.StartsWith("staff/organisation", StringComparison.Ordinal))
            {
                Assert.Equal((name, HttpStatusCode.BadRequest), (name, answer.StatusCode));
                var page = await answer.Content.ReadAsStringAsync();
                Assert.Contains("href=\"/staff/confirm?returnUrl=%2Fstaff%2Forganisation", page, StringComparison.Ordinal);
                Assert.True(route.EndsWith("/bank", StringComparison.Ordinal) || page.Contains("value=\"thief@example.org\"", StringComparison.Ordinal)
                    || page.Contains("value=\"typed-here\"", StringComparison.Ordinal), $"{name} forgets what was typed.");
            }
            else
            {
                Assert.Equal((name, HttpStatusCode.Redirect), (name, answer.StatusCode));
                Assert.StartsWith("/staff/confirm?returnUrl=", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
            }
        }

        await using var db = host.Web.Inner.Db();
        Assert.Empty(await db.Audit.Where(a => a.ActorName == "Olena" && a.Action != StaffActions.SignIn && a.Action != StaffActions.Create).ToListAsync());
        Assert.NotEqual("thief@example.org", (await db.Organisations.SingleAsync()).ContactEmail);
    }

    private static (bool Get, string Route, string? Handler) Parts(string name)
    {
        var parts = name.Split(' ');
        var get = parts[0] == "GET";
        return (get, parts[get ? 1 : 0], parts.ElementAtOrDefault(get ? 2 : 1));
    }

    private static async Task<IReadOnlyList<(string Name, bool Asks)>> WaysAsync(StaffHost host)
    {
        var ways = new HashSet<(string, bool)>();
        foreach (var endpoint in (await EndpointPolicyTests.LoadedAsync(host.Web)).Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            var route = EndpointPolicyTests.Route(endpoint);
            if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is not { } page)
            {
                // The dashboard of the Production edition asks by itself inside.
                if (!route.StartsWith("staff/jobs", StringComparison.Ordinal))
                {
                    ways.Add(($"GET {route}", endpoint.Metadata.GetMetadata<ConfirmFirstAttribute>() is not null));
                }

                continue;
            }

            foreach (var handler in page.HandlerMethods)
            {
                var asks = page.HandlerTypeInfo.IsDefined(typeof(ConfirmFirstAttribute)) || handler.MethodInfo.IsDefined(typeof(ConfirmFirstAttribute));
                ways.Add((string.Join(' ', new[] { handler.HttpMethod == "Get" ? "GET" : "", route, handler.Name ?? "" }.Where(part => part.Length > 0)), asks));
            }
        }

        return [.. ways];
    }
}
