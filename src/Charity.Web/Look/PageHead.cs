using Charity.Languages;

namespace Charity.Web.Look;

/// <summary>What a page tells the layout about itself; one for each request.</summary>
public sealed class PageHead
{
    /// <summary>Title without the organisation's name.</summary>
    public string Title { get; set; } = "";

    /// <summary>One sentence for search engines and shared links; empty for none.</summary>
    public string Description { get; set; } = "";

    /// <summary>Full address of the picture that a shared link shows.</summary>
    public string? ShareImage { get; set; }

    public string ShareImageAlt { get; set; } = "";

    /// <summary>The page exists in each language under the same address but for its first part.</summary>
    public bool HasLanguages { get; set; } = true;

    /// <summary>Search engines may list it. Pages with a token in the address may not be.</summary>
    public bool MayBeFound { get; set; } = true;

    /// <summary>Style sheets beside those of every page, such as <c>css/give.css</c>.</summary>
    public IList<string> Styles { get; } = [];

    /// <summary>Scripts, such as <c>js/give.js</c>. The page works without them.</summary>
    public IList<string> Scripts { get; } = [];

    /// <summary>Which link of the navigation this page belongs to.</summary>
    public string Section { get; set; } = "";

    /// <summary>One column for reading and forms.</summary>
    public bool Narrow { get; set; }

    /// <summary>Seconds after which a browser without scripts asks again; null for never.</summary>
    public int? RefreshAfter { get; set; }

    /// <summary>The same address in another language.</summary>
    public static string InLanguage(PathString path, Language language)
    {
        var value = path.Value ?? "/";
        var slash = value.IndexOf('/', Math.Min(1, value.Length));
        return "/" + language.Code + (slash < 0 ? "" : new PathString(value[slash..]).ToUriComponent());
    }
}
