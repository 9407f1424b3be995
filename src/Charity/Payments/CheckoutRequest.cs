using Charity.Accounting;
using Charity.Languages;

namespace Charity.Payments;

/// <summary>
/// What a hosted Checkout Session for one gift is made from. Only ids go into the metadata, never names; the amount is
/// ours, in the currency that the donor chose, and Stripe may not convert it.
/// </summary>
/// <param name="Reference">Our id of the gift: <c>client_reference_id</c> and <c>metadata[donation_id]</c>.</param>
/// <param name="Amount">What the card is charged.</param>
/// <param name="Title">The line the donor sees, such as the campaign's title; cut to 250 characters.</param>
/// <param name="Description">On the payment in Stripe's dashboard; no names.</param>
/// <param name="ExpiresAt">UTC; Stripe takes 30 minutes to 24 hours from now.</param>
/// <param name="SuccessUrl">May hold <c>{CHECKOUT_SESSION_ID}</c>, which Stripe fills in.</param>
/// <param name="Environment">Tells installations that share an account apart in the dashboard, such as <c>Production</c>.</param>
public sealed record CheckoutRequest(
    string Reference, Money Amount, string Title, string Description, string? Email, Language Language, DateTime ExpiresAt,
    string SuccessUrl, string CancelUrl, string Environment)
{
    /// <summary>Name of the metadata field that carries our id.</summary>
    public const string DonationIdField = "donation_id";

    /// <summary>Raised when the meaning of our metadata changes.</summary>
    private const string Schema = "1";

    /// <summary>Characters of a product name that Stripe shows and stores.</summary>
    private const int TitleLength = 250;

    /// <summary>Shortest life of a session at Stripe.</summary>
    public static readonly TimeSpan ShortestLife = TimeSpan.FromMinutes(30);

    /// <summary>How long a donor has to pay: one hour.</summary>
    public static readonly TimeSpan UsualLife = TimeSpan.FromMinutes(60);

    /// <summary>The body of <c>POST /v1/checkout/sessions</c>. The same request always gives the same text.</summary>
    public string ToFormBody()
    {
        KeyValuePair<string, string>[] metadata =
        [
            new(DonationIdField, Reference), new("env", Environment), new("schema", Schema),
        ];
        return new FormBody()
            .Add("mode", "payment")
            .Add("submit_type", "donate")
            .Add("client_reference_id", Reference)
            .Add("customer_email", string.IsNullOrEmpty(Email) ? null : Email)
            .Add("locale", LocaleOf(Language))
            .Add("expires_at", ExpiresAt)
            .Add("line_items[0][quantity]", 1)
            .Add("line_items[0][price_data][currency]", Amount.Currency.Code.ToLowerInvariant())
            .Add("line_items[0][price_data][unit_amount]", ChargeLimits.ToStripeCharge(Amount))
            .Add("line_items[0][price_data][product_data][name]", Cut(Title))
            .AddList("payment_method_types", "card")
            .Add("adaptive_pricing[enabled]", false)
            .AddMap("metadata", metadata)
            .AddMap("payment_intent_data[metadata]", metadata)
            .Add("payment_intent_data[description]", Description)
            .Add("success_url", SuccessUrl)
            .Add("cancel_url", CancelUrl)
            .ToString();
    }

    /// <summary>
    /// Checkout speaks Bulgarian and English of our four languages (Stripe, "Supported locales"). For Ukrainian and
    /// Macedonian it is English on purpose, not <c>auto</c>: that would follow a second language of the browser, and
    /// show Russian to many Ukrainians.
    /// </summary>
    public static string LocaleOf(Language language) => language == Language.Bg ? "bg" : "en";

    private static string Cut(string title)
    {
        if (title.Length <= TitleLength)
        {
            return title;
        }

        // Never half of a surrogate pair.
        var end = char.IsHighSurrogate(title[TitleLength - 2]) ? TitleLength - 2 : TitleLength - 1;
        return string.Concat(title.AsSpan(0, end), "…");
    }
}
