namespace Charity.Sandbox.Stripe;

/// <summary>
/// What really happened at the simulated Stripe, added up from charges, refunds, disputes and payouts: the truth that
/// the application's books are compared with. Amounts are minor units.
/// </summary>
public sealed record SimulatedTotals(
    IReadOnlyDictionary<string, PresentedTotals> Presented, IReadOnlyDictionary<string, SettledTotals> Settled);

/// <summary>In the currency that donors were charged in.</summary>
/// <param name="Payments">Number of successful charges.</param>
/// <param name="Charged">Sum of successful charges.</param>
/// <param name="Refunded">Sum of refunds that succeeded and did not fail later.</param>
/// <param name="RefundsPending">Sum of refunds under way.</param>
/// <param name="DisputedOpen">Sum withdrawn by disputes that are not decided.</param>
/// <param name="DisputesLost">Sum of lost disputes.</param>
public sealed record PresentedTotals(
    int Payments, long Charged, long Refunded, long RefundsPending, long DisputedOpen, long DisputesLost);

/// <summary>In the currency that the account settles in, by its balance transactions.</summary>
/// <param name="Gross">Settled amounts of charges.</param>
/// <param name="Fees">Processing fees.</param>
/// <param name="Refunded">Net taken for refunds, less what failed refunds gave back.</param>
/// <param name="Disputed">Net taken by disputes without their fees, less what won ones gave back.</param>
/// <param name="DisputeFees">Fees of disputes.</param>
/// <param name="Other">Movements of every other kind but payouts.</param>
/// <param name="PaidOut">Payouts less those that failed or were cancelled.</param>
/// <param name="Balance">What is left: available and pending.</param>
public sealed record SettledTotals(
    long Gross, long Fees, long Refunded, long Disputed, long DisputeFees, long Other, long PaidOut, long Balance);
