using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.Amounts;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>Refunds, balance, balance transactions and payouts.</summary>
internal sealed class MoneyApi(World world, Accounts accounts, Refunds refunds, BalanceTransactions balance, Payouts payouts)
{
    internal IEnumerable<ApiRoute> Routes() =>
    [
        new("POST", "v1/refunds", Refund),
        new("GET", "v1/refunds", ListRefunds),
        new("GET", "v1/refunds/*", c => c.Render(c.Find(world.Refunds, c.Id, "refund"))),
        new("POST", "v1/refunds/*", UpdateRefund),
        new("POST", "v1/refunds/*/cancel", CancelRefund),
        new("GET", "v1/balance", Balance),
        new("GET", "v1/balance_transactions", Transactions),
        new("GET", "v1/balance_transactions/*", c => c.Render(c.Find(world.BalanceTransactions, c.Id))),
        new("POST", "v1/payouts", Payout),
        new("GET", "v1/payouts", ListPayouts),
        new("GET", "v1/payouts/*", c => c.Render(c.Find(world.Payouts, c.Id, "payout"))),
        new("POST", "v1/payouts/*/cancel", c => c.Render(payouts.Cancel(c.Tx, c.Find(world.Payouts, c.Id, "payout")))),
    ];

    private JsonObject Refund(ApiCall call)
    {
        var p = call.Params;
        var chargeId = p.Text("charge");
        if (p.Text("payment_intent") is { } intentId)
        {
            if (chargeId is not null)
            {
                throw StripeError.Parameter(
                    "charge", "parameters_exclusive", "You may only specify one of these parameters: charge, payment_intent.");
            }

            chargeId = call.Find(world.PaymentIntents, intentId, "payment_intent").LatestCharge
                ?? throw StripeError.Refused($"This PaymentIntent ({intentId}) does not have a successful charge to refund.", null, "payment_intent");
        }

        if (chargeId is null)
        {
            throw StripeError.Parameter(
                "charge", "parameter_missing", "One of the following params should be provided for this request: payment_intent or charge.");
        }

        var amount = p.Integer("amount");
        if (amount <= 0)
        {
            throw StripeError.Parameter("amount", "parameter_invalid_integer", "Invalid positive integer");
        }

        var reason = p.OneOf("reason", "duplicate", "fraudulent", "requested_by_customer");
        var metadata = p.Metadata();
        var charge = call.Find(world.Charges, chargeId, "charge");
        p.RefuseUnknown();
        return call.Render(refunds.Create(call.Tx, charge, amount, reason, metadata));
    }

    private JsonObject ListRefunds(ApiCall call)
    {
        var charge = call.Params.Text("charge");
        var intent = call.Params.Text("payment_intent");
        return Listing.Page(call.Params, world.Refunds, call.Account, "/v1/refunds", call.Render, r =>
            (charge is null || r.Charge == charge) && (intent is null || r.PaymentIntent == intent));
    }

    private JsonObject UpdateRefund(ApiCall call)
    {
        var refund = call.Find(world.Refunds, call.Id, "refund");
        var metadata = call.Params.Metadata("metadata", refund.Metadata);
        call.Params.RefuseUnknown();
        return call.Render(refunds.Update(call.Tx, refund, refund with { Metadata = metadata }));
    }

    /// <summary>Only a refund that waits for the donor's bank details can be cancelled; cards have no such state.</summary>
    private JsonObject CancelRefund(ApiCall call)
    {
        var refund = call.Find(world.Refunds, call.Id, "refund");
        throw StripeError.Refused(
            $"Refund {refund.Id} has a status of {refund.Status}. Only refunds with a status of requires_action can be canceled.");
    }

    private JsonObject Balance(ApiCall call)
    {
        var account = accounts.Get(call.Account);
        return AccountJson.Balance(account.SettlementCurrencies
            .Append(account.DefaultCurrency)
            .Concat(world.Unpaid(call.Account).Select(t => t.Currency))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(c => (c, balance.Available(call.Account, c, call.At), balance.Pending(call.Account, c, call.At))));
    }

    private JsonObject Transactions(ApiCall call)
    {
        var p = call.Params;
        var (type, source, currency) = (p.Text("type"), p.Text("source"), p.Text("currency")?.ToLowerInvariant());
        PayoutState? payout = null;
        if (p.Text("payout") is { } payoutId)
        {
            payout = call.Find(world.Payouts, payoutId, "payout");
            if (!payout.Automatic)
            {
                throw StripeError.Refused(
                    "Balance transaction history can only be filtered on automatic transfers, not manual.", null, "payout");
            }
        }

        return Listing.Page(p, world.BalanceTransactions, call.Account, "/v1/balance_transactions", call.Render, t =>
            (payout is null || (t.Payout == payout.Id && payout.ReconciliationStatus == "completed"))
            && (type is null || t.Type == type) && (source is null || t.Source == source) && (currency is null || t.Currency == currency));
    }

    private JsonObject Payout(ApiCall call)
    {
        var p = call.Params;
        var amount = p.RequiredInteger("amount");
        var currency = p.RequiredText("currency").ToLowerInvariant();
        if (amount <= 0 || !CurrencyRules.IsSupported(currency))
        {
            throw amount <= 0 ? StripeError.Parameter("amount", "parameter_invalid_integer", "Invalid positive integer")
                : StripeError.Parameter("currency", "parameter_invalid_enum", $"Invalid currency: {currency}");
        }

        p.OneOf("method", "standard");
        p.OneOf("source_type", "card");
        var (description, descriptor, metadata) = (p.Text("description"), p.Text("statement_descriptor", 22), p.Metadata());
        p.RefuseUnknown();
        return call.Render(payouts.Manual(call.Tx, call.Account, currency, amount, description, descriptor, metadata));
    }

    private JsonObject ListPayouts(ApiCall call)
    {
        var status = call.Params.OneOf("status", "pending", "in_transit", "paid", "failed", "canceled");
        var arrival = Listing.Range.Read(call.Params, "arrival_date");
        return Listing.Page(call.Params, world.Payouts, call.Account, "/v1/payouts", call.Render, x =>
            (status is null || x.Status == status) && arrival.Holds(x.ArrivalDate));
    }
}
