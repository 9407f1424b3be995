namespace Charity.Production.Documents;

/// <summary>Takes a page line such as "Page {0} of {1}" to pieces.</summary>
internal static class PageFormat
{
    /// <returns>Text with null; true where the page's number stands, false where the number of pages does.</returns>
    public static IEnumerable<(string Text, bool? IsPage)> Split(string format)
    {
        var rest = format.AsMemory();
        while (rest.Length > 0)
        {
            var text = rest.Span;
            var at = text.IndexOfAny("{0}", "{1}");
            if (at < 0)
            {
                yield return (rest.ToString(), null);
                yield break;
            }

            var isPage = text[at + 1] == '0';
            if (at > 0)
            {
                yield return (rest[..at].ToString(), null);
            }

            yield return ("", isPage);
            rest = rest[(at + 3)..];
        }
    }

    private static int IndexOfAny(this ReadOnlySpan<char> text, string first, string second)
    {
        var (a, b) = (text.IndexOf(first, StringComparison.Ordinal), text.IndexOf(second, StringComparison.Ordinal));
        return a < 0 ? b : b < 0 ? a : Math.Min(a, b);
    }
}
