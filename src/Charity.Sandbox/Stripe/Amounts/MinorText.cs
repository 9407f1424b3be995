using System.Globalization;

namespace Charity.Sandbox.Stripe.Amounts;

/// <summary>Minor units written in major ones with a point, as bank files have them: 2500 is 25.00.</summary>
internal static class MinorText
{
    internal static string Major(long minor, int scale)
    {
        var digits = Math.Abs(minor).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        return minor < 0 ? $"-{text}" : text;
    }
}
