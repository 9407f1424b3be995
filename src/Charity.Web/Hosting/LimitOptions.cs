using System.ComponentModel.DataAnnotations;

namespace Charity.Web.Hosting;

/// <summary>
/// Limits against machines. They are generous, since a whole village may stand behind one address of a mobile network.
/// Counted by all nodes together, in real time; a node that cannot reach the database counts alone.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Give forms that one address may send in a minute.</summary>
    [Range(1, 100_000)]
    public int GiftsPerMinute { get; set; } = 60;

    /// <summary>The same while attack mode is on.</summary>
    [Range(1, 100_000)]
    public int GiftsPerMinuteInAttack { get; set; } = 10;

    /// <summary>Give forms under one mail address in an hour.</summary>
    [Range(1, 100_000)]
    public int GiftsPerEmailPerHour { get; set; } = 30;

    /// <summary>Give forms for one campaign in a minute.</summary>
    [Range(1, 10_000_000)]
    public int GiftsPerCampaignPerMinute { get; set; } = 3000;

    /// <summary>Give forms in a minute, all together: more than this the payment provider would refuse too.</summary>
    [Range(1, 10_000_000)]
    public int GiftsPerMinuteInAll { get; set; } = 6000;

    /// <summary>Addresses with a token that does not exist which one sender may ask for in a minute.</summary>
    [Range(1, 100_000)]
    public int WrongTokensPerMinute { get; set; } = 30;

    /// <summary>Staff sign-in forms that one address may send in a minute.</summary>
    [Range(1, 100_000)]
    public int SignInsPerMinute { get; set; } = 20;

    /// <summary>Staff sign-in forms for one account in an hour, right or wrong; wrong ones lock it long before.</summary>
    [Range(1, 100_000)]
    public int SignInsPerAccountPerHour { get; set; } = 60;

    /// <summary>Requests for a new password from one address in an hour.</summary>
    [Range(1, 100_000)]
    public int ResetsPerHour { get; set; } = 10;

    /// <summary>Requests for a new password for one account in an hour.</summary>
    [Range(1, 100_000)]
    public int ResetsPerAccountPerHour { get; set; } = 3;

    /// <summary>Files that one member of staff may upload in a minute.</summary>
    [Range(1, 100_000)]
    public int UploadsPerMinute { get; set; } = 60;

    /// <summary>Exports that one member of staff may begin in an hour.</summary>
    [Range(1, 100_000)]
    public int ExportsPerHour { get; set; } = 60;

    /// <summary>Searches of one member of staff, or one public address, in a minute; counted in each process.</summary>
    [Range(1, 100_000)]
    public int SearchesPerMinute { get; set; } = 120;

    /// <summary>Other public forms (a confirmation, a tax id) from one address in a minute.</summary>
    [Range(1, 100_000)]
    public int FormsPerMinute { get; set; } = 60;

    /// <summary>Reports of browsers from one address in a minute; what is more is dropped.</summary>
    [Range(1, 100_000)]
    public int ReportsPerMinute { get; set; } = 20;

    /// <summary>A form filled in faster than this many seconds is shown once more before it counts; 0 switches it off.</summary>
    [Range(0, 60)]
    public int MinimumFillSeconds { get; set; } = 2;
}
