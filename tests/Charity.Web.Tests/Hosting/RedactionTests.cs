using Charity.Data.Work;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class RedactionTests
{
    [Theory]
    [Trait("Case", "A17")]
    [InlineData("Authorization: Bearer sk_test_abcdef0123", "Authorization: Bearer [secret]")]
    [InlineData("Authorization: opaque-value-1", "Authorization: [secret]")]
    [InlineData("Cookie: __Host-charity-staff=abc; other=1", "Cookie: [secret]")]
    [InlineData("Set-Cookie: a=b; path=/", "Set-Cookie: [secret]")]
    [InlineData("card 4242 4242 4242 4242 declined", "card [card] declined")]
    [InlineData("Stripe whsec_0123456789abcdef said no", "Stripe [secret] said no")]
    public void What_must_not_be_read_is_taken_out(string text, string clean) => Assert.Equal(clean, Redaction.Clean(text));

    [Theory]
    [Trait("Case", "A17")]
    [InlineData("gift 019a0b1c-2d3e-7f40-8a5b-6c7d8e9f0a1b of 2500 EUR at 1773133200123")]
    [InlineData("number 4242424242424241 is no card")]
    [InlineData("event evt_1Abcdefghijklmnop of acct_test1")]
    [InlineData("reference 4A5B6C7D8E9F")]
    public void What_helps_to_find_a_fault_stays(string text) => Assert.Equal(text, Redaction.Clean(text));
}
