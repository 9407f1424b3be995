using Charity.Accounting;
using Charity.Languages;
using Charity.Payments;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class CheckoutRequestTests
{
    private static readonly CheckoutRequest Request = new(
        "0198-gift", new Money(2_500, Currency.Eur), "Warm winter", "Donation 0198-gift", "olena@example.org", Language.Uk,
        new DateTime(2026, 3, 10, 10, 0, 0, DateTimeKind.Utc), "https://give.example.org/uk/thanks/t?s={CHECKOUT_SESSION_ID}",
        "https://give.example.org/uk/give/warm?a=1", "Test");

    [Fact]
    public void A_session_is_asked_for_with_exactly_these_fields()
    {
        Assert.Equal(
            [
                "mode=payment", "submit_type=donate", "client_reference_id=0198-gift", "customer_email=olena@example.org", "locale=en",
                "expires_at=1773136800", "line_items[0][quantity]=1", "line_items[0][price_data][currency]=eur",
                "line_items[0][price_data][unit_amount]=2500", "line_items[0][price_data][product_data][name]=Warm winter",
                "payment_method_types[0]=card", "adaptive_pricing[enabled]=false", "metadata[donation_id]=0198-gift", "metadata[env]=Test",
                "metadata[schema]=1", "payment_intent_data[metadata][donation_id]=0198-gift", "payment_intent_data[metadata][env]=Test",
                "payment_intent_data[metadata][schema]=1", "payment_intent_data[description]=Donation 0198-gift",
                "success_url=https://give.example.org/uk/thanks/t?s={CHECKOUT_SESSION_ID}", "cancel_url=https://give.example.org/uk/give/warm?a=1",
            ],
            Fields(Request));
    }

    [Fact]
    public void The_same_request_is_the_same_text() => Assert.Equal(Request.ToFormBody(), (Request with { }).ToFormBody());

    [Fact]
    public void Without_an_address_none_is_sent() => Assert.DoesNotContain(Fields(Request with { Email = null }), f => f.StartsWith("customer_email", StringComparison.Ordinal));

    [Theory]
    [InlineData("bg", "bg")]
    [InlineData("en", "en")]
    [InlineData("uk", "en")]
    [InlineData("mk", "en")]
    public void The_payment_page_speaks_the_donors_language_where_it_can(string language, string locale)
        => Assert.Contains($"locale={locale}", Fields(Request with { Language = Language.Of(language) }));

    [Fact]
    public void A_long_title_is_cut_between_letters()
    {
        var title = new string('я', 248) + "🎁🎁";
        var name = Fields(Request with { Title = title }).Single(f => f.Contains("product_data", StringComparison.Ordinal)).Split('=', 2)[1];

        Assert.Equal(new string('я', 248) + "…", name);
    }

    [Fact]
    public void A_zero_decimal_amount_is_not_multiplied()
        => Assert.Contains("line_items[0][price_data][unit_amount]=500", Fields(Request with { Amount = new Money(500, Currency.Jpy) }));

    [Fact]
    public void What_stripe_cannot_charge_is_never_sent()
        => Assert.Throws<ArgumentOutOfRangeException>(() => (Request with { Amount = new Money(49, Currency.Eur) }).ToFormBody());

    private static string[] Fields(CheckoutRequest request)
        => [.. request.ToFormBody().Split('&').Select(Uri.UnescapeDataString)];
}
