using System.Net;
using Charity.Testing;
using Charity.Web.Hosting;
using Charity.Web.Tests.Staff;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>Over every endpoint there is, by each method: the headers, the cookies, and what a form from elsewhere meets.</summary>
public sealed class EveryAnswerTests
{
    private static readonly string[] Fixed =
        ["Content-Security-Policy", "Reporting-Endpoints", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Strict-Transport-Security"];

    /// <summary>Pages and endpoints that take a form without the framework's token check, and why that is right.</summary>
    private static readonly Dictionary<string, string> WithoutToken = new(StringComparer.Ordinal)
    {
        ["{lang:language}/give/{slug}"] = "checks the token itself, so that what was typed is kept",
        ["webhooks/stripe"] = "its signature is the proof",
        ["reports/browser"] = "changes nothing but a counter",
        ["error/{status:int}"] = "only shows what went wrong",
    };

    [Fact]
    public async Task Every_answer_of_every_endpoint_carries_the_headers_and_every_cookie_is_bound_to_the_host()
    {
        await using var host = await StaffHost.StartAsync(role: Charity.Staff.StaffRoles.Administrator, stripe: true);
        await host.Web.Inner.SetUpOrganisationAsync();
        using var stranger = host.Web.Browser();
        using var staff = await host.SignedInAsync();
        var seen = 0;
        foreach (var route in (await EndpointPolicyTests.LoadedAsync(host.Web)).Select(EndpointPolicyTests.Route).Distinct(StringComparer.Ordinal))
        {
            // Signing out is last on no list: it would end the walk.
            var browsers = route is "staff/sign-out" ? [stranger] : new[] { stranger, staff };
            foreach (var browser in browsers)
            {
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Delete })
                {
                    using var request = new HttpRequestMessage(method, Address(route));
                    using var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                    Check(answer, $"{method} {route}");
                    seen++;
                }
            }
        }

