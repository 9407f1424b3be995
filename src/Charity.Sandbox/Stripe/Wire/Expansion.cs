using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>Replaces ids by their objects, as <c>expand[]</c> asks: <c>data.source.charge</c>, to depth 4.</summary>
internal sealed class Expansion(World world, Renderer renderer)
{
    private const int Deepest = 4;

    private static readonly Dictionary<string, string[]> Expandable = new(StringComparer.Ordinal)
    {
        ["checkout.session"] = ["payment_intent", "line_items"],
        ["payment_intent"] = ["latest_charge", "payment_method"],
        ["charge"] = ["balance_transaction", "payment_intent", "failure_balance_transaction", "refunds"],
        ["refund"] = ["charge", "payment_intent", "balance_transaction", "failure_balance_transaction"],
        ["dispute"] = ["charge", "payment_intent"],
        ["radar.early_fraud_warning"] = ["charge", "payment_intent"],
        ["balance_transaction"] = ["source"],
        ["payout"] = ["balance_transaction", "failure_balance_transaction"],
    };

    /// <summary>Fields that Stripe can expand but that are always null here; asking for them is allowed.</summary>
    private static readonly Dictionary<string, string[]> AlwaysNull = new(StringComparer.Ordinal)
    {
        ["checkout.session"] = ["customer", "subscription", "invoice", "setup_intent", "payment_link"],
        ["payment_intent"] = ["customer", "review"],
        ["charge"] = ["customer", "review", "application_fee"],
        ["payout"] = ["destination", "original_payout", "reversed_by"],
    };

    internal void Apply(JsonObject root, IEnumerable<string> paths, long at)
    {
        foreach (var path in paths)
        {
            var parts = path.Split('.');
            if (parts.Length > Deepest)
            {
                throw StripeError.Parameter(
                    "expand", "parameter_invalid", $"You cannot expand more than {Deepest} levels of a property: {path}");
            }

            Expand(root, parts, path, at);
        }
    }

    private void Expand(JsonObject node, ReadOnlySpan<string> parts, string path, long at)
    {
        if (parts.IsEmpty)
        {
            return;
        }

        if (parts[0] == "data" && node["object"]?.GetValue<string>() == "list")
        {
            foreach (var item in node["data"]!.AsArray().OfType<JsonObject>())
            {
                Expand(item, parts[1..], path, at);
            }

            return;
        }

        var kind = node["object"]?.GetValue<string>() ?? "";
        if (!Expandable.TryGetValue(kind, out var names) || !names.Contains(parts[0]))
        {
            if (AlwaysNull.TryGetValue(kind, out var nulls) && nulls.Contains(parts[0]))
            {
                return;
            }

            throw StripeError.Parameter("expand", "parameter_invalid", $"This property cannot be expanded ({path}).");
        }

        var expanded = node[parts[0]] as JsonObject ?? Fetch(node, kind, parts[0], at);
        if (expanded is not null)
        {
            if (!ReferenceEquals(node[parts[0]], expanded))
            {
                node[parts[0]] = expanded;
            }

            Expand(expanded, parts[1..], path, at);
        }
    }

    private JsonObject? Fetch(JsonObject node, string kind, string name, long at)
    {
        var owner = node["id"]!.GetValue<string>();
        if (kind == "checkout.session" && name == "line_items")
        {
            var session = world.Sessions.Get(owner);
            return Listing.Wrap(
                session.LineItems.Select(i => SessionJson.LineItem(i, session.Created)), false, $"/v1/checkout/sessions/{owner}/line_items");
        }

        if (kind == "charge" && name == "refunds")
        {
            var charge = world.Charges.Get(owner);
            var refunds = world.Refunds.NewestFirst(charge.Account).Where(r => r.Charge == owner).ToList();
            return Listing.Wrap(refunds.Take(10).Select(r => renderer.Render(r, at)), refunds.Count > 10, $"/v1/charges/{owner}/refunds");
        }

        return node[name]?.GetValue<string>() is { } id && Find(id) is { } record ? renderer.Render(record, at) : null;
    }

    private IRecord? Find(string id) => id.Split('_')[0] switch
    {
        "pi" => world.PaymentIntents.Find(id),
        "pm" => world.PaymentMethods.Find(id),
        "ch" => world.Charges.Find(id),
        "re" => world.Refunds.Find(id),
        "dp" => world.Disputes.Find(id),
        "txn" => world.BalanceTransactions.Find(id),
        "po" => world.Payouts.Find(id),
        _ => null,
    };
}
