using System.Globalization;
using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>Headings, paragraphs, lists and the large amount.</summary>
internal static class TextBlocks
{
    private const double ListIndent = 14;

    public static void Set(Heading heading, StripList to, Setting setting)
    {
        var level = Math.Clamp(heading.Level, 1, 4);
        setting.NoteHeading(level);
        var (style, before, after) = level switch
        {
            1 => (Look.Title, 14.0, 6.0),
            2 => (Look.Section, 20.0, 5.0),
            3 => (Look.Subsection, 14.0, 3.0),
            _ => (Look.Minor, 10.0, 2.0),
        };
        to.Gap(before);
        to.AddText(setting.Text(heading.Text), style, setting.Tag(string.Create(CultureInfo.InvariantCulture, $"H{level}")));
        to.Gap(after);
        to.Stick(Glue.Tight);
    }

    public static void Set(Paragraph paragraph, StripList to, Setting setting)
    {
        var style = paragraph.Tone switch { ParagraphTone.Lead => Look.Lead, ParagraphTone.Quiet => Look.Quiet, _ => Look.Body };
        to.Gap(paragraph.Tone == ParagraphTone.Quiet ? 4 : 7);
        to.AddLines(LineBreaker.Break(setting.Spans(paragraph.Runs, style, setting.Tag("P")), to.Width), style);
        to.Gap(paragraph.Tone == ParagraphTone.Quiet ? 4 : 7);
    }

    public static void Set(ItemList list, StripList to, Setting setting)
    {
        // ListNumbering tells a reader whether the labels count.
        var tag = setting.Tag("L", attributes: list.Numbered ? "<</O/List/ListNumbering/Decimal>>" : "<</O/List/ListNumbering/Disc>>");
        to.Gap(7);
        foreach (var (index, runs) in list.Items.Index())
        {
            var item = setting.Tag("LI", tag);
            var label = list.Numbered ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}.") : "•";
            var labelLine = LineBreaker.Break(new TextSpan(setting.Text(label), Look.Body, setting.Tag("Lbl", item)), to.Width)[0];
            var indent = Math.Max(ListIndent, labelLine.Width + 6);
            var lines = LineBreaker.Break(setting.Spans(runs, Look.Body, setting.Tag("LBody", item)), to.Width - indent);
            var first = lines[0];
            to.Gap(index == 0 ? 0 : 3);
            to.Add(Look.Body.Leading, (canvas, top) =>
            {
                canvas.Text(labelLine, to.Left, top + Look.Body.Baseline);
                canvas.Text(first, to.Left + indent, top + Look.Body.Baseline);
            });
            if (lines.Count > 1)
            {
                to.Stick(Glue.Tight);
                to.AddLines(lines[1..], Look.Body, indent);
            }
        }

        to.Gap(7);
    }

    public static void Set(BigAmount amount, StripList to, Setting setting)
    {
        to.Gap(16);
        to.AddText(setting.Text(amount.Label), Look.AmountLabel, setting.Tag("P"));
        to.Stick(Glue.Tight);
        var text = setting.Text(amount.Amount);
        to.AddText(text, Look.Amount.Fitted(text, to.Width), setting.Tag("P"));
        to.Stick(Glue.Tight);
        to.Gap(2);
        to.AddText(setting.Text(amount.InWords), Look.AmountWords, setting.Tag("P"));
        to.Gap(16);
    }
}
