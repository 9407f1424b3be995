using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Charity.Data;

/// <summary>
/// The secret behind public addresses and, derived from it, the key that seals the keys of cookies. Losing it breaks no
/// data: addresses sent before stop working, everyone signs in again, and staff set up their authenticators anew.
/// </summary>
public sealed class TokenOptions
{
    public const string Section = "Tokens";

    /// <summary>32 random bytes in base64.</summary>
    [Required]
    public string Key { get; set; } = "";
}

/// <summary>
/// Addresses that cannot be guessed: HMAC-SHA256 over purpose, id and version, so that a mail sent again carries the
/// same link. The database holds their SHA-256 only.
/// </summary>
public sealed class PublicTokens(IOptions<TokenOptions> options)
{
    /// <summary>Characters of a token in an address.</summary>
    public const int Length = 43;

    private readonly byte[] key = Convert.FromBase64String(options.Value.Key);

    /// <summary>The token of <paramref name="id"/> for <paramref name="purpose"/> ("thanks", "receipt", "check", …).</summary>
    public string For(string purpose, Guid id, int version) => Base64Url.EncodeToString(Bytes(purpose, id, version));

    /// <summary>What the database stores for look-up.</summary>
    public byte[] HashFor(string purpose, Guid id, int version) => SHA256.HashData(Bytes(purpose, id, version));

    /// <summary>The look-up hash of a token that someone sent, or null when it cannot be one.</summary>
    public static byte[]? HashOf(string? token)
    {
        Span<byte> bytes = stackalloc byte[33];
        // TryDecodeFromChars throws on a text that is no base64, which whoever guesses addresses sends us.
        return token is { Length: Length }
               && Base64Url.DecodeFromChars(token, bytes, out _, out var written) == OperationStatus.Done && written == 32
            ? SHA256.HashData(bytes[..32])
            : null;
    }

    private byte[] Bytes(string purpose, Guid id, int version)
    {
        Span<byte> input = stackalloc byte[64];
        var length = Encoding.UTF8.GetBytes(purpose, input);
        input[length++] = 0;
        id.TryWriteBytes(input[length..], true, out _);
        length += 16;
        BinaryPrimitives.WriteInt32BigEndian(input[length..], version);
        return HMACSHA256.HashData(key, input[..(length + 4)]);
    }
}
