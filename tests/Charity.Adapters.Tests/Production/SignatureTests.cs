using System.Globalization;
using Charity.Payments;
using Charity.Testing;
using Charity.Testing.Payments;
using Microsoft.Extensions.Options;
using Stripe;
using Xunit;

namespace Charity.Adapters.Tests.Production;

/// <summary>
/// Our own check of a webhook's signature beside Stripe.net's. Ours never throws and is stricter about the time in two
/// ways that Stripe never writes: given twice, or not in plain digits.
/// </summary>
public sealed class SignatureTests
{
    private const int Vectors = 20_000;
    private const string Secret = "whsec_current0123456789";

    private readonly FakeClock clock = new(FakeClock.DefaultStart);

    private long Now => clock.GetUtcNow().ToUnixTimeSeconds();

    [Fact]
    [Trait("Case", "W11")]
    [Trait("Case", "W12")]
    public void Both_say_the_same_of_headers_made_and_broken_at_random()
    {
        var valid = 0;
        for (var seed = 1; seed <= Vectors; seed++)
        {
            var random = new Random(seed);
            var json = SignedEvent.Json(id: $"evt_{seed}", extra: random.Next(3) == 0 ? ",\"note\":\"Ґанок — 🎁\"" : "");
            var header = Header(random, SignedEvent.Bytes(json));
            var theirs = Theirs(header, json);

            Assert.True(theirs == Ours(header, json), $"Seed {seed}: theirs {theirs}, header '{header}'");
            valid += theirs ? 1 : 0;
        }

        Assert.InRange(valid, Vectors / 10, Vectors * 9 / 10);
    }

    [Theory]
    [Trait("Case", "W09")]
    [InlineData(-301)]
    [InlineData(-300)]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(301)]
    public void Both_take_it_for_the_same_five_minutes(int seconds)
    {
        var json = SignedEvent.Json();
        var header = SignedEvent.Header(SignedEvent.Bytes(json), clock.GetUtcNow().AddSeconds(seconds), Secret);

        Assert.Equal(Math.Abs(seconds) <= 300, Theirs(header, json));
        Assert.Equal(Math.Abs(seconds) <= 300, Ours(header, json));
    }

    [Fact]
    [Trait("Case", "W12")]
    public void Where_ours_is_stricter_it_refuses_what_Stripe_never_sends()
    {
        var json = SignedEvent.Json();
        var body = SignedEvent.Bytes(json);
        var twice = SignedEvent.Header(body, clock.GetUtcNow(), Secret) + ",t=1";
        var signed = $"t=+{Now},v1={SignedEvent.V1(body, Secret, $"+{Now}")}";

        Assert.Equal((true, false), (Theirs(twice, json), Ours(twice, json)));
        Assert.Equal((true, false), (Theirs(signed, json), Ours(signed, json)));
    }

    [Fact]
    public void An_event_that_passes_is_one_that_Stripes_library_reads()
    {
        var json = SignedEvent.Json(id: "evt_9");
        var header = SignedEvent.Header(SignedEvent.Bytes(json), clock.GetUtcNow(), Secret);

        var read = EventUtility.ConstructEvent(json, header, Secret, StripeSignature.ToleranceSeconds, Now);

        Assert.True(Ours(header, json));
        Assert.Equal("evt_9", read.Id);
    }

    private string Header(Random random, byte[] body)
    {
        var time = Time(random);
        var parts = new List<string>();
        if (random.Next(25) != 0)
        {
            parts.Add("t=" + time);
        }

        for (var i = random.Next(4); i > 0; i--)
        {
            parts.Add(Signature(random, body, time));
        }

        var header = string.Join(random.Next(10) switch { 0 => ", ", 1 => " ,\t", _ => "," }, parts.OrderBy(_ => random.Next()));
        return random.Next(12) switch
        {
            0 when header.Length > 0 => header.Remove(random.Next(header.Length), 1),
            1 => header + ",",
            2 => " " + header + " ",
            3 => header.Insert(random.Next(header.Length + 1), ","),
            _ => header,
        };
    }

    private string Time(Random random) => random.Next(20) switch
    {
        0 => "",
        1 => "soon",
        2 => "1.5",
        3 => (Now + (random.Next(2) == 0 ? -301 : 301)).ToString(CultureInfo.InvariantCulture),
        4 => (Now + (random.Next(2) == 0 ? -300 : 300)).ToString(CultureInfo.InvariantCulture),
        5 => "99999999999999999999",
        _ => (Now + random.Next(-290, 291)).ToString(CultureInfo.InvariantCulture),
    };

    private static string Signature(Random random, byte[] body, string time)
    {
        var good = SignedEvent.V1(body, random.Next(4) == 0 ? "whsec_stranger0123456789" : Secret, random.Next(12) == 0 ? "0" + time : time);
        var scheme = random.Next(8) switch { 0 => "v0", 1 => "v2", 2 => "V1", _ => "v1" };
        return scheme + "=" + random.Next(12) switch
        {
            0 => good.ToUpperInvariant(),
            1 => good[..random.Next(64)],
            2 => good + "0",
            3 => "",
            4 => "=" + good,
            _ => good,
        };
    }

    private bool Theirs(string header, string json)
    {
        try
        {
            EventUtility.ValidateSignature(json, header, Secret, StripeSignature.ToleranceSeconds, Now);
            return true;
        }
        // It answers some broken headers with errors of its own making.
        catch (Exception error) when (error is StripeException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private bool Ours(string header, string json)
    {
        var options = new StripeOptions();
        options.Accounts.Add(new StripeAccountOptions { Id = "acct_one1", WebhookSecret = Secret });
        return new StripeSignature(Options.Create(options), clock).Check(header, SignedEvent.Bytes(json)).Result == SignatureResult.Valid;
    }
}
