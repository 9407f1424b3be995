using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>The document's head: the organisation left, the paper's number and date right.</summary>
internal static class HeadBlock
{
    private const double ColumnGap = 20;
    private const double RightShare = 0.36;
    private const double LogoHeight = 14 * Look.Millimetre;
    private const double MostLogoWidth = 40 * Look.Millimetre;
    private const double LogoGap = 10;

    public static void Set(DocumentHead head, StripList to, Setting setting)
    {
        var rightWidth = to.Width * RightShare;
        var logo = head.Logo is null ? null : setting.Picture(head.Logo);
        double logoWidth = 0, logoHeight = 0;
        if (logo is not null)
        {
            (logoWidth, logoHeight) = (LogoHeight * logo.Width / logo.Height, LogoHeight);
            if (logoWidth > MostLogoWidth)
            {
                (logoWidth, logoHeight) = (MostLogoWidth, MostLogoWidth * logo.Height / logo.Width);
            }
        }

        var indent = logo is null ? 0 : logoWidth + LogoGap;
        var left = new StripList(to.Left + indent, to.Width - rightWidth - ColumnGap - indent);
        var right = new StripList(to.Left + to.Width - rightWidth, rightWidth);
        SetLines(head.Left, Look.HeadName, left, setting, alignRight: false);
        SetLines(head.Right, Look.HeadNumber, right, setting, alignRight: true);
        var height = Math.Max(Math.Max(left.Height, right.Height), logoHeight) + 10;
        to.Add(height, (canvas, top) =>
        {
            if (logo is not null)
            {
                canvas.Decoration();
                canvas.Image(logo, to.Left, top, logoWidth, logoHeight);
            }

            left.DrawAll(canvas, top);
            right.DrawAll(canvas, top);
            canvas.Across(to.Left, top + height - 0.6, to.Width, 0.6, Look.Line);
        });
        to.Gap(22);
    }

    private static void SetLines(IReadOnlyList<string> lines, TextStyle first, StripList to, Setting setting, bool alignRight)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var style = i == 0 ? first : Look.HeadLine;
            foreach (var line in LineBreaker.Break(new TextSpan(setting.Text(lines[i]), style, setting.Tag("P")), to.Width))
            {
                var x = alignRight ? to.Left + to.Width - line.Width : to.Left;
                to.Add(style.Leading, (canvas, top) => canvas.Text(line, x, top + style.Baseline));
            }
        }
    }
}
