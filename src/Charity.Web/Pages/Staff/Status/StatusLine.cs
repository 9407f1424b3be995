using Charity.Operations;

namespace Charity.Web.Pages.Staff.Status;

/// <summary>One line of the summary.</summary>
/// <param name="Name">Ends the keys of its texts: <c>staff.state.name.…</c> and <c>staff.state.do.…</c>.</param>
/// <param name="Detail">For the person who mends it, in English.</param>
/// <param name="Address">Where more stands.</param>
public sealed record StatusLine(string Name, HealthLevel Level, string? Detail = null, string? Address = null)
{
    /// <summary>
    /// The one word above them all, for every page that says it: that of the worst line. A page that says "well" above
    /// something grave would be believed once.
    /// </summary>
    public static HealthLevel Worst(IEnumerable<StatusLine> lines) => lines.Select(line => line.Level).DefaultIfEmpty(HealthLevel.Failed).Max();
}
