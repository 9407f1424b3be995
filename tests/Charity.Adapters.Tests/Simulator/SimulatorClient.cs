using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>A bare client of the API, so that tests see the wire as it is.</summary>
internal sealed class SimulatorClient(HttpMessageHandler handler, string key) : IDisposable
{
    private readonly HttpMessageInvoker http = new(handler, disposeHandler: false);

    public string? Version { get; set; } = StripeSimulatorOptions.DefaultApiVersion;

    public string? Authorization { get; set; } = $"Bearer {key}";

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<ApiAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    public Task<ApiAnswer> PostAsync(string path, Dictionary<string, string> form, string? idempotencyKey = null) =>
        PostAsync(path, Encode(form), idempotencyKey);

    public Task<ApiAnswer> PostAsync(string path, string form, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded"), idempotencyKey);

    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? idempotencyKey, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, $"https://api.test{path}") { Content = content };
        if (Authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        }

        if (Version is not null)
        {
            request.Headers.Add("Stripe-Version", Version);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        return new ApiAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), response.Headers);
    }

    public void Dispose() => http.Dispose();

    public static string Encode(Dictionary<string, string> form) =>
        string.Join('&', form.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"));
}

internal sealed record ApiAnswer(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)
{
    public JsonObject Json => JsonNode.Parse(Body)!.AsObject();

    public string? ErrorCode => Json["error"]?["code"]?.GetValue<string>();

    public string? ErrorType => Json["error"]?["type"]?.GetValue<string>();

    public string? ErrorParam => Json["error"]?["param"]?.GetValue<string>();

    public string Id => Json["id"]!.GetValue<string>();

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
