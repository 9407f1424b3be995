using System.Net;
using System.Net.Sockets;

namespace Charity.Web.Hosting;

/// <summary>The address that limits count by.</summary>
internal static class ClientAddress
{
    private const string Unknown = "unknown";

    /// <summary>One IPv4 address, or the /64 network of an IPv6 one: a household has 2^64 of those.</summary>
    public static string Of(HttpContext http) => Known(http) is not { } address ? Unknown
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? Network(address, 64) : address.ToString();

    /// <summary>What one provider or company has: a /24 of IPv4, a /48 of IPv6.</summary>
    public static string NetworkOf(HttpContext http) => Known(http) is not { } address ? Unknown
        : Network(address, address.AddressFamily == AddressFamily.InterNetworkV6 ? 48 : 24);

    private static IPAddress? Known(HttpContext http)
        => http.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : http.Connection.RemoteIpAddress;

    /// <param name="bits">A multiple of 8.</param>
    private static string Network(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(bits / 8).Clear();
        return new IPNetwork(new IPAddress(bytes), bits).ToString();
    }
}
