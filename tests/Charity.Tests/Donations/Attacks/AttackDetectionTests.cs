using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Donations.Attacks;

public sealed class AttackDetectionTests
{
    [Theory]
    [Trait("Case", "A03")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_hundred_small_gifts_in_ten_minutes_switch_attack_mode_on_and_the_rest_meet_no_payment_page(bool oneMailAddress)
    {
        await using var world = await AttackWorld.StartAsync();
        var held = await world.GiftsAsync(200, TimeSpan.FromMinutes(10), _ => 100, i => oneMailAddress ? "tester@example.org" : $"tester{i}@example.org");

        Assert.True(await world.IsOnAsync());
        await using var db = world.Host.Db();
        var made = await db.Donations.CountAsync();
        // Once it is on, gifts of one euro are refused: none is stored, so none is held either.
        Assert.Equal(0, held);
        Assert.InRange(made, 20, 90);
        Assert.Equal(made, world.Host.Stripe.Payments().Count);
        Assert.Equal(["attack-mode.begin attack-watch"], await world.AuditAsync());
        var finding = await db.Exceptions.SingleAsync(e => e.Kind == ExceptionKind.CardTesting);
        Assert.Equal(ExceptionSeverity.Critical, finding.Severity);
        Assert.DoesNotContain("@", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "D09")]
    public async Task Four_hundred_attempts_in_five_minutes_are_held_and_make_no_session_whatever_their_amounts()
    {
        await using var world = await AttackWorld.StartAsync();
        var held = await world.GiftsAsync(400, TimeSpan.FromMinutes(5), _ => 2500, i => $"person{i}@example.org");

        Assert.True(await world.IsOnAsync());
        Assert.InRange(held, 50, 399);
        await using var db = world.Host.Db();
        Assert.Equal(held, await db.GiftHolds.CountAsync());
        var sessions = await db.Donations.Where(d => db.GiftHolds.Any(h => h.DonationId == d.Id)).Select(d => new { d.SessionId, d.Status, d.SessionAttempt }).ToListAsync();
        Assert.All(sessions, s => Assert.Equal((null, DonationStatus.Created, 0), (s.SessionId, s.Status, s.SessionAttempt)));
        Assert.Equal(400 - held, world.Host.Stripe.Payments().Count);

        // A real donor is served: one mail more, and the way is open.
        var real = await world.TryAsync(5000, "real.donor@example.org");
        Assert.NotNull(real.Held);
        Assert.Null(real.Held.MailRefused);
        var confirmed = await world.ConfirmAsync(world.TokenOf(real));
        Assert.Equal(CheckoutResult.Ready, confirmed.Checkout?.Result);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_broadcast_after_which_many_people_give_is_no_attack()
    {
        await using var world = await AttackWorld.StartAsync();
        var held = await world.GiftsAsync(120, TimeSpan.FromMinutes(6), i => i % 2 == 0 ? 300 : 2500, i => $"viewer{i}@example.org", pays: i => i % 3 != 0);

        Assert.False(await world.IsOnAsync());
        Assert.Equal(0, held);
        Assert.Empty(await world.AuditAsync());
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task An_ordinary_day_of_a_small_charity_with_its_abandoned_gifts_is_no_attack()
    {
        await using var world = await AttackWorld.StartAsync();
        await world.GiftsAsync(15, TimeSpan.FromMinutes(10), _ => 200, i => $"viewer{i}@example.org");
        Assert.False(await world.IsOnAsync());
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task It_ends_by_itself_when_the_signs_are_gone_and_each_turn_stands_in_the_audit()
    {
        await using var world = await AttackWorld.StartAsync();
        await world.GiftsAsync(100, TimeSpan.FromMinutes(5), _ => 100, i => $"tester{i}@example.org");
        Assert.True(await world.IsOnAsync());

        await world.PassAsync(TimeSpan.FromMinutes(25));
        Assert.True(await world.IsOnAsync());
        await world.PassAsync(TimeSpan.FromMinutes(20));
        Assert.False(await world.IsOnAsync());
        Assert.Equal(["attack-mode.begin attack-watch", "attack-mode.end attack-watch"], await world.AuditAsync());
        // On an ordinary day again.
        Assert.Null((await world.TryAsync(100, "after@example.org")).Held);
    }

    [Fact]
    public void Half_as_much_keeps_it_going_that_would_not_have_begun_it()
    {
        var options = new AttackOptions();
        var half = new AttackFigures(30, 0, 2, 20, 0, 0, 0, 0, 0);
        Assert.Empty(half.Signs(options, going: false));
        Assert.Single(half.Signs(options, going: true));
        Assert.Empty((half with { Gifts = 15 }).Signs(options, going: true));
    }

    [Theory]
    [InlineData(40, 8, 20, 0, 0, 0, 0)] // Exactly one in five was paid.
    [InlineData(40, 0, 19, 0, 0, 0, 0)] // Few are small.
    [InlineData(39, 0, 39, 0, 0, 0, 0)]
    [InlineData(60, 13, 0, 25, 0, 0, 0)] // Half of those who were declined paid in the end.
    [InlineData(10, 0, 0, 24, 9, 0, 0)]
    [InlineData(10, 0, 0, 0, 0, 500, 199)] // Many addresses alone say nothing.
    public void What_is_just_below_a_threshold_is_no_sign(int gifts, int paid, int small, int declined, int ofOne, int addresses, int refused)
        => Assert.Empty(new AttackFigures(gifts, 0, paid, small, 0, declined, ofOne, addresses, refused).Signs(new AttackOptions(), going: false));

    [Theory]
    [InlineData(40, 7, 20, 0, 0, 0)]
    [InlineData(160, 10, 0, 0, 0, 0)]
    [InlineData(60, 12, 0, 25, 0, 0)]
    [InlineData(10, 0, 0, 0, 10, 0)]
    [InlineData(0, 0, 0, 0, 0, 200)]
    public void What_reaches_a_threshold_is_a_sign(int gifts, int paid, int small, int declined, int ofOne, int refused)
        => Assert.Single(new AttackFigures(gifts, 0, paid, small, 0, declined, ofOne, 0, refused).Signs(new AttackOptions(), going: false));
}
