using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.Faults;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe;

/// <summary>What staff do in Stripe's dashboard, banks and issuers do by themselves, and tests do to both.</summary>
public sealed partial class StripeSimulator
{
    /// <summary>Opens a Checkout Session that the application knows nothing of, or that claims to be one of its own.</summary>
    /// <returns>The session's id.</returns>
    public Task<string> OpenSessionAsync(
        string accountId, long amountMinor, string currency, string? clientReferenceId = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null, string description = "Charge made outside") =>
        Task.FromResult(Do(tx =>
        {
            var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, value) in metadata ?? [])
            {
                labels[name] = value;
            }

            return sessions.Open(tx, new SessionState
            {
                Id = tx.NewId("cs_test"),
                Account = accounts.Get(accountId).Id,
                Created = tx.Unix,
                ExpiresAt = tx.Unix + 86_400,
                Currency = currency,
                AmountTotal = amountMinor,
                SuccessUrl = $"{Options.PublicBaseUrl.AbsoluteUri}_sim",
                LineItems = [new LineItemState(tx.NewId("li"), tx.NewId("price"), tx.NewId("prod"), description, null, currency, amountMinor, 1)],
                Metadata = labels,
                PaymentMetadata = labels,
                PaymentDescription = description,
                ClientReferenceId = clientReferenceId,
            }).Id;
        }));

    /// <summary>A refund made in the dashboard.</summary>
    /// <param name="amountMinor">Null refunds what is left.</param>
    /// <returns>The refund's id.</returns>
    /// <exception cref="InvalidOperationException">Stripe would refuse it: nothing left, too much, disputed.</exception>
    public Task<string> RefundAsync(string chargeId, long? amountMinor = null, string? reason = null) => Task.FromResult(
        Act(tx => refunds.Create(tx, world.Charges.Get(chargeId), amountMinor, reason, new(StringComparer.Ordinal)).Id));

    /// <summary>The bank sends a refund back.</summary>
    public Task FailRefundAsync(string refundId, string reason = "expired_or_canceled_card") => Task.FromResult(Act(tx =>
        world.Refunds.Get(refundId) is { Holds: true } refund
            ? refunds.Fail(tx, refund, reason).Id
            : throw StripeError.Refused($"Refund {refundId} is over.")));

    /// <summary>The donor's bank opens a dispute, or an inquiry that moves no money yet; an open inquiry becomes the dispute.</summary>
    /// <returns>The dispute's id.</returns>
    public Task<string> OpenDisputeAsync(string chargeId, long? amountMinor = null, string reason = "fraudulent", bool inquiry = false) =>
        Task.FromResult(Act(tx =>
        {
            var charge = world.Charges.Get(chargeId);
            return disputes.Open(tx, charge, amountMinor ?? charge.Amount - charge.AmountRefunded, reason, inquiry).Id;
        }));

    /// <summary>The bank decides an open dispute.</summary>
    public Task DecideDisputeAsync(string disputeId, bool won) => Task.FromResult(Act(tx =>
    {
        var dispute = world.Disputes.Get(disputeId);
        return dispute.IsOpen
            ? disputes.Finish(tx, dispute, dispute.IsInquiry ? "warning_closed" : won ? "won" : "lost").Id
            : throw StripeError.Refused($"Dispute {disputeId} is closed.");
    }));

    /// <summary>The card network turns a dispute that was decided already.</summary>
    public Task TurnDisputeAsync(string disputeId, bool won) =>
        Task.FromResult(Act(tx => disputes.Turn(tx, world.Disputes.Get(disputeId), won).Id));

    /// <summary>The issuer warns of fraud.</summary>
    /// <returns>The warning's id.</returns>
    public Task<string> RaiseFraudWarningAsync(string chargeId) =>
        Task.FromResult(Act(tx => warnings.Raise(tx, world.Charges.Get(chargeId)).Id));

    /// <summary>Pays out what is available now, for one account or for all.</summary>
    /// <returns>Ids of the payouts made.</returns>
    public Task<IReadOnlyList<string>> RunPayoutsAsync(string? accountId = null) => Task.FromResult<IReadOnlyList<string>>(
        Act(tx => accounts.All.Where(a => accountId is null || a.Id == accountId)
            .SelectMany(a => payouts.Sweep(tx, a.Id)).Select(p => p.Id).ToList()));

    /// <summary>The bank refuses a payout, or returns one that had been paid.</summary>
    public Task FailPayoutAsync(string payoutId, string code = "account_closed") =>
        Task.FromResult(Act(tx => payouts.Fail(tx, world.Payouts.Get(payoutId), code).Id));

    /// <summary>A movement of the balance of any type, such as <c>stripe_fee</c> or one that does not exist.</summary>
    /// <returns>The transaction's id.</returns>
    public Task<string> AddTransactionAsync(string accountId, long amountMinor, string currency, string type, string description) =>
        Task.FromResult(Act(tx => balance.Add(tx, new BalanceTransactionState
        {
            Id = tx.NewId("txn"),
            Account = accounts.Get(accountId).Id,
            Created = tx.Unix,
            AvailableOn = tx.Unix,
            Amount = amountMinor,
            Currency = currency,
            Type = type,
            ReportingCategory = type == "stripe_fee" ? "fee" : "other_adjustment",
            Description = description,
        }).Id));

    /// <summary>Card testing: many small stolen cards tried on one open session, all declined.</summary>
    /// <returns>How many were tried.</returns>
    public Task<int> RunTestingBurstAsync(string sessionId, int attempts)
    {
        string[] cards = ["4000000000000002", "4000000000009979", "4000000000000127", "4000000000000069"];
        return Task.FromResult(Enumerable.Range(0, attempts)
            .Count(i => Pay(sessionId, cards[i % cards.Length], new Flow.Payer(null, null, 12, 2034)).Status == Flow.PayStatus.Declined));
    }

    /// <summary>Sets the rate that charges settle with from now on, in major units.</summary>
    public void SetExchangeRate(string from, string to, decimal rate)
    {
        lock (world.Gate) { rates.Set(from, to, rate); }
    }

    /// <summary>Makes API requests fail.</summary>
    public void AddFault(Fault fault) => faults.Add(fault);

    /// <summary>Faults in force.</summary>
    public IReadOnlyList<Fault> Faults => faults.All;

    /// <summary>Ends all faults.</summary>
    public void ClearFaults() => faults.Clear();

    /// <summary>Decides what happens to deliveries of events to come.</summary>
    public void AddDeliveryRule(DeliveryRule rule) => deliveryRules.Add(rule);

    /// <summary>Rules in force.</summary>
    public IReadOnlyList<DeliveryRule> DeliveryRules => deliveryRules.All;

    /// <summary>Ends rules of one action, or all.</summary>
    public void ClearDeliveryRules(DeliveryAction? action = null) => deliveryRules.Clear(action);

    /// <summary>Keeps every delivery to come back.</summary>
    public void HoldDeliveries() => deliveryRules.Add(new DeliveryRule { Action = DeliveryAction.Hold });

    /// <summary>Ends every hold and lets the held deliveries go.</summary>
    /// <returns>How many were held.</returns>
    public int ReleaseDeliveries()
    {
        deliveryRules.Clear(DeliveryAction.Hold);
        return Do(tx =>
        {
            var held = world.Deliveries.All().Cast<DeliveryState>().Where(d => d.IsPending && d.Held).ToList();
            foreach (var delivery in held)
            {
                tx.Put(world.Deliveries, delivery with { Held = false });
            }

            return held.Count;
        });
    }

    /// <summary>Shuffles each batch of due deliveries by a seed; null ends it.</summary>
    public void ReorderDeliveries(int? seed) => pump.ReorderSeed = seed;

    /// <summary>Sends an event again, as <c>stripe events resend</c> does.</summary>
    public Task ReplayEventAsync(string eventId) => Task.FromResult(Act(tx =>
    {
        deliveries.Replay(tx, world.Events.Get(eventId));
        return eventId;
    }));

    private T Act<T>(Func<Tx, T> change)
    {
        try
        {
            return Do(change);
        }
        catch (StripeError refusal)
        {
            throw new InvalidOperationException(refusal.Message, refusal);
        }
    }
}