        Assert.True(seen > 300, $"{seen}");
    }

    [Theory]
    [InlineData("evil.example", "/en")]
    [InlineData("give.example.org", "/en")]
    [InlineData("give.example.org", "/en/campaigns/warm-winter")]
    public async Task So_do_refused_names_and_pages_from_the_cache(string name, string address)
    {
        await using var host = await WebHost.StartAsync(stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Host = name;
            using var answer = await browser.SendAsync(request);
            Check(answer, address);
            Assert.Equal(name == "evil.example" ? HttpStatusCode.BadRequest : HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task Every_endpoint_that_takes_a_form_asks_for_a_token_or_says_why_not()
    {
        await using var host = await WebHost.StartAsync();
        var posts = 0;
        foreach (var endpoint in await EndpointPolicyTests.LoadedAsync(host))
        {
            var route = EndpointPolicyTests.Route(endpoint);
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var page = endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>();
            var takes = page is not null
                ? page.HandlerMethods.Any(handler => !handler.HttpMethod.Equals("Get", StringComparison.OrdinalIgnoreCase))
                : methods.Any(method => method is not ("GET" or "HEAD" or "OPTIONS"));
            if (!takes)
            {
                continue;
            }

            posts++;
            var asks = page is not null
                ? endpoint.Metadata.GetMetadata<IgnoreAntiforgeryTokenAttribute>() is null
                : endpoint.Metadata.GetMetadata<IAntiforgeryMetadata>()?.RequiresValidation == true;
            Assert.True(asks || WithoutToken.ContainsKey(route), $"{route} takes a form from anywhere.");
        }

        Assert.True(posts > 15, $"{posts}");
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task A_form_without_its_token_changes_nothing_on_any_page_whoever_is_signed_in()
    {
        await using var host = await StaffHost.StartAsync(role: Charity.Staff.StaffRoles.Administrator, stripe: true, configure: More);
        await host.Web.Inner.SetUpOrganisationAsync();
        using var staff = await host.SignedInAsync();
        foreach (var endpoint in await EndpointPolicyTests.LoadedAsync(host.Web))
        {
            var route = EndpointPolicyTests.Route(endpoint);
            if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is not { } page || WithoutToken.ContainsKey(route))
            {
                continue;
            }

            foreach (var handler in page.HandlerMethods.Where(h => h.HttpMethod.Equals("Post", StringComparison.OrdinalIgnoreCase)))
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, Address(route) + (handler.Name is { } name ? "?handler=" + name : ""))
                {
                    Content = new FormUrlEncodedContent([new("reason", "sent by another site"), new("hours", "2")]),
                };
                using var answer = await staff.SendAsync(request);
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{route} {handler.Name}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task A_form_that_another_site_sends_is_refused_even_with_the_right_token()
    {
        await using var host = await StaffHost.StartAsync(role: Charity.Staff.StaffRoles.Administrator);
        using var staff = await host.SignedInAsync();
        var data = (await staff.GoAsync("/staff/limits")).FormData("main form[method=post]");
        (data["reason"], data["hours"]) = ("Stripe wrote to us", "2");
        foreach (var (header, value) in new[]
                 {
                     ("Origin", "https://evil.example"), ("Origin", "https://give.example.org.evil.example"), ("Origin", "https://give.example.org:444"),
                     ("Origin", "evil"), ("Sec-Fetch-Site", "cross-site"),
                 })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await SendAsync(header, value));
        }

        await using var db = host.Web.Inner.Db();
        Assert.Empty(db.AttackStates);
        foreach (var (header, value) in new[] { ("Origin", "https://give.example.org"), ("Origin", "null"), ("Sec-Fetch-Site", "same-origin"), ("X-Nothing", "1") })
        {
            Assert.Equal(HttpStatusCode.Redirect, await SendAsync(header, value));
        }

        Assert.Single(db.AttackStates);

        async Task<HttpStatusCode> SendAsync(string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/staff/limits?handler=Begin") { Content = new FormUrlEncodedContent(data) };
            request.Headers.Add(header, value);
            using var answer = await staff.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    [Trait("Case", "A07")]
    public async Task No_page_binds_what_a_form_sends_to_something_that_is_stored()
    {
        await using var host = await WebHost.StartAsync();
        await using var db = host.Inner.Db();
        var stored = db.Model.GetEntityTypes().Select(type => type.ClrType).ToHashSet();
        Assert.Contains(typeof(Charity.Donations.Donation), stored);
        var bound = 0;
        foreach (var endpoint in await EndpointPolicyTests.LoadedAsync(host))
        {
            if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is not { } page)
            {
                continue;
            }

            var types = page.BoundProperties.Select(p => p.ParameterType)
                .Concat(page.HandlerMethods.SelectMany(handler => handler.Parameters).Select(p => p.ParameterType)).ToList();
            bound += types.Count;
            foreach (var type in types.SelectMany(Inside).Distinct())
            {
                Assert.False(stored.Contains(type), $"{page.DisplayName} lets a form fill in a {type.Name}.");
            }
        }

        Assert.True(bound > 100, $"{bound}");

        // The type, what it is a list of, and what its properties are.
        static IEnumerable<Type> Inside(Type type) => new[] { type }.Concat(type.GetGenericArguments())
            .SelectMany(one => one.Namespace?.StartsWith("Charity", StringComparison.Ordinal) == true ? one.GetProperties().Select(p => p.PropertyType).Prepend(one) : [one]);
    }

    [Fact]
    [Trait("Case", "A02")]
    public async Task Every_address_with_a_token_answers_all_invented_ones_alike_and_then_no_more()
    {
        await using var host = await WebHost.StartAsync(stripe: true, settings: new Dictionary<string, string?> { ["Limits:WrongTokensPerMinute"] = "4" });
        await host.Inner.SetUpOrganisationAsync();
        var routes = (await EndpointPolicyTests.LoadedAsync(host)).Select(EndpointPolicyTests.Route).Where(route => route.Contains("{token}", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(routes.Count >= 9, string.Join(' ', routes));
        foreach (var route in routes)
        {
            using var browser = host.Browser();
            string[] invented = [new string('A', 43), "short", new string('b', 43), Guid.NewGuid().ToString()];
            var said = new List<string>();
            foreach (var token in invented)
            {
                using var answer = await browser.GetAsync(Address(route, token));
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{route}: {answer.StatusCode} for {token}");
                said.Add(Plain((await answer.Content.ReadAsStringAsync()).Replace(token, "", StringComparison.Ordinal)));
            }

            Assert.Single(said.Distinct());
            using var refused = await browser.GetAsync(Address(route, new string('c', 43)));
            Assert.True(refused.StatusCode == HttpStatusCode.TooManyRequests, $"{route}: {refused.StatusCode}");
            Assert.NotNull(refused.Headers.RetryAfter);
            // The next minute, for the next address.
            host.Clock.Advance(TimeSpan.FromMinutes(2));
        }

        static string Address(string route, string token) => "/" + route.Replace("{lang:language}", "en", StringComparison.Ordinal).Replace("{token}", token, StringComparison.Ordinal).TrimStart('/');

        // But for the number by which this one answer is found in the log.
        static string Plain(string page) => System.Text.RegularExpressions.Regex.Replace(page, "[0-9A-F]{12}", "");
    }

    /// <summary>Many forms of one kind in a moment are no matter here.</summary>
    private static void More(IServiceCollection services) => services.PostConfigure<LimitOptions>(limits => limits.SignInsPerMinute = 1000);

    private static void Check(HttpResponseMessage answer, string what)
    {
        foreach (var name in Fixed)
        {
            Assert.True(answer.Headers.TryGetValues(name, out var values) && values.Count() == 1, $"{what} ({answer.StatusCode}) has no {name}.");
        }

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.True(policy.EndsWith("report-uri /reports/browser; report-to csp", StringComparison.Ordinal) && !policy.Contains("unsafe", StringComparison.Ordinal), $"{what}: {policy}");
        Assert.False(answer.Headers.Contains("Server"), what);
        Assert.False(answer.Headers.Contains("X-Powered-By"), what);
        var isPublic = answer.Headers.CacheControl is { Public: true } || answer.Headers.CacheControl is { NoCache: true, NoStore: false };
        Assert.True(isPublic || answer.Headers.CacheControl?.NoStore == true, $"{what} ({answer.StatusCode}) does not say whether it may be stored: {answer.Headers.CacheControl}");
        if (what.Contains("staff", StringComparison.Ordinal) || what.Contains("{token}", StringComparison.Ordinal))
        {
            Assert.True(answer.Headers.CacheControl?.NoStore == true, $"{what} may be stored.");
            Assert.Equal("noindex, nofollow", answer.Headers.GetValues("X-Robots-Tag").Single());
        }

        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            Assert.True(cookie.StartsWith("__Host-charity-", StringComparison.Ordinal), $"{what}: {cookie}");
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.False(isPublic, $"{what} may be stored with a cookie in it.");
        }
    }

    /// <summary>An address of the route with something in each place.</summary>
    private static string Address(string route)
    {
        var address = route.Replace("{lang:language}", "en", StringComparison.Ordinal).Replace("{slug}", TestOrganisation.CampaignSlug, StringComparison.Ordinal);
        address = System.Text.RegularExpressions.Regex.Replace(address, @"\{[^{}]*(\{\{[^{}]*\}\}[^{}]*)*\}", match =>
            match.Value.Contains(":guid", StringComparison.Ordinal) ? "019a0000-0000-7000-8000-000000000001" : match.Value.Contains(":int", StringComparison.Ordinal) ? "1" : "x");
        return "/" + address.TrimStart('/');
    }
}
