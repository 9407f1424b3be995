using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.Amounts;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary><c>/v1/checkout/sessions</c>: one-off payments by card on the hosted page.</summary>
internal sealed class CheckoutApi(World world, Accounts accounts, Sessions sessions, ExchangeTable rates)
{
    private const string Path = "v1/checkout/sessions";
    private const long ShortestLife = 30 * 60;
    private const long LongestLife = 24 * 60 * 60;
    private const int MostLineItems = 100;

    /// <summary>Languages of Stripe's Checkout page; Ukrainian and Macedonian are not among them.</summary>
    private static readonly FrozenSet<string> Locales = FrozenSet.ToFrozenSet(
        ["auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr", "fr-CA", "hr", "hu", "id", "it",
         "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh",
         "zh-HK", "zh-TW"]);

    internal IEnumerable<ApiRoute> Routes() =>
    [
        new("POST", Path, Create),
        new("GET", Path, List),
        new("GET", $"{Path}/*", c => c.Render(c.Find(world.Sessions, c.Id, "session"))),
        new("POST", $"{Path}/*", Update),
        new("POST", $"{Path}/*/expire", Expire),
        new("GET", $"{Path}/*/line_items", LineItems),
    ];

    private JsonObject Create(ApiCall call)
    {
        var p = call.Params;
        RefuseUnsupported(p);
        var items = LineItems(call, p);
        var currency = items[0].Currency;
        var total = checked(items.Sum(i => i.UnitAmount * i.Quantity));
        CheckAmount(call.Account, currency, total);
        var locale = p.Text("locale");
        if (locale is not null && !Locales.Contains(locale))
        {
            throw StripeError.Parameter(
                "locale", "parameter_invalid_enum", $"Invalid locale: must be one of {string.Join(", ", Locales.Order(StringComparer.Ordinal))}");
        }

        var payment = p.Hash("payment_intent_data");
        payment?.OneOf("capture_method", "automatic", "automatic_async");
        var session = new SessionState
        {
            Id = call.Tx.NewId("cs_test"),
            Account = call.Account,
            Created = call.At,
            ExpiresAt = ExpiresAt(call),
            Currency = currency,
            AmountTotal = total,
            LineItems = items,
            SuccessUrl = Url(p, "success_url") ?? throw p.Absent("success_url"),
            CancelUrl = Url(p, "cancel_url"),
            Metadata = p.Metadata(),
            PaymentMetadata = payment?.Metadata() ?? new(StringComparer.Ordinal),
            PaymentDescription = payment?.Text("description", 1_000),
            StatementSuffix = payment?.Text("statement_descriptor_suffix", 22),
            ReceiptEmail = payment?.Text("receipt_email", 512),
            ClientReferenceId = p.Text("client_reference_id", 200),
            CustomerEmail = Email(p),
            Locale = locale,
            SubmitType = p.OneOf("submit_type", "auto", "book", "donate", "pay"),
            BillingAddressCollection = p.OneOf("billing_address_collection", "auto", "required"),
            AdaptivePricing = p.Hash("adaptive_pricing")?.Boolean("enabled"),
        };
        p.RefuseUnknown();
        return call.Render(sessions.Open(call.Tx, session));
    }

    private static void RefuseUnsupported(Params p)
    {
        if (p.RequiredText("mode") is var mode && mode != "payment")
        {
            throw StripeError.Parameter(
                "mode", "parameter_invalid_enum", mode is "setup" or "subscription"
                    ? $"The simulator has no Checkout in {mode} mode yet." : "Invalid mode: must be one of payment, setup, or subscription");
        }

        p.OneOf("ui_mode", "hosted_page");
        p.OneOf("customer_creation", "if_required");
        var types = p.Texts("payment_method_types");
        if (types.Any(t => t != "card") || types.Count > 1)
        {
            throw StripeError.Parameter(
                "payment_method_types", "parameter_invalid_enum", "Invalid payment_method_types: the simulator takes card only.");
        }
    }

    private static List<LineItemState> LineItems(ApiCall call, Params p)
    {
        var items = p.List("line_items");
        if (items.Count is 0 or > MostLineItems)
        {
            throw items.Count == 0 ? p.Absent("line_items")
                : StripeError.Parameter("line_items", "parameter_invalid", $"You can pass up to {MostLineItems} line items.");
        }

        var read = items.Select(item =>
        {
            var price = item.Hash("price_data") ?? throw item.Absent("price_data");
            var product = price.Hash("product_data") ?? throw price.Absent("product_data");
            var currency = price.RequiredText("currency").ToLowerInvariant();
            if (!CurrencyRules.IsSupported(currency))
            {
                throw StripeError.Parameter(
                    $"{price.Node.Path}[currency]", "parameter_invalid_enum", $"Invalid currency: {currency}. Stripe does not take it.");
            }

            return new LineItemState(
                call.Tx.NewId("li"), call.Tx.NewId("price"), call.Tx.NewId("prod"), product.RequiredText("name", 250),
                product.Text("description", 500), currency, UnitAmount(price, currency), Quantity(item));
        }).ToList();
        return read.All(i => i.Currency == read[0].Currency) ? read : throw StripeError.Parameter(
            "line_items", "parameter_invalid", "All line items of a Checkout Session must have the same currency.");
    }

