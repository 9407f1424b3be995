using System.Runtime.CompilerServices;

namespace Charity.Donations;

public enum DonationStatus
{
    /// <summary>Stored; no payment page yet.</summary>
    Created,

    /// <summary>The provider was asked for a payment page and we do not know whether it made one.</summary>
    CheckoutUnknown,
    CheckoutOpen,

    /// <summary>A slow method was used; not counted until the money is there.</summary>
    Processing,
    Expired,
    Failed,
    Succeeded,

    /// <summary>A transfer that finance has not matched yet.</summary>
    Expected,
}

public enum DonationChannel
{
    Stripe,
    BankTransfer,
}

public enum Anonymity
{
    /// <summary>The name may be shown.</summary>
    Public,
    Initials,
    Hidden,
}

public enum DedicationKind
{
    None,
    InHonourOf,
    InMemoryOf,
}

public enum MessageState
{
    None,
    AwaitsModeration,
    Shown,
    Refused,
}

/// <summary>
/// One gift, from the form on. Money facts are what the provider's own objects say; the donor's words are a snapshot.
/// State changes are methods that name the states they may start from, and throw on any other.
/// </summary>
public sealed class Donation
{
    public Guid Id { get; internal init; }

    /// <summary>Made per rendering of the form and held by the browser: the key that makes a double click one gift.</summary>
    public string Attempt { get; internal init; } = "";

    /// <summary>SHA-256 of what the form said, to tell a repeated submission from another one under the same attempt.</summary>
    public byte[] InputHash { get; internal init; } = [];

    public DonationChannel Channel { get; internal init; }
    public DonationStatus Status { get; internal set; }
    public Guid LegalEntityId { get; internal init; }
    public Guid CampaignId { get; internal init; }
    public Guid FundId { get; internal init; }
    public Guid DonorId { get; internal set; }
    public Guid? TermsVersionId { get; internal init; }

    /// <summary>What the card is charged or the transfer should bring, in minor units of <see cref="Currency"/>; covered fee included.</summary>
    public long AmountMinor { get; internal init; }

    /// <summary>ISO 4217 as the donor chose it (presentment).</summary>
    public string Currency { get; internal init; } = "";

    /// <summary>The part of <see cref="AmountMinor"/> added to cover the estimated fee.</summary>
    public long CoveredFeeMinor { get; internal init; }

    /// <summary>What the provider settled, gross, once its balance transaction exists.</summary>
    public long? SettledMinor { get; private set; }

    public string? SettledCurrency { get; private set; }

    /// <summary>The provider's real fee, in minor units of <see cref="SettledCurrency"/>.</summary>
    public long? FeeMinor { get; private set; }

    public string Language { get; internal init; } = "en";
    public string DonorName { get; internal set; } = "";
    public string Email { get; internal set; } = "";
    public string? CompanyName { get; internal set; }
    public string? CompanyNumber { get; internal set; }
    public Anonymity Anonymity { get; internal set; }
    public DedicationKind DedicationKind { get; internal init; }
    public string? DedicationName { get; internal set; }
    public string? Message { get; internal set; }
    public MessageState MessageState { get; internal set; }
    public bool NewsConsent { get; internal init; }

    public DateTime CreatedAt { get; internal init; }

    /// <summary>When the provider made the charge.</summary>
    public DateTime? PaidAt { get; private set; }

    /// <summary>When we recorded that it is paid.</summary>
    public DateTime? SucceededAt { get; private set; }

    /// <summary>Paid after we had given it up as expired or failed.</summary>
    public bool Late { get; private set; }

    public string? SessionId { get; private set; }
    public string? SessionUrl { get; private set; }
    public DateTime? SessionExpiresAt { get; private set; }

    /// <summary>Number of the current session request, from 1; part of its idempotency key. 0 before the first.</summary>
    public int SessionAttempt { get; private set; }

    public string? PaymentIntentId { get; private set; }
    public string? ChargeId { get; private set; }

    /// <summary>Digits with check digits that a transfer carries; null for cards.</summary>
    public string? TransferReference { get; internal init; }

    /// <summary>Refunds that count against the gift, pending ones included.</summary>
    public long RefundedMinor { get; private set; }

    /// <summary>What refunds asked for here hold back, so that two of them cannot exceed the gift.</summary>
    public long RefundReservedMinor { get; internal set; }

    /// <summary>Lost to disputes, or taken back by the donor's bank.</summary>
    public long LostToDisputeMinor { get; private set; }

    public bool DisputeOpen { get; private set; }

    /// <summary>SHA-256 of the address of the thanks page; the address itself is made again from the id.</summary>
    public byte[] TokenHash { get; internal init; } = [];

    public int TokenVersion { get; internal init; } = 1;

    /// <summary>Name, company, address and references, normalised for case-blind search in every script.</summary>
    public string SearchText { get; internal set; } = "";

    public int Version { get; private set; }

    /// <summary>What the gift adds to its campaign, in minor units of <see cref="Currency"/>: see <see cref="Raised"/>.</summary>
    public long RaisedMinor => Raised.Of(this);

    internal StoredGift Stored => new(Status, Channel, AmountMinor, Currency, SessionId, SessionAttempt, PaymentIntentId, ChargeId);

    /// <summary>Begins a session request and says its number. A new number only follows a definite end of the one before.</summary>
    internal int BeginSession()
    {
        Require(Status is DonationStatus.Created or DonationStatus.CheckoutUnknown or DonationStatus.Expired or DonationStatus.Failed);
        if (Status is DonationStatus.Expired or DonationStatus.Failed)
        {
            Status = DonationStatus.Created;
            ForgetSession();
            SessionAttempt++;
        }
        else if (SessionAttempt == 0)
        {
            SessionAttempt = 1;
        }

        Version++;
        return SessionAttempt;
    }

