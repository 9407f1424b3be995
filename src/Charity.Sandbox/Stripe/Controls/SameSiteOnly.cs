namespace Charity.Sandbox.Stripe.Controls;

/// <summary>
/// The controls have no sign-in, since they move nothing real and listen on this machine only. A page of another site,
/// open in the same browser, still must not press them.
/// </summary>
internal static class SameSiteOnly
{
    internal static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var from = request.Headers["Sec-Fetch-Site"].ToString();
        var foreign = HttpMethods.IsGet(request.Method)
            ? from == "cross-site" && request.Headers["Sec-Fetch-Mode"] != "navigate"
            : from is "cross-site" or "same-site" || ForeignOrigin(request);
        return foreign
            ? ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status403Forbidden))
            : next(context);
    }

    private static bool ForeignOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
