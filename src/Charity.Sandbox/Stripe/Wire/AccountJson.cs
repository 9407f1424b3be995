using System.Text.Json.Nodes;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>The Account and Balance objects.</summary>
internal static class AccountJson
{
    internal static JsonObject Write(SimulatedAccount account) => new()
    {
        ["id"] = account.Id,
        ["object"] = "account",
        ["business_profile"] = new JsonObject
        {
            ["annual_revenue"] = null,
            ["estimated_worker_count"] = null,
            ["mcc"] = "8398",
            ["minority_owned_business_designation"] = null,
            ["name"] = account.Name,
            ["product_description"] = null,
            ["support_address"] = null,
            ["support_email"] = null,
            ["support_phone"] = null,
            ["support_url"] = null,
            ["url"] = null,
        },
        ["business_type"] = "non_profit",
        ["capabilities"] = new JsonObject { ["card_payments"] = "active", ["transfers"] = "active" },
        ["charges_enabled"] = account.DisabledReason is null,
        ["controller"] = new JsonObject { ["type"] = "account" },
        ["country"] = account.Country,
        ["default_currency"] = account.DefaultCurrency,
        ["details_submitted"] = true,
        ["email"] = null,
        ["metadata"] = new JsonObject(),
        ["payouts_enabled"] = account.DisabledReason is null,
        ["requirements"] = new JsonObject
        {
            ["alternatives"] = new JsonArray(),
            ["current_deadline"] = null,
            ["currently_due"] = new JsonArray(),
            ["disabled_reason"] = account.DisabledReason,
            ["errors"] = new JsonArray(),
            ["eventually_due"] = new JsonArray(),
            ["past_due"] = new JsonArray(),
            ["pending_verification"] = new JsonArray(),
        },
        ["settings"] = new JsonObject
        {
            ["dashboard"] = new JsonObject { ["display_name"] = account.Name, ["timezone"] = "Etc/UTC" },
            ["payouts"] = new JsonObject
            {
                ["debit_negative_balances"] = true,
                ["schedule"] = new JsonObject { ["delay_days"] = 3, ["interval"] = account.PayoutInterval },
                ["statement_descriptor"] = null,
            },
        },
        ["type"] = "standard",
    };

    internal static JsonObject Balance(IEnumerable<(string Currency, long Available, long Pending)> funds)
    {
        var available = new JsonArray();
        var pending = new JsonArray();
        foreach (var (currency, now, later) in funds)
        {
            available.Add(Amount(currency, now));
            pending.Add(Amount(currency, later));
        }

        return new JsonObject { ["object"] = "balance", ["available"] = available, ["livemode"] = false, ["pending"] = pending };
    }

    private static JsonObject Amount(string currency, long amount) => new()
    {
        ["amount"] = amount,
        ["currency"] = currency,
        ["source_types"] = new JsonObject { ["card"] = amount },
    };
}
