using System.ComponentModel.DataAnnotations;

namespace Charity.Web.Hosting;

/// <summary>
/// Limits against machines. They are generous, since a whole village may stand behind one address of a mobile network.
/// Counted in each process, in real time.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Forms that one address may send in a minute.</summary>
    [Range(1, 100_000)]
    public int GiftsPerMinute { get; set; } = 60;

    /// <summary>Addresses with a token that does not exist which one sender may ask for in a minute.</summary>
    [Range(1, 100_000)]
    public int WrongTokensPerMinute { get; set; } = 30;

    /// <summary>Staff sign-in forms that one address may send in a minute.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>A form filled in faster than this many seconds is shown once more before it counts; 0 switches it off.</summary>
    [Range(0, 60)]
    public int MinimumFillSeconds { get; set; } = 2;
}
