using Charity.Sandbox.Stripe.Amounts;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>
/// Stripe's own ledger: each movement of an account's balance, in the currency it settles in. Net is amount less fee.
/// </summary>
internal sealed class BalanceTransactions(
    World world, StripeSimulatorOptions options, Accounts accounts, ExchangeTable rates, Timetable timetable)
{
    internal const string PayoutTask = "payout.run";
    internal const string FundsTask = "refund.funds";

    private const long DefaultDisputeFee = 1_500;

    /// <summary>The transaction of a successful charge, with Stripe's fee.</summary>
    internal BalanceTransactionState Settle(Tx tx, ChargeState charge, int availableAfterDays)
    {
        var (amount, currency, rate) = Settled(charge.Account, charge.Amount, charge.Currency);
        var rule = options.Fees.TryGetValue(currency, out var own) ? own : FeeRule.Default;
        return Add(tx, new BalanceTransactionState
        {
            Id = tx.NewId("txn"),
            Account = charge.Account,
            Created = tx.Unix,
            AvailableOn = tx.Now.AddDays(availableAfterDays).ToUnixTimeSeconds(),
            Amount = amount,
            Currency = currency,
            ExchangeRate = rate,
            Fee = rule.For(amount),
            FeeDescription = "Stripe processing fees",
            Type = "charge",
            ReportingCategory = "charge",
            Source = charge.Id,
            Description = charge.Description,
        });
    }

    /// <summary>A movement without a processing fee, at once available.</summary>
    /// <param name="amount">Signed, in minor units of <paramref name="currency"/>, which is converted where it does not settle.</param>
    internal BalanceTransactionState Move(
        Tx tx, string account, long amount, string currency, string type, string category, string source,
        string? description, long fee = 0, string? feeDescription = null)
    {
        var (settled, settlement, rate) = Settled(account, amount, currency);
        return Add(tx, new BalanceTransactionState
        {
            Id = tx.NewId("txn"),
            Account = account,
            Created = tx.Unix,
            AvailableOn = tx.Unix,
            Amount = settled,
            Currency = settlement,
            ExchangeRate = rate,
            Fee = fee,
            FeeDescription = feeDescription,
            Type = type,
            ReportingCategory = category,
            Source = source,
            Description = description,
        });
    }

    /// <summary>Takes back, to the cent, what an earlier transaction moved, whatever the rates are by now.</summary>
    internal BalanceTransactionState Reverse(
        Tx tx, BalanceTransactionState earlier, string type, string category, string description) => Add(tx, earlier with
        {
            Id = tx.NewId("txn"),
            Created = tx.Unix,
            AvailableOn = tx.Unix,
            Amount = -earlier.Amount,
            Fee = 0,
            FeeDescription = null,
            Type = type,
            ReportingCategory = category,
            Description = description,
            Payout = null,
        });

    internal (long Amount, string Currency, decimal? Rate) Settled(string account, long amount, string currency)
    {
        var settlement = accounts.Get(account).Settles(currency);
        if (settlement == currency)
        {
            return (amount, currency, null);
        }

        var rate = rates.MinorRate(currency, settlement)
            ?? throw new InvalidOperationException($"The simulator knows no rate from {currency} to {settlement}.");
        return (ExchangeTable.Convert(amount, rate), settlement, rate);
    }

    internal long DisputeFee(string account, string currency) =>
        options.DisputeFees.TryGetValue(accounts.Get(account).Settles(currency), out var fee) ? fee : DefaultDisputeFee;

    /// <summary>Funds of an account that a payout or refund may use at <paramref name="at"/> (Unix seconds).</summary>
    internal long Available(string account, string currency, long at) =>
        world.Unpaid(account).Where(t => t.Currency == currency && IsAvailable(t, at)).Sum(t => t.Net);

    internal long Pending(string account, string currency, long at) =>
        world.Unpaid(account).Where(t => t.Currency == currency && !IsAvailable(t, at)).Sum(t => t.Net);

    /// <summary>Income waits for its day; what is taken counts at once.</summary>
    internal static bool IsAvailable(BalanceTransactionState txn, long at) => txn.AvailableOn <= at || txn.Net < 0;

    internal BalanceTransactionState Add(Tx tx, BalanceTransactionState txn)
    {
        tx.Put(world.BalanceTransactions, txn);
        if (txn.Payout is not null)
        {
            return txn;
        }

        var available = DateTimeOffset.FromUnixTimeSeconds(txn.AvailableOn);
        if (options.AutomaticPayouts)
        {
            timetable.Schedule(tx, PayoutTask, txn.Account, txn.Account, NextPayoutTime(available));
        }

        if (txn.Net > 0 && world.Refunds.Of(txn.Account).Any(r => r.PendingReason == "insufficient_funds"))
        {
            timetable.Schedule(tx, FundsTask, txn.Account, txn.Account, available);
        }

        return txn;
    }

    private DateTimeOffset NextPayoutTime(DateTimeOffset from)
    {
        var today = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero) + options.PayoutTimeUtc;
        return today >= from ? today : today.AddDays(1);
    }
}
