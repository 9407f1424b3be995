using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Charity.Sandbox.Stripe.Delivery;

/// <summary>Stripe's signature: <c>t=…,v1=…</c>, HMAC-SHA256 over time, dot and raw body, one <c>v1</c> for each secret.</summary>
public static class WebhookSignature
{
    /// <summary>The value of <c>Stripe-Signature</c>.</summary>
    /// <param name="body">Raw bytes of the body.</param>
    /// <param name="secrets">Signing secrets, <c>whsec_…</c>, used as they stand.</param>
    /// <param name="timestamp">Unix seconds.</param>
    public static string Header(ReadOnlySpan<byte> body, IEnumerable<string> secrets, long timestamp)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var prefix = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{timestamp}."));
        var signed = new byte[prefix.Length + body.Length];
        prefix.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(prefix.Length));
        var header = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"t={timestamp}"));
        foreach (var secret in secrets)
        {
            header.Append(",v1=").Append(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)));
        }

        return header.ToString();
    }
}
