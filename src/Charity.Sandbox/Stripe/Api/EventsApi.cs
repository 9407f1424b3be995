using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>Events of the last 30 days, webhook endpoints, and the account itself.</summary>
internal sealed class EventsApi(World world, Renderer renderer)
{
    private const long EventsLiveSeconds = 30L * 86_400;
    private const int MostTypes = 20;

    internal IEnumerable<ApiRoute> Routes() =>
    [
        new("GET", "v1/events", List),
        new("GET", "v1/events/*", Get),
        new("POST", "v1/webhook_endpoints", CreateEndpoint),
        new("GET", "v1/webhook_endpoints", c => Listing.Page(c.Params, world.Endpoints, c.Account, "/v1/webhook_endpoints", c.Render)),
        new("GET", "v1/webhook_endpoints/*", c => c.Render(c.Find(world.Endpoints, c.Id, "webhook_endpoint"))),
        new("POST", "v1/webhook_endpoints/*", UpdateEndpoint),
        new("DELETE", "v1/webhook_endpoints/*", DeleteEndpoint),
        new("GET", "v1/account", c => renderer.Account(c.Account)),
        new("GET", "v1/accounts/*", c => c.Id == c.Account ? renderer.Account(c.Account) : throw StripeError.Missing("account", "account", c.Id)),
    ];

    private JsonObject List(ApiCall call)
    {
        var type = call.Params.Text("type");
        var types = call.Params.Texts("types");
        if (types.Count > MostTypes || (types.Count > 0 && type is not null))
        {
            throw StripeError.Parameter("types", "parameter_invalid", $"You may give type, or up to {MostTypes} types.");
        }

        var delivered = call.Params.Boolean("delivery_success");
        return Listing.Page(call.Params, world.Events, call.Account, "/v1/events", e => Render(call, e), e =>
            e.Created > call.At - EventsLiveSeconds
            && (type is null || Matches(type, e.Type)) && (types.Count == 0 || types.Any(t => Matches(t, e.Type)))
            && (delivered is null || delivered == (e.Endpoints == 0 || AllDelivered(e))));
    }

    private JsonObject Get(ApiCall call)
    {
        var e = call.Find(world.Events, call.Id, "id");
        return e.Created > call.At - EventsLiveSeconds ? Render(call, e) : throw StripeError.Missing("id", "event", call.Id);
    }

    private JsonObject Render(ApiCall call, EventState e)
    {
        var json = call.Render(e);
        json["pending_webhooks"] = world.Undelivered(e.Id);
        return json;
    }

    private bool AllDelivered(EventState e) =>
        world.Deliveries.Of(e.Account).Where(d => d.Event == e.Id).All(d => d.Status == "delivered");

    private static bool Matches(string pattern, string type) =>
        pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private JsonObject CreateEndpoint(ApiCall call)
    {
        var p = call.Params;
        var endpoint = new EndpointState
        {
            Id = call.Tx.NewId("we"),
            Account = call.Account,
            Created = call.At,
            Url = ReadUrl(p) ?? throw p.Absent("url"),
            EnabledEvents = p.Texts("enabled_events") is { Count: > 0 } events ? events : throw p.Absent("enabled_events"),
            Secrets = [call.Tx.NewId("whsec")],
            Metadata = p.Metadata(),
            Description = p.Text("description"),
            ApiVersion = p.Text("api_version"),
        };
        p.RefuseUnknown();
        return renderer.Endpoint(call.Tx.Put(world.Endpoints, endpoint), withSecret: true);
    }

    private JsonObject UpdateEndpoint(ApiCall call)
    {
        var p = call.Params;
        var endpoint = call.Find(world.Endpoints, call.Id, "webhook_endpoint");
        var changed = endpoint with
        {
            Url = ReadUrl(p) ?? endpoint.Url,
            EnabledEvents = p.Texts("enabled_events") is { Count: > 0 } events ? events : endpoint.EnabledEvents,
            Description = p.Text("description") ?? endpoint.Description,
            Metadata = p.Metadata("metadata", endpoint.Metadata),
            Disabled = p.Boolean("disabled") ?? endpoint.Disabled,
        };
        p.RefuseUnknown();
        return call.Render(call.Tx.Put(world.Endpoints, changed));
    }

    private JsonObject DeleteEndpoint(ApiCall call)
    {
        var endpoint = call.Find(world.Endpoints, call.Id, "webhook_endpoint");
        call.Tx.Remove(world.Endpoints, endpoint.Id);
        return new JsonObject { ["id"] = endpoint.Id, ["object"] = "webhook_endpoint", ["deleted"] = true };
    }

    private static string? ReadUrl(Params p)
    {
        var text = p.Text("url");
        return text is null || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            ? text
            : throw StripeError.Parameter("url", "url_invalid", "Not a valid URL");
    }
}
