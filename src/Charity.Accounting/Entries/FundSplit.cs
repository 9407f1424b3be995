using System.Collections.Immutable;

namespace Charity.Accounting;

/// <summary>A fund's part in a division.</summary>
/// <param name="Weight">Any positive number; what counts is its share in the sum of all weights.</param>
public readonly record struct FundShare(Guid FundId, long Weight);

/// <summary>
/// How an amount falls to funds: nearly always one; several for a gift with a covered fee (the gift to its fund, the
/// addition to the fund that bears the fees) or for a gift divided among purposes. Parts always sum exactly.
/// </summary>
public sealed class FundSplit
{
    private FundSplit(ImmutableArray<FundShare> shares) => Shares = shares;

    /// <summary>One or more, each fund once, every weight positive.</summary>
    public ImmutableArray<FundShare> Shares { get; }

    public static implicit operator FundSplit(Guid fundId) => Of(fundId);

    /// <summary>All to one fund.</summary>
    public static FundSplit Of(Guid fundId) => Of(new FundShare(fundId, 1));

    /// <summary>
    /// In proportion to the weights. For amounts given, use them as weights; for a part refund, what is left of each
    /// fund's part: the last refund then leaves every fund at exactly zero.
    /// </summary>
    public static FundSplit Of(params ReadOnlySpan<FundShare> shares)
    {
        if (shares.IsEmpty)
        {
            throw new ArgumentException("At least one fund is needed.", nameof(shares));
        }

        for (var i = 0; i < shares.Length; i++)
        {
            if (shares[i].FundId == Guid.Empty || shares[i].Weight <= 0)
            {
                throw new ArgumentException("Each share needs a fund and a positive weight.", nameof(shares));
            }

            for (var j = 0; j < i; j++)
            {
                if (shares[j].FundId == shares[i].FundId)
                {
                    throw new ArgumentException("A fund stands twice in one division.", nameof(shares));
                }
            }
        }

        return new FundSplit([.. shares]);
    }

    /// <summary>A gift and the fee that its donor added to it: the addition falls to the fund that bears the fees.</summary>
    /// <param name="given">The intended gift, positive.</param>
    /// <param name="added">What the donor added for the fee; zero adds nothing.</param>
    public static FundSplit WithCoveredFee(Guid giftFund, Money given, Guid feeFund, Money added)
    {
        if (!given.IsPositive || added.IsNegative || given.Currency != added.Currency)
        {
            throw new ArgumentException("A covered fee is an amount in the gift's currency on top of a positive gift.", nameof(added));
        }

        return added.IsZero || giftFund == feeFund
            ? Of(giftFund)
            : Of(new FundShare(giftFund, given.Minor), new FundShare(feeFund, added.Minor));
    }

    /// <summary>The amount divided in the order of <see cref="Shares"/>, by largest remainder.</summary>
    public Money[] Divide(Money amount)
    {
        Span<long> weights = Shares.Length <= 16 ? stackalloc long[Shares.Length] : new long[Shares.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = Shares[i].Weight;
        }

        return amount.Allocate(weights);
    }
}
