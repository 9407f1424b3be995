using System.Net;
using Charity.Testing;
using Charity.Web.Webhooks;
using Xunit;

namespace Charity.Web.Tests.Webhooks;

public sealed class WebhookArrivalsTests
{
    private readonly FakeClock _clock = new(FakeClock.DefaultStart);

    [Fact]
    [Trait("Case", "W15")]
    public void When_slow_senders_hold_all_places_the_slowest_gives_way_to_whoever_comes()
    {
        var arrivals = new WebhookArrivals(_clock);
        var slow = new List<WebhookArrivals.Arrival>();
        for (var i = 0; i < WebhookArrivals.Most; i++)
        {
            slow.Add(arrivals.Enter(IPAddress.Parse($"192.0.2.{1 + (i / WebhookArrivals.OfOneAddress)}"), default)!);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        using var stripe = arrivals.Enter(IPAddress.Parse("198.51.100.7"), default);

        Assert.NotNull(stripe);
        Assert.True(slow[0].Source.IsCancellationRequested);
        Assert.All(slow.Skip(1), one => Assert.False(one.Source.IsCancellationRequested));
        slow.ForEach(one => one.Dispose());
    }

    [Fact]
    [Trait("Case", "W15")]
    public void One_address_cannot_take_them_all_and_a_place_comes_free_with_the_body()
    {
        var arrivals = new WebhookArrivals(_clock);
        var address = IPAddress.Parse("192.0.2.1");
        var mine = Enumerable.Range(0, WebhookArrivals.OfOneAddress).Select(_ => arrivals.Enter(address, default)!).ToList();

        Assert.Null(arrivals.Enter(address, default));
        using var other = arrivals.Enter(IPAddress.Parse("192.0.2.2"), default);
        Assert.NotNull(other);
        mine[0].Dispose();
        mine[0].Dispose();
        mine[0] = arrivals.Enter(address, default)!;
        Assert.NotNull(mine[0]);
        Assert.Null(arrivals.Enter(address, default));
        mine.ForEach(one => one.Dispose());
    }

    [Fact]
    public void Who_came_within_the_last_second_is_not_driven_out()
    {
        var arrivals = new WebhookArrivals(_clock);
        var all = Enumerable.Range(0, WebhookArrivals.Most)
            .Select(i => arrivals.Enter(IPAddress.Parse($"192.0.2.{1 + (i / WebhookArrivals.OfOneAddress)}"), default)!).ToList();

        Assert.Null(arrivals.Enter(IPAddress.Parse("198.51.100.7"), default));
        Assert.All(all, one => Assert.False(one.Source.IsCancellationRequested));
        all.ForEach(one => one.Dispose());
    }
}
