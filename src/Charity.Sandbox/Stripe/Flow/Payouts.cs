using System.Globalization;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>
/// Payouts to the account's bank. An automatic one sweeps every available transaction of a currency and equals their
/// sum to the cent; a manual one is of any amount and cannot be attributed.
/// </summary>
internal sealed class Payouts
{
    private const string TransitTask = "payout.transit";
    private const string ReconcileTask = "payout.reconcile";
    private const string ArriveTask = "payout.arrive";
    private static readonly TimeSpan TransitDelay = TimeSpan.FromHours(1);

    private readonly World world;
    private readonly StripeSimulatorOptions options;
    private readonly Timetable timetable;
    private readonly Events events;
    private readonly BalanceTransactions balance;
    private readonly Refunds refunds;

    internal Payouts(
        World world, StripeSimulatorOptions options, Timetable timetable, Events events, BalanceTransactions balance, Refunds refunds)
    {
        this.world = world;
        this.options = options;
        this.timetable = timetable;
        this.events = events;
        this.balance = balance;
        this.refunds = refunds;
        timetable.On(BalanceTransactions.PayoutTask, (tx, task) => Sweep(tx, task.Account));
        timetable.On(TransitTask, (tx, task) => Move(tx, task.Target, ["pending"], p => p with { Status = "in_transit" }, "payout.updated"));
        timetable.On(ReconcileTask, (tx, task) => Move(
            tx, task.Target, ["pending", "in_transit", "paid", "failed"],
            p => p with { ReconciliationStatus = "completed" }, "payout.reconciliation_completed"));
        timetable.On(ArriveTask, (tx, task) => Move(
            tx, task.Target, ["pending", "in_transit"],
            p => p with { Status = "paid", PaidAt = tx.Unix, TraceId = Trace(tx) }, "payout.paid"));
    }

    /// <summary>Pays out everything available, one payout a currency; a negative balance is debited from the bank.</summary>
    internal IReadOnlyList<PayoutState> Sweep(Tx tx, string account)
    {
        refunds.RetryWaiting(tx, account);
        var made = new List<PayoutState>();
        foreach (var currency in world.Unpaid(account).Select(t => t.Currency).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList())
        {
            var swept = world.Unpaid(account).Where(t => t.Currency == currency && BalanceTransactions.IsAvailable(t, tx.Unix)).ToList();
            var amount = swept.Sum(t => t.Net);

            // A small minus is left for coming gifts to cover; the bank is debited only when nothing is on its way.
            if (amount == 0 || (amount < 0 && amount + balance.Pending(account, currency, tx.Unix) >= 0))
            {
                continue;
            }

            var payout = Make(tx, account, currency, amount, automatic: true, "STRIPE PAYOUT", null, []);
            foreach (var txn in swept)
            {
                tx.Put(world.BalanceTransactions, txn with { Payout = payout.Id });
            }

            timetable.After(tx, ReconcileTask, account, payout.Id, options.PayoutReconciliationDelay);
            made.Add(payout);
        }

        return made;
    }

    /// <exception cref="StripeError">More than is available.</exception>
    internal PayoutState Manual(
        Tx tx, string account, string currency, long amount, string? description, string? descriptor, SortedDictionary<string, string> metadata)
    {
        if (amount > balance.Available(account, currency, tx.Unix))
        {
            throw StripeError.Refused("You have insufficient funds in your Stripe account for this transfer.", "balance_insufficient");
        }

        return Make(tx, account, currency, amount, automatic: false, description, descriptor, metadata);
    }

    /// <summary>The bank refuses or returns the money, also days after it had been paid; the next payout pays it out again.</summary>
    /// <exception cref="StripeError">It failed or was cancelled already.</exception>
    internal PayoutState Fail(Tx tx, PayoutState payout, string code)
    {
        if (payout.Status is "failed" or "canceled")
        {
            throw StripeError.Refused($"Payout {payout.Id} is {payout.Status}.");
        }

        return Return(tx, payout, "payout_failure", "payout_reversal", "STRIPE PAYOUT FAILURE", "payout.failed", p => p with
        {
            Status = "failed",
            FailureCode = code,
            FailedAt = tx.Unix,
            FailureMessage = "The bank could not process this transfer.",
        });
    }

    /// <exception cref="StripeError">It has left already.</exception>
    internal PayoutState Cancel(Tx tx, PayoutState payout)
    {
        if (payout.Status != "pending")
        {
            throw StripeError.Refused("Payouts can only be canceled while they are pending.", "payouts_not_cancelable");
        }

        return Return(tx, payout, "payout_cancel", "payout_reversal", "STRIPE PAYOUT CANCEL", "payout.canceled",
            p => p with { Status = "canceled" });
    }

    private PayoutState Return(
        Tx tx, PayoutState payout, string type, string category, string description, string eventType, Func<PayoutState, PayoutState> change)
    {
        var taken = world.BalanceTransactions.Get(payout.BalanceTransaction);
        var back = balance.Reverse(tx, taken, type, category, description);
        var ended = tx.Put(world.Payouts, change(payout) with { FailureBalanceTransaction = back.Id });
        events.Emit(tx, eventType, world.Payouts, ended, payout);
        return ended;
    }

    private PayoutState Make(
        Tx tx, string account, string currency, long amount, bool automatic, string? description, string? descriptor,
        SortedDictionary<string, string> metadata)
    {
        var id = tx.NewId("po");
        var arrival = new DateTimeOffset(tx.Now.UtcDateTime.Date.AddDays(options.PayoutArrivalDays), TimeSpan.Zero);
        var txn = balance.Add(tx, new BalanceTransactionState
        {
            Id = tx.NewId("txn"),
            Account = account,
            Created = tx.Unix,
            AvailableOn = arrival.ToUnixTimeSeconds(),
            Amount = -amount,
            Currency = currency,
            Type = "payout",
            ReportingCategory = "payout",
            Source = id,
            Description = description ?? "STRIPE PAYOUT",
            Payout = automatic ? id : null,
        });
        var payout = tx.Put(world.Payouts, new PayoutState
        {
            Id = id,
            Account = account,
            Created = tx.Unix,
            Amount = amount,
            Currency = currency,
            Automatic = automatic,
            ArrivalDate = arrival.ToUnixTimeSeconds(),
            BalanceTransaction = txn.Id,
            Metadata = metadata,
            Description = description,
            StatementDescriptor = descriptor,
            Destination = world.Ids.Fixed("ba", $"{account}/{currency}"),
            ReconciliationStatus = automatic ? "in_progress" : "not_applicable",
        });
        events.Emit(tx, "payout.created", world.Payouts, payout);
        timetable.After(tx, TransitTask, account, id, TransitDelay);
        timetable.Schedule(tx, ArriveTask, account, id, tx.Now.AddDays(options.PayoutArrivalDays));
        return payout;
    }

    private void Move(Tx tx, string id, string[] from, Func<PayoutState, PayoutState> change, string eventType)
    {
        if (world.Payouts.Get(id) is var payout && from.Contains(payout.Status))
        {
            events.Emit(tx, eventType, world.Payouts, tx.Put(world.Payouts, change(payout)), payout);
        }
    }

    private static string Trace(Tx tx) => string.Create(CultureInfo.InvariantCulture, $"SIMTRACE{tx.NewNumber("trace"):D10}");
}
