using System.Net;
using System.Net.Sockets;

namespace Charity.Web.Hosting;

/// <summary>The address that limits count by.</summary>
internal static class ClientAddress
{
    /// <summary>One IPv4 address, or the /64 network of an IPv6 one: a household has 2^64 of those.</summary>
    public static string Of(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPNetwork(Masked(address), 64).ToString()
            : address.ToString();
    }

    private static IPAddress Masked(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new IPAddress(bytes);
    }
}
