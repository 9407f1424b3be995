using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>A framed notice: a card with a bar of colour on its left.</summary>
internal static class NoticeBlock
{
    private const double Padding = 10;
    private const double Bar = 3;

    /// <summary>Higher than this it goes without its frame, which cannot be cut.</summary>
    private const double MostHeight = 500;

    public static void Set(Notice notice, StripList to, Setting setting)
    {
        var colour = notice.Tone == NoticeTone.Attention ? Look.Warm : Look.Accent;
        var inner = new StripList(to.Left + Bar + Padding, to.Width - Bar - (2 * Padding));
        var tag = setting.Tag("Div");
        inner.AddText(setting.Text(notice.Title), Look.Subsection.In(colour), setting.Tag("P", tag));
        inner.Gap(2);
        inner.AddLines(LineBreaker.Break(setting.Spans(notice.Text, Look.Body, setting.Tag("P", tag)), inner.Width), Look.Body);
        to.Gap(12);
        if (inner.Height > MostHeight)
        {
            to.AddTogether(inner, Glue.None);
        }
        else
        {
            var height = inner.Height + (2 * Padding);
            to.Add(height, (canvas, top) =>
            {
                canvas.Across(to.Left, top, to.Width, height, Look.Card);
                canvas.Across(to.Left, top, Bar, height, colour);
                inner.DrawAll(canvas, top + Padding);
            });
        }

        to.Gap(12);
    }
}
