namespace Charity.Exceptions;

/// <summary>
/// How findings name what they are about: a type and an id. The ledger's invariants read these names in SQL, so they
/// are as stable as a column.
/// </summary>
public static class ExceptionSubject
{
    public static string Charge(string chargeId) => "charge:" + chargeId;

    public static string Transaction(string transactionId) => "txn:" + transactionId;

    public static string Refund(string refundId) => "refund:" + refundId;

    public static string Dispute(string disputeId) => "dispute:" + disputeId;

    public static string Payout(string payoutId) => "payout:" + payoutId;

    public static string Session(string sessionId) => "session:" + sessionId;

    public static string Donation(Guid donationId) => "donation:" + donationId;

    /// <summary>An object of the provider that we know by id only.</summary>
    public static string ProviderObject(string objectId) => "object:" + objectId;

    /// <summary>A broken invariant and the row that breaks it.</summary>
    public static string Breach(string invariant, string row) => $"{invariant}:{row}";
}
