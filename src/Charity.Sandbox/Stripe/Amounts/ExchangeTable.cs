namespace Charity.Sandbox.Stripe.Amounts;

/// <summary>Conversion of a charge into its settlement currency at the rates of the options; settable while running.</summary>
internal sealed class ExchangeTable(IDictionary<string, decimal> majorRates)
{
    private const int RateDigits = 9;

    /// <summary>
    /// The rate by which an amount in minor units of one currency becomes minor units of the other, as Stripe's
    /// <c>exchange_rate</c> is defined; null where no rate is known.
    /// </summary>
    internal decimal? MinorRate(string from, string to)
    {
        if (from == to)
        {
            return 1m;
        }

        decimal? major = majorRates.TryGetValue($"{from}:{to}", out var straight) ? straight
            : majorRates.TryGetValue($"{to}:{from}", out var inverse) && inverse > 0m ? 1m / inverse
            : null;
        return major is { } rate
            ? Math.Round(rate * PowerOfTen(CurrencyRules.Scale(to) - CurrencyRules.Scale(from)), RateDigits)
            : null;
    }

    internal void Set(string from, string to, decimal majorRate) => majorRates[$"{from}:{to}"] = majorRate;

    internal static long Convert(long minor, decimal minorRate) =>
        (long)Math.Round(minor * minorRate, 0, MidpointRounding.AwayFromZero);

    private static decimal PowerOfTen(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < Math.Abs(exponent); i++)
        {
            power *= 10m;
        }

        return exponent < 0 ? 1m / power : power;
    }
}
