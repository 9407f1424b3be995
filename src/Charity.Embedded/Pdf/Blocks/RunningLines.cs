using System.Globalization;
using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>What stands on every page: the foot with the page's number, and on later pages the head in small.</summary>
internal sealed class RunningLines
{
    private const double PageLabelShare = 0.3;

    private readonly List<TextLine> _foot = [];
    private readonly string _pageFormat = "";
    private readonly string _left = "";
    private readonly string _right = "";

    public RunningLines(Document document, Setting setting)
    {
        if (document.Foot is { } foot)
        {
            _pageFormat = setting.Text(foot.PageFormat);
            var text = setting.Text(foot.Text);
            if (text.Length > 0)
            {
                _foot = LineBreaker.Break(new TextSpan(text, Look.Foot, null), Look.ColumnWidth * (1 - PageLabelShare));
            }
        }

        _left = setting.Text(document.Head is { Left: [var left, ..] } ? left : "");
        _right = setting.Text(document.Head is { Right: [var right, ..] } ? right : "");
    }

    /// <summary>Where text above the foot must end.</summary>
    public double Bottom => Look.PageHeight - Look.FootLine - (Math.Max(1, _foot.Count) * Look.Foot.Leading) - Look.FootGap;

    public void Draw(PageCanvas canvas, int pages)
    {
        if (canvas.Page > 0 && _left.Length + _right.Length > 0)
        {
            canvas.Running("Header"u8);
            var right = One(_right, Look.ColumnWidth * 0.45);
            canvas.Text(One(_left, Look.ColumnWidth * 0.5), Look.Margin, Look.RunningHeadLine);
            canvas.Text(right, Look.Margin + Look.ColumnWidth - right.Width, Look.RunningHeadLine);
            canvas.CloseMark();
        }

        if (_foot.Count == 0 && _pageFormat.Length == 0)
        {
            return;
        }

        canvas.Running("Footer"u8);
        var y = Look.PageHeight - Look.FootLine - ((_foot.Count - 1) * Look.Foot.Leading);
        foreach (var line in _foot)
        {
            canvas.Text(line, Look.Margin, y);
            y += Look.Foot.Leading;
        }

        var label = One(
            _pageFormat
                .Replace("{0}", (canvas.Page + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{1}", pages.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal),
            Look.ColumnWidth * PageLabelShare);
        canvas.Text(label, Look.Margin + Look.ColumnWidth - label.Width, Look.PageHeight - Look.FootLine);
        canvas.CloseMark();
    }

    /// <summary>Text on one line; what does not fit gives way to an ellipsis, as the first page has it in full.</summary>
    private static TextLine One(string text, double width)
    {
        var line = LineBreaker.Break(new TextSpan(text, Look.Foot, null), width)[0];
        var shown = line.Pieces.Sum(p => p.Length);
        return shown >= text.Length
            ? line
            : LineBreaker.Break(new TextSpan(text[..Math.Max(0, shown - 1)].TrimEnd() + "…", Look.Foot, null), double.MaxValue)[0];
    }
}
