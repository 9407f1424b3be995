using System.Net;
using Charity.Organisation;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>Believes forwarded headers from the configured proxies, and from nobody else.</summary>
internal sealed class ProxyHeaders(IOptions<SiteOptions> site) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        // The defaults trust the loopback address; here only what the settings name is trusted.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var text in site.Value.TrustedProxies)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else
            {
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(text));
            }
        }

        options.ForwardedHeaders = site.Value.TrustedProxies.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        // Every hop must be one that is trusted, so their number need not be limited.
        options.ForwardLimit = null;
    }
}
