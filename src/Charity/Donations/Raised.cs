using System.Linq.Expressions;

namespace Charity.Donations;

/// <summary>A gift with what is left of it for its campaign.</summary>
public sealed class RaisedGift
{
    public required Donation Gift { get; init; }

    /// <summary>Minor units of the gift's currency.</summary>
    public required long Minor { get; init; }
}

/// <summary>
/// What a gift adds to its campaign: nothing before it is paid; then the amount without the covered fee, less refunds and
/// losses. A gift that adds nothing any more is not counted, nor is its donor. The one place where the program says so:
/// the entity runs this expression and queries have it translated. Only the nightly check counts by a text of its own
/// (<c>Ledger/RaisedSql</c>), as a check by the rule it checks would find no fault in it.
/// </summary>
public static class Raised
{
    private static readonly Expression<Func<Donation, RaisedGift>> Rule = gift => new RaisedGift
    {
        Gift = gift,
        Minor = gift.Status == DonationStatus.Succeeded
            ? checked(gift.AmountMinor - gift.CoveredFeeMinor - gift.RefundedMinor - gift.LostToDisputeMinor)
            : 0,
    };

    private static readonly Func<Donation, RaisedGift> Apply = Rule.Compile();

    /// <summary>Minor units; never below zero: what is sent back beyond the gift was the covered fee.</summary>
    /// <exception cref="OverflowException">The row's amounts do not fit.</exception>
    public static long Of(Donation gift) => Math.Max(0, Apply(gift).Minor);

    /// <summary>The gifts among these that count, with what they add: always more than nothing.</summary>
    public static IQueryable<RaisedGift> In(IQueryable<Donation> gifts) => gifts.Select(Rule).Where(counted => counted.Minor > 0);
}
