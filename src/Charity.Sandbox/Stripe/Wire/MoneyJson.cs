using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>The Refund, BalanceTransaction and Payout objects.</summary>
internal static class MoneyJson
{
    internal static JsonObject Refund(RefundState r)
    {
        var json = new JsonObject
        {
            ["id"] = r.Id,
            ["object"] = "refund",
            ["amount"] = r.Amount,
            ["balance_transaction"] = r.BalanceTransaction,
            ["charge"] = r.Charge,
            ["created"] = r.Created,
            ["currency"] = r.Currency,
            ["customer"] = null,
            ["customer_account"] = null,
            ["destination_details"] = new JsonObject { ["card"] = new JsonObject { ["type"] = "refund" }, ["type"] = "card" },
            ["metadata"] = WireJson.Map(r.Metadata),
            ["payment_intent"] = r.PaymentIntent,
            ["payment_method"] = null,
            ["reason"] = r.Reason,
            ["receipt_number"] = null,
            ["source_transfer_reversal"] = null,
            ["status"] = r.Status,
            ["transfer_reversal"] = null,
        };
        if (r.PendingReason is not null)
        {
            json["pending_reason"] = r.PendingReason;
        }

        if (r.FailureReason is not null)
        {
            json["failure_reason"] = r.FailureReason;
            json["failure_balance_transaction"] = r.FailureBalanceTransaction;
        }

        return json;
    }

    internal static JsonObject Transaction(BalanceTransactionState t, long at) => new()
    {
        ["id"] = t.Id,
        ["object"] = "balance_transaction",
        ["amount"] = t.Amount,
        ["available_on"] = t.AvailableOn,
        ["balance_type"] = "payments",
        ["created"] = t.Created,
        ["currency"] = t.Currency,
        ["description"] = t.Description,
        ["exchange_rate"] = t.ExchangeRate,
        ["fee"] = t.Fee,
        ["fee_details"] = t.Fee == 0 ? [] : new JsonArray(new JsonObject
        {
            ["amount"] = t.Fee,
            ["application"] = null,
            ["currency"] = t.Currency,
            ["description"] = t.FeeDescription,
            ["type"] = "stripe_fee",
        }),
        ["net"] = t.Net,
        ["reporting_category"] = t.ReportingCategory,
        ["source"] = t.Source,
        ["status"] = t.AvailableOn <= at ? "available" : "pending",
        ["type"] = t.Type,
    };

    internal static JsonObject Payout(PayoutState p) => new()
    {
        ["id"] = p.Id,
        ["object"] = "payout",
        ["amount"] = p.Amount,
        ["application_fee"] = null,
        ["application_fee_amount"] = null,
        ["arrival_date"] = p.ArrivalDate,
        ["automatic"] = p.Automatic,
        ["balance_transaction"] = p.BalanceTransaction,
        ["created"] = p.Created,
        ["currency"] = p.Currency,
        ["description"] = p.Description,
        ["destination"] = p.Destination,
        ["failure_balance_transaction"] = p.FailureBalanceTransaction,
        ["failure_code"] = p.FailureCode,
        ["failure_message"] = p.FailureMessage,
        ["livemode"] = false,
        ["metadata"] = WireJson.Map(p.Metadata),
        ["method"] = "standard",
        ["original_payout"] = null,
        ["payout_method"] = null,
        ["reconciliation_status"] = p.ReconciliationStatus,
        ["reversed_by"] = null,
        ["source_type"] = "card",
        ["statement_descriptor"] = p.StatementDescriptor,
        ["status"] = p.Status,
        ["trace_id"] = new JsonObject { ["status"] = p.TraceId is null ? "pending" : "supported", ["value"] = p.TraceId },
        ["type"] = "bank_account",
    };
}
