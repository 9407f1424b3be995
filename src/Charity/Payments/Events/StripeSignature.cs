using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Charity.Payments;

/// <summary>What a look at a webhook's signature gave.</summary>
public enum SignatureResult
{
    Valid,
    Missing,

    /// <summary>No header of Stripe's: too long, too many parts, no time, or a time that is no number.</summary>
    Malformed,

    /// <summary>Signed too long ago, or too far ahead.</summary>
    Expired,

    /// <summary>None of our secrets made it.</summary>
    Wrong,
}

/// <summary>
/// Checks <c>Stripe-Signature: t=…,v1=…</c>: HMAC-SHA256 over the time, a dot and the body's bytes, with the secret of
/// one of our accounts. The secret that fits decides the account. Written by ourselves because Stripe's own library
/// throws on hostile input (docs.stripe.com/webhooks, "Verify manually").
/// </summary>
public sealed class StripeSignature(IOptions<StripeOptions> options, TimeProvider time)
{
    public const string Header = "Stripe-Signature";

    /// <summary>Seconds between signing and arrival, either way. Each retry is signed anew.</summary>
    public const int ToleranceSeconds = 300;

    /// <summary>Characters of the header; Stripe's take about 100, twice that while a secret is changed.</summary>
    public const int LongestHeader = 4096;

    /// <summary>Parts of the header. Stripe sends one v1 for each valid secret, and in test mode a v0.</summary>
    public const int MostParts = 16;

    /// <summary>Digits of the time: enough for thousands of years, too few to overflow.</summary>
    private const int LongestTime = 12;

    private const int HexLength = 64;

    private readonly Secret[] secrets = [.. options.Value.Accounts.SelectMany(SecretsOf)];

    /// <summary>Account is set only when the result is <see cref="SignatureResult.Valid"/>.</summary>
    public (SignatureResult Result, string? Account) Check(string? header, ReadOnlySpan<byte> body)
    {
        if (string.IsNullOrEmpty(header))
        {
            return (SignatureResult.Missing, null);
        }

        Span<Range> signatures = stackalloc Range[MostParts];
        if (!TryParse(header, out var timeText, signatures, out var count))
        {
            return (SignatureResult.Malformed, null);
        }

        var signedAt = long.Parse(timeText, NumberStyles.None, CultureInfo.InvariantCulture);
        if (Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - signedAt) > ToleranceSeconds)
        {
            return (SignatureResult.Expired, null);
        }

        var account = count == 0 ? null : AccountOf(header, timeText, signatures[..count], body);
        return account is null ? (SignatureResult.Wrong, null) : (SignatureResult.Valid, account);
    }

    private string? AccountOf(string header, ReadOnlySpan<char> timeText, ReadOnlySpan<Range> signatures, ReadOnlySpan<byte> body)
    {
        Span<byte> start = stackalloc byte[LongestTime + 1];
        var length = Encoding.ASCII.GetBytes(timeText, start);
        start[length++] = (byte)'.';
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[HexLength];
        Span<byte> given = stackalloc byte[HexLength];
        foreach (var secret in secrets)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Key);
            hmac.AppendData(start[..length]);
            hmac.AppendData(body);
            hmac.GetHashAndReset(hash);
            Convert.TryToHexStringLower(hash, expected, out _);
            foreach (var range in signatures)
            {
                Encoding.ASCII.GetBytes(header.AsSpan()[range], given);
                if (CryptographicOperations.FixedTimeEquals(expected, given))
                {
                    return secret.Account;
                }
            }
        }

        return null;
    }

    /// <summary>
    /// One time, and the places of the v1 signatures that can be one (64 lower-case hex digits). Other schemes (v0) and
    /// keys are passed over, as Stripe asks; space around a part is too, as Stripe's own library does.
    /// </summary>
    private static bool TryParse(string header, out ReadOnlySpan<char> timeText, Span<Range> signatures, out int count)
    {
        timeText = default;
        count = 0;
        if (header.Length > LongestHeader)
        {
            return false;
        }

        var parts = 0;
        foreach (var range in header.AsSpan().Split(','))
        {
            if (++parts > MostParts)
            {
                return false;
            }

            var untrimmed = header.AsSpan()[range];
            var start = range.GetOffsetAndLength(header.Length).Offset + untrimmed.Length - untrimmed.TrimStart().Length;
            var part = untrimmed.Trim();
            if (!part.Contains('='))
            {
                return false;
            }

            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                if (!timeText.IsEmpty || part.Length is < 3 or > LongestTime + 2 || part[2..].ContainsAnyExceptInRange('0', '9'))
                {
                    return false;
                }

                timeText = part[2..];
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal) && part.Length == HexLength + 3 && IsLowerHex(part[3..]))
            {
                signatures[count++] = (start + 3)..(start + part.Length);
            }
        }

        return !timeText.IsEmpty;
    }

    private static bool IsLowerHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<Secret> SecretsOf(StripeAccountOptions account)
    {
        yield return new Secret(account.Id, Encoding.UTF8.GetBytes(account.WebhookSecret));
        if (!string.IsNullOrEmpty(account.PreviousWebhookSecret))
        {
            yield return new Secret(account.Id, Encoding.UTF8.GetBytes(account.PreviousWebhookSecret));
        }
    }

    private sealed record Secret(string Account, byte[] Key);
}
