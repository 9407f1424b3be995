using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>
/// Charts drawn as rows: a label on the left, a place for bars, room for a value on the right. Labels in four languages
/// are long, and rows let them wrap and the chart go over pages.
/// </summary>
internal sealed class ChartRows
{
    private const double MostLabelShare = 0.34;
    private const double Gap = 10;
    private const double Padding = 4;

    private readonly ChartFrame _frame;
    private readonly StripList _to;
    private readonly double _labelWidth;

    public ChartRows(ChartFrame frame, StripList to, IEnumerable<string> labels, double valueWidth)
    {
        (_frame, _to) = (frame, to);
        _labelWidth = Math.Min(to.Width * MostLabelShare, labels.Select(l => LineBreaker.Width(l, Look.ChartText)).DefaultIfEmpty().Max() + 1);
        PlotLeft = to.Left + _labelWidth + Gap;
        PlotWidth = Math.Max(60, to.Width - _labelWidth - Gap - valueWidth - 6);
    }

    public double PlotLeft { get; }

    public double PlotWidth { get; }

    public double Right => _to.Left + _to.Width;

    /// <summary>Adds a row; <paramref name="draw"/> draws its bars, given the top and the middle of the row's height.</summary>
    public void Add(string label, double barHeight, bool strong, Action<PageCanvas, double, double> draw)
    {
        var style = strong ? Look.ChartText.Strong : Look.ChartText;
        var lines = _frame.Break(label, style, _labelWidth);
        var height = Math.Max(lines.Count * style.Leading, barHeight) + (2 * Padding);
        _frame.Add(height, (canvas, top) =>
        {
            var y = top + ((height - (lines.Count * style.Leading)) / 2);
            foreach (var line in lines)
            {
                canvas.Text(line, _to.Left, y + style.Baseline);
                y += style.Leading;
            }

            draw(canvas, top, height);
        });
    }
}
