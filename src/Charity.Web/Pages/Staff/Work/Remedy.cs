using Charity.Exceptions;
using Charity.Languages;
using Charity.Payments;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Where a finding's remedy is carried out.</summary>
/// <param name="Label">What is there.</param>
/// <param name="Address">A page of ours, or one of the provider's dashboard.</param>
public sealed record RemedyLink(TextKey Label, string Address)
{
    public bool IsOurs => Address.StartsWith('/');
}

/// <summary>Knows for every kind of finding the place where something is done about it.</summary>
public sealed class Remedies(IOptions<StripeOptions> stripe)
{
    private static readonly TextKey Gift = new TextKey("staff.remedy.gift");
    private static readonly TextKey Status = new TextKey("staff.remedy.status");
    private static readonly TextKey AtStripe = new TextKey("staff.remedy.stripe");
    private static readonly TextKey Consent = new TextKey("staff.remedy.consent");
    private static readonly TextKey Work = new TextKey("staff.remedy.work");

    /// <summary>At least one for each finding, the most useful first.</summary>
    public IReadOnlyList<RemedyLink> Of(ExceptionItem finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var links = new List<RemedyLink> { First(finding) };
        if (finding.DonationId is { } gift && links[0].Label != Gift)
        {
            links.Add(new RemedyLink(Gift, "/staff/gifts/" + gift));
        }

        if (links[0].IsOurs && Dashboard(finding) is { } place)
        {
            links.Add(place);
        }

        return links;
    }

    private RemedyLink First(ExceptionItem finding) => finding.Kind switch
    {
        ExceptionKind.TxnWithoutDonation or ExceptionKind.AmountMismatch or ExceptionKind.CurrencyMismatch or ExceptionKind.UnexpectedPayment
            or ExceptionKind.EarlyFraudWarning or ExceptionKind.PayoutSumMismatch or ExceptionKind.PayoutFailed
            or ExceptionKind.DisputeNeedsResponse or ExceptionKind.DisputeWithoutDonation or ExceptionKind.ProviderObjectGone
            or ExceptionKind.UnknownTxnType or ExceptionKind.TxnMutated => Dashboard(finding) ?? AtDashboard(""),
        ExceptionKind.NegativeStripeBalance => AtDashboard("balance/overview"),
        ExceptionKind.QuarantinedEvent => AtDashboard("webhooks"),
        ExceptionKind.GatewayMisconfigured => AtDashboard("apikeys"),
        ExceptionKind.DonationWithoutTxn or ExceptionKind.LatePayment or ExceptionKind.RefundFailed or ExceptionKind.DisputeLost
            or ExceptionKind.ReceiptFailed or ExceptionKind.ReceiptMissing or ExceptionKind.MailBounced or ExceptionKind.MailUncertain
            or ExceptionKind.IllegalTransition or ExceptionKind.IdempotencyKeyReused or ExceptionKind.GiftTakenBack => GiftOf(finding),
        ExceptionKind.PoisonEvent => new RemedyLink(Work, WorkOf(finding)),
        ExceptionKind.MailFailed => new RemedyLink(Work, "/staff/work?kind=mail.send.v1"),
        ExceptionKind.PollGap => new RemedyLink(Status, "/staff/status#polls"),
        ExceptionKind.StripeBalanceDiffers or ExceptionKind.LedgerBreach or ExceptionKind.TotalDiffers => new RemedyLink(Status, "/staff/status#books"),
        ExceptionKind.ConsentEnded => new RemedyLink(Consent, finding.IdOf("consent") is { } consent ? "/staff/consents/" + consent : "/staff/consents"),
        ExceptionKind.DatabaseRestored => new RemedyLink(Status, "/staff/status"),
        ExceptionKind.CardTesting => new RemedyLink(new TextKey("staff.limits"), "/staff/limits"),
        // A new kind shows until it has a line of its own; a test asks for its texts.
        _ => new RemedyLink(Status, "/staff/status"),
    };

    private RemedyLink GiftOf(ExceptionItem finding)
        => finding.DonationId is { } gift ? new RemedyLink(Gift, "/staff/gifts/" + gift)
            : Dashboard(finding) ?? new RemedyLink(Status, "/staff/status#mails");

    /// <summary>Events that no handler could be found for carry the event's name, not a row's.</summary>
    private static string WorkOf(ExceptionItem finding)
        => FailedRow.Parse(finding.Subject.Replace(':', '-')) is not null ? "/staff/work/" + finding.Subject.Replace(':', '-') : "/staff/work";

    /// <summary>The provider's page of what the finding is about.</summary>
    private RemedyLink? Dashboard(ExceptionItem finding)
        => finding.IdOf("charge") is { } charge ? AtDashboard("payments/" + charge)
            : finding.IdOf("payout") is { } payout ? AtDashboard("payouts/" + payout)
            : finding.IdOf("dispute") is { } dispute ? AtDashboard("disputes/" + dispute)
            : (finding.IdOf("txn") ?? finding.IdOf("refund") ?? finding.IdOf("object") ?? finding.IdOf("event")) is { } other
                ? AtDashboard("search?query=" + Uri.EscapeDataString(other))
            : null;

    /// <summary>A simulator has one page for all.</summary>
    private RemedyLink AtDashboard(string page)
    {
        var settings = stripe.Value;
        return new RemedyLink(AtStripe, settings.ApiBase != StripeApi.DefaultBase
            ? new Uri(new Uri(settings.ApiBase), "/_sim").AbsoluteUri
            : "https://dashboard.stripe.com/" + (settings.Mode == StripeMode.Live ? "" : "test/") + page);
    }
}
