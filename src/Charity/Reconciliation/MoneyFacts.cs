using Charity.Donations;
using Charity.Payments;

namespace Charity.Reconciliation;

/// <summary>
/// What was fetched for one piece of work: the object that it names and what stands behind it, down to the balance
/// transactions. Whichever object the work began with, the same facts are applied in the same order, so that events in
/// any order end in the same books.
/// </summary>
/// <param name="Missing">Id of the object, when the provider does not know it.</param>
/// <param name="Unreachable">Why the provider gave no answer; nothing was fetched then.</param>
/// <param name="SeenVersion">Version of the mirror row as it stood before the fetch; see <see cref="Mirror"/>.</param>
internal sealed record MoneyFacts(
    string Account,
    SessionFact? Session = null,
    PaymentFact? Payment = null,
    ChargeFact? Charge = null,
    RefundFact? Refund = null,
    DisputeFact? Dispute = null,
    PayoutFact? Payout = null,
    EarlyFraudWarningFact? FraudWarning = null,
    string? Missing = null,
    string? Unreachable = null,
    int SeenVersion = Mirror.None)
{
    /// <summary>Balance transactions to post, the gift's own before what came of it.</summary>
    public IReadOnlyList<TransactionFact> Transactions { get; init; } = [];

    /// <summary>What these facts say of a gift's payment, or null when they concern no payment.</summary>
    public GiftFact? Gift { get; } = Session is not null ? GiftFact.From(Session)
        : Payment is not null ? GiftFact.From(Payment)
        : Charge is not null ? GiftFact.From(Charge)
        : null;

    /// <summary>The charge behind all of it, when known.</summary>
    public string? ChargeId => Charge?.Id ?? Refund?.ChargeId ?? Dispute?.ChargeId ?? FraudWarning?.ChargeId ?? Gift?.ChargeId;
}
