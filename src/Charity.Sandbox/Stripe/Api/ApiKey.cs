using System.Text;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>The secret key of a request: Bearer, or Basic with the key as its user name.</summary>
internal static class ApiKey
{
    internal static string? Read(string? authorization)
    {
        if (authorization is null)
        {
            return null;
        }

        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return authorization["Bearer ".Length..].Trim() is { Length: > 0 } key ? key : null;
        }

        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var buffer = new byte[authorization.Length];
            return Convert.TryFromBase64String(authorization["Basic ".Length..].Trim(), buffer, out var written)
                ? Encoding.UTF8.GetString(buffer, 0, written).Split(':')[0]
                : null;
        }

        return null;
    }

    /// <summary>A key that may be shown: its kind and its last four characters.</summary>
    internal static string Mask(string key) =>
        key.Length < 16 ? new string('*', key.Length) : $"{key[..8]}{new string('*', key.Length - 12)}{key[^4..]}";
}
