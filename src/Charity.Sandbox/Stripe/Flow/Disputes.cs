using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>
/// Disputes and inquiries. Money moves when a dispute opens (withdrawn, with a fee) and when it is won (reinstated,
/// the fee stays); an inquiry moves none, and losing moves nothing further.
/// </summary>
internal sealed class Disputes
{
    private const string DeadlineTask = "dispute.deadline";
    private const string DecideTask = "dispute.decide";
    private const int InquiryDays = 120;

    private readonly World world;
    private readonly StripeSimulatorOptions options;
    private readonly Timetable timetable;
    private readonly Events events;
    private readonly BalanceTransactions balance;
    private readonly Refunds refunds;
    private readonly FraudWarnings warnings;

    internal Disputes(
        World world, StripeSimulatorOptions options, Timetable timetable, Events events, BalanceTransactions balance, Refunds refunds,
        FraudWarnings warnings)
    {
        this.world = world;
        this.options = options;
        this.timetable = timetable;
        this.events = events;
        this.balance = balance;
        this.refunds = refunds;
        this.warnings = warnings;
        refunds.FullyRefunded = (tx, charge) =>
        {
            warnings.Settle(tx, charge.Id, charge.Account);
            foreach (var inquiry in world.Disputes.Of(charge.Account).Where(d => d.Charge == charge.Id && d.IsInquiry && d.IsOpen).ToList())
            {
                Finish(tx, inquiry, "warning_closed");
            }
        };
        timetable.On(DeadlineTask, (tx, task) =>
        {
            if (world.Disputes.Get(task.Target) is { IsOpen: true } late)
            {
                Finish(tx, late, late.IsInquiry ? "warning_closed" : "lost");
            }
        });
        timetable.On(DecideTask, (tx, task) => Decide(tx, world.Disputes.Get(task.Target)));
    }

    /// <exception cref="StripeError">Nothing was charged, nothing is left of it, or a dispute about it is open.</exception>
    internal DisputeState Open(Tx tx, ChargeState charge, long amount, string reason, bool inquiry)
    {
        if (!inquiry && world.Disputes.Of(charge.Account).FirstOrDefault(d => d.Charge == charge.Id && d is { IsInquiry: true, IsOpen: true }) is { } asked)
        {
            return Escalate(tx, charge, asked);
        }

        if (!charge.Succeeded || amount <= 0 || amount > charge.Amount
            || world.Disputes.Of(charge.Account).Any(d => d.Charge == charge.Id && d.IsOpen))
        {
            throw StripeError.Refused($"Charge {charge.Id} cannot be disputed for {amount}.");
        }

        var dispute = new DisputeState
        {
            Id = tx.NewId("dp"),
            Account = charge.Account,
            Created = tx.Unix,
            Amount = amount,
            Currency = charge.Currency,
            Charge = charge.Id,
            PaymentIntent = charge.PaymentIntent,
            Reason = reason,
            Brand = charge.Card.Brand,
            Status = inquiry ? "warning_needs_response" : "needs_response",
            CaseType = inquiry ? "inquiry" : "chargeback",
            NetworkReasonCode = reason == "product_not_received" ? "13.1" : "10.4",
            DueBy = tx.Now.AddDays(options.DisputeEvidenceDays).ToUnixTimeSeconds(),
            Evidence = [],
            Metadata = [],
        };
        timetable.Schedule(tx, DeadlineTask, dispute.Account, dispute.Id, inquiry
            ? tx.Now.AddDays(InquiryDays) : DateTimeOffset.FromUnixTimeSeconds(dispute.DueBy));
        if (!inquiry)
        {
            FailRefunds(tx, charge);
        }

        var before = world.Charges.Get(charge.Id);
        var disputed = tx.Put(world.Charges, before with { Disputed = true });
        dispute = inquiry ? tx.Put(world.Disputes, dispute) : Withdraw(tx, dispute);
        events.Emit(tx, "charge.dispute.created", world.Disputes, dispute);
        events.Emit(tx, "charge.updated", world.Charges, disputed, before);
        if (!inquiry)
        {
            events.Emit(tx, "charge.dispute.funds_withdrawn", world.Disputes, dispute);
        }

        warnings.Settle(tx, charge.Id, charge.Account);
        return dispute;
    }

    /// <summary>The answer did not satisfy the donor's bank: the same object is a dispute now, and the money is taken.</summary>
    private DisputeState Escalate(Tx tx, ChargeState charge, DisputeState inquiry)
    {
        var due = tx.Now.AddDays(options.DisputeEvidenceDays);
        FailRefunds(tx, charge);
        var dispute = Withdraw(tx, inquiry with { Status = "needs_response", CaseType = "chargeback", DueBy = due.ToUnixTimeSeconds() });
        timetable.Schedule(tx, DeadlineTask, dispute.Account, dispute.Id, due);
        events.Emit(tx, "charge.dispute.updated", world.Disputes, dispute, inquiry);
        events.Emit(tx, "charge.dispute.funds_withdrawn", world.Disputes, dispute);
        return dispute;
    }

    private void FailRefunds(Tx tx, ChargeState charge)
    {
        foreach (var refund in world.Refunds.Of(charge.Account).Where(r => r.Charge == charge.Id && r.Status == "pending").ToList())
        {
            refunds.Fail(tx, refund, "charge_for_pending_refund_disputed");
        }
    }

