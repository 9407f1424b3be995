using System.Collections.Frozen;

namespace Charity.Sandbox.Stripe.Cards;

/// <summary>
/// Stripe's test cards (docs.stripe.com/testing) that matter to a gift, by number and by <c>pm_card_</c> name.
/// </summary>
internal static class TestCards
{
    /// <summary>Typing this number is refused before anything is charged: its check digit is wrong.</summary>
    internal const string IncorrectNumber = "4242424242424241";

    internal static IReadOnlyList<TestCard> All { get; } =
    [
        new("4242424242424242", "pm_card_visa", "visa"),
        new("5555555555554444", "pm_card_mastercard", "mastercard"),
        new("4000056655665556", "pm_card_visa_debit", "visa", Funding: "debit"),
        new("378282246310005", "pm_card_amex", "amex"),
        new("4000001000000000", "pm_card_bg", "visa", Country: "BG"),

        new("4000000000000002", "pm_card_visa_chargeDeclined", "visa", Decline: Decline.Generic),
        new("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "visa", Decline: Decline.InsufficientFunds),
        new("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "visa", Decline: Decline.Lost),
        new("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "visa", Decline: Decline.Stolen),
        new("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "visa", Decline: Decline.Expired),
        new("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "visa", Decline: Decline.IncorrectCvc),
        new("4000000000000119", "pm_card_chargeDeclinedProcessingError", "visa", Decline: Decline.ProcessingError),
        new("4000000000000341", "pm_card_chargeCustomerFail", "visa", Decline: Decline.Generic),
        new("4100000000000019", "pm_card_radarBlock", "visa", Decline: Decline.Fraudulent, Blocked: true),

        new("4000002500003155", "pm_card_authenticationRequiredOnSetup", "visa", Challenge.Required),
        new("4000002760003184", "pm_card_authenticationRequired", "visa", Challenge.Required),
        new("4000000000003220", "pm_card_threeDSecure2Required", "visa", Challenge.Required),
        new("4000003800000446", "pm_card_authenticationRequiredSetupForOffSession", "visa", Challenge.Required),
        new("4000008400001629", "pm_card_authenticationRequiredChargeDeclined", "visa", Challenge.Required, Decline.Generic),
        new("4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", "visa", Challenge.Required, Decline.InsufficientFunds),

        new("4000000000000259", "pm_card_createDispute", "visa", Aftermath: Aftermath.DisputeFraudulent),
        new("4000000000002685", "pm_card_createDisputeProductNotReceived", "visa", Aftermath: Aftermath.DisputeNotReceived),
        new("4000000000001976", "pm_card_createDisputeInquiry", "visa", Aftermath: Aftermath.Inquiry),
        new("4000000000005423", "pm_card_createIssuerFraudRecord", "visa", Aftermath: Aftermath.FraudWarning),
        new("4000000000007726", "pm_card_pendingRefund", "visa", Aftermath: Aftermath.RefundPendsFirst),
        new("4000000000005126", "pm_card_refundFail", "visa", Aftermath: Aftermath.RefundFailsLater),
        new("4000000000000077", "pm_card_bypassPending", "visa", Aftermath: Aftermath.FundsAtOnce),
        new("4000003720000278", "pm_card_bypassPendingInternational", "visa", Aftermath: Aftermath.FundsAtOnce, Country: "GB"),
    ];

    private static readonly FrozenDictionary<string, TestCard> ByName =
        All.SelectMany(c => new[] { (Key: c.Number, Card: c), (Key: c.Token, Card: c) })
            .ToFrozenDictionary(p => p.Key, p => p.Card, StringComparer.Ordinal);

    /// <summary>The card of a number (spaces allowed) or <c>pm_card_</c> name; null when it is none of Stripe's.</summary>
    internal static TestCard? Find(string numberOrName) =>
        ByName.GetValueOrDefault(numberOrName.StartsWith("pm_", StringComparison.Ordinal) ? numberOrName : Digits(numberOrName));

    /// <summary>Any other number: Stripe's test mode declines it as a live card. Its digits are not kept.</summary>
    internal static TestCard Unknown(string typed)
    {
        var digits = Digits(typed);
        var brand = digits.Length == 0 ? "unknown" : digits[0] switch { '3' => "amex", '4' => "visa", '5' => "mastercard", _ => "unknown" };
        return new TestCard($"other {(digits.Length >= 4 ? digits[^4..] : "0000")}", "pm_card_other", brand, Decline: Decline.LiveCard);
    }

    internal static string Digits(string typed) => string.Concat(typed.Where(char.IsAsciiDigit));

    /// <summary>Whether a number has a card's length and the right check digit (ISO/IEC 7812, Luhn).</summary>
    internal static bool HasCheckDigit(string digits)
    {
        if (digits.Length is < 12 or > 19)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }
}
