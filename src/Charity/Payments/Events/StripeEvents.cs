using System.Collections.Frozen;

namespace Charity.Payments;

/// <summary>What we do with an event type.</summary>
/// <param name="Kind">Kind of the inbox handler, or null when nothing handles the type yet.</param>
/// <param name="ObjectType">Type of the object that the event carries and the handler fetches.</param>
public sealed record StripeEventRule(string? Kind, string ObjectType)
{
    /// <summary>True when <paramref name="objectId"/> can be the object that the handler fetches.</summary>
    internal bool Fits(string? objectType, string? objectId)
        => objectId is not null && string.Equals(objectType, ObjectType, StringComparison.Ordinal);
}

/// <summary>
/// The event types that our webhook endpoint subscribes to, and the kind of work each becomes. Several types share a
/// kind, because the type says only which object to fetch: what happened is read from the object.
/// </summary>
public static class StripeEvents
{
    public const string SessionKind = "stripe.session.v1";
    public const string PaymentKind = "stripe.payment.v1";
    public const string ChargeKind = "stripe.charge.v1";
    public const string RefundKind = "stripe.refund.v1";
    public const string DisputeKind = "stripe.dispute.v1";
    public const string PayoutKind = "stripe.payout.v1";
    public const string FraudWarningKind = "stripe.fraud-warning.v1";

    private static readonly StripeEventRule Session = new(SessionKind, "checkout.session");
    private static readonly StripeEventRule Payment = new(PaymentKind, "payment_intent");
    private static readonly StripeEventRule Charge = new(ChargeKind, "charge");
    private static readonly StripeEventRule Refund = new(RefundKind, "refund");
    // The dispute's own id, although the type begins with "charge".
    private static readonly StripeEventRule Dispute = new(DisputeKind, "dispute");
    private static readonly StripeEventRule Payout = new(PayoutKind, "payout");
    private static readonly StripeEventRule FraudWarning = new(FraudWarningKind, "radar.early_fraud_warning");
    // Monthly gifts: subscribed from the start, so that no endpoint need be changed; stored, and handled with that feature.
    private static readonly StripeEventRule Subscription = new(null, "subscription");
    private static readonly StripeEventRule Invoice = new(null, "invoice");

    private static readonly FrozenDictionary<string, StripeEventRule> Rules = new Dictionary<string, StripeEventRule>(StringComparer.Ordinal)
    {
        ["checkout.session.completed"] = Session,
        ["checkout.session.async_payment_succeeded"] = Session,
        ["checkout.session.async_payment_failed"] = Session,
        ["checkout.session.expired"] = Session,
        ["payment_intent.succeeded"] = Payment,
        ["payment_intent.processing"] = Payment,
        ["payment_intent.payment_failed"] = Payment,
        ["payment_intent.canceled"] = Payment,
        ["charge.updated"] = Charge,
        ["refund.created"] = Refund,
        ["refund.updated"] = Refund,
        ["refund.failed"] = Refund,
        ["charge.dispute.created"] = Dispute,
        ["charge.dispute.updated"] = Dispute,
        ["charge.dispute.closed"] = Dispute,
        ["charge.dispute.funds_withdrawn"] = Dispute,
        ["charge.dispute.funds_reinstated"] = Dispute,
        ["radar.early_fraud_warning.created"] = FraudWarning,
        ["radar.early_fraud_warning.updated"] = FraudWarning,
        ["payout.created"] = Payout,
        ["payout.updated"] = Payout,
        ["payout.paid"] = Payout,
        ["payout.failed"] = Payout,
        ["payout.canceled"] = Payout,
        ["payout.reconciliation_completed"] = Payout,
        ["customer.subscription.created"] = Subscription,
        ["customer.subscription.updated"] = Subscription,
        ["customer.subscription.deleted"] = Subscription,
        ["invoice.paid"] = Invoice,
        ["invoice.payment_failed"] = Invoice,
        ["invoice.payment_action_required"] = Invoice,
        ["invoice.voided"] = Invoice,
        ["invoice.marked_uncollectible"] = Invoice,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What to select in Stripe's dashboard for our endpoint.</summary>
    public static IEnumerable<string> Subscribed => Rules.Keys.Order(StringComparer.Ordinal);

    /// <summary>The rule of a type, or null when we do not subscribe to it.</summary>
    public static StripeEventRule? RuleOf(string type) => Rules.GetValueOrDefault(type);
}
