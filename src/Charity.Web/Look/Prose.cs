using Charity.Campaigns;
using Charity.Campaigns.Pictures;
using Charity.Languages;
using Microsoft.AspNetCore.Html;

namespace Charity.Web.Look;

/// <summary>The one place where html that was not written in a page comes into one: cleaned Markdown of the organisation.</summary>
public static class Prose
{
    /// <summary>A block of text with its language where it is not the page's.</summary>
    /// <param name="under">Level of the heading that it stands under.</param>
    /// <param name="pictures">Those that it may show.</param>
    public static IHtmlContent Of(CampaignMarkdown markdown, TextIn text, Language page, int under, ShownPictures? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var lang = text.Language == page ? "" : $" lang=\"{text.Language.HtmlLang}\"";
        return new HtmlString($"<div class=\"prose\"{lang}>{markdown.ToHtml(text.Text, firstHeading: under + 1, pictures: pictures)}</div>");
    }
}