    private static long UnitAmount(Params price, string currency)
    {
        var amount = price.RequiredInteger("unit_amount");
        var path = $"{price.Node.Path}[unit_amount]";
        if (amount < 0)
        {
            throw StripeError.Parameter(path, "parameter_invalid_integer", "Invalid non-negative integer");
        }

        if (amount % CurrencyRules.MultipleFor(currency) != 0)
        {
            throw StripeError.Parameter(
                path, "amount_invalid", $"Invalid amount: in {currency} it must be a multiple of {CurrencyRules.MultipleFor(currency)}.");
        }

        return amount <= CurrencyRules.MaximumFor(currency) ? amount : throw StripeError.Parameter(
            path, "amount_too_large", $"Amount must be no more than {CurrencyRules.MaximumFor(currency)} {currency}");
    }

    private static long Quantity(Params item)
    {
        var quantity = item.Integer("quantity") ?? throw item.Absent("quantity");
        return quantity is >= 1 and <= 999_999 ? quantity : throw StripeError.Parameter(
            $"{item.Node.Path}[quantity]", "parameter_invalid_integer", "This value must be greater than or equal to 1.");
    }

    /// <summary>The minimum is that of the settlement currency; a charge in another is held to it after conversion.</summary>
    private void CheckAmount(string account, string currency, long total)
    {
        if (total > CurrencyRules.MaximumFor(currency))
        {
            throw StripeError.Parameter(
                "line_items", "amount_too_large", $"The Checkout Session's total amount must be no more than {CurrencyRules.MaximumFor(currency)} {currency}");
        }

        var settlement = accounts.Get(account).Settles(currency);
        var rate = rates.MinorRate(currency, settlement) ?? throw StripeError.Parameter(
            "line_items", "parameter_invalid_enum", $"The simulator knows no rate from {currency} to {settlement}.");
        var minimum = Math.Max(CurrencyRules.MinimumFor(settlement), 1);
        if (ExchangeTable.Convert(total, rate) < minimum || (settlement != currency && CurrencyRules.HasMinimum(currency) && total < CurrencyRules.MinimumFor(currency)))
        {
            throw new StripeError(
                400, StripeError.InvalidRequest,
                $"The Checkout Session's total amount must convert to at least {minimum} {settlement} (minor units). {total} {currency} converts to {ExchangeTable.Convert(total, rate)} {settlement}.",
                "amount_too_small", "line_items", stored: false);
        }
    }

    private static long ExpiresAt(ApiCall call)
    {
        var expires = call.Params.Integer("expires_at") ?? call.At + LongestLife;
        return expires >= call.At + ShortestLife && expires <= call.At + LongestLife ? expires : throw StripeError.Parameter(
            "expires_at", "parameter_invalid_integer",
            expires < call.At + ShortestLife
                ? "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
                : "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.");
    }

    private static string? Url(Params p, string name)
    {
        if (p.Text(name) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate(text.Replace("{CHECKOUT_SESSION_ID}", "x", StringComparison.Ordinal), UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && text.StartsWith("http", StringComparison.OrdinalIgnoreCase)
            ? text
            : throw StripeError.Parameter(name, "url_invalid", "Not a valid URL");
    }

    private static string? Email(Params p) => p.Text("customer_email", 800) is not { } email
        || (System.Net.Mail.MailAddress.TryCreate(email, out var parsed) && parsed.Address == email)
            ? p.Text("customer_email")
            : throw StripeError.Parameter("customer_email", "email_invalid", $"Invalid email address: {email}");

    private JsonObject List(ApiCall call)
    {
        var status = call.Params.OneOf("status", "complete", "expired", "open");
        var intent = call.Params.Text("payment_intent");
        var email = call.Params.Hash("customer_details")?.Text("email");
        return Listing.Page(call.Params, world.Sessions, call.Account, $"/{Path}", call.Render, s =>
            (status is null || s.Status == status) && (intent is null || s.PaymentIntent == intent)
            && (email is null || string.Equals(s.PayerEmail ?? s.CustomerEmail, email, StringComparison.OrdinalIgnoreCase)));
    }

    private JsonObject Update(ApiCall call)
    {
        var session = call.Find(world.Sessions, call.Id, "session");
        var changed = session with { Metadata = call.Params.Metadata("metadata", session.Metadata) };
        call.Params.RefuseUnknown();
        return call.Render(sessions.Update(call.Tx, changed));
    }

    private JsonObject Expire(ApiCall call)
    {
        var session = call.Find(world.Sessions, call.Id, "session");
        return session.Status == "open" ? call.Render(sessions.Expire(call.Tx, session)) : throw StripeError.Refused(
            $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Session has a status of `{session.Status}`.");
    }

    private JsonObject LineItems(ApiCall call)
    {
        var session = call.Find(world.Sessions, call.Id, "session");
        call.Params.Integer("limit");
        return Listing.Wrap(
            session.LineItems.Select(i => SessionJson.LineItem(i, session.Created)), false,
            string.Create(CultureInfo.InvariantCulture, $"/{Path}/{session.Id}/line_items"));
    }
}
