using System.Net;
using System.Text.RegularExpressions;
using Charity.Testing;
using Charity.Web.Hosting;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>
/// Who may open what, over every endpoint there is. A new page that anyone may open must be added here by name, so
/// that nothing becomes public by mistake.
/// </summary>
public sealed partial class EndpointPolicyTests
{
    [GeneratedRegex("\\{[^}]*\\}+")]
    private static partial Regex Place();

    private const string Lang = "{lang:language}";

    private static readonly HashSet<string> Public =
    [
        "/",
        Lang,
        Lang + "/programmes/{programme}",
        Lang + "/campaigns/{slug}",
        Lang + "/campaigns/{slug}/qr.svg",
        "campaigns/{slug}/share-{lang:language}.png",
        Lang + "/give/{slug}",
        Lang + "/confirm/{token}",
        Lang + "/thanks/{token}",
        Lang + "/thanks/{token}/status",
        Lang + "/thanks/{token}/qr.svg",
        Lang + "/thanks/{token}/qr.png",
        Lang + "/about",
        Lang + "/privacy",
        Lang + "/terms/{entity}/{number:int:min(1)}",
        "check/{token}",
        "receipts/{token}",
        "files/{sha256:regex(^[0-9a-f]{{64}}$)}",
        "assets/{version}/{**name}",
        "favicon.ico",
        "robots.txt",
        "sitemap.xml",
        "error/{status:int}",
        "webhooks/stripe",
        "reports/browser",
        "health",
        Lang + "/health",
        "health/live",
        "health/ready",
        "staff/sign-in",
        "staff/code",
        "staff/forgotten",
        "staff/new-password/{token}",
        "staff/invitation/{token}",
        "staff/set-up/received/{token}",
        "{**path}",
    ];

    [Fact]
    [Trait("Case", "A08")]
    public async Task Only_what_is_listed_here_is_open_to_everyone()
    {
        await using var host = await WebHost.StartAsync();
        var endpoints = await LoadedAsync(host);

        Assert.True(endpoints.Count > 20);
        var anonymous = endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Route).ToList();
        Assert.All(anonymous, route => Assert.Contains(route, Public));
        // A door that is gone stands here no longer, or the next of that name would be open unseen.
        Assert.Empty(Public.Except(anonymous));
        // Every public page by its own address and none by the name of its file.
        Assert.Contains(Lang, anonymous);
        Assert.Contains(Lang + "/give/{slug}", anonymous);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task Whatever_is_not_open_asks_a_stranger_to_sign_in()
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var client = host.Browser();
        var closed = (await LoadedAsync(host)).Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null).Select(Route).Distinct().ToList();

        Assert.NotEmpty(closed);
        foreach (var route in closed)
        {
            var address = "/" + Place().Replace(route.TrimStart('/'), place => place.Value.Contains("guid", StringComparison.Ordinal) ? Guid.NewGuid().ToString() : "x");
            var page = await browser.GoAsync(address);
            Assert.Equal((address, HttpStatusCode.Redirect), (address, page.Status));
            Assert.Contains("/staff/sign-in", page.Location, StringComparison.Ordinal);

            // Sending something is refused for the same reason, before anyone looks at what it is.
            using var form = new FormUrlEncodedContent([]);
            using var sent = await client.PostAsync(address, form);
            Assert.True(
                sent.StatusCode is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotFound
                || (sent.StatusCode == HttpStatusCode.Redirect && sent.Headers.Location!.OriginalString.Contains("/staff/sign-in", StringComparison.Ordinal)),
                $"A stranger sends a form to {address}: {sent.StatusCode}.");
        }
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task Whatever_is_not_open_names_its_policy_itself()
    {
        await using var host = await WebHost.StartAsync();
        foreach (var endpoint in (await LoadedAsync(host)).Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null))
        {
            Assert.True(
                endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(data => !string.IsNullOrEmpty(data.Policy)),
                $"{Route(endpoint)} names no policy and rests on the one for everything.");
        }
    }

    [Fact]
    public async Task A_page_that_takes_forms_is_never_cached()
    {
        await using var host = await WebHost.StartAsync();
        foreach (var endpoint in await LoadedAsync(host))
        {
            if (endpoint.Metadata.GetMetadata<PublicCachedAttribute>() is null)
            {
                continue;
            }

            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            Assert.DoesNotContain("POST", methods);
            if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page)
            {
                Assert.All(page.HandlerMethods, handler => Assert.Equal("GET", handler.HttpMethod, ignoreCase: true));
            }
        }
    }

    [Fact]
    public async Task A_cached_page_reads_nothing_but_its_path()
    {
        await using var host = await WebHost.StartAsync();
        var seen = 0;
        foreach (var page in (await LoadedAsync(host)).Where(e => e.Metadata.GetMetadata<PublicCachedAttribute>() is not null)
                     .Select(e => e.Metadata.GetMetadata<CompiledPageActionDescriptor>()).OfType<CompiledPageActionDescriptor>())
        {
            Assert.DoesNotContain(page.BoundProperties, property => property.BindingInfo is not null);
            foreach (var parameter in page.HandlerMethods.SelectMany(handler => handler.Parameters).Where(p => p.ParameterType != typeof(CancellationToken)))
            {
                seen++;
                Assert.True(
                    parameter.BindingInfo?.BindingSource == BindingSource.Path,
                    $"{page.ViewEnginePath}: '{parameter.Name}' could come from the query or a body.");
            }
        }

        Assert.True(seen >= 4);
    }

    internal static string Route(Endpoint endpoint) => endpoint is RouteEndpoint route
        ? route.RoutePattern.RawText is { Length: > 1 } text ? text.TrimStart('/') : "/"
        : endpoint.DisplayName ?? "";

    /// <summary>All endpoints; pages say what they allow only once they are compiled.</summary>
    internal static async Task<IReadOnlyList<Endpoint>> LoadedAsync(WebHost host)
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        var all = new List<Endpoint>();
        foreach (var endpoint in host.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page and not CompiledPageActionDescriptor)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                all.Add(compiled.Endpoint!);
            }
            else
            {
                all.Add(endpoint);
            }
        }

        return all;
    }
}
