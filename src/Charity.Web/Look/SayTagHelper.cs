using Charity.Languages;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charity.Web.Look;

/// <summary>
/// <c>&lt;h1 say="Model.Title"&gt;</c>: the text as content, with its <c>lang</c> where it is not the page's, so that
/// screen readers and fonts follow the language that the text is really in.
/// </summary>
[HtmlTargetElement(Attributes = AttributeName)]
public sealed class SayTagHelper : TagHelper
{
    private const string AttributeName = "say";

    [HtmlAttributeName(AttributeName)]
    public TextIn Say { get; set; }

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (Say.Language is { } language && language != ViewContext.HttpContext.Language())
        {
            output.Attributes.SetAttribute("lang", language.HtmlLang);
        }

        output.TagMode = TagMode.StartTagAndEndTag;
        output.Content.SetContent(Say.Text);
    }
}
