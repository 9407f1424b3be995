using System.Net;
using System.Text.Json;

namespace Charity.Payments.Attempts;

/// <summary>What Stripe says of a refused call. Its message may quote what a donor typed, so it is not kept.</summary>
internal sealed record StripeError(string Type, string? Code, string? Param)
{
    private const int LongestCode = 100;

    /// <summary>Stripe's code, or the error's type where it gives none.</summary>
    public string Name => Code ?? Type;

    /// <summary>Reads <c>{"error":{"type":…,"code":…,"param":…}}</c>; null when the body is something else.</summary>
    public static StripeError? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                   && json.RootElement.TryGetProperty("error", out var error)
                   && error.ValueKind == JsonValueKind.Object
                   && Text(error, "type") is { } type
                ? new StripeError(type, Text(error, "code"), Text(error, "param"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// What an answer other than 2xx means. A status without Stripe's error object was not written by Stripe but by
    /// something between, so it says nothing about what happened.
    /// </summary>
    public static GatewayFault FaultOf(HttpStatusCode status, StripeError? error, bool writes) => (int)status switch
    {
        _ when error is null => status == HttpStatusCode.TooManyRequests ? GatewayFault.Busy : GatewayFault.Unknown,
        401 or 403 => GatewayFault.Unauthorised,
        404 => GatewayFault.NotFound,
        // The first request with this key is still under way, so something may well happen.
        409 when writes && error.Code == "idempotency_key_in_use" => GatewayFault.Unknown,
        409 or 429 => GatewayFault.Busy,
        _ when error.Type == "idempotency_error" => GatewayFault.KeyReused,
        >= 400 and < 500 => GatewayFault.Refused,
        _ => GatewayFault.Unknown,
    };

    private static string? Text(JsonElement error, string name)
    {
        try
        {
            return error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                   && value.GetString() is { Length: > 0 and <= LongestCode } text && text.All(IsPlain)
                ? text
                : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no code of Stripe's.
            return null;
        }
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '[' or ']' or '-';
}
