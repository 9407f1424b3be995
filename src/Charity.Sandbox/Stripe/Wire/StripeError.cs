using System.Text.Json.Nodes;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>An answer that refuses, in the shape of Stripe's errors.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="type">Stripe's error type.</param>
/// <param name="stored">Whether an idempotency key keeps it: only what was refused after execution had begun.</param>
internal sealed class StripeError(int status, string type, string message, string? code, string? param, bool stored) : Exception(message)
{
    internal const string InvalidRequest = "invalid_request_error";

    internal int Status => status;

    internal string? Code => code;

    internal bool Stored => stored;

    /// <summary>A parameter is missing, unknown or malformed; nothing was executed.</summary>
    internal static StripeError Parameter(string param, string code, string message) =>
        new(400, InvalidRequest, message, code, param, stored: false);

    /// <summary>The parameters are fine, but the object's state does not allow it.</summary>
    internal static StripeError Refused(string message, string? code = null, string? param = null) =>
        new(400, InvalidRequest, message, code, param, stored: true);

    internal static StripeError Missing(string param, string kind, string id) =>
        new(404, InvalidRequest, $"No such {kind}: '{id}'", "resource_missing", param, stored: false);

    internal static StripeError UnknownUrl(string method, string path) => new(
        404, InvalidRequest,
        $"Unrecognized request URL ({method}: {path}). If you are trying to list objects, remove the trailing slash. If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code.",
        null, null, stored: false);

    internal static StripeError Unauthorized(string message) => new(401, InvalidRequest, message, null, null, stored: false);

    /// <summary>A restricted key that was not given this resource.</summary>
    internal static StripeError LacksPermission(string maskedKey, string account) => new(
        403, InvalidRequest, $"The provided key '{maskedKey}' does not have the required permissions for this endpoint on account '{account}'.",
        null, null, stored: false);

    internal static StripeError RateLimited() => new(
        429, InvalidRequest, "Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.",
        "rate_limit", null, stored: false);

    internal static StripeError Server(bool stored) => new(
        500, "api_error", "An unknown error occurred: the simulator was told to fail here.", null, null, stored);

    internal static StripeError Conflict() => new(
        409, InvalidRequest,
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.",
        "lock_timeout", null, stored: false);

    internal static StripeError KeyInUse(string key) => new(
        409, "idempotency_error",
        $"There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): {key}. Please try again later.",
        "idempotency_key_in_use", null, stored: false);

    internal static StripeError KeyReused(string key) => new(
        400, "idempotency_error",
        $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.",
        null, null, stored: false);

    internal static StripeError KeyReusedElsewhere(string key, string path, string first) => new(
        400, "idempotency_error",
        $"Keys for idempotent requests can only be used for the same endpoint they were first used for ('{path}' vs '{first}'). Try using a key other than '{key}' if you meant to execute a different request.",
        null, null, stored: false);

    internal string Body()
    {
        var error = new JsonObject();
        if (code is not null)
        {
            error["code"] = code;
            error["doc_url"] = $"https://stripe.com/docs/error-codes/{code.Replace('_', '-')}";
        }

        error["message"] = Message;
        if (param is not null)
        {
            error["param"] = param;
        }

        error["type"] = type;
        return new JsonObject { ["error"] = error }.ToJsonString(WireJson.Options);
    }
}
