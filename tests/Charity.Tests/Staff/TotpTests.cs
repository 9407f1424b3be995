using Charity.Staff;
using Xunit;

namespace Charity.Tests.Staff;

public sealed class TotpTests
{
    // "12345678901234567890" in Base32, and the last six of the eight digits that RFC 6238, appendix B, gives.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string expected)
        => Assert.Equal(expected, Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void A_code_is_good_for_its_step_and_one_before_and_after()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);
        var step = Totp.StepAt(now);
        for (var offset = -3; offset <= 3; offset++)
        {
            Assert.Equal(Math.Abs(offset) <= 1 ? step + offset : null, Totp.Match(Secret, Totp.Code(Secret, step + offset), now));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("２８７０８２")]
    [InlineData("abcdef")]
    public void What_is_not_six_digits_matches_nothing(string code)
        => Assert.Null(Totp.Match(Secret, code, DateTimeOffset.FromUnixTimeSeconds(59)));

    [Fact]
    public void Fresh_secrets_are_thirty_two_letters_and_never_alike()
    {
        var secrets = Enumerable.Range(0, 200).Select(_ => Totp.NewSecret()).ToList();
        Assert.All(secrets, secret => Assert.Matches("^[A-Z2-7]{32}$", secret));
        Assert.Equal(secrets.Count, secrets.Distinct().Count());
        // Every place varies: a bit that was never drawn would show as a letter that stands still.
        for (var place = 0; place < 32; place++)
        {
            Assert.True(secrets.Select(s => s[place]).Distinct().Count() > 12, $"place {place}");
        }
    }
}
