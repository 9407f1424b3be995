using System.Net;
using Charity.Data;

namespace Charity.Organisation;

/// <summary>
/// Where this installation stands on the web. Everything that leaves it with an address in it (mails, QR codes, return
/// addresses for Checkout) takes the address from here and never from a request.
/// </summary>
public sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Stripe's own payment page: allowed where <see cref="CheckoutHosts"/> names nothing else.</summary>
    public const string StripeCheckout = "https://checkout.stripe.com";

    /// <summary>Scheme, host and port under which people reach the site, such as <c>https://give.example.org</c>: https, or http on this machine only.</summary>
    public string PublicBaseUrl { get; set; } = "";

    /// <summary>
    /// Origins to which a donor may be sent to pay, such as <c>https://pay.example.org</c>. Empty: only Stripe's own.
    /// </summary>
    public IList<string> CheckoutHosts { get; set; } = [];

    /// <summary>
    /// Addresses (<c>10.0.0.7</c>) or networks (<c>10.0.0.0/8</c>) of reverse proxies whose forwarded headers are
    /// believed. Empty: none is.
    /// </summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>The origins to which a donor may be sent to pay; never empty.</summary>
    public IEnumerable<string> CheckoutOrigins =>
        CheckoutHosts.Count == 0 ? [StripeCheckout] : CheckoutHosts.Select(host => host.TrimEnd('/'));

    /// <summary>True on a developer's machine: plain http to the machine itself, where cookies cannot be marked Secure.</summary>
    public bool IsPlainLoopback => Uri.TryCreate(PublicBaseUrl, UriKind.Absolute, out var url) && url is { Scheme: "http", IsLoopback: true };

    /// <summary>The full address of a path of ours.</summary>
    /// <param name="path">Begins with a slash; already encoded.</param>
    public string Address(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith('/')
            ? PublicBaseUrl.TrimEnd('/') + path
            : throw new ArgumentException("A path of ours begins with a slash.", nameof(path));
    }

    /// <summary>True for an address on one of the <see cref="CheckoutOrigins"/>: the only places a redirect may leave to.</summary>
    public bool MayPayAt(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && CheckoutOrigins.Contains(url.GetLeftPart(UriPartial.Authority), StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with these settings, in plain words.</summary>
    internal static IEnumerable<string> Faults(SiteOptions options)
    {
        if (options.PublicBaseUrl.Length == 0)
        {
            yield return $"{Variable(nameof(PublicBaseUrl))} is missing: the address under which people reach the site, such as https://give.example.org.";
        }
        else if (OriginFault(options.PublicBaseUrl) is { } fault)
        {
            yield return $"{Variable(nameof(PublicBaseUrl))} {fault}";
        }

        for (var i = 0; i < options.CheckoutHosts.Count; i++)
        {
            if (OriginFault(options.CheckoutHosts[i]) is { } hostFault)
            {
                yield return $"{Variable(nameof(CheckoutHosts), i)} {hostFault}";
            }
        }

        for (var i = 0; i < options.TrustedProxies.Count; i++)
        {
            if (!IPAddress.TryParse(options.TrustedProxies[i], out _) && !IPNetwork.TryParse(options.TrustedProxies[i], out _))
            {
                yield return $"{Variable(nameof(TrustedProxies), i)} is neither an address such as 10.0.0.7 nor a network such as 10.0.0.0/8.";
            }
        }
    }

    private static string Variable(string name, int? index = null) => index is { } i
        ? Settings.Variable(Section, name, i.ToString(System.Globalization.CultureInfo.InvariantCulture))
        : Settings.Variable(Section, name);

    private static string? OriginFault(string value)
    {
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return "is not a web address such as https://give.example.org.";
        }

        if (url.Scheme == "http" && !url.IsLoopback)
        {
            return "must begin with https://; plain http is for this machine only.";
        }

        return string.Equals(url.GetLeftPart(UriPartial.Authority), value.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)
            ? null
            : "must be only scheme, host and port: no path, user name or default port.";
    }
}
