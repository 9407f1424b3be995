using Charity.Sandbox.Stripe.Cards;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>
/// Refunds: pending, succeeded, and, legally, failed after that. Without available funds a refund waits, without a
/// balance transaction, until money arrives.
/// </summary>
internal sealed class Refunds
{
    private const string SettleTask = "refund.settle";
    private const string FailTask = "refund.fail";
    private const string GiveUpTask = "refund.give-up";
    private static readonly TimeSpan WaitForFunds = TimeSpan.FromDays(30);

    private readonly World world;
    private readonly StripeSimulatorOptions options;
    private readonly Timetable timetable;
    private readonly Events events;
    private readonly BalanceTransactions balance;

    internal Refunds(World world, StripeSimulatorOptions options, Timetable timetable, Events events, BalanceTransactions balance)
    {
        this.world = world;
        this.options = options;
        this.timetable = timetable;
        this.events = events;
        this.balance = balance;
        timetable.On(BalanceTransactions.FundsTask, (tx, task) => RetryWaiting(tx, task.Account));
        timetable.On(SettleTask, (tx, task) =>
        {
            if (world.Refunds.Get(task.Target) is { Status: "pending", PendingReason: "processing" } refund)
            {
                Update(tx, refund, refund with { Status = "succeeded", PendingReason = null });
            }
        });
        timetable.On(GiveUpTask, (tx, task) =>
        {
            if (world.Refunds.Get(task.Target) is { PendingReason: "insufficient_funds" } refund)
            {
                Fail(tx, refund, "insufficient_funds");
            }
        });
        timetable.On(FailTask, (tx, task) =>
        {
            if (world.Refunds.Get(task.Target) is { Holds: true } refund)
            {
                Fail(tx, refund, "lost_or_stolen_card");
            }
        });
    }

    /// <summary>Told when nothing of a charge is left to refund: inquiries and warnings about it are settled by that.</summary>
    internal Action<Tx, ChargeState>? FullyRefunded { get; set; }

    /// <param name="amount">Minor units of the charge's currency; null refunds what is left.</param>
    /// <exception cref="StripeError">Nothing left, too much, or the charge is disputed.</exception>
    internal RefundState Create(Tx tx, ChargeState charge, long? amount, string? reason, SortedDictionary<string, string> metadata)
    {
        if (!charge.Succeeded)
        {
            throw StripeError.Refused($"Charge {charge.Id} has not been captured; it cannot be refunded.", null, "charge");
        }

        if (world.Disputes.Of(charge.Account).Any(d => d.Charge == charge.Id && !d.IsInquiry && d.Status != "won"))
        {
            throw StripeError.Refused($"Charge {charge.Id} has been charged back; cannot issue a refund.", "charge_disputed");
        }

        var left = charge.Amount - charge.AmountRefunded;
        if (left == 0)
        {
            throw StripeError.Refused($"Charge {charge.Id} has already been refunded.", "charge_already_refunded");
        }

        if (amount > left)
        {
            throw StripeError.Refused(
                $"Refund amount ({amount} {charge.Currency}) is greater than unrefunded amount on charge ({left} {charge.Currency})",
                "amount_too_large", "amount");
        }

        var refund = new RefundState
        {
            Id = tx.NewId("re"),
            Account = charge.Account,
            Created = tx.Unix,
            Amount = amount ?? left,
            Currency = charge.Currency,
            Charge = charge.Id,
            PaymentIntent = charge.PaymentIntent,
            Metadata = metadata,
            Reason = reason,
            Status = "succeeded",
        };
        var (settled, currency, _) = balance.Settled(charge.Account, refund.Amount, charge.Currency);
        var aftermath = TestCards.Find(charge.TestCard)?.Aftermath;
        if (options.RefundsWaitForFunds && balance.Available(charge.Account, currency, tx.Unix) < settled)
        {
            refund = tx.Put(world.Refunds, refund with { Status = "pending", PendingReason = "insufficient_funds" });
            ScheduleRetry(tx, charge.Account);
            timetable.After(tx, GiveUpTask, charge.Account, refund.Id, WaitForFunds);
        }
        else
        {
            refund = Pay(tx, charge, refund, aftermath);
        }

        var refunded = tx.Put(world.Charges, charge with { AmountRefunded = charge.AmountRefunded + refund.Amount });
        events.Emit(tx, "refund.created", world.Refunds, refund);
        events.Emit(tx, "charge.refunded", world.Charges, refunded, charge);
        if (refunded.AmountRefunded == refunded.Amount)
        {
            FullyRefunded?.Invoke(tx, refunded);
        }

        return refund;
    }

