using Charity.Data;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// Fetches an object and what stands behind it. Everything that concerns a charge also fetches the charge, so that its
/// gift is settled and its own transaction posted before a refund or dispute of it is: nothing ever waits for another
/// event. Reads only, and may be repeated.
/// </summary>
internal sealed class MoneyReader(IPaymentGateway gateway, IDbContextFactory<CharityDb> contexts)
{
    public Task<MoneyFacts> SessionAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var session = await gateway.GetSessionAsync(account, id, cancel);
        return new MoneyFacts(account, Session: session, Charge: session.Payment?.LatestCharge) { Transactions = Of(session.Payment?.LatestCharge) };
    });

    public Task<MoneyFacts> PaymentAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var payment = await gateway.GetPaymentAsync(account, id, cancel);
        return new MoneyFacts(account, Payment: payment, Charge: payment.LatestCharge) { Transactions = Of(payment.LatestCharge) };
    });

    public Task<MoneyFacts> ChargeAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var charge = await gateway.GetChargeAsync(account, id, cancel);
        return new MoneyFacts(account, Charge: charge) { Transactions = Of(charge) };
    });

    public Task<MoneyFacts> RefundAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var seen = await Mirror.RefundVersionAsync(contexts, account, id, cancel);
        var refund = await gateway.GetRefundAsync(account, id, cancel);
        var (payment, charge) = await BehindAsync(account, refund.PaymentIntentId, refund.ChargeId, cancel);
        var transactions = Of(charge);
        foreach (var transactionId in new[] { refund.TransactionId, refund.FailureTransactionId }.OfType<string>())
        {
            var transaction = await gateway.GetTransactionAsync(account, transactionId, cancel);
            transactions.Add(transaction with { ChargeId = transaction.ChargeId ?? refund.ChargeId });
        }

        return new MoneyFacts(account, Payment: payment, Charge: charge, Refund: refund, SeenVersion: seen) { Transactions = transactions };
    });

    public Task<MoneyFacts> DisputeAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var seen = await Mirror.DisputeVersionAsync(contexts, account, id, cancel);
        var dispute = await gateway.GetDisputeAsync(account, id, cancel);
        var (payment, charge) = await BehindAsync(account, dispute.PaymentIntentId, dispute.ChargeId, cancel);
        List<TransactionFact> transactions =
            [.. Of(charge), .. dispute.Transactions.Select(t => t with { ChargeId = t.ChargeId ?? dispute.ChargeId })];
        return new MoneyFacts(account, Payment: payment, Charge: charge, Dispute: dispute, SeenVersion: seen) { Transactions = transactions };
    });

    public Task<MoneyFacts> PayoutAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var seen = await Mirror.PayoutVersionAsync(contexts, account, id, cancel);
        var payout = await gateway.GetPayoutAsync(account, id, cancel);
        var transactions = new List<TransactionFact>();
        foreach (var transactionId in new[] { payout.TransactionId, payout.FailureTransactionId }.OfType<string>())
        {
            transactions.Add(await gateway.GetTransactionAsync(account, transactionId, cancel));
        }

        return new MoneyFacts(account, Payout: payout, SeenVersion: seen) { Transactions = transactions };
    });

    public Task<MoneyFacts> FraudWarningAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var warning = await gateway.GetEarlyFraudWarningAsync(account, id, cancel);
        var charge = await ChargeOrNullAsync(account, warning.ChargeId, cancel);
        return new MoneyFacts(account, Charge: charge, FraudWarning: warning) { Transactions = Of(charge) };
    });

    /// <summary>A transaction found in a list: what it came from is fetched too, so that no mirror is left behind the books.</summary>
    public Task<MoneyFacts> TransactionAsync(string account, string id, CancellationToken cancel) => ReadAsync(account, id, async () =>
    {
        var transaction = await gateway.GetTransactionAsync(account, id, cancel);
        var source = transaction.SourceId ?? "";
        var facts = source.Split('_')[0] switch
        {
            "ch" or "py" => await ChargeAsync(account, source, cancel),
            "re" or "pyr" => await RefundAsync(account, source, cancel),
            "dp" or "du" => await DisputeAsync(account, source, cancel),
            "po" => await PayoutAsync(account, source, cancel),
            _ => new MoneyFacts(account, Charge: await ChargeOrNullAsync(account, transaction.ChargeId, cancel)),
        };
        if (facts.Unreachable is not null)
        {
            return facts;
        }

        var others = facts.Transactions.Where(t => t.Id != transaction.Id).ToList();
        // The source may be gone; the transaction is money all the same.
        return facts with
        {
            Missing = null,
            Transactions = [.. others, transaction with { ChargeId = transaction.ChargeId ?? facts.ChargeId }],
        };
    });

    /// <summary>
    /// The payment behind a refund or dispute, with its charge: a payment says that it is paid before its money is in the
    /// balance, and a charge alone only after. What comes of a gift must find it settled, however soon it is told of.
    /// </summary>
    private async Task<(PaymentFact? Payment, ChargeFact? Charge)> BehindAsync(
        string account, string? paymentId, string? chargeId, CancellationToken cancel)
    {
        try
        {
            if (paymentId is not null && chargeId is not null
                && await gateway.GetPaymentAsync(account, paymentId, cancel) is { LatestCharge: { } latest } payment && latest.Id == chargeId)
            {
                return (payment, latest);
            }
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            // The charge speaks for itself.
        }

        return (null, await ChargeOrNullAsync(account, chargeId, cancel));
    }

    private async Task<ChargeFact?> ChargeOrNullAsync(string account, string? id, CancellationToken cancel)
    {
        try
        {
            return id is null ? null : await gateway.GetChargeAsync(account, id, cancel);
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            return null;
        }
    }

    private static async Task<MoneyFacts> ReadAsync(string account, string id, Func<Task<MoneyFacts>> read)
    {
        try
        {
            return await read();
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            // It will not come back by trying again.
            return new MoneyFacts(account, Missing: id);
        }
        catch (GatewayException error) when (error.IsTransient)
        {
            return new MoneyFacts(account, Unreachable: error.Code);
        }
    }

    private static List<TransactionFact> Of(ChargeFact? charge)
        => charge?.Transaction is { } transaction
            ? [transaction with { ChargeId = charge.Id, PaymentIntentId = transaction.PaymentIntentId ?? charge.PaymentIntentId }]
            : [];
}
