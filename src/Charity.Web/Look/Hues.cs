using Charity.Documents;

namespace Charity.Web.Look;

/// <summary>The hues of programmes outside the style sheet: in pictures, on paper.</summary>
public static class Hues
{
    /// <summary>The colour of a hue's name in the light scheme, as <c>#RRGGBB</c>.</summary>
    public static string Hex(string hue) => hue switch
    {
        "warm" => ChartHues.Warm,
        "blue" => ChartHues.Blue,
        _ => ChartHues.Accent,
    };
}
