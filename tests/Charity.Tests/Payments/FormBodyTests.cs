using Charity.Payments;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class FormBodyTests
{
    [Fact]
    public void Nested_keys_keep_their_brackets_and_values_are_escaped()
    {
        var body = new FormBody()
            .Add("line_items[0][price_data][product_data][name]", "Їжа & дах + 5%=?")
            .Add("quantity", 1)
            .Add("enabled", false)
            .Add("expires_at", new DateTime(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc))
            .AddList("expand", "a.b", "c")
            .AddMap("metadata", [new("donation_id", "x y")])
            .ToString();

        Assert.Equal(
            "line_items[0][price_data][product_data][name]=%D0%87%D0%B6%D0%B0%20%26%20%D0%B4%D0%B0%D1%85%20%2B%205%25%3D%3F" +
            "&quantity=1&enabled=false&expires_at=1773133200&expand[0]=a.b&expand[1]=c&metadata[donation_id]=x%20y",
            body);
    }

    [Fact]
    public void Nothing_is_left_out_but_null()
        => Assert.Equal("a=&c=0", new FormBody().Add("a", "").Add("b", null).Add("c", 0).ToString());

    [Fact]
    public void A_key_cannot_smuggle_in_another_field()
        => Assert.Equal("metadata[a%26amount%3D1]=x", new FormBody().AddMap("metadata", [new("a&amount=1", "x")]).ToString());

    [Fact]
    public void Half_of_a_surrogate_pair_is_replaced_and_breaks_nothing()
        => Assert.Equal("a=%EF%BF%BD", new FormBody().Add("a", "\ud83c").ToString());
}