    /// <summary>The payment page exists.</summary>
    internal void OpenCheckout(string sessionId, string? url, DateTime expiresAt)
    {
        Require(Status is DonationStatus.Created or DonationStatus.CheckoutUnknown || (Status == DonationStatus.CheckoutOpen && SessionId == sessionId));
        Status = DonationStatus.CheckoutOpen;
        (SessionId, SessionUrl, SessionExpiresAt) = (sessionId, url ?? SessionUrl, expiresAt);
        Version++;
    }

    /// <summary>Nobody knows whether the provider made a session; the fixing job finds out.</summary>
    internal void LoseSight()
    {
        Require(Status is DonationStatus.Created or DonationStatus.CheckoutUnknown);
        Status = DonationStatus.CheckoutUnknown;
        Version++;
    }

    /// <summary>The session is seen to use this payment.</summary>
    internal void RememberPayment(string paymentIntentId)
    {
        if (Status != DonationStatus.Succeeded && PaymentIntentId != paymentIntentId)
        {
            PaymentIntentId = paymentIntentId;
            Version++;
        }
    }

    internal void MarkProcessing(string? paymentIntentId, string? chargeId)
    {
        Require(DonationTransitions.RankOf(Status) <= 1 && Channel == DonationChannel.Stripe);
        Status = DonationStatus.Processing;
        // Known already now, so that a transaction made before the money is certain finds its gift.
        (PaymentIntentId, ChargeId) = (paymentIntentId ?? PaymentIntentId, chargeId ?? ChargeId);
        Version++;
    }

    internal void Expire()
    {
        Require(DonationTransitions.RankOf(Status) <= 2 || Status == DonationStatus.Failed);
        Require(Channel == DonationChannel.Stripe);
        Status = DonationStatus.Expired;
        Version++;
    }

    internal void Fail()
    {
        Require(DonationTransitions.RankOf(Status) <= 2 && Channel == DonationChannel.Stripe);
        Status = DonationStatus.Failed;
        Version++;
    }

    /// <summary>The money was taken: the one way to become paid by card.</summary>
    /// <param name="now">Business time of recording.</param>
    internal void Succeed(string? paymentIntentId, string chargeId, DateTime paidAt, DateTime now)
    {
        Require(Status != DonationStatus.Succeeded && Channel == DonationChannel.Stripe);
        Late = Status is DonationStatus.Expired or DonationStatus.Failed;
        Status = DonationStatus.Succeeded;
        (PaymentIntentId, ChargeId, PaidAt, SucceededAt) = (paymentIntentId ?? PaymentIntentId, chargeId, paidAt, now);
        Version++;
    }

    /// <summary>Its balance transaction exists.</summary>
    internal void Settle(long grossMinor, string currency, long feeMinor)
    {
        (SettledMinor, SettledCurrency, FeeMinor) = (grossMinor, currency, feeMinor);
        Version++;
    }

    /// <summary>Adds to what refunds count against it; a failed refund comes with a negative amount.</summary>
    internal void CountRefund(long changeMinor)
    {
        var refunded = checked(RefundedMinor + changeMinor);
        Require(refunded >= 0);
        RefundedMinor = refunded;
        RefundReservedMinor = Math.Clamp(RefundReservedMinor + changeMinor, 0, AmountMinor);
        Version++;
    }

    /// <summary>Adds to what was lost to disputes or taken back.</summary>
    internal void CountLoss(long changeMinor)
    {
        var lost = checked(LostToDisputeMinor + changeMinor);
        Require(lost >= 0);
        LostToDisputeMinor = lost;
        Version++;
    }

    /// <summary>Always a write, so that two disputes of one gift that close and open side by side meet.</summary>
    internal void MarkDisputed(bool open)
    {
        DisputeOpen = open;
        Version++;
    }

    /// <summary>Who gave, corrected by staff: what papers print and search finds. Money and state stay as they are.</summary>
    internal void CorrectIdentity(string name, string email, string? companyName, string? companyNumber)
    {
        Require(Status is DonationStatus.Succeeded or DonationStatus.Expected);
        (DonorName, Email, CompanyName, CompanyNumber) = (name, email, companyName, companyNumber);
        SearchText = Languages.SearchText.Of(name, companyName, companyNumber, email, TransferReference);
        Version++;
    }

    /// <summary>How the donor is named in public.</summary>
    internal void ShowAs(Anonymity anonymity)
    {
        Anonymity = anonymity;
        Version++;
    }

    /// <summary>The gift turns out to be another donor's; <see cref="RaisedTotals"/> counts donors anew.</summary>
    internal void BelongTo(Guid donorId)
    {
        DonorId = donorId;
        Version++;
    }

    /// <summary>A person decides whether the donor's message is shown; back to waiting is the undoing of that.</summary>
    internal void Moderate(MessageState to)
    {
        Require(Message is not null && MessageState != MessageState.None && to != MessageState.None);
        MessageState = to;
        Version++;
    }

    private void ForgetSession() => (SessionId, SessionUrl, SessionExpiresAt, PaymentIntentId) = (null, null, null, null);

    private void Require(bool allowed, [CallerMemberName] string move = "")
    {
        if (!allowed)
        {
            throw new InvalidOperationException($"Gift {Id} is {Status} ({Channel}): {move} is not allowed.");
        }
    }
}
