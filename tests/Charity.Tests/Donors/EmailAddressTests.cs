using Charity.Donors;
using Xunit;

namespace Charity.Tests.Donors;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("donor@example.org", "donor@example.org")]
    [InlineData(" Donor.Name+gifts@Example.ORG ", "Donor.Name+gifts@example.org")]
    [InlineData("o'neil@mail.example.co.uk", "o'neil@mail.example.co.uk")]
    [InlineData("info@приклад.укр", "info@xn--80aikifvh.xn--j1amh")]
    public void One_plain_address_is_taken(string typed, string address)
    {
        Assert.True(EmailAddress.TryParse(typed, out var parsed));
        Assert.Equal(address, parsed);
    }

    [Theory]
    [Trait("Case", "X06")]
    [InlineData("a@b.org,c@d.org")]
    [InlineData("a@b.org;c@d.org")]
    [InlineData("a@b.org c@d.org")]
    [InlineData("a@b.org\r\nBcc: c@d.org")]
    [InlineData("a\n@b.org")]
    [InlineData("a@b.org\n")]
    [InlineData("Name <a@b.org>")]
    [InlineData("\"a b\"@b.org")]
    [InlineData("a@@b.org")]
    [InlineData("a@b@c.org")]
    [InlineData("@b.org")]
    [InlineData("a@")]
    [InlineData("a@b")]
    [InlineData("a@b..org")]
    [InlineData("a@-b.org")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@127.0.0.1")]
    [InlineData(".a@b.org")]
    [InlineData("a..b@b.org")]
    [InlineData("a(comment)@b.org")]
    [InlineData("а@b.org")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_that_could_be_two_receivers_or_a_header_is_refused(string? typed)
        => Assert.False(EmailAddress.TryParse(typed, out _));

    [Fact]
    public void Too_long_addresses_are_refused()
    {
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@example.org", out _));
        Assert.False(EmailAddress.TryParse("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)) + ".org", out _));
    }
}
