using System.Net;
using Charity.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>Whose word about the sender's address counts, and to which names the site answers.</summary>
public sealed class ProxyTests
{
    private const string Probe = "/probe";

    [Theory]
    [InlineData("10.1.2.3", "203.0.113.9", "203.0.113.9 https")]
    [InlineData("192.0.2.77", "203.0.113.9", "192.0.2.77 http")]
    // A sender who writes the header himself: the proxy adds his true address behind it, and no further hop is trusted.
    [InlineData("10.1.2.3", "198.51.100.1, 203.0.113.9", "203.0.113.9 https")]
    // Two proxies of ours in a row.
    [InlineData("10.1.2.3", "203.0.113.9, 10.9.9.9", "203.0.113.9 https")]
    public async Task Only_a_proxy_of_ours_is_believed(string peer, string forwarded, string seen)
    {
        await using var host = await HostAsync(peer, new() { ["Site:TrustedProxies:0"] = "10.0.0.0/8" });
        Assert.Equal(seen, await AskAsync(host, forwarded));
    }

    [Fact]
    public async Task Without_a_configured_proxy_nobody_is_believed_not_even_this_machine()
    {
        await using var host = await HostAsync("127.0.0.1", []);
        Assert.Equal("127.0.0.1 http", await AskAsync(host, "203.0.113.9"));
    }

    [Theory]
    [InlineData("give.example.org", HttpStatusCode.OK)]
    [InlineData("GIVE.example.org:443", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.BadRequest)]
    [InlineData("give.example.org.evil.example", HttpStatusCode.BadRequest)]
    [InlineData("localhost", HttpStatusCode.BadRequest)]
    public async Task The_site_answers_to_its_own_name_only(string name, HttpStatusCode expected)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = name;
        using var response = await browser.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    private static Task<WebHost> HostAsync(string peer, Dictionary<string, string?> settings) => WebHost.StartAsync(
        services => services.AddSingleton<IStartupFilter>(new From(IPAddress.Parse(peer))),
        settings,
        map: app => app.MapGet(Probe, (HttpContext http) => $"{http.Connection.RemoteIpAddress} {http.Request.Scheme}").AllowAnonymous());

    private static async Task<string> AskAsync(WebHost host, string forwarded)
    {
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("http://give.example.org" + Probe));
        request.Headers.Add("X-Forwarded-For", forwarded);
        request.Headers.Add("X-Forwarded-Proto", string.Join(", ", forwarded.Split(',').Select(_ => "https")));
        using var response = await browser.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The connection comes from this address.</summary>
    private sealed class From(IPAddress peer) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(inner => http =>
            {
                http.Connection.RemoteIpAddress = peer;
                return inner(http);
            });
            next(app);
        };
    }
}
