using Charity.Data.Work;

namespace Charity.Payments;

/// <summary>
/// The Checkout Session of a gift must be looked at again: its creation had no known outcome, or it should have ended.
/// Sent by Payments and by Donations, handled by Donations.
/// </summary>
/// <param name="Round">Tells repeated requests apart, such as <c>open</c> or <c>call:2:2026080112</c>; at most 64 characters.</param>
public sealed record ResolveSession(Guid DonationId, string Round) : IMessage
{
    public static string Kind => "donation.resolve-session.v1";

    string IMessage.Subject => DonationId.ToString("N");

    string IMessage.Discriminator => Round;
}

/// <summary>
/// A balance transaction that the nightly sweep found and no object's own handler would bring in, such as a fee.
/// Handled by Reconciliation.
/// </summary>
/// <param name="Round">The day of the sweep, so that one that is still missing is asked for again.</param>
public sealed record ImportTransaction(string Account, string TransactionId, string Round) : IMessage
{
    public static string Kind => "stripe.import-transaction.v1";

    string IMessage.Subject => TransactionId;

    string IMessage.Discriminator => Round;
}
