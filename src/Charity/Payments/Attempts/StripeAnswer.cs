using System.Net;
using System.Net.Http.Headers;

namespace Charity.Payments.Attempts;

/// <summary>What is called: for the log, and for what a failure may mean.</summary>
/// <param name="PathAndQuery">From <c>/v1/</c> on.</param>
public sealed record StripeCallLine(string Account, HttpMethod Method, string PathAndQuery)
{
    /// <summary>Whether something may have happened when no answer came.</summary>
    public bool Writes => Method != HttpMethod.Get;
}

/// <summary>An answer as it came, whatever its status.</summary>
public sealed record StripeAnswer(HttpStatusCode Status, HttpResponseHeaders Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Stripe's name for the request, for questions to its support.</summary>
    public string? RequestId => Header("Request-Id");

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The first header of that name.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
