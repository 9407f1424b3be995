using Charity.Exceptions;
using Xunit;

namespace Charity.Tests.Exceptions;

public class SumTests
{
    [Theory]
    [InlineData(30000, "MKD", "MKD 300.00")]
    [InlineData(500, "jpy", "JPY 500")]
    [InlineData(-1, "EUR", "EUR -0.01")]
    [InlineData(12, "XQQ", "XQQ 12 (minor units)")]
    public void A_finding_names_a_sum_as_people_write_it(long minor, string currency, string expected) =>
        Assert.Equal(expected, Sum.Of(minor, currency));
}
