using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class StripeSignatureTests
{
    private const string Current = "whsec_current0123456789";
    private const string Old = "whsec_previous0123456789";
    private const string Second = "whsec_second0123456789";

    private static readonly byte[] Body = SignedEvent.Bytes(SignedEvent.Json());

    private readonly FakeClock clock = new(FakeClock.DefaultStart);

    private DateTimeOffset Now => clock.GetUtcNow();

    [Fact]
    public void A_right_signature_tells_whose_event_it_is()
    {
        Assert.Equal((SignatureResult.Valid, "acct_one1"), Check(SignedEvent.Header(Body, Now, Current)));
        Assert.Equal((SignatureResult.Valid, "acct_two2"), Check(SignedEvent.Header(Body, Now, Second)));
    }

    [Theory]
    [Trait("Case", "W09")]
    [InlineData(-301, SignatureResult.Expired)]
    [InlineData(-300, SignatureResult.Valid)]
    [InlineData(-299, SignatureResult.Valid)]
    [InlineData(299, SignatureResult.Valid)]
    [InlineData(300, SignatureResult.Valid)]
    [InlineData(301, SignatureResult.Expired)]
    public void A_signature_is_good_for_five_minutes_either_way(int seconds, SignatureResult expected)
        => Assert.Equal(expected, Check(SignedEvent.Header(Body, Now.AddSeconds(seconds), Current)).Result);

    [Fact]
    [Trait("Case", "W11")]
    public void Forged_foreign_and_old_style_signatures_are_wrong()
    {
        var good = SignedEvent.Header(Body, Now, Current);

        Assert.Equal(SignatureResult.Wrong, Check(SignedEvent.Header(Body, Now, "whsec_of_another_endpoint")).Result);
        Assert.Equal(SignatureResult.Wrong, Check(good.Replace("v1=", "v0=", StringComparison.Ordinal)).Result);
        Assert.Equal(SignatureResult.Wrong, Check(good[..^64] + good[^64..].ToUpperInvariant()).Result);
        Assert.Equal(SignatureResult.Wrong, Check(good[..^1] + (good[^1] == '0' ? '1' : '0')).Result);
        Assert.Equal(SignatureResult.Wrong, Check(good[..^1]).Result);
        Assert.Equal(SignatureResult.Wrong, Check(good + "0").Result);
        Assert.Equal(SignatureResult.Wrong, Check(FormattableString.Invariant($"t={Now.ToUnixTimeSeconds()}")).Result);
        Assert.Equal(SignatureResult.Valid, Check(good + ",v0=" + new string('a', 64)).Result);
    }

    [Theory]
    [Trait("Case", "W12")]
    [InlineData(null, SignatureResult.Missing)]
    [InlineData("", SignatureResult.Missing)]
    [InlineData("nonsense", SignatureResult.Malformed)]
    [InlineData("t=abc,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=-1,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=+1,v1=aa", SignatureResult.Malformed)]
    [InlineData("t= 1,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=1.5,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=１２,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=99999999999,v1=aa", SignatureResult.Expired)]
    [InlineData("t=9999999999999999999999,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=1,t=2,v1=aa", SignatureResult.Malformed)]
    [InlineData(",,,,", SignatureResult.Malformed)]
    [InlineData("v1=aa", SignatureResult.Malformed)]
    [InlineData("t=1,,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=1,nonsense,v1=aa", SignatureResult.Malformed)]
    [InlineData("t=1\0,v1=aa", SignatureResult.Malformed)]
    public void Hostile_headers_are_refused_and_never_throw(string? header, SignatureResult expected)
        => Assert.Equal(expected, Check(header).Result);

    [Fact]
    [Trait("Case", "W12")]
    public void Many_signatures_are_refused_before_any_is_computed()
    {
        var good = SignedEvent.Header(Body, Now, Current);
        var many = good + string.Concat(Enumerable.Repeat(",v1=" + new string('a', 64), 200_000));
        var justTooMany = good + string.Concat(Enumerable.Repeat(",v1=a", StripeSignature.MostParts - 1));

        Assert.Equal(SignatureResult.Malformed, Check(many).Result);
        Assert.Equal(SignatureResult.Malformed, Check(justTooMany).Result);
        Assert.Equal(SignatureResult.Valid, Check(good + string.Concat(Enumerable.Repeat(",v1=a", StripeSignature.MostParts - 2))).Result);
        Assert.Equal(SignatureResult.Malformed, Check(good + "," + new string('x', StripeSignature.LongestHeader)).Result);
    }

    [Fact]
    public void Space_around_the_parts_does_not_matter_and_within_them_does()
    {
        var good = SignedEvent.Header(Body, Now, Current);

        Assert.Equal(SignatureResult.Valid, Check($" {good.Replace(",", " ,\t", StringComparison.Ordinal)} ").Result);
        Assert.Equal(SignatureResult.Malformed, Check(good.Replace("t=", "t= ", StringComparison.Ordinal)).Result);
        Assert.Equal(SignatureResult.Wrong, Check(good.Replace("v1=", "v1= ", StringComparison.Ordinal)).Result);
    }

    [Fact]
    [Trait("Case", "W13")]
    public void While_a_secret_changes_old_new_and_both_are_right_and_afterwards_the_old_is_not()
    {
        Assert.Equal(SignatureResult.Valid, Check(SignedEvent.Header(Body, Now, Old)).Result);
        Assert.Equal(SignatureResult.Valid, Check(SignedEvent.Header(Body, Now, Current)).Result);
        Assert.Equal(SignatureResult.Valid, Check(SignedEvent.Header(Body, Now, Old, Current)).Result);
        Assert.Equal(SignatureResult.Valid, Check(SignedEvent.Header(Body, Now, "whsec_unknown", Current)).Result);
        Assert.Equal(SignatureResult.Wrong, Check(SignedEvent.Header(Body, Now, Old), Body, previous: null).Result);
    }

    [Fact]
    [Trait("Case", "W14")]
    public void One_changed_byte_another_spacing_or_a_byte_order_mark_breaks_the_signature()
    {
        var header = SignedEvent.Header(Body, Now, Current);
        for (var i = 0; i < Body.Length; i++)
        {
            var changed = Body.ToArray();
            changed[i] ^= 1;
            Assert.Equal(SignatureResult.Wrong, Check(header, changed).Result);
        }

        var respaced = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(System.Text.Json.Nodes.JsonNode.Parse(Body));
        Assert.Equal(SignatureResult.Wrong, Check(header, respaced).Result);
        Assert.Equal(SignatureResult.Wrong, Check(header, [0xEF, 0xBB, 0xBF, .. Body]).Result);
        Assert.Equal(SignatureResult.Wrong, Check(header, [.. Body, (byte)'\n']).Result);
        Assert.Equal(SignatureResult.Wrong, Check(header, []).Result);
    }

    [Fact]
    public void An_empty_body_and_an_installation_without_accounts_are_only_wrong()
    {
        Assert.Equal(SignatureResult.Valid, Check(SignedEvent.Header([], Now, Current), []).Result);
        var none = new StripeSignature(Options.Create(new StripeOptions()), clock);
        Assert.Equal(SignatureResult.Wrong, none.Check(SignedEvent.Header(Body, Now, ""), Body).Result);
    }

    /// <summary>Ours against the definition written plainly, on headers and bodies made and broken at random.</summary>
    [Fact]
    public void It_agrees_with_a_plain_reading_of_the_definition_on_random_headers()
    {
        for (var seed = 1; seed <= 4_000; seed++)
        {
            var random = new Random(seed);
            var body = new byte[random.Next(0, 300)];
            random.NextBytes(body);
            var header = RandomHeader(random, body);
            Assert.True(Plainly(header, body) == Check(header, body), $"Seed {seed}: {header}");
        }
    }

    private string RandomHeader(Random random, byte[] body)
    {
        var time = (Now.ToUnixTimeSeconds() + random.Next(-320, 321)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] secrets = [Current, Old, Second, "whsec_stranger0123456789"];
        var parts = new List<string> { "t=" + (random.Next(20) == 0 ? "x" : time) };
        for (var i = random.Next(4); i > 0; i--)
        {
            var signature = SignedEvent.V1(body, secrets[random.Next(secrets.Length)], random.Next(10) == 0 ? "0" + time : time);
            signature = random.Next(6) switch
            {
                0 => signature.ToUpperInvariant(),
                1 => signature[..random.Next(64)],
                _ => signature,
            };
            parts.Add((random.Next(6) switch { 0 => "v0=", 1 => "scheme=", _ => "v1=" }) + signature);
        }

        if (random.Next(30) == 0)
        {
            parts.Add("t=" + time);
        }

        var header = string.Join(random.Next(15) == 0 ? " , " : ",", parts.OrderBy(_ => random.Next()));
        return random.Next(10) == 0 ? header.Remove(random.Next(header.Length), 1) : header;
    }

    private (SignatureResult, string?) Plainly(string header, byte[] body)
    {
        var parts = header.Split(',').Select(p => p.Trim().Split('=', 2)).ToList();
        if (parts.Any(p => p.Length != 2))
        {
            return (SignatureResult.Malformed, null);
        }

        var times = parts.Where(p => p[0] == "t").Select(p => p[1]).ToList();
        if (times.Count != 1 || times[0].Length == 0 || !times[0].All(char.IsAsciiDigit))
        {
            return (SignatureResult.Malformed, null);
        }

        if (Math.Abs(long.Parse(times[0], System.Globalization.CultureInfo.InvariantCulture) - Now.ToUnixTimeSeconds()) > 300)
        {
            return (SignatureResult.Expired, null);
        }

        var given = parts.Where(p => p[0] == "v1").Select(p => p[1]).ToHashSet(StringComparer.Ordinal);
        foreach (var (account, secret) in new[] { ("acct_one1", Current), ("acct_one1", Old), ("acct_two2", Second) })
        {
            if (given.Contains(SignedEvent.V1(body, secret, times[0])))
            {
                return (SignatureResult.Valid, account);
            }
        }

        return (SignatureResult.Wrong, null);
    }

    private (SignatureResult Result, string? Account) Check(string? header) => Check(header, Body);

    private (SignatureResult Result, string? Account) Check(string? header, byte[] body, string? previous = Old)
    {
        var options = new StripeOptions();
        options.Accounts.Add(new StripeAccountOptions { Id = "acct_one1", WebhookSecret = Current, PreviousWebhookSecret = previous });
        options.Accounts.Add(new StripeAccountOptions { Id = "acct_two2", WebhookSecret = Second });
        return new StripeSignature(Options.Create(options), clock).Check(header, body);
    }
}
