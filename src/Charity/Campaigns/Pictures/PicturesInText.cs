using System.Text.RegularExpressions;
using Charity.Languages;

namespace Charity.Campaigns.Pictures;

/// <summary>Pictures of the library named in Markdown: <c>![words](picture:0193…)</c>, the id without hyphens.</summary>
public static partial class PicturesInText
{
    internal const string Scheme = "picture:";

    [GeneratedRegex("picture:([0-9a-fA-F]{32})", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    /// <summary>What an editor's text holds for a picture.</summary>
    public static string Address(Guid id) => Scheme + id.ToString("N");

    /// <summary>Ids named anywhere in the texts; some may be of no picture.</summary>
    public static IReadOnlySet<Guid> Find(params IEnumerable<LocalizedText> texts)
    {
        var found = new HashSet<Guid>();
        foreach (var text in texts.SelectMany(t => t))
        {
            foreach (Match match in Named().Matches(text.Text))
            {
                found.Add(Guid.ParseExact(match.Groups[1].ValueSpan, "N"));
            }
        }

        return found;
    }

    internal static bool TryRead(string url, out Guid id)
    {
        id = default;
        return url.StartsWith(Scheme, StringComparison.Ordinal) && Guid.TryParseExact(url.AsSpan(Scheme.Length), "N", out id);
    }
}

/// <summary>The pictures that a text may show, and for whom.</summary>
/// <param name="ById">Those that may be shown; any other leaves nothing.</param>
public sealed record ShownPictures(IReadOnlyDictionary<Guid, PictureView> ById, Language Reader, Language Fallback);
