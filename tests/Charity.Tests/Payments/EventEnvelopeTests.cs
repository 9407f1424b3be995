using System.Text;
using Charity.Payments;
using Charity.Testing.Payments;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class EventEnvelopeTests
{
    [Fact]
    public void The_envelope_is_read_and_nothing_else()
    {
        var envelope = Read(SignedEvent.Json("evt_9", "charge.updated", "charge", "ch_7"))!;

        Assert.Equal(
            new EventEnvelope(
                "evt_9", "charge.updated", false, "charge", "ch_7", false, StripeApi.Version, new DateTime(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc), null),
            envelope);
    }

    [Fact]
    [Trait("Case", "W21")]
    public void A_thin_event_points_at_the_same_object()
    {
        var envelope = Read(SignedEvent.ThinJson())!;

        Assert.True(envelope.Thin);
        Assert.Equal(("checkout.session.completed", "checkout.session", "cs_test_1"), (envelope.Type, envelope.ObjectType, envelope.ObjectId));
        Assert.Equal(new DateTime(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc), envelope.Created);
    }

    [Theory]
    [Trait("Case", "W17")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("\"evt_1\"")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"id\":\"evt_1\"}")]
    [InlineData("{\"id\":5,\"type\":\"x\"}")]
    [InlineData("{\"id\":\"\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt 1\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_1\\u0000\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_\\ud800\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\\n\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\"} {}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\",}")]
    [InlineData("{\"id\":\"evt_1\",\"id\":\"evt_2\",\"type\":\"x\"}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\",\"data\":{\"a\":1,\"a\":2}}")]
    [InlineData("{\"id\":\"evt_1\",\"type\":\"x\",/* */\"a\":1}")]
    public void What_is_no_event_is_refused_without_a_crash(string body) => Assert.Null(Read(body));

    [Fact]
    [Trait("Case", "W17")]
    public void Bottomless_nesting_is_refused()
    {
        Assert.Null(Read(Nested(10_000)));
        Assert.Null(Read(Nested(EventEnvelope.MaxDepth + 1)));
        Assert.NotNull(Read(Nested(EventEnvelope.MaxDepth)));
        Assert.Null(Read(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))));
    }

    [Fact]
    [Trait("Case", "W14")]
    public void A_byte_order_mark_is_no_json() => Assert.Null(EventEnvelope.Read((byte[])[0xEF, 0xBB, 0xBF, .. SignedEvent.Bytes(SignedEvent.Json())]));

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused() => Assert.Null(EventEnvelope.Read((byte[])[(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}']));

    [Theory]
    [InlineData("\"created\":1773133200", "\"created\":\"soon\"")]
    [InlineData("\"created\":1773133200", "\"created\":1e400")]
    [InlineData("\"created\":1773133200", "\"created\":-7")]
    [InlineData("\"created\":1773133200", "\"created\":99999999999999")]
    [InlineData("\"created\":1773133200", "\"other\":1")]
    public void An_unreadable_date_is_no_reason_to_lose_the_event(string field, string other)
        => Assert.Equal(DateTime.UnixEpoch, Read(SignedEvent.Json().Replace(field, other, StringComparison.Ordinal))!.Created);

    [Theory]
    [InlineData("\"id\":\"cs_test_1\"", "\"id\":\"\\ud83d\"")]
    [InlineData("\"id\":\"cs_test_1\"", "\"id\":\"../../v1/refunds\"")]
    [InlineData("\"id\":\"cs_test_1\"", "\"id\":null")]
    [InlineData("\"id\":\"cs_test_1\"", "\"id\":{\"a\":1}")]
    public void An_object_id_that_is_none_is_left_out(string field, string other)
        => Assert.Null(Read(SignedEvent.Json().Replace(field, other, StringComparison.Ordinal))!.ObjectId);

    [Fact]
    public void Mutations_of_a_real_event_never_throw()
    {
        var good = SignedEvent.Bytes(SignedEvent.Json());
        for (var seed = 1; seed <= 2_000; seed++)
        {
            var random = new Random(seed);
            var body = good.ToList();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var at = random.Next(body.Count);
                switch (random.Next(3))
                {
                    case 0:
                        body[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        body.RemoveAt(at);
                        break;
                    default:
                        body.Insert(at, (byte)random.Next(256));
                        break;
                }
            }

            var error = Record.Exception(() => EventEnvelope.Read(body.ToArray()));
            Assert.True(error is null, $"Seed {seed}: {error}");
        }
    }

    private static string Nested(int depth)
        => $"{{\"id\":\"evt_1\",\"type\":\"x\",\"a\":{string.Concat(Enumerable.Repeat("[", depth - 1))}{string.Concat(Enumerable.Repeat("]", depth - 1))}}}";

    private static EventEnvelope? Read(string json) => EventEnvelope.Read(Encoding.UTF8.GetBytes(json));
}
