using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Charity.Notifications;

/// <summary>
/// Sets a letter as html for mail programs: one column of 560 pixels, styles in the elements (many programs drop style
/// sheets), no tables, no picture from elsewhere, nothing that reports back. Everything is encoded. The one style sheet
/// turns the colours where the reader's program is dark; one that drops it shows the light letter.
/// </summary>
internal static class LetterHtml
{
    private const string Ink = "#1B2430";
    private const string Soft = "#4F5B6A";
    private const string Line = "#DDD7CC";
    private const string Accent = "#0B6E69";
    private const string Warm = "#B4532A";
    private const string Paper = "#FBF9F5";
    private const string Sans = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";
    private const string Mono = "Consolas,Menlo,'Liberation Mono',monospace";

    /// <summary>The dark scheme of the pages, over the colours that stand in the elements.</summary>
    private const string Dark =
        "<style>@media (prefers-color-scheme:dark){.b{background:#14171A!important;color:#ECE8E1!important}.b h1{color:#ECE8E1!important}"
        + ".s{color:#A9B1BA!important}.l{border-color:#333A41!important}.k{background:#1C2024!important}.n{border-color:#F0A27A!important}"
        + ".a{background:#4FC3B8!important;color:#06201E!important}.r{color:#4FC3B8!important}}</style>";

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(Letter letter)
    {
        var html = new StringBuilder(4096);
        html.Append(Invariant, $"<!doctype html><html lang=\"{letter.Language.HtmlLang}\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">")
            .Append(Invariant, $"<title>{Safe(letter.Title)}</title>").Append(Dark).Append("</head>")
            .Append(Invariant, $"<body class=\"b\" style=\"margin:0;padding:0;background:{Paper};color:{Ink};font:16px/1.55 {Sans}\">")
            .Append("<div style=\"max-width:560px;margin:0 auto;padding:24px 20px 32px\">")
            .Append(Invariant, $"<p class=\"s l\" style=\"margin:0 0 24px;padding:0 0 12px;border-bottom:1px solid {Line};font-weight:600;color:{Soft}\">{Safe(letter.Organisation)}</p>")
            .Append(Invariant, $"<h1 style=\"margin:0 0 12px;font-size:24px;line-height:1.25;color:{Ink}\">{Safe(letter.Title)}</h1>")
            .Append(Invariant, $"<p style=\"margin:0 0 16px;font-size:18px\">{Safe(letter.Opening)}</p>");
        foreach (var part in letter.Parts)
        {
            Append(html, part);
        }

        html.Append(Invariant, $"<div class=\"s l\" style=\"margin:28px 0 0;padding:14px 0 0;border-top:1px solid {Line};font-size:13px;line-height:1.5;color:{Soft}\">");
        foreach (var line in letter.Foot)
        {
            html.Append(Invariant, $"<p style=\"margin:0 0 6px\">{Lines(line)}</p>");
        }

        return html.Append("</div></div></body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, LetterPart part)
    {
        switch (part)
        {
            case LetterText text:
                html.Append(Invariant, $"<p style=\"margin:0 0 16px;overflow-wrap:anywhere\">{Lines(text.Text)}</p>");
                break;
            case LetterNotice notice:
                html.Append(Invariant, $"<p class=\"k n\" style=\"margin:0 0 16px;padding:12px 14px;border-left:4px solid {Warm};background:#FFFFFF\">{Lines(notice.Text)}</p>");
                break;
            case LetterFacts facts:
                html.Append(Invariant, $"<dl class=\"k l\" style=\"margin:0 0 16px;padding:14px 16px;border:1px solid {Line};border-radius:10px;background:#FFFFFF\">");
                foreach (var (name, value) in facts.Facts)
                {
                    var face = facts.ForCopying ? $";font-family:{Mono};font-size:17px" : "";
                    html.Append(Invariant, $"<dt class=\"s\" style=\"margin:0;font-size:13px;color:{Soft}\">{Safe(name)}</dt>")
                        .Append(Invariant, $"<dd style=\"margin:0 0 10px;overflow-wrap:anywhere{face}\">{Lines(value)}</dd>");
                }

                html.Append("</dl>");
                break;
            case LetterAction action:
                var target = Safe(action.Address.AbsoluteUri);
                html.Append(Invariant, $"<p style=\"margin:24px 0 8px\"><a class=\"a\" href=\"{target}\" style=\"display:inline-block;background:{Accent};color:#FFFFFF;")
                    .Append(Invariant, $"text-decoration:none;font-weight:600;padding:12px 22px;border-radius:10px\">{Safe(action.Label)}</a></p>")
                    .Append(Invariant, $"<p class=\"s\" style=\"margin:0 0 24px;font-size:13px;color:{Soft};overflow-wrap:anywhere\">{target}</p>");
                break;
            case LetterReference reference:
                var address = Safe(reference.Address.AbsoluteUri);
                html.Append(Invariant, $"<p class=\"s\" style=\"margin:0 0 16px;font-size:14px;color:{Soft};overflow-wrap:anywhere\">{Lines(reference.Text)}<br>")
                    .Append(Invariant, $"<a class=\"r\" href=\"{address}\" style=\"color:{Accent}\">{address}</a></p>");
                break;
            case LetterPicture picture:
                Append(html, new LetterText(picture.Lead));
                html.Append(Invariant, $"<p style=\"margin:0 0 16px\"><img src=\"cid:{Safe(picture.ContentId)}\" alt=\"{Safe(picture.Alternative)}\" ")
                    .Append(Invariant, $"width=\"{picture.Width}\" style=\"display:block;border:0;background:#FFFFFF\"></p>");
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "No such part of a letter.");
        }
    }

    private static string Safe(string text) => Encoder.Encode(text);

    private static string Lines(string text) => Safe(text.ReplaceLineEndings("\n")).Replace("&#xA;", "<br>", StringComparison.Ordinal);
}

/// <summary>Sets a letter as plain text that reads well by itself.</summary>
internal static class LetterPlain
{
    public static string Of(Letter letter)
    {
        var text = new StringBuilder(2048);
        text.Append(letter.Organisation).Append("\n\n").Append(letter.Title).Append("\n\n").Append(letter.Opening).Append('\n');
        foreach (var part in letter.Parts.Where(part => part is not LetterPicture))
        {
            text.Append('\n');
            switch (part)
            {
                case LetterText paragraph:
                    text.Append(paragraph.Text).Append('\n');
                    break;
                case LetterNotice notice:
                    text.Append("* ").Append(notice.Text).Append('\n');
                    break;
                case LetterFacts facts:
                    foreach (var (name, value) in facts.Facts)
                    {
                        text.Append(name).Append(": ").Append(value.ReplaceLineEndings("\n  ")).Append('\n');
                    }

                    break;
                case LetterAction action:
                    text.Append(action.Label).Append(":\n").Append(action.Address.AbsoluteUri).Append('\n');
                    break;
                case LetterReference reference:
                    text.Append(reference.Text).Append('\n').Append(reference.Address.AbsoluteUri).Append('\n');
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(letter), part, "No such part of a letter.");
            }
        }

        // The usual mark of a signature, which mail programs set apart.
        text.Append("\n-- \n").AppendJoin('\n', letter.Foot).Append('\n');
        // Ordinary spaces: narrow and unbreakable ones are boxes in some programs' plain text.
        return text.Replace('\u202F', ' ').Replace('\u00A0', ' ').ToString();
    }
}
