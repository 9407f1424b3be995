using System.Collections.Frozen;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Charity.Web.Look;

/// <summary><c>&lt;icon name="copy" /&gt;</c>: a small drawing beside a word; screen readers pass over it.</summary>
public sealed class IconTagHelper : TagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.TagName = "svg";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("viewBox", "0 0 24 24");
        output.Attributes.SetAttribute("width", "24");
        output.Attributes.SetAttribute("height", "24");
        output.Attributes.SetAttribute("fill", "none");
        output.Attributes.SetAttribute("stroke", "currentColor");
        output.Attributes.SetAttribute("stroke-width", "1.8");
        output.Attributes.SetAttribute("stroke-linecap", "round");
        output.Attributes.SetAttribute("stroke-linejoin", "round");
        output.Attributes.SetAttribute("aria-hidden", "true");
        output.Attributes.SetAttribute("focusable", "false");
        output.Content.SetHtmlContent(Drawings.TryGetValue(Name, out var drawing)
            ? drawing
            : throw new InvalidOperationException($"There is no icon '{Name}'."));
    }

    private static readonly FrozenDictionary<string, string> Drawings = new Dictionary<string, string>
    {
        ["globe"] = """<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.6 2.7 3.9 5.7 3.9 9s-1.3 6.3-3.9 9c-2.6-2.7-3.9-5.7-3.9-9S9.4 5.7 12 3z"/>""",
        ["copy"] = """<rect x="8.5" y="8.5" width="11.5" height="11.5" rx="2"/><path d="M15.5 8.5V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7.5a2 2 0 0 0 2 2h2.5"/>""",
        ["check"] = """<path d="M4.5 12.5l5 5 10-11"/>""",
        ["good"] = """<circle cx="12" cy="12" r="9"/><path d="M8 12.4l2.8 2.8L16.2 9.5"/>""",
        ["wait"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.4 2"/>""",
        ["bad"] = """<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>""",
        ["info"] = """<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>""",
        ["pause"] = """<circle cx="12" cy="12" r="9"/><path d="M9.8 8.8v6.4M14.2 8.8v6.4"/>""",
        ["arrow"] = """<path d="M5 12h14M13 6l6 6-6 6"/>""",
        ["back"] = """<path d="M19 12H5M11 6l-6 6 6 6"/>""",
        ["returned"] = """<circle cx="12" cy="12" r="9"/><path d="M10.6 7.6L7.8 10.4l2.8 2.8M8 10.4h5.4a2.7 2.7 0 0 1 0 5.4H11"/>""",
        ["lock"] = """<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>""",
        ["passkey"] = """<circle cx="9" cy="7.5" r="3.8"/><path d="M2.5 20a6.6 6.6 0 0 1 9.6-5.9"/><circle cx="17.2" cy="12.3" r="2.8"/><path d="M17.2 15.1V21l2-1.8M17.2 18.2l1.7-1.4"/>""",
        ["mail"] = """<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="M4 7l8 6 8-6"/>""",
        ["phone"] = """<path d="M6 3.5h3l1.5 4-2 1.5a11 11 0 0 0 6.5 6.5l1.5-2 4 1.5v3a2 2 0 0 1-2.2 2A16.5 16.5 0 0 1 4 5.7 2 2 0 0 1 6 3.5z"/>""",
        ["send"] = """<path d="M20.5 4L3.5 11l6 2.5M20.5 4l-3 15.5-8-6M20.5 4l-11 9.5V19l2.9-3.2"/>""",
        ["chat"] = """<path d="M4 20l1.3-4A8 8 0 1 1 8.4 19z"/>""",
        ["share"] = """<circle cx="6" cy="12" r="2.5"/><circle cx="17.5" cy="6" r="2.5"/><circle cx="17.5" cy="18" r="2.5"/><path d="M8.2 10.8l7-3.6M8.2 13.2l7 3.6"/>""",
        ["people"] = """<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14a6.5 6.5 0 0 1 4 6"/>""",
        ["file"] = """<path d="M13.5 3.5H7a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V9z"/><path d="M13.5 3.5V9H19M8.5 13h7M8.5 16.5h5"/>""",
        ["card"] = """<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3 10h18M7 15h4"/>""",
        ["bank"] = """<path d="M3.5 9.5L12 4.5l8.5 5zM5.5 9.5V17M10 9.5V17M14 9.5V17M18.5 9.5V17M3.5 19.5h17"/>""",
        ["qr"] = """<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM18 18h2v2M14 20h1M20 14v1.5"/>""",
        ["facebook"] = """<path d="M14.5 21v-8h2.7l.5-3.2h-3.2V8c0-1 .4-1.7 1.8-1.7h1.5V3.4A19 19 0 0 0 15.5 3.2c-2.5 0-4.1 1.5-4.1 4.2v2.4H8.5V13h2.9v8"/>""",
        ["menu"] = """<path d="M4 7h16M4 12h16M4 17h16"/>""",
        ["search"] = """<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>""",
        ["keys"] = """<rect x="2.5" y="6" width="19" height="12" rx="2"/><path d="M6 9.5h.1M10 9.5h.1M14 9.5h.1M18 9.5h.1M6 12.5h.1M18 12.5h.1M8.5 15h7"/>""",
        ["plus"] = """<path d="M12 5v14M5 12h14"/>""",
        ["close"] = """<path d="M6 6l12 12M18 6L6 18"/>""",
        ["down"] = """<path d="M6 9.5l6 6 6-6"/>""",
        ["download"] = """<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>""",
        ["picture"] = """<rect x="3.5" y="5" width="17" height="14" rx="2"/><circle cx="9" cy="10" r="1.6"/><path d="M4 17l5-4 3.5 2.5L16 12l4.5 4"/>""",
        ["calendar"] = """<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8 3.5v4M16 3.5v4"/>""",
        ["key"] = """<circle cx="8" cy="14" r="4.5"/><path d="M11.3 10.8L19.5 3M16 6.5l3 3"/>""",
        ["eye"] = """<path d="M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6z"/><circle cx="12" cy="12" r="2.8"/>""",
        ["shield"] = """<path d="M12 3.5l7.5 2.8v5.2c0 4.6-3 7.8-7.5 9.5-4.5-1.7-7.5-4.9-7.5-9.5V6.3z"/>""",
        ["edit"] = """<path d="M4 20l1-4.5L16 4.5a2 2 0 0 1 3 0l.5.5a2 2 0 0 1 0 3L8.5 19z"/><path d="M14 6.5l3.5 3.5"/>""",
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
