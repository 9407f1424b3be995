using Charity.Organisation;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// Answers requests for the site's own name only, so that no proxy or cache can be made to keep a page under another. On
/// a machine of one's own its other names count too.
/// </summary>
internal sealed class KnownHosts(IOptions<SiteOptions> site) : IConfigureOptions<HostFilteringOptions>
{
    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    public void Configure(HostFilteringOptions options)
    {
        // A wrong address is reported among all other settings, before anything is served.
        if (!Uri.TryCreate(site.Value.PublicBaseUrl, UriKind.Absolute, out var url))
        {
            return;
        }

        options.AllowedHosts = url.IsLoopback ? [url.Host, .. ThisMachine] : [url.Host];
        options.AllowEmptyHosts = false;
        options.IncludeFailureMessage = false;
    }
}
