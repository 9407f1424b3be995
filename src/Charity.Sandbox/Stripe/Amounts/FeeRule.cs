namespace Charity.Sandbox.Stripe.Amounts;

/// <summary>The fee of a charge: a share, rounded half up, and a fixed part in minor units.</summary>
/// <param name="BasisPoints">Hundredths of a per cent; 150 is 1.5 %.</param>
/// <param name="FixedMinor">Fixed part in minor units of the settlement currency.</param>
public sealed record FeeRule(int BasisPoints, long FixedMinor)
{
    /// <summary>1.5 % and 25.</summary>
    public static FeeRule Default { get; } = new(150, 25);

    /// <summary>Fee in minor units for a gross amount in minor units; never more than the amount.</summary>
    public long For(long grossMinor)
    {
        var share = checked((grossMinor * BasisPoints) + 5_000) / 10_000;
        return Math.Min(grossMinor, checked(share + FixedMinor));
    }
}