    /// <summary>Takes evidence. Stripe's magic texts decide a test dispute at once; other text waits for the deadline.</summary>
    /// <exception cref="StripeError">The dispute is closed, or its deadline has passed.</exception>
    internal DisputeState Update(
        Tx tx, DisputeState dispute, SortedDictionary<string, string> evidence, SortedDictionary<string, string> metadata, bool submit)
    {
        if (evidence.Count > 0 && !dispute.IsOpen)
        {
            throw StripeError.Refused("This dispute is already closed", "dispute_already_closed");
        }

        var merged = new SortedDictionary<string, string>(dispute.Evidence, StringComparer.Ordinal);
        foreach (var (name, text) in evidence)
        {
            merged[name] = text;
        }

        var changed = dispute with { Evidence = merged, Metadata = metadata };
        if (evidence.Count > 0 && submit)
        {
            changed = changed with
            {
                Submissions = dispute.Submissions + 1,
                Status = dispute.IsInquiry ? "warning_under_review" : "under_review",
            };
            timetable.After(tx, DecideTask, dispute.Account, dispute.Id, TimeSpan.FromSeconds(1));
        }

        tx.Put(world.Disputes, changed);
        events.Emit(tx, "charge.dispute.updated", world.Disputes, changed, dispute);
        return changed;
    }

    /// <summary>The charity accepts the dispute.</summary>
    internal DisputeState Close(Tx tx, DisputeState dispute) => dispute.IsOpen
        ? Finish(tx, dispute, dispute.IsInquiry ? "warning_closed" : "lost")
        : throw StripeError.Refused("This dispute is already closed", "dispute_already_closed");

    /// <summary>The card network turns a decided dispute: a lost one is won after all, or a won one lost, the money moving again.</summary>
    /// <exception cref="StripeError">It is open, was an inquiry, or stands so already.</exception>
    internal DisputeState Turn(Tx tx, DisputeState dispute, bool won) => (dispute.Status, won) switch
    {
        ("lost", true) => Finish(tx, dispute, "won"),
        ("won", false) => Finish(tx, WithdrawAgain(tx, dispute), "lost"),
        _ => throw StripeError.Refused($"Dispute {dispute.Id} is {dispute.Status}."),
    };

    /// <summary>Ends a dispute; a won one gives the money back.</summary>
    internal DisputeState Finish(Tx tx, DisputeState dispute, string status)
    {
        var ended = dispute with { Status = status };
        if (status == "won" && dispute.BalanceTransactions is [.., var withdrawn])
        {
            var back = balance.Reverse(tx, withdrawn, "adjustment", "dispute_reversal", $"Chargeback reversal for {dispute.Charge}");
            ended = ended with { BalanceTransactions = [.. dispute.BalanceTransactions, back] };
        }

        tx.Put(world.Disputes, ended);
        events.Emit(tx, "charge.dispute.closed", world.Disputes, ended, dispute);
        if (status == "won")
        {
            events.Emit(tx, "charge.dispute.funds_reinstated", world.Disputes, ended);
        }

        return ended;
    }

    private void Decide(Tx tx, DisputeState dispute)
    {
        if (!dispute.IsOpen)
        {
            return;
        }

        switch (dispute.Evidence.GetValueOrDefault("uncategorized_text"))
        {
            case "winning_evidence":
                Finish(tx, dispute, dispute.IsInquiry ? "warning_closed" : "won");
                break;
            case "losing_evidence":
                Finish(tx, dispute, dispute.IsInquiry ? "warning_closed" : "lost");
                break;
            case "escalate_inquiry_evidence" when dispute.IsInquiry:
                Escalate(tx, dispute);
                break;
            default:
                break;
        }
    }

    private void Escalate(Tx tx, DisputeState inquiry)
    {
        var dispute = Withdraw(tx, inquiry with
        {
            Status = "needs_response",
            CaseType = "chargeback",
            Evidence = [],
            DueBy = tx.Now.AddDays(options.DisputeEvidenceDays).ToUnixTimeSeconds(),
        });
        timetable.Schedule(tx, DeadlineTask, dispute.Account, dispute.Id, DateTimeOffset.FromUnixTimeSeconds(dispute.DueBy));
        events.Emit(tx, "charge.dispute.updated", world.Disputes, dispute, inquiry);
        events.Emit(tx, "charge.dispute.funds_withdrawn", world.Disputes, dispute);
    }

    private DisputeState Withdraw(Tx tx, DisputeState dispute)
        => tx.Put(world.Disputes, dispute with { BalanceTransactions = [Take(tx, dispute, balance.DisputeFee(dispute.Account, dispute.Currency))] });

    /// <summary>The fee was paid with the first withdrawal.</summary>
    private DisputeState WithdrawAgain(Tx tx, DisputeState dispute)
    {
        var again = tx.Put(world.Disputes, dispute with { BalanceTransactions = [.. dispute.BalanceTransactions, Take(tx, dispute, 0)] });
        events.Emit(tx, "charge.dispute.funds_withdrawn", world.Disputes, again);
        return again;
    }

    private BalanceTransactionState Take(Tx tx, DisputeState dispute, long fee) => balance.Move(
        tx, dispute.Account, -dispute.Amount, dispute.Currency, "adjustment", "dispute", dispute.Id,
        $"Chargeback withdrawal for {dispute.Charge}", fee, "Dispute fee");
}
