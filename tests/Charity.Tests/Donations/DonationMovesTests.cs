using Charity.Donations;
using Xunit;

namespace Charity.Tests.Donations;

/// <summary>Each move of the entity from each state: those named are allowed, every other throws and changes nothing.</summary>
public sealed class DonationMovesTests
{
    private static readonly DateTime Now = new(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc);

    private static readonly Dictionary<string, (Action<Donation> Move, DonationStatus[] From)> Moves = new()
    {
        ["begin a session"] = (g => g.BeginSession(),
            [DonationStatus.Created, DonationStatus.CheckoutUnknown, DonationStatus.Expired, DonationStatus.Failed]),
        ["open checkout"] = (g => g.OpenCheckout("cs_new", "https://checkout.stripe.com/x", Now), [DonationStatus.Created, DonationStatus.CheckoutUnknown]),
        ["lose sight"] = (g => g.LoseSight(), [DonationStatus.Created, DonationStatus.CheckoutUnknown]),
        ["process"] = (g => g.MarkProcessing("pi", "ch"), [DonationStatus.Created, DonationStatus.CheckoutUnknown, DonationStatus.CheckoutOpen]),
        ["expire"] = (g => g.Expire(),
            [DonationStatus.Created, DonationStatus.CheckoutUnknown, DonationStatus.CheckoutOpen, DonationStatus.Processing, DonationStatus.Failed]),
        ["fail"] = (g => g.Fail(), [DonationStatus.Created, DonationStatus.CheckoutUnknown, DonationStatus.CheckoutOpen, DonationStatus.Processing]),
        ["succeed"] = (g => g.Succeed("pi", "ch", Now, Now),
            [DonationStatus.Created, DonationStatus.CheckoutUnknown, DonationStatus.CheckoutOpen, DonationStatus.Processing, DonationStatus.Expired, DonationStatus.Failed]),
    };

    public static TheoryData<string, DonationStatus> All()
    {
        var all = new TheoryData<string, DonationStatus>();
        foreach (var move in Moves.Keys)
        {
            foreach (var status in Enum.GetValues<DonationStatus>())
            {
                all.Add(move, status);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_move_is_allowed_from_its_states_only(string name, DonationStatus from)
    {
        var (move, allowed) = Moves[name];
        var gift = In(from);
        if (allowed.Contains(from))
        {
            move(gift);
            return;
        }

        var version = gift.Version;
        Assert.Throws<InvalidOperationException>(() => move(gift));
        Assert.Equal((from, version), (gift.Status, gift.Version));
    }

    [Fact]
    public void A_new_session_number_follows_only_a_definite_end()
    {
        var gift = In(DonationStatus.Created);
        Assert.Equal(1, gift.BeginSession());
        Assert.Equal(1, gift.BeginSession());
        gift.LoseSight();
        Assert.Equal(1, gift.BeginSession());
        gift.OpenCheckout("cs_1", null, Now);
        gift.Expire();
        Assert.Equal(2, gift.BeginSession());
        Assert.Null(gift.SessionId);
        gift.Fail();
        Assert.Equal(3, gift.BeginSession());
    }

    [Fact]
    [Trait("Case", "C09")]
    public void What_is_paid_after_it_was_given_up_is_late()
    {
        var gift = In(DonationStatus.Expired);
        gift.Succeed("pi", "ch", Now, Now);
        Assert.True(gift.Late);
        Assert.Equal(DonationStatus.Succeeded, gift.Status);
    }

    [Fact]
    public void A_gift_raises_its_amount_without_the_covered_fee_and_never_less_than_nothing()
    {
        var gift = new Donation { Id = Guid.NewGuid(), AmountMinor = 2564, CoveredFeeMinor = 64, Currency = "EUR" };
        Assert.Equal(0, gift.RaisedMinor);
        gift.Succeed("pi", "ch", Now, Now);
        Assert.Equal(2500, gift.RaisedMinor);
        gift.CountRefund(1000);
        Assert.Equal(1500, gift.RaisedMinor);
        gift.CountRefund(1564);
        Assert.Equal(0, gift.RaisedMinor);
        gift.CountRefund(-1564);
        Assert.Equal(1500, gift.RaisedMinor);
        Assert.Throws<InvalidOperationException>(() => gift.CountRefund(-1001));
        gift.CountLoss(2564);
        Assert.Equal(0, gift.RaisedMinor);
        Assert.Throws<InvalidOperationException>(() => gift.CountLoss(-2565));
    }

    [Fact]
    [Trait("Case", "M05")]
    public void Sums_that_do_not_fit_throw_and_never_wrap()
    {
        var gift = new Donation { Id = Guid.NewGuid(), AmountMinor = long.MaxValue, Currency = "EUR" };
        gift.Succeed("pi", "ch", Now, Now);
        gift.CountRefund(long.MaxValue);
        Assert.Throws<OverflowException>(() => gift.CountRefund(1));
        Assert.Equal(long.MaxValue, gift.RefundedMinor);
    }

    private static Donation In(DonationStatus status) => new()
    {
        Id = Guid.NewGuid(),
        Status = status,
        Channel = status == DonationStatus.Expected ? DonationChannel.BankTransfer : DonationChannel.Stripe,
        AmountMinor = 2500,
        Currency = "EUR",
    };
}
