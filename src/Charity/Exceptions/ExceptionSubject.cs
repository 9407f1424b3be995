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

    /// <summary>
    /// The inquiry that may come before a dispute: the same object of the provider, another matter for us. No money is held
    /// yet, and what was said of it says nothing of the dispute.
    /// </summary>
    public static string Inquiry(string disputeId) => Dispute(disputeId) + InquiryEnd;

    public static bool IsInquiry(string subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.StartsWith("dispute:", StringComparison.Ordinal) && subject.EndsWith(InquiryEnd, StringComparison.Ordinal);
    }

    private const string InquiryEnd = ":inquiry";

    public static string Payout(string payoutId) => "payout:" + payoutId;

    public static string Session(string sessionId) => "session:" + sessionId;

    /// <summary>An event of the provider.</summary>
    public static string Event(string eventId) => "event:" + eventId;

    /// <summary>A writing call to the provider, by its idempotency key.</summary>
    public static string Call(string key) => "call:" + key;

    /// <summary>An account of ours at the provider, once a day.</summary>
    public static string Account(string account, DateTime day) => FormattableString.Invariant($"account:{account}:{day:yyyy-MM-dd}");

    /// <summary>The reading of a list of the provider, stopped since <paramref name="lastGood"/>.</summary>
    public static string Poll(string account, string stream, DateTime lastGood)
        => FormattableString.Invariant($"poll:{account}:{stream}:{lastGood:yyyy-MM-ddTHH:mm}");

    public static string Donation(Guid donationId) => "donation:" + donationId;

    public static string Mail(Guid mailId) => "mail:" + mailId;

    public static string Consent(Guid consentId) => "consent:" + consentId;

    /// <summary>An object of the provider that we know by id only.</summary>
    public static string ProviderObject(string objectId) => "object:" + objectId;

    /// <summary>An attack that was seen to begin at this time.</summary>
    public static string Attack(DateTime at) => FormattableString.Invariant($"attack:{at:yyyy-MM-ddTHH:mm:ss}");

    /// <summary>A broken invariant and the row that breaks it.</summary>
    public static string Breach(string invariant, string row) => $"{invariant}:{row}";
}
