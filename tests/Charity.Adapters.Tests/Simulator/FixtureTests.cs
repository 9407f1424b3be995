using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>Every object that the simulator emits, against Stripe's own example of it.</summary>
public sealed class FixtureTests
{
    [FixtureFact]
    public async Task Every_property_is_one_of_Stripe_with_its_type()
    {
        using var bench = new SimulatorBench(o => o.RefundsWaitForFunds = false);
        var emitted = await EverythingAsync(bench);
        var kinds = emitted.SelectMany(Objects).Select(o => o["object"]!.GetValue<string>()).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Equal(
            [
                "account", "balance", "balance_transaction", "charge", "checkout.session", "dispute", "event", "item", "list", "payment_intent",
                "payment_method", "payout", "price", "radar.early_fraud_warning", "refund", "webhook_endpoint",
            ], kinds);

        var fixtures = JsonNode.Parse(await File.ReadAllBytesAsync(FixtureFactAttribute.Path()!))!["resources"]!.AsObject();
        var differences = emitted.SelectMany(Objects).SelectMany(o => Differences(o, fixtures)).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));

        // An exception that nothing needs any more would hide the next mistake.
        var idle = NullableInReference.Concat(AbsentInExample).Except(used).ToList();
        Assert.True(idle.Count == 0, string.Join('\n', idle));
    }

    private readonly HashSet<string> used = [];

    /// <summary>A fixture is one object; these properties Stripe documents as optional, and its example happens to lack them.</summary>
    private static readonly HashSet<string> AbsentInExample =
    [
        "event.data.previous_attributes", "webhook_endpoint.secret", "radar.early_fraud_warning.payment_intent", "refund.pending_reason",
        "refund.failure_reason", "refund.failure_balance_transaction", "payment_intent.last_payment_error.code",
        "payment_intent.last_payment_error.message", "payment_intent.last_payment_error.charge",
        "payment_intent.last_payment_error.decline_code", "payment_intent.last_payment_error.doc_url", "checkout.session.line_items",
    ];

    /// <summary>Nullable in Stripe's reference, and filled in its example.</summary>
    private static readonly HashSet<string> NullableInReference =
    [
        "account.requirements.disabled_reason",
        "charge.balance_transaction", "charge.billing_details.name", "charge.payment_method_details.card.installments",
        "charge.payment_method_details.card.three_d_secure", "charge.payment_method_details.card.wallet", "charge.shipping", "charge.source",
        "charge.transfer_data", "charge.description",
        "checkout.session.after_expiration", "checkout.session.automatic_tax.liability", "checkout.session.cancel_url",
        "checkout.session.collected_information", "checkout.session.consent", "checkout.session.consent_collection",
        "checkout.session.currency_conversion", "checkout.session.custom_text.after_submit", "checkout.session.custom_text.shipping_address",
        "checkout.session.custom_text.submit", "checkout.session.custom_text.terms_of_service_acceptance", "checkout.session.customer_details",
        "checkout.session.customer_details.address", "checkout.session.invoice_creation.invoice_data.issuer",
        "checkout.session.invoice_creation.invoice_data.rendering_options", "checkout.session.payment_intent",
        "checkout.session.payment_method_configuration_details", "checkout.session.permissions", "checkout.session.saved_payment_method_options",
        "checkout.session.shipping_address_collection", "checkout.session.shipping_cost", "checkout.session.url", "checkout.session.wallet_options",
        "item.adjustable_quantity", "payment_intent.automatic_payment_methods", "payment_intent.canceled_at", "payment_intent.last_payment_error",
        "payment_intent.next_action", "payment_intent.payment_method_configuration_details", "payment_intent.processing", "payment_intent.shipping",
        "payment_intent.transfer_data", "payment_method.billing_details.email", "payment_method.card.generated_from", "payment_method.card.wallet",
        "price.custom_unit_amount", "price.recurring", "price.transform_quantity", "webhook_endpoint.description",
        "account.business_profile.annual_revenue", "account.business_profile.support_address",
        "account.email", "balance_transaction.description", "charge.receipt_url", "payment_method.billing_details.phone",
        "payment_method.billing_details.address.city", "payment_method.billing_details.address.country",
        "payment_method.billing_details.address.line1", "payment_method.billing_details.address.postal_code",
        "payment_method.billing_details.address.state",
    ];

    private static async Task<List<JsonObject>> EverythingAsync(SimulatorBench bench)
    {
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        await bench.GiveAsync();
        await bench.GiveAsync(1_000, "usd");
        var (_, _, full) = await bench.GiveAsync(card: "4000000000005423");
        foreach (var card in new[] { "4000000000000259", "4000000000001976", "4000000000002685", "4000000000007726", "4000000000005126" })
        {
            await bench.GiveAsync(card: card);
        }

        await bench.Simulator.AdvanceAsync(TimeSpan.FromHours(1));
        foreach (var card in new[] { "4000000000000002", "4100000000000019", "4000002760003184" })
        {
            var session = (await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm())).Id;
            await bench.Simulator.PayAsync(session, card);
        }

        var disputes = (await bench.Api.GetAsync("/v1/disputes")).Json["data"]!.AsArray().Select(d => d!["id"]!.GetValue<string>()).ToList();
        await bench.Simulator.DecideDisputeAsync(disputes[0], won: true);
        await bench.Simulator.RefundAsync(full, reason: "fraudulent");
        foreach (var payment in bench.Simulator.Payments().Where(p => p.Charge is not null && !p.Disputed && p is { RefundedMinor: 0, Status: "complete" }))
        {
            await bench.Simulator.RefundAsync(payment.Charge!, 100);
        }

        await bench.Simulator.AdvanceAsync(TimeSpan.FromDays(8));
        await bench.Simulator.FailPayoutAsync((await bench.Api.GetAsync("/v1/payouts")).Json["data"]![0]!["id"]!.GetValue<string>());

        var known = SimulatorBench.SessionForm();
        known["customer_email"] = "donor@example.org";
        known.Remove("cancel_url");
        var answers = new List<JsonObject>
        {
            (await bench.Api.PostAsync("/v1/checkout/sessions", known)).Json,
            (await bench.Api.PostAsync("/v1/webhook_endpoints", "url=https%3A%2F%2Fx.test&enabled_events[0]=*")).Json,
        };
        foreach (var path in new[]
                 {
                     "account", "balance", "webhook_endpoints", "checkout/sessions?limit=100&expand[]=data.payment_intent.payment_method&expand[]=data.line_items",
                     "payment_intents?limit=100&expand[]=data.latest_charge", "charges?limit=100&expand[]=data.balance_transaction", "refunds?limit=100&expand[]=data.charge",
                     "disputes?limit=100", "balance_transactions?limit=100", "payouts?limit=100&expand[]=data.balance_transaction",
                     "radar/early_fraud_warnings", "events?limit=100",
                 })
        {
            var answer = await bench.Api.GetAsync($"/v1/{path}");
            Assert.True((int)answer.Status == 200, answer.Body);
            answers.Add(answer.Json);
        }

        answers.AddRange(bench.Simulator.Events.Select(e => e.Json));
        return answers;
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject json => json.Where(p => p.Key != "previous_attributes").SelectMany(p => Objects(p.Value))
            .Concat(json["object"]?.GetValueKind() == JsonValueKind.String ? [json] : []),
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };

    private IEnumerable<string> Differences(JsonObject emitted, JsonObject fixtures)
    {
        var kind = emitted["object"]!.GetValue<string>();
        var example = kind switch
        {
            "list" => new JsonObject { ["object"] = "list", ["data"] = new JsonArray(), ["has_more"] = false, ["url"] = "/" },
            _ => fixtures[kind]!.AsObject(),
        };
        return Compare(kind, emitted, example);
    }

    private IEnumerable<string> Compare(string path, JsonObject emitted, JsonObject example)
    {
        foreach (var (name, value) in emitted)
        {
            var full = $"{path}.{name}";
            if (AbsentInExample.Contains(full))
            {
                used.Add(full);
                continue;
            }

            if (!example.TryGetPropertyValue(name, out var sample))
            {
                yield return $"{full} is no property of Stripe's";
            }
            else if (value is null)
            {
                if (sample is not null && NullableInReference.Contains(full))
                {
                    used.Add(full);
                }
                else if (sample is not null)
                {
                    yield return $"{full} is null, Stripe's example is not";
                }
            }
            else if (sample is not null && Kind(value) != Kind(sample) && !IsExpanded(value, sample))
            {
                yield return $"{full} is {Kind(value)}, Stripe's is {Kind(sample)}";
            }
            else if (value is JsonObject inner && sample is JsonObject innerSample && innerSample.Count > 0 && name is not "metadata" && inner["object"]?.GetValueKind() != JsonValueKind.String)
            {
                foreach (var difference in Compare(full, inner, innerSample))
                {
                    yield return difference;
                }
            }
        }
    }

    /// <summary>Where the example has an id, the object itself may stand, if it was asked for.</summary>
    private static bool IsExpanded(JsonNode value, JsonNode sample) =>
        sample.GetValueKind() == JsonValueKind.String && value is JsonObject { } json && json["object"] is not null;

    private static string Kind(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString(),
    };
}
