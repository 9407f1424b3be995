using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Charity.Data.Limits;

/// <summary>A sealed key: 16 bytes from which nobody reads an address, and by which the same address counts as the same.</summary>
public readonly record struct LimitKey(UInt128 Value)
{
    internal byte[] ToBytes()
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>For limits on everything together.</summary>
    public static LimitKey All => default;
}

/// <summary>
/// Seals what limits count by (addresses, mail addresses, accounts) with a key derived from the installation's secret. Who
/// reads the table or a copy of it learns none of them, not even by trying all of IPv4.
/// </summary>
public sealed class LimitKeys(IOptions<TokenOptions> options)
{
    private readonly byte[] key = HMACSHA256.HashData(Convert.FromBase64String(options.Value.Key), "limits.v1"u8);

    /// <summary>The same text under another policy is another key, so that rows of two policies cannot be joined.</summary>
    public LimitKey Of(string policy, string text)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{policy}\0{text}"), hash);
        return new LimitKey(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
