using System.Net;
using System.Text;
using Charity.Campaigns.Pictures;
using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Charity.Campaigns;

/// <summary>
/// Markdown of stories, updates and terms as safe HTML. Raw HTML is not parsed at all; links lead to web and mail
/// addresses or into this site, pictures come from the library only, by <c>picture:</c> and their id; everything else of a node is dropped before
/// rendering, so that nothing an editor pastes can become markup of its own.
/// </summary>
public sealed class CampaignMarkdown
{
    /// <summary>Headings of a story stand below the page's title and the heading of its section.</summary>
    private const int FirstHeading = 3;

    private const int MaxHeading = 6;

    // Nesting far beyond any story, and well inside the stack.
    private const int MaxNesting = 64;

    /// <summary>A text is at most this wide: browsers choose a picture's file by it.</summary>
    private const string PictureSizes = "(min-width: 46rem) 44rem, 94vw";

    private readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder { MaximumNestingDepth = MaxNesting }
        .DisableHtml()
        .Build();

    /// <summary>HTML for a page, a mail or a feed. Never throws for any text.</summary>
    /// <param name="absoluteBase">Put before addresses into this site (mails need it); empty on pages.</param>
    /// <param name="firstHeading">Level of the text's highest heading: one below the heading it stands under.</param>
    /// <param name="pictures">Those that it may show; without them a text shows none.</param>
    public string ToHtml(string markdown, string absoluteBase = "", int firstHeading = FirstHeading, ShownPictures? pictures = null)
    {
        var document = Parse(markdown);
        if (document is null)
        {
            return "<p>" + WebUtility.HtmlEncode(markdown) + "</p>";
        }

        SetHeadings([.. document.Descendants<HeadingBlock>()], firstHeading);
        foreach (var block in document.Descendants<Block>())
        {
            block.RemoveData(typeof(HtmlAttributes));
        }

        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage)
            {
                Show(link, absoluteBase, pictures);
            }
            else
            {
                Guard(link, absoluteBase);
            }
        }

        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (!link.IsEmail && !IsWeb(link.Url))
            {
                link.ReplaceBy(new LiteralInline(link.Url));
            }
            else
            {
                Mark(link);
            }
        }

        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        _pipeline.Setup(renderer);
        renderer.Render(document);
        return text.ToString();
    }

    /// <summary>
    /// Whatever levels an editor typed, the text begins at the first one and no heading jumps over a level: people who
    /// listen to a page find their way by its headings.
    /// </summary>
    private static void SetHeadings(IReadOnlyList<HeadingBlock> headings, int first)
    {
        var ranks = headings.Select(h => h.Level).Distinct().Order().ToList();
        var before = first - 1;
        foreach (var heading in headings)
        {
            var level = Math.Min(first + ranks.IndexOf(heading.Level), before + 1);
            before = heading.Level = Math.Min(level, MaxHeading);
        }
    }

    /// <summary>The words alone, for descriptions in search results and shares; cut at a word's end.</summary>
    public string Excerpt(string markdown, int maxCharacters)
    {
        var plain = new StringBuilder(maxCharacters + 64);
        foreach (var block in Parse(markdown)?.Descendants<LeafBlock>() ?? [])
        {
            foreach (var inline in block.Inline?.Descendants() ?? [])
            {
                _ = inline switch
                {
                    LiteralInline words => plain.Append(words.Content.AsSpan()),
                    CodeInline code => plain.Append(code.Content),
                    LineBreakInline => plain.Append(' '),
                    _ => plain,
                };
            }

            plain.Append(' ');
            if (plain.Length > maxCharacters * 2)
            {
                break;
            }
        }

        var text = string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (text.Length <= maxCharacters)
        {
            return text;
        }

        var cut = text.LastIndexOf(' ', maxCharacters - 1);
        return text[..(cut > 0 ? cut : maxCharacters - 1)] + "…";
    }

    /// <summary>Null for text nested beyond the limit, which is then shown as it was typed.</summary>
    private MarkdownDocument? Parse(string markdown)
    {
        try
        {
            return Markdown.Parse(markdown, _pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A picture of the library in all its widths, or nothing at all.</summary>
    private static void Show(LinkInline link, string absoluteBase, ShownPictures? pictures)
    {
        if (pictures is null || !PicturesInText.TryRead(link.Url ?? "", out var id) || !pictures.ById.TryGetValue(id, out var picture))
        {
            ContainerInline? line = link.Parent;
            link.Remove();
            // A paragraph that held nothing else would stay as a gap.
            if (line is { FirstChild: null, ParentBlock: ParagraphBlock empty })
            {
                empty.Parent?.Remove(empty);
            }

            return;
        }

        var words = string.Concat(link.Descendants<LiteralInline>().Select(l => l.Content.ToString())).Trim();
        var alt = words.Length > 0 ? words : picture.Alt.In(pictures.Reader, pictures.Fallback).Text;
        var usual = picture.Usual;
        var widths = picture.Files.Count > 1 ? $" srcset=\"{WebUtility.HtmlEncode(picture.SrcSet(absoluteBase))}\" sizes=\"{PictureSizes}\"" : "";
        link.ReplaceBy(new HtmlInline(FormattableString.Invariant(
            $"<img src=\"{WebUtility.HtmlEncode(absoluteBase + usual.Address)}\"{widths} alt=\"{WebUtility.HtmlEncode(alt)}\" width=\"{usual.Width}\" height=\"{usual.Height}\" loading=\"lazy\" decoding=\"async\">")), copyChildren: false);
    }

    private static void Guard(LinkInline link, string absoluteBase)
    {
        var url = link.Url ?? "";
        if (IsWeb(url) || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            Mark(link);
        }
        else if (IsOwnPath(url))
        {
            link.Url = absoluteBase + url;
        }
        else
        {
            Unwrap(link);
        }
    }

    /// <summary>Keeps the words of a link and drops the link.</summary>
    private static void Unwrap(LinkInline link)
    {
        var child = link.FirstChild;
        while (child is not null)
        {
            var next = child.NextSibling;
            child.Remove();
            link.InsertBefore(child);
            child = next;
        }

        link.Remove();
    }

    private static void Mark(MarkdownObject link)
        => link.GetAttributes().AddPropertyIfNotExist("rel", "nofollow noopener noreferrer");

    private static bool IsWeb(string url)
        => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
           && (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    /// <summary>A path of this site: one slash, then anything but a slash or backslash (which browsers read as a host).</summary>
    private static bool IsOwnPath(string url)
        => url.StartsWith('#') || (url.Length > 0 && url[0] == '/' && (url.Length == 1 || (url[1] != '/' && !url.Contains('\\', StringComparison.Ordinal))));
}
