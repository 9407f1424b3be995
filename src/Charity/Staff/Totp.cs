using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Charity.Staff;

/// <summary>Time-based one-time passwords as authenticator apps make them: RFC 6238, SHA-1, 30 seconds, six digits.</summary>
public static class Totp
{
    public const int StepSeconds = 30;

    /// <summary>Steps before and after the present one that are still accepted, for clocks that differ.</summary>
    private const int Tolerance = 1;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The six digits of a step.</summary>
    /// <param name="secret">Base32, as shown to the user.</param>
    public static string Code(string secret, long step)
    {
        Span<byte> message = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
#pragma warning disable CA5350 // SHA-1 is what RFC 6238 and every authenticator app use; HMAC does not rest on its weakness.
        var hash = HMACSHA1.HashData(Decode(secret), message);
#pragma warning restore CA5350
        var offset = hash[^1] & 0x0F;
        var number = (BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that the code belongs to, or null when it is none of those accepted now.</summary>
    public static long? Match(string secret, string code, DateTimeOffset now)
    {
        long? matched = null;
        for (var step = StepAt(now) - Tolerance; step <= StepAt(now) + Tolerance; step++)
        {
            var expected = Code(secret, step);
            if (CryptographicOperations.FixedTimeEquals(
                    System.Text.Encoding.ASCII.GetBytes(expected), System.Text.Encoding.UTF8.GetBytes(code)))
            {
                matched = step;
            }
        }

        return matched;
    }

    /// <summary>A fresh secret of 160 bits in Base32.</summary>
    public static string NewSecret()
    {
        Span<byte> bytes = stackalloc byte[20];
        RandomNumberGenerator.Fill(bytes);
        var text = new char[32];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Base32[(pair >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }

    /// <summary>What an authenticator app reads from a QR code.</summary>
    public static string Uri(string issuer, string account, string secret)
        => $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}"
           + $"?secret={secret}&issuer={System.Uri.EscapeDataString(issuer)}&digits=6&period={StepSeconds}";

    private static byte[] Decode(string secret)
    {
        var bytes = new List<byte>(20);
        int buffer = 0, bits = 0;
        foreach (var c in secret)
        {
            var value = Base32.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                continue;
            }

            buffer = ((buffer << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