    /// <summary>The bank or Stripe gave up on a refund: what was taken comes back, the donor is still owed.</summary>
    internal RefundState Fail(Tx tx, RefundState refund, string reason)
    {
        var back = world.BalanceTransactions.Find(refund.BalanceTransaction) is { } taken
            ? balance.Reverse(tx, taken, "refund_failure", "refund_failure", "REFUND FAILURE")
            : null;
        var charge = world.Charges.Get(refund.Charge);
        tx.Put(world.Charges, charge with { AmountRefunded = charge.AmountRefunded - refund.Amount });
        var failed = tx.Put(world.Refunds, refund with
        {
            Status = "failed",
            PendingReason = null,
            FailureReason = reason,
            FailureBalanceTransaction = back?.Id,
        });
        events.Emit(tx, "refund.updated", world.Refunds, failed, refund);
        events.Emit(tx, "refund.failed", world.Refunds, failed, refund);
        return failed;
    }

    /// <summary>Pays the refunds that wait for funds, oldest first in each currency, as far as its balance goes.</summary>
    internal void RetryWaiting(Tx tx, string account)
    {
        var exhausted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var refund in world.Refunds.Of(account).Where(r => r.PendingReason == "insufficient_funds").ToList())
        {
            var (settled, currency, _) = balance.Settled(account, refund.Amount, refund.Currency);
            if (exhausted.Contains(currency) || balance.Available(account, currency, tx.Unix) < settled)
            {
                exhausted.Add(currency);
                ScheduleRetry(tx, account);
                continue;
            }

            var charge = world.Charges.Get(refund.Charge);
            var paid = Pay(tx, charge, refund with { PendingReason = null, Status = "succeeded" }, TestCards.Find(charge.TestCard)?.Aftermath);
            events.Emit(tx, "refund.updated", world.Refunds, paid, refund);
        }
    }

    internal RefundState Update(Tx tx, RefundState before, RefundState after)
    {
        events.Emit(tx, "refund.updated", world.Refunds, tx.Put(world.Refunds, after), before);
        return after;
    }

    private RefundState Pay(Tx tx, ChargeState charge, RefundState refund, Aftermath? aftermath)
    {
        var txn = balance.Move(
            tx, refund.Account, -refund.Amount, refund.Currency, "refund", "refund", refund.Id,
            charge.Description is { } text ? $"REFUND FOR CHARGE ({text})" : "REFUND FOR CHARGE");
        refund = refund with { BalanceTransaction = txn.Id };
        switch (aftermath)
        {
            case Aftermath.RefundPendsFirst:
                refund = refund with { Status = "pending", PendingReason = "processing" };
                timetable.After(tx, SettleTask, refund.Account, refund.Id, options.RefundDelay);
                break;
            case Aftermath.RefundFailsLater:
                timetable.After(tx, FailTask, refund.Account, refund.Id, options.RefundDelay);
                break;
            default:
                break;
        }

        return tx.Put(world.Refunds, refund);
    }

    private void ScheduleRetry(Tx tx, string account)
    {
        var next = world.Unpaid(account).Where(t => t.AvailableOn > tx.Unix).Select(t => t.AvailableOn).DefaultIfEmpty().Min();
        if (next > 0)
        {
            timetable.Schedule(tx, BalanceTransactions.FundsTask, account, account, DateTimeOffset.FromUnixTimeSeconds(next));
        }
    }
}
