namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>
/// Two versions of a text without the lines that are alike at their beginning and at their end: what a reader has to
/// compare. A text of one line stays whole.
/// </summary>
/// <param name="Before">What is gone; "" where lines were only added.</param>
/// <param name="After">What has come; "" where lines were only taken out.</param>
/// <param name="AfterAlike">Lines that are alike stand before it.</param>
/// <param name="BeforeAlike">Lines that are alike stand behind it.</param>
public sealed record ChangedPart(string Before, string After, bool AfterAlike, bool BeforeAlike)
{
    public static ChangedPart Of(string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (before.ReplaceLineEndings("\n").Split('\n'), after.ReplaceLineEndings("\n").Split('\n'));
        var most = Math.Min(old.Length, now.Length);
        var first = 0;
        while (first < most && old[first] == now[first])
        {
            first++;
        }

        var last = 0;
        while (last < most - first && old[^(last + 1)] == now[^(last + 1)])
        {
            last++;
        }

        return new ChangedPart(Middle(old), Middle(now), Said(old[..first]), Said(old[^last..]));

        string Middle(string[] lines) => string.Join('\n', lines[first..^last]).Trim('\n');

        static bool Said(string[] lines) => Array.Exists(lines, line => !string.IsNullOrWhiteSpace(line));
    }
}
